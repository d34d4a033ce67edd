//! Tasks in the order of the day, deals that rot, duties that come up.

use chrono::{Datelike, Days, NaiveDate};
use domain::calendar::Workdays;
use domain::customer::Customer;
use domain::deal::{Deal, NextStep, Rot, rot};
use domain::duty::Frequency;
use domain::meeting::Repeats;
use domain::record::{FieldFault, KindSpec, Value};
use domain::task::{Importance, OrderTerm, Quadrant, Step, Task, TaskState, order_score};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Wednesday.
fn today() -> NaiveDate {
    day("2026-03-11")
}

#[test]
fn a_task_without_owner_or_declined_is_nobodys_until_it_is_closed() {
    let mut task = Task::default();
    assert!(task.is_unowned());
    task.owner = Some(domain::member::MemberId(domain::RecordId([1; 16])));
    assert!(!task.is_unowned());
    task.state = Some(TaskState::Declined);
    assert!(task.is_unowned());
    task.state = Some(TaskState::Cancelled);
    assert!(!task.is_unowned());
}

#[test]
fn urgent_is_what_is_overdue_or_has_less_than_two_working_days_left() {
    let square = |importance, due: Option<&str>| Quadrant::of(Some(importance), due.map(day), today());
    assert_eq!(square(Importance::High, Some("2026-03-10")), Quadrant::DoNow);
    assert_eq!(square(Importance::High, Some("2026-03-12")), Quadrant::DoNow);
    assert_eq!(square(Importance::High, Some("2026-03-13")), Quadrant::Plan);
    assert_eq!(square(Importance::Normal, Some("2026-03-11")), Quadrant::Delegate);
    assert_eq!(square(Importance::Low, None), Quadrant::Later);
    // Friday before a weekend: Monday is one working day away.
    assert_eq!(
        Quadrant::of(Some(Importance::High), Some(day("2026-03-16")), day("2026-03-13")),
        Quadrant::DoNow
    );
}

#[test]
fn the_order_of_the_day_names_every_term() {
    let (score, terms) = order_score(Some(Importance::High), Some(day("2026-03-10")), today());
    assert_eq!(terms, [(OrderTerm::Importance, 40), (OrderTerm::Slack, 40), (OrderTerm::Overdue, 4)]);
    assert_eq!(score, 84);
    let (score, terms) = order_score(None, None, today());
    assert_eq!((score, terms), (20, vec![(OrderTerm::Importance, 20)]));
    let (score, _) = order_score(Some(Importance::Low), Some(day("2030-01-01")), today());
    assert_eq!(score, 5, "far away");
}

#[test]
fn a_deal_rots_when_it_stands_too_long_or_its_next_step_comes_too_late() {
    let since = Some(day("2026-03-01"));
    assert_eq!(rot(since, None, Some(14), today()), None);
    assert_eq!(rot(since, None, Some(9), today()), Some(Rot::StuckFor(10, 9)));
    let late = rot(since, Some(day("2026-03-20")), Some(14), today());
    assert_eq!(late, Some(Rot::PlannedTooLate(day("2026-03-15"))));
    assert_eq!(rot(since, Some(day("2026-03-15")), Some(14), today()), None);
    assert_eq!(rot(since, None, None, today()), None, "no target");
    assert_eq!(rot(None, None, Some(1), today()), None, "nobody knows since when");
    assert_eq!(NextStep::of(Some(day("2026-03-10")), today()), NextStep::Overdue);
    assert_eq!(NextStep::of(None, today()), NextStep::None);
}

