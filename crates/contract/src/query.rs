//! What a screen shows. The engine keeps subscribed queries live.

use domain::RecordId;
use domain::customer::{CustomerClass, CustomerId};
use domain::deal::DealId;
use domain::member::MemberId;
use domain::task::TaskId;
use serde::{Deserialize, Serialize};

/// Part of a long list: `count` rows from `offset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Rows skipped.
    pub offset: u32,
    /// Rows wanted.
    pub count: u32,
}

/// Which customers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFilter {
    /// Hanzi, pinyin, initials or digits; empty for all.
    pub text: String,
    /// Only this member's.
    pub whose: Option<Whose>,
    /// Only this class.
    pub class: Option<CustomerClass>,
    /// Only those whose next date stands so.
    pub schedule: Option<Schedule>,
}

/// How a customer's next date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Schedule {
    /// Today or earlier.
    Due,
    /// Earlier than today.
    Overdue,
    /// There is none.
    Unplanned,
}

/// What is a member's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    /// Who.
    pub member: MemberId,
    /// Only what they own, not what they help with: what the numbers on a member's page count.
    pub owned: bool,
}

impl Whose {
    /// What a member owns or helps with.
    pub fn all(member: MemberId) -> Self {
        Self { member, owned: false }
    }

    /// What a member owns.
    pub fn owned(member: MemberId) -> Self {
        Self { member, owned: true }
    }

    /// Whether something with this owner and these helpers is theirs.
    pub fn is(self, owner: Option<RecordId>, helpers: &[RecordId]) -> bool {
        owner == Some(self.member.0) || !self.owned && helpers.contains(&self.member.0)
    }
}

/// In which order; ties by name, then id. With a search text the best match comes first instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerSort {
    /// Overdue first, undated last.
    #[default]
    NextDate,
    /// Longest without contact first.
    LastTouch,
    /// By name (pinyin).
    Name,
    /// A, B, C, none.
    Class,
}

/// Which tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFilter {
    /// Hanzi, pinyin, initials or digits; empty for all.
    pub text: String,
    /// Only this member's.
    pub whose: Option<Whose>,
    /// Only those this member gave.
    pub giver: Option<MemberId>,
    /// Only those that nobody does: without an owner, or declined.
    pub unowned: bool,
    /// How far they are.
    pub part: TaskPart,
}

/// Tasks by how far they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskPart {
    /// Neither finished nor called off.
    #[default]
    Open,
    /// Open, and due before today.
    Overdue,
    /// Finished or called off.
    Closed,
    /// Finished today or in the six days before.
    DoneLately,
}

impl TaskPart {
    /// Whether it holds what is over, not what is still to be done.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::DoneLately)
    }
}

/// How a task board is divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskDivision {
    /// Assigned, to discuss, declined, accepted, done: in the order of
    /// [`TaskState::ALL`](domain::task::TaskState::ALL) without those called off.
    #[default]
    State,
    /// The four fields of the Eisenhower matrix, in the order of
    /// [`Quadrant::ALL`](domain::task::Quadrant::ALL).
    Matrix,
}

/// Which deals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealFilter {
    /// Hanzi, pinyin, initials or digits, also of the customer; empty for all.
    pub text: String,
    /// Only this member's.
    pub whose: Option<Whose>,
    /// Only rotting ones.
    pub rotting: bool,
}

/// What a screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// Whether there is a team, who I am, and the sync state.
    Session,
    /// My day.
    Today,
    /// A list of customers.
    Customers {
        /// Which.
        filter: CustomerFilter,
        /// Order.
        sort: CustomerSort,
        /// Which rows.
        window: Window,
    },
    /// One customer with contacts and the newest part of the timeline.
    Customer {
        /// Which.
        id: CustomerId,
        /// How many timeline entries.
        timeline_count: u32,
    },
    /// The members.
    Team,
    /// One member: what their manager sees, they see.
    Member {
        /// Who.
        id: MemberId,
    },
    /// Everything in one record, field by field, for a form.
    Record {
        /// Which.
        id: RecordId,
    },
    /// Who changed what when on one record. Loads its document.
    History {
        /// Which.
        id: RecordId,
    },
    /// Records of any searchable kind.
    Search {
        /// Hanzi, pinyin, initials or digits.
        text: String,
        /// Only records of this kind; of every kind when there is none.
        kind: Option<String>,
        /// The most results.
        count: u32,
    },
    /// A plain list of one kind (for simple kinds without a screen of their own, and for `tz`).
    Records {
        /// The kind's name.
        kind: String,
        /// Deleted ones instead of live ones.
        deleted: bool,
        /// Which rows.
        window: Window,
    },
    /// Devices, sync, storage, quarantine.
    Settings,
    /// Numbers of the whole replica.
    Stats,
    /// A list of tasks.
    Tasks {
        /// Which.
        filter: TaskFilter,
        /// Which rows.
        window: Window,
    },
    /// Tasks side by side.
    TaskBoard {
        /// Which.
        filter: TaskFilter,
        /// How they are divided.
        division: TaskDivision,
        /// Which rows of every column.
        window: Window,
    },
    /// One task.
    Task {
        /// Which.
        id: TaskId,
    },
    /// The deals by stage.
    Deals {
        /// Which.
        filter: DealFilter,
        /// Which cards of each column, from left to right; the first 30 of columns that are not named.
        windows: Vec<Window>,
    },
    /// One deal.
    Deal {
        /// Which.
        id: DealId,
    },
    /// Job descriptions and their duties.
    Duties,
    /// Announcements and who has read them.
    Announcements,
    /// Meetings to come and past ones.
    Meetings,
    /// Who needs help.
    HelpRequests,
    /// The comments on a record.
    Thread {
        /// The record.
        about: RecordId,
    },
    /// Praise of the last 90 days.
    Praise,
}
