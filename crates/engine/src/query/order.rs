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

/// Later days first; no day last.
pub fn latest_day(day: Option<NaiveDate>) -> i64 {
    day.map_or(i64::MAX, |day| -i64::from(day.num_days_from_ce()))
}

/// Later moments first; no moment last.
pub fn newest(at: Option<Timestamp>) -> i64 {
    at.map_or(i64::MAX, |at| at.0.saturating_neg())
}

/// Earlier moments first; no moment last.
pub fn oldest(at: Option<Timestamp>) -> i64 {
    at.map_or(i64::MAX, |at| at.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_day_and_no_moment_comes_last() {
        let days = [NaiveDate::MIN, NaiveDate::from_ymd_opt(2026, 11, 26).unwrap(), NaiveDate::MAX].map(Some);
        assert!(days.iter().all(|known| day(*known) < day(None) && latest_day(*known) < latest_day(None)));
        let moments = [-1, 0, 1_795_000_000_000].map(|at| Some(Timestamp(at)));
        assert!(moments.iter().all(|known| oldest(*known) < oldest(None) && newest(*known) < newest(None)));
        assert!(day(days[0]) < day(days[1]) && latest_day(days[1]) < latest_day(days[0]));
        assert!(oldest(moments[1]) < oldest(moments[2]) && newest(moments[2]) < newest(moments[1]));
    }

    #[test]
    fn rows_of_the_same_place_go_by_id() {
        let id = |byte| RecordId([byte; 16]);
        let rows = vec![(2, id(1)), (1, id(3)), (1, id(2))];
        let rows = by(rows, |(first, id)| ([*first, 0, 0], *id));
        assert_eq!(rows, [(1, id(2)), (1, id(3)), (2, id(1))]);
    }
}
