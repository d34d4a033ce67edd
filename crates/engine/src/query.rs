//! Answers to queries from the projection alone: no document is loaded, nothing is written.

use crate::projection::Projection;
use domain::Now;
use domain::member::{MemberId, Role};
use wire::AccessState;

/// Who asks, when, and of what.
pub struct Asking<'a> {
    /// The read model; mutable because the search column is built when it is first needed.
    pub projection: &'a mut Projection,
    /// The clock.
    pub now: Now,
    /// Who asks.
    pub me: MemberId,
    /// Their role.
    pub role: Role,
    /// Who has joined, with which devices.
    pub access: &'a AccessState,
}

/// Stub.
pub fn answer(_asking: &mut Asking<'_>, _query: &contract::Query) -> Option<contract::View> {
    None
}
