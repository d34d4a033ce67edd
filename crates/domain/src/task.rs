//! A task: one piece of work with exactly one owner, a day by which it is wanted, and a hand-shake between who gives
//! it and who takes it.

use crate::customer::CustomerId;
use crate::deal::DealId;
use crate::meeting::MeetingId;
use crate::member::MemberId;
use crate::record::FieldIndex;
use crate::time::{Minutes, Timestamp};
use chrono::NaiveDate;

crate::choice! {
    /// How much depends on it.
    pub enum Importance {
        /// 重要: goals, key customers, promises.
        High = "high",
        /// 一般
        Normal = "normal",
        /// 次要: may wait.
        Low = "low",
    }
}

crate::choice! {
    /// Where the hand-shake stands.
    pub enum TaskState {
        /// 待接受: given to somebody who has not answered.
        Assigned = "assigned",
        /// 进行中: the owner has taken it.
        Accepted = "accepted",
        /// 要商量: the owner wants to talk about it first.
        Discuss = "discuss",
        /// 已退回: the owner cannot do it, and says why.
        Declined = "declined",
        /// 已完成
        Done = "done",
        /// 已取消: nobody needs it any more.
        Cancelled = "cancelled",
    }
}

crate::record! {
    /// One piece of work.
    pub struct Task(TaskId) = "task" in Team, ByCount {
        /// What is to be done.
        title: String [Title Required List Search],
        /// Who does it; empty while nobody does.
        owner: Option<MemberId> [List],
        /// By when.
        due: Option<NaiveDate> [List],
        /// How much depends on it.
        importance: Option<Importance> [List],
        /// How long it will take.
        estimate: Option<Minutes> [List],
        /// The customer it is about.
        customer: Option<CustomerId> [],
        /// The deal it is about.
        deal: Option<DealId> [],
        /// Who helps.
        helpers: Vec<MemberId> [],
        /// What a good result looks like, and anything else.
        note: String [Paragraph],
        /// Where the hand-shake stands.
        state: Option<TaskState> [Automatic List],
        /// Why it was declined, or what wants discussing.
        answer: String [Automatic Paragraph],
        /// The meeting that decided it.
        meeting: Option<MeetingId> [Automatic],
        /// Who gave it.
        giver: Option<MemberId> [Automatic Author],
        /// When it was given to who has it now.
        given_at: Option<Timestamp> [Automatic Created],
        /// When it was finished.
        done_at: Option<Timestamp> [Automatic],
        /// How good the result was, as its giver says: 1 to 5.
        quality: Option<i64> [Automatic],
        /// What the giver says of the result.
        feedback: String [Automatic Paragraph],
        /// When its owner last answered.
        answered_at: Option<Timestamp> [Automatic],
    }
}

crate::record! {
    /// One line of a task's checklist.
    pub struct Step(StepId) = "step" in Team, ByCount {
        /// What is to be done.
        text: String [Title Required List],
        /// The task.
        task: Option<TaskId> [Required Parent],
        /// Whether it is done.
        done: bool [List],
        /// Its place among the others; ties by id.
        place: Option<i64> [Automatic],
    }
}

impl TaskState {
    /// Whether the task still wants doing by somebody.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Cancelled)
    }
}

impl Task {
    /// The state, also of a task that a newer version put in a state unknown here.
    pub fn standing(&self) -> TaskState {
        self.state.unwrap_or(if self.owner.is_some() { TaskState::Accepted } else { TaskState::Assigned })
    }

    /// What work that is given to somebody else has to say, and does not yet: what a good result looks like, and by
    /// when (R4-FAQ1: nothing is sent without goal and deadline).
    pub fn lacks_to_be_given(note_is_there: bool, due_is_there: bool) -> Option<FieldIndex> {
        match (due_is_there, note_is_there) {
            (false, _) => Some(Self::due),
            (_, false) => Some(Self::note),
            (true, true) => None,
        }
    }

    /// Open, but nobody does it: without an owner, or declined.
    pub fn is_unowned(&self) -> bool {
        let state = self.standing();
        state.is_open() && (self.owner.is_none() || state == TaskState::Declined)
    }
}

/// One of the four fields of the Eisenhower matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Quadrant {
    /// 重要且紧急: do it now.
    DoNow,
    /// 重要不紧急: plan it.
    Plan,
    /// 紧急不重要: hand it to somebody or be quick.
    Delegate,
    /// 不重要不紧急: leave it for later.
    Later,
}

impl Quadrant {
    /// All four, as they are drawn: important ones above, urgent ones left.
    pub const ALL: [Self; 4] = [Self::DoNow, Self::Plan, Self::Delegate, Self::Later];

    /// Where a task belongs. Urgent is what is overdue or has less than two working days left; a task without a due
    /// date is never urgent.
    pub fn of(importance: Option<Importance>, due: Option<NaiveDate>, today: NaiveDate) -> Self {
        let urgent = due.is_some_and(|due| is_urgent(due, today));
        match (importance == Some(Importance::High), urgent) {
            (true, true) => Self::DoNow,
            (true, false) => Self::Plan,
            (false, true) => Self::Delegate,
            (false, false) => Self::Later,
        }
    }
}

/// Less than two working days of slack.
fn is_urgent(due: NaiveDate, today: NaiveDate) -> bool {
    due <= today || crate::calendar::Workdays::china().workdays_between(today, due) < URGENT_WORKDAYS
}

const URGENT_WORKDAYS: u32 = 2;

/// One term of a task's place in the order of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum OrderTerm {
    /// How much depends on it: 40, 20 or 5 points.
    Importance,
    /// How close the due day is: 40 on the day, 4 less for each working day before it.
    Slack,
    /// Working days overdue: 4 each, at most 20.
    Overdue,
}

const SLACK_POINTS: i32 = 40;
const POINTS_PER_WORKDAY: i32 = 4;
const OVERDUE_LIMIT: i32 = 20;

/// How early a task comes in the order of the day: the points, and the terms of which they are the exact sum; terms
/// without points are left out. An integer stand-in for Apparent Tardiness Cost (Vepsalainen & Morton, 1987), whose
/// slack decays in the same way, with every term readable.
pub fn order_score(
    importance: Option<Importance>,
    due: Option<NaiveDate>,
    today: NaiveDate,
) -> (i32, Vec<(OrderTerm, i32)>) {
    let workdays = crate::calendar::Workdays::china();
    let weight = match importance {
        Some(Importance::High) => 40,
        Some(Importance::Normal) | None => 20,
        Some(Importance::Low) => 5,
    };
    // No later due day changes anything after so many days: the walk over the calendar stays short.
    let days = |from: NaiveDate, until: NaiveDate| {
        if (until - from).num_days() > 60 {
            i32::MAX / 8
        } else {
            workdays.workdays_between(from, until) as i32
        }
    };
    let (slack, overdue) = match due {
        None => (0, 0),
        Some(due) if due >= today => ((SLACK_POINTS - POINTS_PER_WORKDAY * days(today, due)).max(0), 0),
        Some(due) => (SLACK_POINTS, (POINTS_PER_WORKDAY * days(due, today)).min(OVERDUE_LIMIT)),
    };
    let mut terms =
        vec![(OrderTerm::Importance, weight), (OrderTerm::Slack, slack), (OrderTerm::Overdue, overdue)];
    terms.retain(|term| term.1 != 0);
    (terms.iter().map(|term| term.1).sum(), terms)
}
