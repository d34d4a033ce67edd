//! The access log: who is in the team, with which keys, in which role, and which spaces exist.
//!
//! One signed, hash-chained list of [`Record`]s per team; the team's id is the hash of the first. [`AccessLog`] keeps
//! the records and the [`AccessState`] folded from them. It holds keys, roles, opaque ids and commitments, never a
//! name. A sequencer (the relay) orders it by compare-and-swap on the head.

mod log;
mod record;
mod rights;
mod role;
mod rules;
mod state;

pub use log::{AccessLog, Why};
pub use record::{
    Admit, DeviceAdd, Genesis, Invite, InvitePurpose, Kind, Record, RecordError, SpaceClass, SpaceCreate,
};
pub use role::Role;
pub use rules::AccessError;
pub use state::{AccessState, Device, InviteState, Person, Space};
