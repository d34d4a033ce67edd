//! The sales team in plain types and pure rules.
//!
//! Nothing here reads a clock, draws a random number, or knows a screen, a disk or a language: `today`, `now` and
//! random bytes are arguments. Amounts are integer minor units, durations integer minutes.

pub mod calendar;
pub mod contact;
pub mod customer;
pub mod day_number;
pub mod follow_up;
pub mod id;
pub mod member;
pub mod money;
pub mod queue;
pub mod record;
pub mod search;
pub mod team;
pub mod time;

pub use id::RecordId;
pub use money::Fen;
pub use time::{Minutes, Now, Timestamp};

use record::KindSpec;

/// Every kind of record there is, in the order in which people meet them. Adding a kind is its declaration and
/// one line here.
pub const KINDS: &[&KindSpec] = &[
    team::Team::SPEC,
    member::Member::SPEC,
    customer::Customer::SPEC,
    contact::Contact::SPEC,
    follow_up::FollowUp::SPEC,
];

/// The kind with this name, if this build knows it.
pub fn kind(name: &str) -> Option<&'static KindSpec> {
    KINDS.iter().copied().find(|spec| spec.name == name)
}
