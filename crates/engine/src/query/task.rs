//! Tasks: lists in the order of the day, boards, one task.

use super::Asking;
use super::order::{self, Place};
use crate::packed::Peek;
use crate::projection::{Row, RowKey};
use chrono::NaiveDate;
use contract::query::{TaskDivision, TaskFilter, Window};
use contract::view::{StepRow, TaskBoard, TaskDetail, TaskRights, TaskRow, Tasks};
use domain::comment::Comment;
use domain::customer::{Customer, CustomerId};
use domain::deal::{Deal, DealId};
use domain::member::MemberId;
use domain::record::Choice;
use domain::task::{Importance, Quadrant, Step, StepId, Task, TaskId, TaskState, order_score};
use domain::{RecordId, Timestamp};
use std::collections::HashMap;

/// What lists need of a task, read in place.
pub struct TaskFacts<'a> {
    pub row: &'a Row,
    pub owner: Option<RecordId>,
    pub giver: Option<RecordId>,
    pub state: TaskState,
    pub importance: Option<Importance>,
    pub due: Option<NaiveDate>,
    pub done_at: Option<Timestamp>,
    pub is_rated: bool,
    customer: Option<RecordId>,
    deal: Option<RecordId>,
    meeting: Option<RecordId>,
}

impl<'a> TaskFacts<'a> {
    pub fn of(row: &'a Row) -> Self {
        let mut facts = Self {
            row,
            owner: None,
            giver: None,
            state: TaskState::Assigned,
            importance: None,
            due: None,
            done_at: None,
            is_rated: false,
            customer: None,
            deal: None,
            meeting: None,
        };
        let mut state = None;
        for field in row.packed.iter() {
            match field {
                (Task::owner, Peek::Id(id)) => facts.owner = Some(id),
                (Task::giver, Peek::Id(id)) => facts.giver = Some(id),
                (Task::state, Peek::Text(code)) => state = TaskState::from_code(code),
                (Task::importance, Peek::Text(code)) => facts.importance = Importance::from_code(code),
                (Task::due, Peek::Date(day)) => facts.due = Some(day),
                (Task::done_at, Peek::Time(at)) => facts.done_at = Some(at),
                (Task::quality, Peek::Int(_)) => facts.is_rated = true,
                (Task::customer, Peek::Id(id)) => facts.customer = Some(id),
                (Task::deal, Peek::Id(id)) => facts.deal = Some(id),
                (Task::meeting, Peek::Id(id)) => facts.meeting = Some(id),
                _ => {}
            }
        }
        let unanswered = if facts.owner.is_some() { TaskState::Accepted } else { TaskState::Assigned };
        facts.state = state.unwrap_or(unanswered);
        facts
    }

    pub fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Open, but nobody does it.
    pub fn is_unowned(&self) -> bool {
        self.is_open() && (self.owner.is_none() || self.state == TaskState::Declined)
    }

    /// Whether a member owns it or helps with it.
    pub fn is_of(&self, member: RecordId) -> bool {
        self.owner == Some(member) || self.row.packed.has_id(Task::helpers, member)
    }

    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.is_open() && self.due.is_some_and(|due| due < today)
    }

    fn quadrant(&self, today: NaiveDate) -> Quadrant {
        Quadrant::of(self.importance, self.due, today)
    }

    /// Smallest first: the order of the day; finished ones newest first.
    fn place(&self, today: NaiveDate) -> Place {
        let first = if self.is_open() {
            -i64::from(order_score(self.importance, self.due, today).0)
        } else {
            order::newest(self.done_at)
        };
        ([first, 0, 0], self.row.id)
    }
}

/// Live tasks.
pub fn all<'a>(asking: &'a Asking<'_>) -> impl Iterator<Item = TaskFacts<'a>> + 'a {
    asking.projection.live::<Task>().map(TaskFacts::of)
}

/// A window of the list.
pub fn list(asking: &mut Asking<'_>, filter: &TaskFilter, window: Window) -> Tasks {
    let found = found(asking, &filter.text);
    let listed = all(asking).filter(|task| passes(task, filter, found.as_ref())).collect();
    let listed = in_order(asking, listed);
    in_window(asking, &listed, window)
}

