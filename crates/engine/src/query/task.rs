//! Tasks: lists in the order of the day, boards, one task.

use super::order::{self, Place};
use super::{Asking, listing, timeline};
use crate::projection::{IdMap, Row, RowKey, TaskFacts};
use chrono::NaiveDate;
use contract::query::{Query, TaskDivision, TaskFilter, TaskPart, Window};
use contract::view::{StepRow, TaskBoard, TaskDetail, TaskRights, TaskRow, Tasks};
use domain::comment::Comment;
use domain::customer::{Customer, CustomerId};
use domain::deal::{Deal, DealId};
use domain::task::{Quadrant, Step, StepId, Task, TaskId, TaskState, order_score};
use domain::{RecordId, Timestamp};

fn quadrant(task: &TaskFacts, today: NaiveDate) -> Quadrant {
    Quadrant::of(task.importance, task.due, today)
}

/// Smallest first: the order of the day; finished ones newest first.
fn place(task: &TaskFacts, today: NaiveDate) -> Place {
    let first = if task.is_open() {
        -i64::from(order_score(task.importance, task.due, today).0)
    } else {
        order::newest(task.done_at)
    };
    ([first, 0, 0], task.id)
}

/// A window of the list.
pub fn list(asking: &mut Asking<'_>, filter: &TaskFilter, window: Window) -> Tasks {
    let question = Query::Tasks { filter: filter.clone(), window: listing::ANY };
    let mut listing = asking.listing(question);
    let shown = listing.window(window).iter();
    let rows = shown.map(|(_, key)| draw(asking, asking.projection.row(*key))).collect();
    let total = listing.total();
    asking.keep(listing);
    Tasks { total, offset: window.offset, rows }
}

/// How many are before each, and which it is.
#[inline(never)]
pub fn places(asking: &mut Asking<'_>, filter: &TaskFilter) -> Vec<listing::ListPlace> {
    let found = found(asking, &filter.text);
    let asking = &*asking;
    let (today, lately) = (asking.now.today, timeline::start_of_last_days(&asking.now));
    let is_in_part = |task: &TaskFacts| match filter.part {
        TaskPart::Open => task.is_open(),
        TaskPart::Overdue => task.is_overdue(today),
        TaskPart::Closed => !task.is_open(),
        TaskPart::DoneLately => task.is_done_since(lately),
    };
    let passes = |task: &&TaskFacts| is_in_part(task) && passes_but_part(task, filter, found.as_ref());
    let listed = asking.projection.tasks().filter(passes);
    (0..).zip(in_order(asking, listed.collect())).map(|(at, task)| (at, task.key)).collect()
}

/// Tasks side by side; how far they are divides them.
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
        TaskDivision::Matrix => Quadrant::ALL.len(),
    };
    let mut columns: Vec<Vec<&TaskFacts>> = (0..count).map(|_| Vec::new()).collect();
    for task in asking.projection.tasks() {
        let at = match division {
            TaskDivision::State => states.iter().position(|state| *state == task.state),
            TaskDivision::Matrix => {
                let quadrant = quadrant(task, today);
                Quadrant::ALL.iter().position(|other| *other == quadrant).filter(|_| task.is_open())
            }
        };
        // The board by state shows finished ones beside open ones: the last column.
        let listed = passes_but_part(task, filter, found.as_ref());
        if let Some(column) = at.filter(|_| listed).and_then(|at| columns.get_mut(at)) {
            column.push(task);
        }
    }
    let columns = columns.into_iter().map(|column| in_window(asking, &in_order(asking, column), window));
    TaskBoard { columns: columns.collect() }
}

fn in_order<'a>(asking: &Asking<'_>, tasks: Vec<&'a TaskFacts>) -> Vec<&'a TaskFacts> {
    order::by(tasks, |task| place(task, asking.now.today))
}

fn in_window(asking: &Asking<'_>, listed: &[&TaskFacts], window: Window) -> Tasks {
    let shown = listed.iter().skip(window.offset as usize).take(window.count as usize);
    Tasks {
        total: listed.len() as u32,
        offset: window.offset,
        rows: shown.map(|task| draw(asking, asking.projection.row(task.key))).collect(),
    }
}

/// Rows that match a search text; `None` for an empty text.
pub fn found(asking: &mut Asking<'_>, text: &str) -> Option<IdMap<()>> {
    if text.trim().is_empty() {
        return None;
    }
    let keys: Vec<RowKey> = asking.projection.search().matches(text).map(|(key, _)| key).collect();
    Some(keys.into_iter().map(|key| (asking.projection.row(key).id, ())).collect())
}

fn passes_but_part(task: &TaskFacts, filter: &TaskFilter, found: Option<&IdMap<()>>) -> bool {
    let is_found = |found: &IdMap<()>| {
        [Some(task.id), task.customer, task.deal].into_iter().flatten().any(|id| found.contains_key(&id))
    };
    filter.whose.is_none_or(|whose| task.is_of(whose))
        && filter.giver.is_none_or(|giver| task.giver == Some(giver.0) && task.owner != Some(giver.0))
        && (!filter.unowned || task.is_unowned())
        && found.is_none_or(is_found)
}

/// The best of some tasks, in the order of the day.
pub fn first<'a>(
    asking: &Asking<'_>,
    tasks: impl Iterator<Item = &'a TaskFacts>,
    count: usize,
) -> Vec<TaskRow> {
    in_order(asking, tasks.collect())
        .iter()
        .take(count)
        .map(|task| draw(asking, asking.projection.row(task.key)))
        .collect()
}

/// Open tasks about a customer or one of their deals, or about a deal, in the order of the day.
pub fn about(asking: &Asking<'_>, id: RecordId) -> Vec<TaskRow> {
    let deal_of = |task: &TaskFacts| {
        task.deal.and_then(|deal| asking.projection.find(deal)).and_then(|row| row.packed.id(Deal::customer))
    };
    let about = asking.projection.tasks().filter(|task| {
        task.is_open() && (task.customer == Some(id) || task.deal == Some(id) || deal_of(task) == Some(id))
    });
    first(asking, about, usize::MAX)
}

/// What a meeting decided, finished or not.
pub fn of_meeting(asking: &Asking<'_>, meeting: RecordId) -> Vec<TaskRow> {
    first(asking, asking.projection.tasks().filter(|task| task.meeting == Some(meeting)), usize::MAX)
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
pub fn tallies(asking: &Asking<'_>, done_since: Timestamp) -> IdMap<TaskTally> {
    let mut tallies: IdMap<TaskTally> = IdMap::default();
    for task in asking.projection.tasks() {
        let Some(owner) = task.owner else { continue };
        let tally = tallies.entry(owner).or_default();
        tally.open += u32::from(task.is_open());
        tally.overdue += u32::from(task.is_overdue(asking.now.today));
        tally.done += u32::from(task.is_done_since(done_since));
    }
    tallies
}

/// The customer of a row that has one.
pub fn customer_title(asking: &Asking<'_>, id: Option<RecordId>) -> Option<(CustomerId, String)> {
    let row = id.and_then(|id| asking.projection.find(id)).filter(|row| row.is::<Customer>())?;
    Some((CustomerId(row.id), row.title().to_owned()))
}
