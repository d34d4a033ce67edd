//! In which order customers want attention: a score of named terms that add up exactly.
//!
//! Of the full formula `40·min(overdue / 2, 1) + 25·value + 20·urgency + 15·risk` this has the parts whose facts
//! exist: overdue, and the class in the place of value. A promise for today goes above everything.

use crate::customer::CustomerClass;
use chrono::NaiveDate;

/// One term of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueTerm {
    /// How much of the class's interval has passed since the last touch, or since the next date was missed: 0 to 40
    /// points, 20 for one interval.
    Overdue,
    /// The customer's class: A 25, B 15, C and none 5 points.
    Class,
    /// The next date is today: 100 points, more than all the rest together.
    PromisedToday,
    /// Nobody has touched the customer so far: 20 points, as if one interval had passed.
    NeverTouched,
}

/// Points for one whole interval.
const INTERVAL_POINTS: i64 = 20;
/// The most points for being overdue: two intervals.
const OVERDUE_LIMIT: i64 = 2 * INTERVAL_POINTS;
const PROMISED_TODAY_POINTS: i32 = 100;

/// How much a customer wants attention on `today`: the points, and the terms of which they are the exact sum. Terms
/// without points are left out.
///
/// A missed next date counts as one interval passed when it was due, so that whoever was promised a date does not
/// fall behind for having been touched lately. A `last_touch` after today counts as today.
pub fn due_score(
    class: Option<CustomerClass>,
    last_touch: Option<NaiveDate>,
    next_date: Option<NaiveDate>,
    today: NaiveDate,
) -> (i32, Vec<(DueTerm, i32)>) {
    let interval = i64::from(class.unwrap_or(CustomerClass::C).interval_days());
    let since_touch = last_touch.map_or(0, |day| (today - day).num_days().max(0));
    let since_missed = next_date.map_or(0, |day| (today - day).num_days().max(0));
    let passed = since_touch.max(if since_missed > 0 { interval + since_missed } else { 0 });
    let overdue = (INTERVAL_POINTS * passed / interval).min(OVERDUE_LIMIT);

    let class_points = match class {
        Some(CustomerClass::A) => 25,
        Some(CustomerClass::B) => 15,
        Some(CustomerClass::C) | None => 5,
    };
    let points_if = |holds: bool, points: i32| if holds { points } else { 0 };
    let mut terms = vec![
        (DueTerm::Overdue, overdue as i32),
        (DueTerm::Class, class_points),
        (DueTerm::PromisedToday, points_if(next_date == Some(today), PROMISED_TODAY_POINTS)),
        (DueTerm::NeverTouched, points_if(last_touch.is_none(), INTERVAL_POINTS as i32)),
    ];
    terms.retain(|term| term.1 != 0);
    (terms.iter().map(|term| term.1).sum(), terms)
}
