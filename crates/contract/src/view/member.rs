//! The members and how their work stands.

use super::{CommentRow, Person, PositionRow, TaskRow, TimelineEntry};
use domain::Timestamp;
use domain::member::{MemberId, Role};
use domain::record::Fields;
use serde::{Deserialize, Serialize};

/// The members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Everybody who has not left, line first.
    pub members: Vec<PersonProgress>,
    /// Whether I may invite.
    pub may_invite: bool,
}

/// How a person's work stands (what a manager sees of a person, that person sees too).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonProgress {
    /// Who.
    pub person: Person,
    /// Role.
    pub role: Role,
    /// Reports to.
    pub line: Option<MemberId>,
    /// Whether somebody has joined as this member.
    pub has_device: bool,
    /// Customers owned.
    pub customers: u32,
    /// Of those, due today or overdue.
    pub due: u32,
    /// Of those, overdue.
    pub overdue: u32,
    /// Follow-ups logged today.
    pub logged_today: u32,
    /// Follow-ups logged in the last seven days.
    pub logged_week: u32,
    /// The last follow-up.
    pub last_activity: Option<Timestamp>,
    /// Open tasks.
    pub open_tasks: u32,
    /// Of those, overdue.
    pub overdue_tasks: u32,
    /// Tasks finished in the last seven days.
    pub done_week: u32,
    /// Open help requests.
    pub asks_help: u32,
    /// Open deals.
    pub open_deals: u32,
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetail {
    /// The numbers.
    pub progress: PersonProgress,
    /// All fields.
    pub fields: Fields,
    /// Whether this is me.
    pub is_me: bool,
    /// Whether I may change the record.
    pub may_edit: bool,
    /// Newest touches.
    pub recent: Vec<TimelineEntry>,
    /// Open tasks, in the order of the day (at most 50).
    pub tasks: Vec<TaskRow>,
    /// What they are responsible for.
    pub positions: Vec<PositionRow>,
    /// Praise they got, newest first (at most 20).
    pub praise: Vec<CommentRow>,
}
