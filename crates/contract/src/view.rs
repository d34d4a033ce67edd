//! Answers to queries: plain data, ready to draw.

mod customer;
mod deal;
mod member;
mod record;
mod session;
mod settings;
mod task;
mod team_life;
mod today;

pub use customer::{ContactRow, CustomerDetail, CustomerRow, Customers, TimelineEntry};
pub use deal::{DealBoard, DealCard, DealColumn, DealDetail};
pub use member::{MemberDetail, PersonProgress, Team};
pub use record::{FieldChange, HistoryAction, HistoryEntry, RecordDetail, Records, SearchHit, TwoEdits};
pub use session::{LinkState, Session, StorageFault, SyncStage, SyncState, TeamSession};
pub use settings::{DeviceRow, QuarantineReason, QuarantineRow, Settings, Stats};
pub use task::{StepRow, TaskBoard, TaskDetail, TaskRights, TaskRow, Tasks};
pub use team_life::{
    Agreed, AnnouncementRow, Announcements, CommentRow, Duties, DutyDue, HelpRequests, HelpRow, MeetingRow,
    Meetings, PositionRow,
};
pub use today::{DueRow, DueTerm, Need, NeedKind, Today};

use domain::member::MemberId;
use serde::{Deserialize, Serialize};

/// The answer to a query, of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum View {
    /// See [`Session`].
    Session(Session),
    /// See [`Today`].
    Today(Box<Today>),
    /// See [`Customers`].
    Customers(Customers),
    /// `None` when there is no such customer (any more).
    Customer(Option<Box<CustomerDetail>>),
    /// See [`Team`].
    Team(Team),
    /// `None` when there is no such member.
    Member(Option<Box<MemberDetail>>),
    /// `None` when there is no such record.
    Record(Option<Box<RecordDetail>>),
    /// Newest first. `None` while the document is being read.
    History(Option<Vec<HistoryEntry>>),
    /// Best match first.
    Search(Vec<SearchHit>),
    /// See [`Records`].
    Records(Records),
    /// See [`Settings`].
    Settings(Box<Settings>),
    /// See [`Stats`].
    Stats(Stats),
    /// See [`Tasks`].
    Tasks(Tasks),
    /// See [`TaskBoard`].
    TaskBoard(TaskBoard),
    /// `None` when there is no such task.
    Task(Option<Box<TaskDetail>>),
    /// See [`DealBoard`].
    Deals(DealBoard),
    /// `None` when there is no such deal.
    Deal(Option<Box<DealDetail>>),
    /// See [`Duties`].
    Duties(Duties),
    /// See [`Announcements`].
    Announcements(Announcements),
    /// See [`Meetings`].
    Meetings(Meetings),
    /// See [`HelpRequests`].
    HelpRequests(HelpRequests),
    /// Oldest first.
    Thread(Vec<CommentRow>),
    /// Newest first.
    Praise(Vec<CommentRow>),
}

/// A person in a row: drawn as coloured initials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: MemberId,
    /// Their name.
    pub name: String,
}
