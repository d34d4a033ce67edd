//! Meetings to come and past ones.

use super::{Asking, order, task};
use crate::projection::Row;
use contract::view::{MeetingRow, Meetings};
use domain::meeting::{Meeting, MeetingId};

/// The most past ones that are shown.
const PAST_LIMIT: usize = 50;

pub fn answer(asking: &Asking<'_>) -> Meetings {
    let today = asking.now.today;
    let (mut past, coming): (Vec<_>, Vec<_>) =
        in_order(asking).into_iter().partition(|(meeting, _)| meeting.day.is_some_and(|day| day < today));
    past.reverse();
    past.truncate(PAST_LIMIT);
    let draw_all = |rows: Vec<(Meeting, &Row)>| {
        rows.into_iter().map(|(meeting, row)| draw(asking, meeting, row)).collect::<Vec<_>>()
    };
    Meetings { past: draw_all(past), coming: draw_all(coming) }
}

/// My meetings today.
pub fn today(asking: &Asking<'_>) -> Vec<MeetingRow> {
    let today = in_order(asking).into_iter().filter(|(meeting, _)| meeting.day == Some(asking.now.today));
    today.map(|(meeting, row)| draw(asking, meeting, row)).filter(|row| row.is_mine).collect()
}

fn in_order<'a>(asking: &'a Asking<'_>) -> Vec<(Meeting, &'a Row)> {
    let meetings = asking.projection.live::<Meeting>().map(|row| (row.read::<Meeting>(), row)).collect();
    order::by(meetings, |(meeting, row): &(Meeting, &Row)| {
        let starts = meeting.starts.map_or(-1, |starts| i64::from(starts.0));
        ([order::day(meeting.day), starts, 0], row.id)
    })
}

fn draw(asking: &Asking<'_>, meeting: Meeting, row: &Row) -> MeetingRow {
    MeetingRow {
        id: MeetingId(row.id),
        attendees: meeting.attendees.iter().map(|attendee| asking.person(*attendee)).collect(),
        tasks: task::of_meeting(asking, row.id),
        is_mine: meeting.attendees.contains(&asking.me) || meeting.caller == Some(asking.me),
        meeting,
    }
}