/// Tasks side by side.
pub fn board(
    asking: &mut Asking<'_>,
    filter: &TaskFilter,
    division: TaskDivision,
    window: Window,
) -> TaskBoard {
    let found = found(asking, &filter.text);
    let today = asking.now.today;
    let states: Vec<TaskState> =
        TaskState::ALL.iter().copied().filter(|state| *state != TaskState::Cancelled).collect();
    let count = match division {
        TaskDivision::State => states.len(),
        TaskDivision::Square => Quadrant::ALL.len(),
    };
    let mut columns: Vec<Vec<TaskFacts<'_>>> = (0..count).map(|_| Vec::new()).collect();
    // The board by state shows finished ones beside open ones: the last column.
    let any = TaskFilter { closed: false, ..filter.clone() };
    for task in all(asking) {
        let at = match division {
            TaskDivision::State => states.iter().position(|state| *state == task.state),
            TaskDivision::Square => {
                let quadrant = task.quadrant(today);
                Quadrant::ALL.iter().position(|other| *other == quadrant).filter(|_| task.is_open())
            }
        };
        let listed = passes_but_state(&task, &any, found.as_ref());
        if let Some(column) = at.filter(|_| listed).and_then(|at| columns.get_mut(at)) {
            column.push(task);
        }
    }
    let columns = columns.into_iter().map(|column| in_window(asking, &in_order(asking, column), window));
    TaskBoard { columns: columns.collect() }
}

fn in_order<'a>(asking: &Asking<'_>, tasks: Vec<TaskFacts<'a>>) -> Vec<TaskFacts<'a>> {
    order::by(tasks, |task| task.place(asking.now.today))
}

fn in_window(asking: &Asking<'_>, listed: &[TaskFacts<'_>], window: Window) -> Tasks {
    let shown = listed.iter().skip(window.offset as usize).take(window.count as usize);
    Tasks {
        total: listed.len() as u32,
        offset: window.offset,
        rows: shown.map(|task| draw(asking, task.row)).collect(),
    }
}

/// Rows that match a search text; `None` for an empty text.
pub fn found(asking: &mut Asking<'_>, text: &str) -> Option<HashMap<RecordId, ()>> {
    if text.trim().is_empty() {
        return None;
    }
    let keys: Vec<RowKey> =
        asking.projection.search().search(text, usize::MAX).into_iter().map(|(key, _)| key).collect();
    Some(keys.into_iter().map(|key| (asking.projection.row(key).id, ())).collect())
}

fn passes(task: &TaskFacts<'_>, filter: &TaskFilter, found: Option<&HashMap<RecordId, ()>>) -> bool {
    task.is_open() != filter.closed && passes_but_state(task, filter, found)
}

fn passes_but_state(
    task: &TaskFacts<'_>,
    filter: &TaskFilter,
    found: Option<&HashMap<RecordId, ()>>,
) -> bool {
    let is_found = |found: &HashMap<RecordId, ()>| {
        [Some(task.row.id), task.customer, task.deal].into_iter().flatten().any(|id| found.contains_key(&id))
    };
    filter.member.is_none_or(|member| task.is_of(member.0))
        && filter.giver.is_none_or(|giver| task.giver == Some(giver.0))
        && (!filter.unowned || task.is_unowned())
        && found.is_none_or(is_found)
}

/// The best of some tasks, in the order of the day.
pub fn first<'a>(
    asking: &Asking<'_>,
    tasks: impl Iterator<Item = TaskFacts<'a>>,
    count: usize,
) -> Vec<TaskRow> {
    in_order(asking, tasks.collect()).iter().take(count).map(|task| draw(asking, task.row)).collect()
}

/// Open tasks about a customer or one of their deals, or about a deal, in the order of the day.
pub fn about(asking: &Asking<'_>, id: RecordId) -> Vec<TaskRow> {
    let deal_of = |task: &TaskFacts<'_>| {
        task.deal.and_then(|deal| asking.projection.find(deal)).and_then(|row| row.packed.id(Deal::customer))
    };
    let about = all(asking).filter(|task| {
        task.is_open() && (task.customer == Some(id) || task.deal == Some(id) || deal_of(task) == Some(id))
    });
    first(asking, about, usize::MAX)
}