#[test]
fn duties_come_up_on_working_days() {
    // The week of Chinese New Year 2026: 2026-02-16 to 23 are holidays, Saturday the 14th and 28th are worked.
    let due = |frequency: Frequency, at, today| frequency.occurrence(at, day(today)).map(|found| found.due);
    assert_eq!(due(Frequency::Daily, None, "2026-02-17"), None);
    assert_eq!(due(Frequency::Daily, None, "2026-02-14"), Some(day("2026-02-14")));
    assert_eq!(due(Frequency::Weekly, Some(5), "2026-03-11"), Some(day("2026-03-13")));
    assert_eq!(due(Frequency::Weekly, None, "2026-03-11"), Some(day("2026-03-13")), "the last working day");
    // Labour day: Friday 2026-05-01 is a holiday, and so are the days after it.
    assert_eq!(due(Frequency::Weekly, Some(5), "2026-04-29"), Some(day("2026-04-30")));
    assert_eq!(due(Frequency::Monthly, Some(31), "2026-02-10"), Some(day("2026-02-28")));
    assert_eq!(due(Frequency::Monthly, Some(1), "2026-05-20"), Some(day("2026-05-06")));
    assert_eq!(due(Frequency::AdHoc, Some(1), "2026-03-11"), None);
}

#[test]
fn a_meeting_that_repeats_avoids_rest_days() {
    assert_eq!(Repeats::Weekly.next(day("2026-04-24")), day("2026-05-06"));
    assert_eq!(Repeats::Monthly.next(day("2026-01-31")), day("2026-02-28"));
}

proptest! {
    #[test]
    fn an_occurrence_lies_in_its_period_and_names_it(
        offset in 0_u64..6_000,
        at in proptest::option::of(-3_i64..40),
        weekly in any::<bool>(),
    ) {
        let today = day("2010-01-01") + Days::new(offset);
        let frequency = if weekly { Frequency::Weekly } else { Frequency::Monthly };
        let found = frequency.occurrence(at, today).unwrap();
        let again = frequency.occurrence(at, found.due).unwrap();
        prop_assert_eq!(found, again, "the due day belongs to the same period");
        prop_assert!(found.period <= found.due);
        let days = (found.due - found.period).num_days();
        let most = if weekly { 7 } else { 31 };
        prop_assert!(days < most);
        let calendar = Workdays::china();
        let has_workday = found.period.iter_days().take(most as usize)
            .filter(|day| weekly || day.month() == found.period.month())
            .any(|day| calendar.is_workday(day));
        prop_assert!(!has_workday || calendar.is_workday(found.due));
    }

    #[test]
    fn a_score_is_the_sum_of_its_terms_and_never_falls_as_the_day_comes_closer(days in 0_i64..400, high in any::<bool>()) {
        let importance = Some(if high { Importance::High } else { Importance::Low });
        let score = |days: i64| {
            let (score, terms) = order_score(importance, Some(today() + chrono::Duration::days(days)), today());
            assert_eq!(score, terms.iter().map(|term| term.1).sum::<i32>());
            score
        };
        prop_assert!(score(days) >= score(days + 1));
        prop_assert!(score(-days - 1) >= score(-days));
    }
}

#[test]
fn no_amount_or_count_that_is_typed_is_below_zero() {
    let check = |spec: &KindSpec, field: &str, number: i64| {
        spec.field(field).unwrap().1.check(Some(&Value::Int(number)))
    };
    assert_eq!(check(Deal::SPEC, "value", -1), Err(FieldFault::Negative));
    let too_long = Err(FieldFault::OutOfRange { least: 0, most: 60_000 });
    assert_eq!(check(Task::SPEC, "estimate", 60_001), too_long);
    assert_eq!(check(Task::SPEC, "estimate", 60_000), Ok(()));
    assert_eq!(check(Deal::SPEC, "value", 0), Ok(()));
    let typed = Deal::SPEC.field("value").unwrap().1.check(Some(&Value::Text("很多".into())));
    assert_eq!(typed, Err(FieldFault::NoNumber));
    assert_eq!(check(Customer::SPEC, "employees", i64::MIN), Err(FieldFault::Negative));
    // Where a step stands is no amount: what is put before the first one goes below it.
    assert_eq!(check(Step::SPEC, "place", -1), Ok(()));
}
