//! What a screen shows. The engine keeps subscribed queries live.

use domain::RecordId;
use domain::customer::{CustomerClass, CustomerId};
use domain::member::MemberId;
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
    /// Only those this member owns or helps with.
    pub member: Option<MemberId>,
    /// Only this class.
    pub class: Option<CustomerClass>,
    /// Only those whose next date is today or earlier.
    pub due: bool,
    /// Only those without a next date.
    pub unplanned: bool,
}

/// In which order; ties by name, then id. With a search text the best match comes first instead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomerSort {
    /// Overdue first, undated last.
    #[default]
    NextDate,
    /// Longest untouched first.
    LastTouch,
    /// By name (pinyin).
    Name,
    /// A, B, C, none.
    Class,
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
}
