//! Customer lists, search and plain lists.

use super::ask::{ALL, customers, found, listed, people, records, search};
use super::world::{World, day, id, noon};
use contract::view::SearchHit;
use contract::{CustomerFilter, CustomerSort, Schedule, Window};
use domain::RecordId;
use domain::contact::Contact;
use domain::customer::{Customer, CustomerClass, CustomerId};
use domain::deal::Deal;
use domain::member::Member;

#[test]
fn overdue_customers_come_first_and_undated_ones_last() {
    let mut world = World::new();
    world.customer(101, "undated", 1, "");
    world.customer(102, "later", 1, "2026-04-01");
    world.customer(103, "overdue", 1, "2026-03-01");
    world.customer(104, "today", 1, "2026-03-11");
    assert_eq!(
        listed(&mut world, CustomerFilter::default(), CustomerSort::NextDate),
        "overdue today later undated"
    );
    let due = CustomerFilter { schedule: Some(Schedule::Due), ..CustomerFilter::default() };
    assert_eq!(listed(&mut world, due, CustomerSort::NextDate), "overdue today");
    let unplanned = CustomerFilter { schedule: Some(Schedule::Unplanned), ..CustomerFilter::default() };
    assert_eq!(listed(&mut world, unplanned, CustomerSort::NextDate), "undated");
}

#[test]
fn names_are_in_the_order_of_an_address_book_and_follow_a_rename() {
    let mut world = World::new();
    for (n, name) in [(101, "张三"), (102, "安宁"), (103, "重庆"), (104, "安")] {
        world.customer(n, name, 1, "");
    }
    let by_name = |world: &mut World| listed(world, CustomerFilter::default(), CustomerSort::Name);
    assert_eq!(by_name(&mut world), "安 安宁 重庆 张三");
    world.customer(104, "周记", 1, "");
    world.customer(105, "宝丰", 1, "");
    world.delete(id(102));
    assert_eq!(by_name(&mut world), "宝丰 重庆 张三 周记");
}

#[test]
fn the_longest_untouched_customer_comes_first_and_before_it_those_never_touched() {
    let mut world = World::new();
    for (n, name) in [(101, "lately"), (102, "never"), (103, "long-ago")] {
        world.customer(n, name, 1, "");
    }
    world.follow_up(1_001, 101, 1, noon(day("2026-03-10")));
    world.follow_up(1_002, 103, 1, noon(day("2026-01-10")));
    let order = listed(&mut world, CustomerFilter::default(), CustomerSort::LastTouch);
    assert_eq!(order, "never long-ago lately");
    world.delete(id(1_001));
    let order = listed(&mut world, CustomerFilter::default(), CustomerSort::LastTouch);
    assert_eq!(order, "lately never long-ago");
}

#[test]
fn classes_are_listed_from_a_to_none() {
    let mut world = World::new();
    for (n, name, class) in
        [(101, "none", None), (102, "b", Some(CustomerClass::B)), (103, "a", Some(CustomerClass::A))]
    {
        world.write(id(n), &Customer { name: name.into(), class, ..Customer::default() });
    }
    assert_eq!(listed(&mut world, CustomerFilter::default(), CustomerSort::Class), "a b none");
}

