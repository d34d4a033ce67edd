//! Tasks: lists, boards, one task.

use super::Person;
use domain::customer::CustomerId;
use domain::deal::DealId;
use domain::task::{OrderTerm, Quadrant, StepId, Task, TaskId};
use serde::{Deserialize, Serialize};

/// A task in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Which.
    pub id: TaskId,
    /// The record.
    pub task: Task,
    /// Who does it.
    pub owner: Option<Person>,
    /// What it is about: the deal's or the customer's title; empty for neither.
    pub about: String,
    /// Days past the due day; 0 today; negative: days to go. `None` without a due day.
    pub overdue_days: Option<i32>,
    /// Lines of the checklist that are done, and all.
    pub steps: (u32, u32),
    /// How many comments there are.
    pub comments: u32,
    /// Its field of the Eisenhower matrix.
    pub quadrant: Quadrant,
    /// Its place in the order of the day: points, and the terms that add up to them.
    pub score: i32,
    /// The terms.
    pub terms: Vec<(OrderTerm, i32)>,
}

/// A window of a task list, in the order of the day; finished ones by the day they were finished, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tasks {
    /// How many match in all.
    pub total: u32,
    /// The first row's position.
    pub offset: u32,
    /// The rows.
    pub rows: Vec<TaskRow>,
}

/// Tasks side by side: by hand-shake or as the Eisenhower matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskBoard {
    /// The columns, in the order of the query's division.
    pub columns: Vec<Tasks>,
}

/// One task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDetail {
    /// The row.
    pub row: TaskRow,
    /// Who gave it.
    pub giver: Option<Person>,
    /// Who helps.
    pub helpers: Vec<Person>,
    /// The customer it is about.
    pub customer: Option<(CustomerId, String)>,
    /// The deal it is about.
    pub deal: Option<(DealId, String)>,
    /// The checklist.
    pub steps: Vec<StepRow>,
    /// What I may do.
    pub may: TaskRights,
    /// Whether it is deleted now.
    pub is_deleted: bool,
}

/// One line of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRow {
    /// Which.
    pub id: StepId,
    /// What is to be done.
    pub text: String,
    /// Whether it is done.
    pub done: bool,
}

/// What somebody may do with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRights {
    /// Take it, want to discuss it, or decline it.
    pub answer: bool,
    /// Finish it, reopen it, or call it off.
    pub finish: bool,
    /// Say how good the result is.
    pub rate: bool,
    /// Change and delete it.
    pub edit: bool,
}
