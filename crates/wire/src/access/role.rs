//! Roles and who may invite whom.

use serde::{Deserialize, Serialize};

/// What a person is in the team, from the least to the most right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Reads along.
    Viewer,
    /// Carries customers.
    Salesperson,
    /// Supports a manager: plans, records, invites the doers.
    Assistant,
    /// Leads a team.
    Supervisor,
    /// Leads several.
    Manager,
    /// Leads all; the founder begins as one.
    Executive,
}

impl Role {
    /// Every role, from the least to the most right.
    pub const ALL: [Self; 6] =
        [Self::Viewer, Self::Salesperson, Self::Assistant, Self::Supervisor, Self::Manager, Self::Executive];

    /// Whether this role is one of the "managers" of the space table.
    pub fn is_manager(self) -> bool {
        self >= Self::Supervisor
    }

    /// Whether this role may invite somebody as `invited`: assistants and managers, nobody above their own role.
    pub fn may_invite(self, invited: Self) -> bool {
        self >= Self::Assistant && invited <= self
    }

    /// Whether a link alone, without anybody approving the person who uses it, may give this role.
    pub fn may_join_at_once(self) -> bool {
        self < Self::Manager
    }
}