#[test]
fn a_window_shows_its_part_and_counts_all() {
    let mut world = World::new();
    for n in 0..30 {
        world.customer(100 + n, &format!("c{n:02}"), 1, "");
    }
    let mut window = |offset, count| {
        let view =
            customers(&mut world, CustomerFilter::default(), CustomerSort::Name, Window { offset, count });
        assert_eq!((view.total, view.offset), (30, offset));
        view.rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(window(10, 3), ["c10", "c11", "c12"]);
    assert_eq!(window(28, u32::MAX), ["c28", "c29"]);
    assert_eq!(window(99, 3), [""; 0]);
    assert_eq!(window(u32::MAX, u32::MAX), [""; 0]);
    assert_eq!(window(0, 0), [""; 0]);
}

#[test]
fn what_is_due_is_another_list_tomorrow_and_after_an_edit() {
    let mut world = World::new();
    world.customer(101, "today", 1, "2026-03-11");
    world.customer(102, "tomorrow", 1, "2026-03-12");
    let overdue = CustomerFilter { schedule: Some(Schedule::Overdue), ..CustomerFilter::default() };
    let listed = |world: &mut World| listed(world, overdue.clone(), CustomerSort::NextDate);
    assert_eq!(listed(&mut world), "");
    world.now.today = day("2026-03-12");
    assert_eq!(listed(&mut world), "today");
    world.now.today = day("2026-03-13");
    assert_eq!(listed(&mut world), "today tomorrow");
    world.customer(101, "today", 1, "2026-03-20");
    assert_eq!(listed(&mut world), "tomorrow");
}

#[test]
fn customers_are_found_by_initials_pinyin_and_digits_best_match_first() {
    let mut world = World::new();
    world.customer(101, "成都锦华服饰", 1, "");
    world.customer(102, "锦华", 1, "");
    let phone = Customer { name: "Acme".into(), phone: "139 0812 3456".into(), ..Customer::default() };
    world.write(id(103), &phone);
    world.contact(110, "锦华的联系人", 103, true);
    assert_eq!(found(&mut world, "jh"), "锦华 成都锦华服饰 Acme", "the last by its contact");
    assert_eq!(found(&mut world, "lianxiren"), "Acme");
    assert_eq!(found(&mut world, "cdjh"), "成都锦华服饰");
    assert_eq!(found(&mut world, "08123"), "Acme");
    assert_eq!(found(&mut world, "  "), "Acme 成都锦华服饰 锦华");
    world.delete(id(102));
    assert_eq!(found(&mut world, "jh"), "成都锦华服饰 Acme");
    world.delete(id(110));
    assert_eq!(found(&mut world, "jh"), "成都锦华服饰");
}

#[test]
fn equally_good_matches_come_by_name_whichever_came_first() {
    let mut world = World::new();
    for (n, name) in [(103, "安宇"), (102, "安宁"), (101, "安宁")] {
        world.customer(n, name, 1, "");
    }
    let order: Vec<RecordId> = search(&mut world, "an", 3).iter().map(|hit| hit.id).collect();
    let (first, second) = (id(101).min(id(102)), id(101).max(id(102)));
    assert_eq!(order, [first, second, id(103)]);
}

#[test]
fn before_anything_is_typed_my_customers_stand_there_the_last_touched_first() {
    let mut world = people();
    for (n, name, owner) in [(101, "untouched", 1), (102, "touched", 1), (103, "of another", 2)] {
        world.customer(n, name, owner, "");
    }
    world.follow_up(1_001, 102, 1, noon(day("2026-03-01")));
    world.follow_up(1_002, 103, 2, noon(day("2026-03-09")));
    let titles = |hits: Vec<SearchHit>| hits.into_iter().map(|hit| hit.title).collect::<Vec<_>>();
    assert_eq!(titles(search(&mut world, "", 10)), ["touched", "untouched", "of another"]);
    assert_eq!(titles(search(&mut world, "", 1)), ["touched"]);
}

#[test]
fn search_finds_every_kind_and_a_contact_opens_its_customer() {
    let mut world = people();
    world.write(id(50), &domain::team::Team { name: "锦华销售队".into() });
    world.customer(101, "锦华", 1, "");
    let contact = Contact {
        name: "金华".into(),
        customer: Some(CustomerId(id(101))),
        position: "采购".into(),
        ..Contact::default()
    };
    world.write(id(111), &contact);
    let deal = Deal { title: "锦华工装".into(), customer: Some(CustomerId(id(101))), ..Deal::default() };
    world.write(id(120), &deal);
    world.write(id(6), &Member { name: "金花".into(), phone: "139".into(), ..Member::default() });
    let hits = search(&mut world, "jh", 10);
    let told: Vec<(&str, &str, &str, RecordId)> = hits
        .iter()
        .map(|hit| (hit.kind.as_str(), hit.title.as_str(), hit.detail.as_str(), hit.open))
        .collect();
    assert_eq!(
        told,
        [
            ("member", "金花", "139", id(6)),
            ("customer", "锦华", "阿明", id(101)),
            ("contact", "金华", "锦华 · 采购", id(101)),
            ("deal", "锦华工装", "锦华", id(120)),
        ]
    );
    assert_eq!(search(&mut world, "jh", 2).len(), 2);
    world.delete(id(101));
    let titles: Vec<String> = search(&mut world, "jh", 10).into_iter().map(|hit| hit.title).collect();
    assert_eq!(titles, ["金花", "锦华工装"], "nor contacts of a deleted customer");
}

#[test]
fn a_plain_list_holds_one_kind_by_title_with_the_titles_it_points_to() {
    let mut world = people();
    world.customer(101, "张三", 1, "");
    world.customer(102, "安宁", 2, "");
    world.customer(103, "重庆", 77, "");
    world.delete(id(103));
    let live = records(&mut world, "customer", false, Window { offset: 0, count: 1 });
    assert_eq!((live.total, live.rows.len(), live.rows[0].0), (2, 1, id(102)));
    assert_eq!(live.titles, [(id(2), "陈静".to_owned())], "of the window only");
    let deleted = records(&mut world, "customer", true, ALL);
    assert_eq!((deleted.total, deleted.rows[0].0, deleted.titles.len()), (1, id(103), 0));
    let unknown = records(&mut world, "goal", false, ALL);
    assert_eq!((unknown.total, unknown.rows.len()), (0, 0));
}
