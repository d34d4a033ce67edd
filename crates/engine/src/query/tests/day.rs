//! My day.

use super::ask::{people, today};
use super::world::{World, day, id, member_id, noon};
use crate::query::{Asking, answer};
use contract::Query;
use domain::customer::{Customer, CustomerClass};
use domain::{RecordId, Timestamp};

#[test]
fn my_day_holds_what_i_own_or_help_with_and_every_score_is_the_sum_of_its_terms() {
    let mut world = people();
    world.customer(101, "mine", 1, "2026-03-11");
    world.customer(102, "others", 2, "2026-03-11");
    let helped = Customer {
        name: "helped".into(),
        owner: Some(member_id(2)),
        helpers: vec![world.me],
        next_date: Some(day("2026-03-04")),
        class: Some(CustomerClass::A),
        ..Customer::default()
    };
    world.write(id(103), &helped);
    world.customer(104, "in a week", 1, "2026-03-18");
    world.customer(105, "in eight days", 1, "2026-03-19");
    world.customer(106, "unplanned", 1, "");
    let view = today(&mut world);
    let due: Vec<(&str, i32)> =
        view.due.iter().map(|row| (row.customer.name.as_str(), row.overdue_days)).collect();
    assert_eq!(due, [("mine", 0), ("helped", 7)]);
    assert!(view.due.iter().all(|row| row.score == row.terms.iter().map(|term| term.1).sum::<i32>()));
    assert_eq!((view.due_count, view.overdue_count, view.unplanned_count), (2, 1, 1));
    let upcoming: Vec<(&str, i32)> =
        view.upcoming.iter().map(|row| (row.customer.name.as_str(), row.overdue_days)).collect();
    assert_eq!(upcoming, [("in a week", -7)]);
    assert!(view.is_workday && view.people.is_empty());
}

#[test]
fn only_the_first_are_listed_but_all_are_counted() {
    let mut world = World::new();
    for n in 0..60 {
        world.customer(100 + n, &format!("c{n:02}"), 1, "2026-03-10");
        world.customer(300 + n, &format!("u{n:02}"), 1, "2026-03-12");
    }
    let view = today(&mut world);
    assert_eq!((view.due.len(), view.due_count, view.overdue_count), (25, 60, 60));
    assert_eq!(view.due[0].customer.name, "c00");
    assert_eq!(view.upcoming.len(), 10);
}

#[test]
fn the_day_begins_at_midnight_where_the_person_is() {
    let mut world = people();
    world.customer(101, "锦华", 1, "");
    let midnight = noon(day("2026-03-11")).0 - 12 * 3_600_000;
    world.follow_up(1_001, 101, 1, Timestamp(midnight));
    world.follow_up(1_002, 101, 1, Timestamp(midnight - 1));
    world.follow_up(1_003, 101, 1, Timestamp(midnight + 24 * 3_600_000));
    world.follow_up(1_004, 101, 2, Timestamp(midnight));
    let logged: Vec<RecordId> = today(&mut world).logged.iter().map(|entry| entry.id.0).collect();
    assert_eq!(logged, [id(1_001)]);
}

#[test]
fn a_holiday_is_no_workday_and_a_saturday_worked_in_exchange_is_one() {
    let mut world = World::new();
    world.now.today = day("2026-02-17"); // Chinese New Year
    assert!(!today(&mut world).is_workday);
    world.now.today = day("2026-02-14"); // worked for it
    assert!(today(&mut world).is_workday);
}

#[test]
fn what_only_the_engine_knows_is_left_to_it() {
    let World { mut projection, access, now, me, role, .. } = World::new();
    let mut asking = Asking { projection: &mut projection, now, me, role, access: &access };
    for query in [Query::Session, Query::Settings, Query::Stats, Query::History { id: id(1) }] {
        assert_eq!(answer(&mut asking, &query), None);
    }
}
