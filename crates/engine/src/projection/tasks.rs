//! What tasks are filtered, ordered and counted by.

use super::columns::Facts;
use super::{Row, RowKey};
use crate::packed::{Peek, ids};
use chrono::NaiveDate;
use contract::Whose;
use domain::record::Choice;
use domain::task::{Importance, Task, TaskState};
use domain::{RecordId, Timestamp};

/// What lists need of a task.
pub struct TaskFacts {
    pub key: RowKey,
    pub id: RecordId,
    pub owner: Option<RecordId>,
    pub giver: Option<RecordId>,
    pub state: TaskState,
    pub importance: Option<Importance>,
    pub due: Option<NaiveDate>,
    pub given_at: Option<Timestamp>,
    pub done_at: Option<Timestamp>,
    pub is_rated: bool,
    pub customer: Option<RecordId>,
    pub deal: Option<RecordId>,
    pub meeting: Option<RecordId>,
    helpers: Box<[RecordId]>,
}

impl TaskFacts {
    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Open, but nobody does it.
    pub fn is_unowned(&self) -> bool {
        self.is_open() && (self.owner.is_none() || self.state == TaskState::Declined)
    }

    /// Whether it is somebody's.
    pub fn is_of(&self, whose: Whose) -> bool {
        whose.is(self.owner, &self.helpers)
    }

    /// Given to a member by somebody else, and not answered yet.
    pub fn waits_for_answer_of(&self, member: RecordId) -> bool {
        self.state == TaskState::Assigned && self.owner == Some(member) && self.giver != self.owner
    }

    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.is_open() && self.due.is_some_and(|due| due < today)
    }

    pub fn is_done_since(&self, start: Timestamp) -> bool {
        self.done_at.is_some_and(|at| at >= start)
    }
}

impl Facts for TaskFacts {
    type Kind = Task;

    fn of(key: RowKey, row: &Row) -> Self {
        let mut facts = Self {
            key,
            id: row.id,
            owner: None,
            giver: None,
            state: TaskState::Assigned,
            importance: None,
            due: None,
            given_at: None,
            done_at: None,
            is_rated: false,
            customer: None,
            deal: None,
            meeting: None,
            helpers: Box::default(),
        };
        let mut state = None;
        for field in row.packed.iter() {
            match field {
                (Task::owner, Peek::Id(id)) => facts.owner = Some(id),
                (Task::giver, Peek::Id(id)) => facts.giver = Some(id),
                (Task::state, Peek::Text(code)) => state = TaskState::from_code(code),
                (Task::importance, Peek::Text(code)) => facts.importance = Importance::from_code(code),
                (Task::due, Peek::Date(day)) => facts.due = Some(day),
                (Task::given_at, Peek::Time(at)) => facts.given_at = Some(at),
                (Task::done_at, Peek::Time(at)) => facts.done_at = Some(at),
                (Task::quality, Peek::Int(_)) => facts.is_rated = true,
                (Task::customer, Peek::Id(id)) => facts.customer = Some(id),
                (Task::deal, Peek::Id(id)) => facts.deal = Some(id),
                (Task::meeting, Peek::Id(id)) => facts.meeting = Some(id),
                (Task::helpers, Peek::Ids(bytes)) => facts.helpers = ids(bytes).collect(),
                _ => {}
            }
        }
        let unanswered = if facts.owner.is_some() { TaskState::Accepted } else { TaskState::Assigned };
        facts.state = state.unwrap_or(unanswered);
        facts
    }
}
