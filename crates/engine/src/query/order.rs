//! Putting rows in order: by up to three numbers, then by id. One copy of the sorting code for all lists; every type of
//! row would bring its own, four kilobytes each, into the worker's download.

use chrono::{Datelike, NaiveDate};
use domain::{RecordId, Timestamp};

/// Smallest first.
pub type Place = ([i64; 3], RecordId);

/// The rows by their places.
pub fn by<T>(rows: Vec<T>, place: impl Fn(&T) -> Place) -> Vec<T> {
    let mut places: Vec<(Place, u32)> = rows.iter().zip(0..).map(|(row, at)| (place(row), at)).collect();
    sort(&mut places);
    let mut rows: Vec<Option<T>> = rows.into_iter().map(Some).collect();
    places.into_iter().filter_map(|(_, at)| rows[at as usize].take()).collect()
}

#[inline(never)]
fn sort(places: &mut [(Place, u32)]) {
    places.sort_unstable();
}

/// Earlier days first; no day last.
pub fn day(day: Option<NaiveDate>) -> i64 {
    day.map_or(i64::MAX, |day| i64::from(day.num_days_from_ce()))
}

/// Later moments first; no moment last.
pub fn newest(at: Option<Timestamp>) -> i64 {
    at.map_or(i64::MAX, |at| at.0.saturating_neg())
}

/// Earlier moments first; no moment last.
pub fn oldest(at: Option<Timestamp>) -> i64 {
    at.map_or(i64::MAX, |at| at.0)
}
