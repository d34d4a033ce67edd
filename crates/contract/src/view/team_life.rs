//! What a team tells each other: announcements, meetings, help, comments, praise; and duties.

use super::{Person, TaskRow};
use domain::announcement::{Announcement, AnnouncementId};
use domain::duty::{Duty, DutyId, Occurrence, Position, PositionId};
use domain::help_request::{HelpRequest, HelpRequestId};
use domain::meeting::{Meeting, MeetingId};
use domain::{RecordId, Timestamp};
use serde::{Deserialize, Serialize};

/// An announcement and who has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementRow {
    /// Which.
    pub id: AnnouncementId,
    /// The record.
    pub announcement: Announcement,
    /// Who published it.
    pub author: Option<Person>,
    /// Whether its last day has passed.
    pub is_over: bool,
    /// Whether I have read it.
    pub is_read: bool,
    /// Who has read it, by name.
    pub readers: Vec<Person>,
    /// Who has not, by name; without its author.
    pub unread: Vec<Person>,
}

/// Announcements: pinned first, then newest first; those that are over last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcements {
    /// The rows.
    pub rows: Vec<AnnouncementRow>,
    /// Whether I may publish.
    pub may_publish: bool,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRow {
    /// Which.
    pub id: MeetingId,
    /// The record.
    pub meeting: Meeting,
    /// Who takes part.
    pub attendees: Vec<Person>,
    /// What it decided.
    pub tasks: Vec<TaskRow>,
    /// Whether I take part or called it.
    pub is_mine: bool,
}

/// Meetings: those to come, next first; then past ones, newest first (at most 50).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meetings {
    /// Today and later.
    pub coming: Vec<MeetingRow>,
    /// Before today.
    pub past: Vec<MeetingRow>,
}

/// A help request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpRow {
    /// Which.
    pub id: HelpRequestId,
    /// The record.
    pub request: HelpRequest,
    /// Who asks.
    pub asker: Option<Person>,
    /// Who helps.
    pub helper: Option<Person>,
    /// The record it is about: id, kind's name, title.
    pub about: Option<(RecordId, String, String)>,
    /// For how many whole days it has been open (or was).
    pub age_days: u32,
    /// Whether I may take it, solve it or open it again.
    pub may_edit: bool,
}

/// Help requests: open ones first (urgent, then oldest), then solved ones, newest first (at most 50).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpRequests {
    /// Open.
    pub open: Vec<HelpRow>,
    /// Solved.
    pub solved: Vec<HelpRow>,
}

/// What somebody said about a record, or whom they praised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentRow {
    /// Which.
    pub id: RecordId,
    /// Who.
    pub author: Option<Person>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: String,
    /// Whom it calls on, or who is praised.
    pub people: Vec<Person>,
    /// Whether I may delete it.
    pub may_delete: bool,
}

/// A position with its duties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionRow {
    /// Which.
    pub id: PositionId,
    /// The record.
    pub position: Position,
    /// Who holds it, and whether they have agreed to the text as it is now.
    pub holders: Vec<(Person, Agreed)>,
    /// Its duties: daily, weekly, monthly, when needed; then by name.
    pub duties: Vec<(DutyId, Duty)>,
    /// The text's fingerprint, to agree to.
    pub version: String,
    /// Whether I hold it and have not agreed to the text as it is now.
    pub wants_my_agreement: bool,
    /// Whether its day of review has come.
    pub review_is_due: bool,
}

/// Whether somebody has read and agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Agreed {
    /// Not so far.
    No,
    /// To an earlier text, at this moment.
    ToEarlier(Timestamp),
    /// To the text as it is now.
    Yes(Timestamp),
}

/// A duty that comes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyDue {
    /// Which.
    pub id: DutyId,
    /// The record.
    pub duty: Duty,
    /// For when.
    pub occurrence: Occurrence,
    /// Who did it, when, and what shows it; `None` while it is open.
    pub done: Option<(RecordId, Person, Timestamp, String)>,
}

/// Positions and what they bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duties {
    /// All positions: mine first, then by name.
    pub positions: Vec<PositionRow>,
    /// Members without any position.
    pub without_position: Vec<Person>,
    /// Whether I may change them.
    pub may_edit: bool,
}
