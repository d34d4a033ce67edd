//! The working calendar against every day of the published one, and at its edges.

use chrono::NaiveDate;
use domain::calendar::{Workdays, month_end, off_rest_days};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_month_ends_on_its_own_last_day() {
    assert_eq!(month_end(day("2026-11-30"), 0), Some(day("2026-11-30")));
    assert_eq!(month_end(day("2026-12-31"), 2), Some(day("2027-02-28")));
    assert_eq!(month_end(day("2028-01-31"), 1), Some(day("2028-02-29")));
}

/// Every day 2007–2026 as the oracle has it: one line a month, one digit a day.
fn golden() -> Vec<(NaiveDate, bool)> {
    let months = include_str!("golden/china_workdays.txt").lines().map(|line| line.split_once(' ').unwrap());
    months
        .flat_map(|(month, digits)| {
            let days = digits.chars().zip(1..);
            days.map(move |(digit, number)| (day(&format!("{month}-{number:02}")), digit == '1'))
        })
        .collect()
}

#[test]
fn agrees_with_the_published_calendar_on_every_day() {
    let golden = golden();
    assert_eq!(golden.len(), 7305);
    for (date, is_workday) in golden {
        assert_eq!(Workdays::china().is_workday(date), is_workday, "{date}");
    }
}

#[test]
fn counts_the_working_days_of_a_year() {
    for (year, count) in [(2024, 251), (2025, 248), (2026, 248)] {
        let (from, until) = (day(&format!("{year}-01-01")), day(&format!("{}-01-01", year + 1)));
        assert_eq!(Workdays::china().workdays_between(from, until), count, "{year}");
    }
}

#[test]
fn counts_nothing_backwards_and_one_for_a_single_workday() {
    let china = Workdays::china();
    assert_eq!(china.workdays_between(day("2026-11-24"), day("2026-11-23")), 0);
    assert_eq!(china.workdays_between(day("2026-11-23"), day("2026-11-23")), 0);
    assert_eq!(china.workdays_between(day("2026-11-23"), day("2026-11-24")), 1);
}

#[test]
fn moves_a_date_behind_the_national_holiday() {
    assert_eq!(off_rest_days(day("2025-10-01")), day("2025-10-09"));
    assert_eq!(Workdays::china().previous_workday(day("2025-10-08")), day("2025-09-30"));
}

#[test]
fn plans_on_a_saturday_that_is_worked_in_exchange() {
    assert_eq!(off_rest_days(day("2025-10-11")), day("2025-10-11"));
    assert_eq!(off_rest_days(day("2025-10-12")), day("2025-10-13"));
}

#[test]
fn knows_only_weekends_in_years_not_announced_and_says_so() {
    let china = Workdays::china();
    assert!(china.announced(2026) && china.announced(2007));
    assert!(!china.announced(2027) && !china.announced(2006));
    assert!(china.is_workday(day("2027-10-01")));
    assert!(!china.is_workday(day("2027-10-02")));
}

#[test]
fn stays_at_the_end_of_time() {
    assert_eq!(Workdays::china().next_workday(NaiveDate::MAX), NaiveDate::MAX);
    assert_eq!(Workdays::china().previous_workday(NaiveDate::MIN), NaiveDate::MIN);
}
