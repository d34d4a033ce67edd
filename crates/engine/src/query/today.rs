//! My day.

use super::Asking;
use super::line::Line;
use super::{announcements, due, duties, meetings, needs, order, progress, task, timeline};
use crate::projection::{RowKey, TaskFacts};
use chrono::{Days, NaiveDate};
use contract::Whose;
use contract::view::{DueRow, TimelineEntry, Today};
use domain::calendar::Workdays;
use domain::search::sort_key;
use domain::task::TaskState;

/// The most rows of what is due: as many as a day has room for. Each is drawn, and weighs on every change of the screen;
/// the next one comes when one is logged, and all of them are one tap away.
const DUE_LIMIT: usize = 25;
/// The most rows of what is coming.
const UPCOMING_LIMIT: usize = 10;
/// The most tasks.
const TASK_LIMIT: usize = 10;
/// How far "coming" looks ahead.
const UPCOMING_DAYS: Days = Days::new(7);

pub fn answer(asking: &mut Asking<'_>) -> Today {
    let people = match asking.role.is_manager() {
        true => {
            let below = Line::new(asking.projection).below(asking.me.0, asking.role);
            progress::of(asking, &below)
        }
        false => Vec::new(),
    };
    let unread = announcements::unread(asking);
    let asking = &*asking;
    let today = asking.now.today;
    let last_upcoming = today.checked_add_days(UPCOMING_DAYS).unwrap_or(today);
    let (mut due, mut upcoming) = (Vec::new(), Vec::new());
    let (mut overdue_count, mut unplanned_count) = (0, 0);
    for customer in asking.projection.customers().filter(|customer| customer.is_of(Whose::all(asking.me))) {
        let Some(day) = customer.next_date else {
            unplanned_count += 1;
            continue;
        };
        // Only mine are put in order: the whole list of names is not sorted for the first screen.
        let row = asking.projection.row(customer.key);
        let place = |day| {
            let badness = -i64::from(due::score(asking, customer));
            ([day, badness], sort_key(row.title()), row.id, customer.key)
        };
        if day <= today {
            overdue_count += u32::from(day < today);
            due.push(place(0));
        } else if day <= last_upcoming {
            upcoming.push(place(order::day(Some(day))));
        }
    }
    // One after the other through the same code: every type that is sorted would be a copy of it to download.
    for places in [&mut due, &mut upcoming] {
        places.sort_unstable();
    }
    Today {
        date: today,
        is_workday: Workdays::china().is_workday(today),
        due_count: due.len() as u32,
        due: draw(asking, due.iter().map(|place| place.3).take(DUE_LIMIT)),
        overdue_count,
        upcoming: draw(asking, upcoming.iter().map(|place| place.3).take(UPCOMING_LIMIT)),
        logged: logged(asking),
        unplanned_count,
        needs: needs::of(asking, &people),
        people,
        tasks: task::first(asking, mine(asking).filter(|task| is_near(task, last_upcoming)), TASK_LIMIT),
        task_count: mine(asking).count() as u32,
        duties: duties::due(asking, asking.me),
        meetings: meetings::today(asking),
        unread,
    }
}

/// My open tasks. Those that wait for my answer stand among what waits for me.
fn mine<'a>(asking: &'a Asking<'_>) -> impl Iterator<Item = &'a TaskFacts> + 'a {
    let (me, whose) = (asking.me.0, Whose::all(asking.me));
    asking.projection.tasks().filter(move |task| {
        task.is_open()
            && task.state != TaskState::Declined
            && task.is_of(whose)
            && !task.waits_for_answer_of(me)
    })
}

fn is_near(task: &TaskFacts, last: NaiveDate) -> bool {
    task.due.is_none_or(|due| due <= last)
}

fn draw(asking: &Asking<'_>, keys: impl Iterator<Item = RowKey>) -> Vec<DueRow> {
    keys.filter_map(|key| due::draw(asking, asking.projection.row(key))).collect()
}

fn logged(asking: &Asking<'_>) -> Vec<TimelineEntry> {
    let since = timeline::start_of(&asking.now, asking.now.today);
    let mine = asking
        .projection
        .touches_since(since)
        .filter(|touch| touch.author == Some(asking.me.0) && asking.now.day_of(touch.at) == asking.now.today)
        .map(|touch| (touch.at, asking.projection.row(touch.key)))
        .collect();
    timeline::draw(asking, timeline::newest_first(mine))
}
