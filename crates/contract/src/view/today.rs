//! My day.

use super::{
    AnnouncementRow, CustomerRow, DutyDue, MeetingRow, Person, PersonProgress, TaskRow, TimelineEntry,
};
use chrono::NaiveDate;
use domain::RecordId;
use serde::{Deserialize, Serialize};

/// My day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// The day.
    #[serde(with = "domain::day_number")]
    pub date: NaiveDate,
    /// Whether it is a working day (Chinese calendar with 调休).
    pub is_workday: bool,
    /// Customers I own or help with, due today or overdue, most important first (at most 25).
    pub due: Vec<DueRow>,
    /// All that are due.
    pub due_count: u32,
    /// Of those, overdue.
    pub overdue_count: u32,
    /// Due within the next seven days (at most 10).
    pub upcoming: Vec<DueRow>,
    /// What I logged today, newest first.
    pub logged: Vec<TimelineEntry>,
    /// My customers without a next date.
    pub unplanned_count: u32,
    /// For managers: one row per person below me.
    pub people: Vec<PersonProgress>,
    /// Of those, the ones that are due within seven days, overdue or undated, in the order of the day (at most 10).
    pub tasks: Vec<TaskRow>,
    /// All my open tasks but those that wait for my answer.
    pub task_count: u32,
    /// My duties of today, this week and this month; open ones first, by the day they are due.
    pub duties: Vec<DutyDue>,
    /// My meetings today, in order.
    pub meetings: Vec<MeetingRow>,
    /// Announcements I have not read.
    pub unread: Vec<AnnouncementRow>,
    /// What waits for me, most pressing first: help requests, answers to tasks I gave, tasks nobody does, rotting
    /// deals, job descriptions to review.
    pub needs: Vec<Need>,
}

/// Something that waits for me.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// What.
    pub kind: NeedKind,
    /// The record to open.
    pub id: RecordId,
    /// Its kind's name.
    pub record_kind: String,
    /// Its title.
    pub title: String,
    /// Who is concerned.
    pub person: Option<Person>,
    /// For how many days.
    pub days: u32,
    /// The day by which an open task is to be done.
    #[serde(with = "domain::day_number::optional")]
    pub due: Option<NaiveDate>,
}

impl Need {
    /// What tells it apart from all others: one record may wait for several reasons.
    pub fn key(&self) -> RecordId {
        let RecordId(mut key) = self.id;
        key[0] ^= self.kind as u8;
        RecordId(key)
    }
}

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NeedKind {
    /// A colleague asks for help.
    Help,
    /// A task I gave was declined.
    Declined,
    /// Somebody wants to discuss a task I gave.
    Discuss,
    /// A task has no owner.
    Unowned,
    /// A task was given to me and waits for my answer.
    Answer,
    /// I help a colleague, and it is not solved.
    Helping,
    /// A comment calls on me.
    Mention,
    /// Somebody solved what I had asked for help with.
    Solved,
    /// Somebody praises me.
    Praised,
    /// A deal of my people rots.
    Rotting,
    /// Somebody below me has logged nothing for a week.
    Silent,
    /// A job description is due for review.
    Review,
    /// A job description waits for my agreement.
    Agree,
    /// A finished task waits for my word on the result.
    Rate,
}

/// A customer that wants attention, and why: the terms add up to the score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRow {
    /// The customer.
    pub customer: CustomerRow,
    /// Days past the next date; 0 today; negative: days to go.
    pub overdue_days: i32,
    /// Points, largest first in the list.
    pub score: i32,
    /// The terms of the score: what and how many points.
    pub terms: Vec<(DueTerm, i32)>,
}

/// One term of the queue score (`methods.md` §7: 40·overdue + 25·value + 20·urgency + 15·risk, as far as the
/// facts exist).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DueTerm {
    /// Days since the last touch against the class's interval.
    Overdue,
    /// The customer's class.
    Class,
    /// A next date that was promised for today.
    PromisedToday,
    /// Not contacted yet.
    NeverTouched,
}
