//! What lists show, and what is done with many rows at once.

use crate::{DAY_MS, answers, assert_converged, by_when, creates, is, me, today, two_people, wanted};
use contract::command::Right;
use contract::query::{
    CustomerFilter, CustomerSort, DealFilter, Query, Schedule, TaskFilter, TaskPart, Whose,
};
use contract::view::View;
use contract::{Command, FieldWrite, Refusal};
use domain::member::MemberId;
use domain::record::Value;
use domain::task::{TaskId, TaskState};
use std::collections::BTreeSet;
use tongzhou_tests::Team;
use tongzhou_tests::story::text;

#[test]
fn of_many_customers_those_that_may_not_change_are_named_and_none_changes() {
    let mut team = two_people();
    let hers = team.member("陈静").creates_customer("锦华服饰");
    let his = team.member("阿明").creates_customer("绵阳顺和");
    team.sync();
    let ming = me(&mut team, "阿明");
    let ids = vec![his.0, hers.0];
    let many = |fields| Command::EditMany { ids: ids.clone(), fields };
    let refused =
        team.member("阿明").tries(many(vec![is("owner", Value::Id(ming)), text("class", "A")])).unwrap_err();
    let titles = vec!["锦华服饰".to_owned()];
    assert_eq!(refused, Refusal::NotAllowedFor { right: Right::ChangeOwner, titles });
    let done = team.member("阿明").does(many(vec![text("class", "A")]));
    assert_eq!(done.changed.len(), 2, "the refused attempt had left the class alone");
}

#[test]
fn tasks_are_listed_in_the_order_of_the_day() {
    let mut team = two_people();
    let create = |team: &mut Team, title: &str, importance: &str, due: &str| {
        let due = is("due", Value::Date(due.parse().expect("a day")));
        creates(team, "陈静", "task", vec![text("title", title), text("importance", importance), due]);
    };
    create(&mut team, "可以放一放", "low", "2026-03-30");
    create(&mut team, "重要且紧急", "high", "2026-03-05");
    create(&mut team, "重要不紧急", "high", "2026-03-30");
    create(&mut team, "紧急", "normal", "2026-03-06");
    let at = team.place("陈静");
    let window = contract::Window { offset: 0, count: 3 };
    let filter = TaskFilter { unowned: true, ..TaskFilter::default() };
    let View::Tasks(seen) = team.sees(at, Query::Tasks { filter, window }) else { panic!("no tasks") };
    let titles: Vec<&str> = seen.rows.iter().map(|row| row.task.title.as_str()).collect();
    assert_eq!((seen.total, titles), (4, vec!["重要且紧急", "紧急", "重要不紧急"]));
}

#[test]
fn a_saved_filter_stays_with_its_owner() {
    let mut team = two_people();
    let fields = vec![text("name", "我的 A 类"), text("list", "customers"), text("filter", "class=A")];
    let id = creates(&mut team, "阿明", "saved_filter", fields);
    team.sync();
    assert!(team.member("阿明").row(id).is_some());
    assert!(team.member("陈静").row(id).is_none());
    assert_converged(&team);
}