/// What a meeting decided, finished or not.
pub fn of_meeting(asking: &Asking<'_>, meeting: RecordId) -> Vec<TaskRow> {
    first(asking, all(asking).filter(|task| task.meeting == Some(meeting)), usize::MAX)
}

/// The row as it is drawn.
pub fn draw(asking: &Asking<'_>, row: &Row) -> TaskRow {
    let task: Task = row.read();
    let today = asking.now.today;
    let (score, terms) = order_score(task.importance, task.due, today);
    let steps = asking.projection.children::<Step>(row.id);
    let (mut done, mut all) = (0, 0);
    for step in steps {
        all += 1;
        done += u32::from(step.packed.flag(Step::done));
    }
    let about = task.deal.map(|deal| deal.0).or(task.customer.map(|customer| customer.0));
    TaskRow {
        id: TaskId(row.id),
        owner: task.owner.map(|owner| asking.person(owner)),
        about: about.and_then(|id| asking.projection.find(id)).map_or("", Row::title).to_owned(),
        overdue_days: task.due.map(|due| (today - due).num_days() as i32),
        steps: (done, all),
        comments: asking.projection.children::<Comment>(row.id).count() as u32,
        quadrant: Quadrant::of(task.importance, task.due, today),
        score,
        terms,
        task,
    }
}

/// One task.
pub fn detail(asking: &mut Asking<'_>, id: TaskId) -> Option<TaskDetail> {
    let asking = &*asking;
    let row = asking.projection.find(id.0).filter(|row| row.is::<Task>())?;
    let drawn = draw(asking, row);
    let task = &drawn.task;
    let steps = asking.projection.children::<Step>(id.0).map(|step| (step.read::<Step>(), step.id)).collect();
    let steps =
        order::by(steps, |(step, id): &(Step, RecordId)| ([step.place.unwrap_or(i64::MAX), 0, 0], *id));
    let rights = asking.rights();
    let is_done = task.standing() == TaskState::Done;
    let titled = |id: RecordId| asking.projection.find(id).map_or("", Row::title).to_owned();
    let is_visible = |id: RecordId| asking.projection.find(id).is_some();
    Some(TaskDetail {
        giver: task.giver.map(|giver| asking.person(giver)),
        helpers: task.helpers.iter().map(|helper| asking.person(*helper)).collect(),
        customer: task
            .customer
            .filter(|customer| is_visible(customer.0))
            .map(|CustomerId(customer)| (CustomerId(customer), titled(customer))),
        deal: task.deal.filter(|deal| is_visible(deal.0)).map(|DealId(deal)| (DealId(deal), titled(deal))),
        steps: steps
            .into_iter()
            .map(|(step, id)| StepRow { id: StepId(id), text: step.text, done: step.done })
            .collect(),
        may: TaskRights {
            answer: task.standing().is_open() && rights.answer_task(row).is_ok(),
            finish: rights.finish_task(row).is_ok(),
            rate: is_done && rights.rate_task(row).is_ok(),
            edit: rights.edit(row).is_ok(),
        },
        is_deleted: !row.live,
        row: drawn,
    })
}

/// How a member's tasks stand: open, overdue, finished since a moment.
#[derive(Clone, Copy, Default)]
pub struct TaskTally {
    pub open: u32,
    pub overdue: u32,
    pub done: u32,
}

/// The tallies of everybody who owns tasks.
pub fn tallies(asking: &Asking<'_>, done_since: Timestamp) -> HashMap<MemberId, TaskTally> {
    let mut tallies: HashMap<MemberId, TaskTally> = HashMap::new();
    for task in all(asking) {
        let Some(owner) = task.owner else { continue };
        let tally = tallies.entry(MemberId(owner)).or_default();
        tally.open += u32::from(task.is_open());
        tally.overdue += u32::from(task.is_overdue(asking.now.today));
        tally.done += u32::from(task.done_at.is_some_and(|at| at >= done_since));
    }
    tallies
}

/// The customer of a row that has one.
pub fn customer_title(asking: &Asking<'_>, id: Option<RecordId>) -> Option<(CustomerId, String)> {
    let row = id.and_then(|id| asking.projection.find(id)).filter(|row| row.is::<Customer>())?;
    Some((CustomerId(row.id), row.title().to_owned()))
}
