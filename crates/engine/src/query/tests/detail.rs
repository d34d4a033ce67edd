//! One customer, one record.

use super::ask::{as_role, customer, people, record};
use super::world::{day, id, member_id, noon};
use domain::RecordId;
use domain::customer::Customer;
use domain::member::Role;
use domain::record::{Record, Value};
use litemap::LiteMap;

#[test]
fn a_customer_shows_contacts_helpers_and_the_newest_touches() {
    let mut world = people();
    let helpers = vec![member_id(3), member_id(1), member_id(77)];
    let jinhua = Customer { name: "锦华".into(), helpers, region: "成都".into(), ..Customer::default() };
    world.write(id(101), &jinhua);
    world.contact(111, "周", 101, false);
    world.contact(112, "安", 101, false);
    world.contact(113, "张", 101, true);
    for (n, date) in [(1_001, "2026-03-01"), (1_002, "2026-03-03"), (1_003, "2026-03-02")] {
        world.follow_up(n, 101, 3, noon(day(date)));
    }
    let detail = customer(&mut world, 101, 2).expect("锦华");
    assert_eq!(detail.fields, jinhua.to_fields());
    assert_eq!(detail.row.last_touch, Some(day("2026-03-03")));
    let names = |people: &[contract::view::Person]| {
        people.iter().map(|person| person.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&detail.helpers), ["阿明", "李娜", ""], "somebody who has not arrived has no name");
    let contacts: Vec<&str> = detail.contacts.iter().map(|contact| contact.name.as_str()).collect();
    assert_eq!(contacts, ["张", "安", "周"]);
    let timeline: Vec<RecordId> = detail.timeline.iter().map(|entry| entry.id.0).collect();
    assert_eq!((timeline, detail.timeline_total), (vec![id(1_002), id(1_003)], 3));
    assert_eq!(detail.timeline[0].author.as_ref().map(|author| author.name.as_str()), Some("李娜"));
    assert_eq!(customer(&mut world, 999, 2), None);
    assert_eq!(customer(&mut world, 111, 2), None, "a contact is no customer");
    world.delete(id(101));
    assert!(customer(&mut world, 101, 2).is_some_and(|detail| detail.is_deleted));
}

#[test]
fn owners_and_managers_may_delete_a_customer_and_anybody_who_writes_where_there_is_no_owner() {
    let mut world = people();
    world.customer(101, "锦华", 1, "");
    world.write(id(102), &Customer { name: "公海".into(), ..Customer::default() });
    let mut may_delete = |me, role, n| {
        as_role(&mut world, member_id(me), role);
        customer(&mut world, n, 0).expect("a customer").may_delete
    };
    assert!(may_delete(1, Role::Salesperson, 101));
    assert!(!may_delete(3, Role::Assistant, 101));
    assert!(may_delete(2, Role::Supervisor, 101));
    assert!(!may_delete(1, Role::Viewer, 101));
    assert!(may_delete(3, Role::Assistant, 102));
    assert!(!may_delete(3, Role::Viewer, 102));
}

#[test]
fn two_edits_of_a_field_show_what_lost_and_whom_it_names() {
    let mut world = people();
    let won = Customer { name: "锦华".into(), owner: Some(member_id(1)), ..Customer::default() };
    let lost = LiteMap::from_iter([(Customer::owner, vec![Some(Value::Id(id(3))), None])]);
    world.put_contested(id(101), "customer", true, won.to_fields(), lost);
    let detail = record(&mut world, 101);
    assert_eq!(detail.two_edits[0].field, "owner");
    assert_eq!(detail.two_edits[0].others, [Some(Value::Id(id(3))), None]);
    let mut titles = vec![(id(1), "阿明".to_owned()), (id(3), "李娜".to_owned())];
    titles.sort();
    assert_eq!(detail.titles, titles);
    assert_eq!(customer(&mut world, 101, 0).expect("锦华").two_edits, detail.two_edits);
}

#[test]
fn who_may_change_a_record_depends_on_its_kind() {
    let mut world = people();
    world.customer(101, "锦华", 2, "");
    world.follow_up(1_001, 101, 1, noon(day("2026-03-01")));
    let mut may_edit = |me, role, n| {
        as_role(&mut world, member_id(me), role);
        record(&mut world, n).may_edit
    };
    assert!(may_edit(3, Role::Assistant, 101), "customers: everybody but viewers");
    assert!(!may_edit(3, Role::Viewer, 101));
    assert!(!may_edit(1, Role::Salesperson, 1), "official records: managers");
    assert!(may_edit(9, Role::Executive, 1));
    assert!(may_edit(1, Role::Salesperson, 1_001), "follow-ups: the author and managers");
    assert!(!may_edit(3, Role::Salesperson, 1_001));
    assert!(may_edit(2, Role::Supervisor, 1_001));
    assert!(!may_edit(1, Role::Viewer, 1_001));
}
