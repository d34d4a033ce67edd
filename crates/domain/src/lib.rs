//! The sales team in plain types and pure rules.
//!
//! Nothing here reads a clock, draws a random number, or knows a screen, a disk or a language: `today`, `now` and
//! random bytes are arguments. Amounts are integer minor units, durations integer minutes.

pub mod announcement;
pub mod calendar;
pub mod comment;
pub mod contact;
pub mod customer;
pub mod day_number;
pub mod deal;
pub mod duty;
pub mod few;
pub mod follow_up;
pub mod help_request;
pub mod id;
pub mod import;
#[cfg(feature = "made_up_kind")]
pub mod made_up_kind;
pub mod meeting;
pub mod member;
pub mod money;
pub mod product;
pub mod queue;
pub mod record;
pub mod saved_filter;
pub mod search;
pub mod stage;
pub mod task;
pub mod team;
pub mod time;

pub use id::RecordId;
pub use money::Fen;
pub use time::{ClockTime, Minutes, Now, Timestamp};

use record::KindSpec;

/// Every kind of record there is, in the order in which people meet them. Adding a kind is its declaration and
/// one line here.
pub const KINDS: &[&KindSpec] = &[
    team::Team::SPEC,
    member::Member::SPEC,
    customer::Customer::SPEC,
    contact::Contact::SPEC,
    follow_up::FollowUp::SPEC,
    deal::Deal::SPEC,
    task::Task::SPEC,
    task::Step::SPEC,
    help_request::HelpRequest::SPEC,
    meeting::Meeting::SPEC,
    announcement::Announcement::SPEC,
    announcement::Acknowledgement::SPEC,
    duty::Position::SPEC,
    duty::Duty::SPEC,
    duty::DutyDone::SPEC,
    comment::Comment::SPEC,
    comment::Praise::SPEC,
    product::Product::SPEC,
    stage::Stage::SPEC,
    saved_filter::SavedFilter::SPEC,
    import::Import::SPEC,
    #[cfg(feature = "made_up_kind")]
    made_up_kind::Umbrella::SPEC,
];

/// The kind with this name, if this build knows it.
pub fn kind(name: &str) -> Option<&'static KindSpec> {
    KINDS.iter().copied().find(|spec| spec.name == name)
}