#[test]
fn the_numbers_of_a_member_are_those_of_the_lists_they_lead_to() {
    let mut team = two_people();
    let (chen, ming) = (me(&mut team, "陈静"), me(&mut team, "阿明"));
    let kinds: [(&str, Vec<FieldWrite>); 3] = [
        ("customer", vec![text("name", "锦华服饰")]),
        ("task", vec![text("title", "整理报价"), wanted(), by_when()]),
        ("deal", vec![text("title", "秋装订单")]),
    ];
    for (kind, fields) in kinds {
        for (owner, helper) in [(chen, ming), (ming, chen), (chen, ming)] {
            let who =
                vec![is("owner", Value::Id(owner)), is("helpers", Value::Ids(BTreeSet::from([helper])))];
            creates(&mut team, "陈静", kind, fields.iter().cloned().chain(who).collect());
        }
    }
    let at = team.place("陈静");
    let View::Team(people) = team.sees(at, Query::Team) else { panic!("no team") };
    let window = contract::Window { offset: 0, count: 9 };
    for (person, owned) in [(chen, 2), (ming, 1)] {
        let row = people.members.iter().find(|row| row.person.id.0 == person).expect("a member");
        assert_eq!((row.customers, row.open_tasks, row.open_deals), (owned, owned, owned));
        for (whose, expected) in [(Whose::owned(MemberId(person)), owned), (Whose::all(MemberId(person)), 3)]
        {
            let whose = Some(whose);
            let filter = CustomerFilter { whose, ..CustomerFilter::default() };
            let query = Query::Customers { filter, sort: CustomerSort::Name, window };
            let View::Customers(customers) = team.sees(at, query) else { panic!("no customers") };
            let filter = TaskFilter { whose, ..TaskFilter::default() };
            let View::Tasks(tasks) = team.sees(at, Query::Tasks { filter, window }) else {
                panic!("no tasks")
            };
            let filter = DealFilter { whose, ..DealFilter::default() };
            let query = Query::Deals { filter, windows: Vec::new() };
            let View::Deals(deals) = team.sees(at, query) else { panic!("no deals") };
            let deals = deals.columns.iter().map(|column| column.count).sum::<u32>();
            assert_eq!((customers.total, tasks.total, deals), (expected, expected, expected));
        }
    }
}

#[test]
fn what_is_late_or_was_finished_lately_is_listed_as_it_is_counted() {
    let mut team = two_people();
    let chen = me(&mut team, "陈静");
    let today = today(&mut team, "陈静").date;
    let in_days = |days: i64| Value::Date(today + chrono::Duration::days(days));
    let finished = |team: &mut Team| {
        let id = creates(team, "陈静", "task", vec![text("title", "做完的"), is("owner", Value::Id(chen))]);
        answers(team, "陈静", TaskId(id), TaskState::Done, "").expect("her own task");
    };
    finished(&mut team);
    team.now_ms += 7 * DAY_MS;
    finished(&mut team);
    for days in [6, 7, 8] {
        let fields = vec![text("title", "要做的"), is("owner", Value::Id(chen)), is("due", in_days(days))];
        creates(&mut team, "陈静", "task", fields);
        let id = team.member("陈静").creates_customer("锦华服饰").0;
        team.member("陈静").does(Command::Edit { id, fields: vec![is("next_date", in_days(days.max(7)))] });
    }
    team.now_ms += DAY_MS;
    let at = team.place("陈静");
    let View::Team(people) = team.sees(at, Query::Team) else { panic!("no team") };
    let row = people.members.iter().find(|row| row.person.id.0 == chen).expect("a member");
    assert_eq!((row.open_tasks, row.overdue_tasks, row.done_week), (3, 2, 1));
    assert_eq!((row.due, row.overdue), (3, 2));
    let window = contract::Window { offset: 0, count: 9 };
    let whose = Some(Whose::owned(MemberId(chen)));
    let parts =
        [(TaskPart::Open, 3), (TaskPart::Overdue, 2), (TaskPart::Closed, 2), (TaskPart::DoneLately, 1)];
    for (part, count) in parts {
        let filter = TaskFilter { whose, part, ..TaskFilter::default() };
        let View::Tasks(tasks) = team.sees(at, Query::Tasks { filter, window }) else { panic!("no tasks") };
        assert_eq!(tasks.total, count, "{part:?}");
    }
    for (schedule, count) in [(Schedule::Due, 3), (Schedule::Overdue, 2), (Schedule::Unplanned, 0)] {
        let filter = CustomerFilter { whose, schedule: Some(schedule), ..CustomerFilter::default() };
        let query = Query::Customers { filter, sort: CustomerSort::Name, window };
        let View::Customers(customers) = team.sees(at, query) else { panic!("no customers") };
        assert_eq!(customers.total, count, "{schedule:?}");
    }
}
