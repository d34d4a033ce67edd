//! My day.

use super::Asking;
use super::customer_row::Glance;
use super::line::Line;
use super::{due, progress, timeline};
use crate::projection::{Projection, Row};
use chrono::Days;
use contract::view::{DueRow, Today};
use domain::calendar::Workdays;
use domain::customer::Customer;
use domain::follow_up::FollowUp;
use std::cmp::Reverse;

/// The most rows of what is due.
const DUE_LIMIT: usize = 50;
/// The most rows of what is coming.
const UPCOMING_LIMIT: usize = 20;
/// How far "coming" looks ahead.
const UPCOMING_DAYS: Days = Days::new(7);

pub fn answer(asking: &mut Asking<'_>) -> Today {
    asking.projection.order_names(Customer::SPEC);
    let people = match asking.role.is_manager() {
        true => {
            let below = Line::new(asking.projection).below(asking.me.0, asking.role);
            progress::of(asking, &below)
        }
        false => Vec::new(),
    };
    let asking = &*asking;
    let today = asking.now.today;
    let last_upcoming = today.checked_add_days(UPCOMING_DAYS).unwrap_or(today);
    let (mut due, mut upcoming) = (Vec::new(), Vec::new());
    let (mut overdue_count, mut unplanned_count) = (0, 0);
    for (position, row, glance) in mine(asking.projection, asking.me.0) {
        let Some(day) = glance.next_date else {
            unplanned_count += 1;
            continue;
        };
        if day <= today {
            overdue_count += u32::from(day < today);
            due.push((Reverse(due::score(asking, row, &glance)), position));
        } else if day <= last_upcoming {
            upcoming.push((day, Reverse(due::score(asking, row, &glance)), position));
        }
    }
    due.sort_unstable();
    upcoming.sort_unstable();
    Today {
        date: today,
        is_workday: Workdays::china().is_workday(today),
        due_count: due.len() as u32,
        due: draw(asking, due.iter().map(|place| place.1).take(DUE_LIMIT)),
        overdue_count,
        upcoming: draw(asking, upcoming.iter().map(|place| place.2).take(UPCOMING_LIMIT)),
        logged: logged(asking),
        unplanned_count,
        people,
    }
}

/// The customers that a member owns or helps with, by name.
fn mine(projection: &Projection, member: domain::RecordId) -> impl Iterator<Item = (u32, &Row, Glance)> + '_ {
    (0..)
        .zip(projection.by_name(Customer::SPEC))
        .filter(|(_, (_, row))| row.live)
        .map(move |(position, (_, row))| (position, row, Glance::of(row, Some(member))))
        .filter(move |(_, _, glance)| glance.is_of(member))
}

fn draw(asking: &Asking<'_>, positions: impl Iterator<Item = u32>) -> Vec<DueRow> {
    let rows = positions.filter_map(|position| asking.projection.named_at(Customer::SPEC, position));
    rows.filter_map(|row| due::draw(asking, row)).collect()
}

fn logged(asking: &Asking<'_>) -> Vec<contract::view::TimelineEntry> {
    let since = timeline::start_of(&asking.now, asking.now.today);
    let mine = asking
        .projection
        .touches_since(since)
        .filter(|(at, row)| {
            row.packed.id(FollowUp::author) == Some(asking.me.0) && asking.now.day_of(*at) == asking.now.today
        })
        .collect();
    timeline::draw(asking, timeline::newest_first(mine))
}
