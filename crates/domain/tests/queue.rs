//! The order in which customers want attention.

use chrono::{Days, NaiveDate};
use domain::customer::CustomerClass::{self, A, B, C};
use domain::queue::{DueTerm, due_score};
use proptest::prelude::*;

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn ago(days: u64) -> Option<NaiveDate> {
    Some(today() - Days::new(days))
}

fn points(class: Option<CustomerClass>, last_touch: Option<NaiveDate>, next_date: Option<NaiveDate>) -> i32 {
    due_score(class, last_touch, next_date, today()).0
}

#[test]
fn names_every_term_with_its_points() {
    let (score, terms) = due_score(Some(A), ago(14), ago(0), today());
    assert_eq!(terms, [(DueTerm::Overdue, 20), (DueTerm::Class, 25), (DueTerm::PromisedToday, 100)]);
    assert_eq!(score, 145);
    let (score, terms) = due_score(None, None, None, today());
    assert_eq!(terms, [(DueTerm::Class, 5), (DueTerm::NeverTouched, 20)]);
    assert_eq!(score, 25);
}

#[test]
fn puts_a_promise_for_today_above_everything_else() {
    let promised = points(Some(C), ago(1), ago(0));
    assert!(promised > points(Some(A), ago(400), ago(300)));
    assert!(promised > points(Some(A), None, ago(300)));
}

#[test]
fn measures_waiting_by_the_interval_of_the_class() {
    assert!(points(Some(A), ago(14), None) > points(Some(B), ago(14), None));
    let overdue = |class, days| due_score(Some(class), ago(days), None, today()).1[0];
    assert_eq!(overdue(A, 14), overdue(B, 30));
    assert_eq!(overdue(B, 30), overdue(C, 90));
}

#[test]
fn stops_counting_after_two_intervals() {
    assert_eq!(points(Some(A), ago(28), None), points(Some(A), ago(280), None));
    assert!(points(Some(A), ago(27), None) < points(Some(A), ago(28), None));
}

#[test]
fn lifts_a_missed_date_although_the_customer_was_touched_lately() {
    assert!(points(Some(C), ago(3), ago(1)) > points(Some(C), ago(80), None));
    assert!(points(Some(C), ago(3), ago(30)) > points(Some(C), ago(3), ago(1)));
}

#[test]
fn puts_an_untouched_customer_before_one_touched_today() {
    assert!(points(Some(B), None, None) > points(Some(B), ago(0), None));
}

#[test]
fn takes_a_touch_from_a_clock_ahead_as_today() {
    assert_eq!(points(Some(A), Some(today() + Days::new(9)), None), points(Some(A), ago(0), None));
}

proptest! {
    #[test]
    fn terms_add_up_and_waiting_never_lowers_the_score(
        class in prop::option::of(prop::sample::select(vec![A, B, C])),
        touched in prop::option::of(0_u64..1000),
        missed in prop::option::of(0_u64..1000),
    ) {
        let (score, terms) = due_score(class, touched.and_then(ago), missed.and_then(ago), today());
        prop_assert_eq!(score, terms.iter().map(|term| term.1).sum::<i32>());
        prop_assert!(terms.iter().all(|term| term.1 > 0));
        prop_assert!(terms.is_sorted());
        let later = due_score(class, touched.map(|days| days + 1).and_then(ago), missed.and_then(ago), today()).0;
        prop_assert!(later >= score);
    }

    #[test]
    fn has_an_answer_for_any_dates(days in 0_u64..3_000_000) {
        let far = NaiveDate::MIN.checked_add_days(Days::new(days));
        prop_assert!(due_score(Some(A), far, far, NaiveDate::MAX).0 > 0);
        prop_assert!(due_score(Some(A), Some(NaiveDate::MAX), Some(NaiveDate::MAX), NaiveDate::MIN).0 > 0);
    }
}
