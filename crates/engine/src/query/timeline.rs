//! Touches, newest first.

use super::{Asking, order};
use crate::projection::Row;
use chrono::{Days, NaiveDate};
use contract::view::TimelineEntry;
use domain::customer::Customer;
use domain::follow_up::{FollowUp, FollowUpId};
use domain::{Now, RecordId, Timestamp};

/// Touches with their moments.
pub type Touches<'a> = Vec<(Timestamp, &'a Row)>;

pub fn newest_first(touches: Touches<'_>) -> Touches<'_> {
    order::by(touches, |(at, row)| ([order::newest(Some(*at)), 0, 0], row.id))
}

/// What a member logged last, at most so many.
pub fn newest_of<'a>(asking: &'a Asking<'_>, author: RecordId, count: usize) -> Touches<'a> {
    let mut newest: Touches<'a> = Vec::new();
    let theirs = asking
        .projection
        .touches_since(Timestamp(i64::MIN))
        .filter(|touch| touch.author == Some(author))
        .map(|touch| (touch.at, asking.projection.row(touch.key)));
    for touch in theirs {
        // Touches of the same moment come in no certain order: all of them are needed to choose.
        if newest.len() >= count && newest.last().is_none_or(|last| last.0 != touch.0) {
            break;
        }
        newest.push(touch);
    }
    newest = newest_first(newest);
    newest.truncate(count);
    newest
}

/// The entries as they are drawn.
pub fn draw(asking: &Asking<'_>, touches: Touches<'_>) -> Vec<TimelineEntry> {
    touches.into_iter().filter_map(|(at, row)| entry(asking, at, row)).collect()
}

fn entry(asking: &Asking<'_>, at: Timestamp, row: &Row) -> Option<TimelineEntry> {
    let follow_up: FollowUp = row.read();
    let customer = follow_up.customer?;
    let customer_row = asking.projection.find(customer.0).filter(|row| row.is::<Customer>());
    let contact = follow_up.contact.and_then(|contact| asking.projection.find(contact.0));
    Some(TimelineEntry {
        id: FollowUpId(row.id),
        customer,
        customer_name: customer_row.map_or("", Row::title).to_owned(),
        author: follow_up.author.map(|author| asking.person(author)),
        at,
        channel: follow_up.channel,
        outcome: follow_up.outcome,
        contact: contact.map_or("", Row::title).to_owned(),
        text: follow_up.text,
        next_date: follow_up.next_date,
        is_partial: asking.projection.is_partial(row.id),
    })
}

/// The first moment of a civil day where the person is.
pub fn start_of(now: &Now, day: NaiveDate) -> Timestamp {
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    Timestamp(days * 86_400_000 - i64::from(now.utc_offset_minutes) * 60_000)
}

/// The first moment of "the last seven days": today and six days before.
pub fn start_of_last_days(now: &Now) -> Timestamp {
    start_of(now, now.today.checked_sub_days(Days::new(6)).unwrap_or(now.today))
}
