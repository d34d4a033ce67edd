//! Random teams, random edits: the answers are those of the naive twin.

use super::naive::Naive;
use super::random::Random;
use super::world::{World, day, id, member_id, noon};
use chrono::{Duration, NaiveDate};
use contract::query::{CustomerFilter, CustomerSort, Schedule, Whose, Window};
use contract::{Query, View};
use domain::Timestamp;
use domain::contact::Contact;
use domain::customer::{Customer, CustomerClass, CustomerId};
use domain::follow_up::{Channel, FollowUp, Outcome};
use domain::member::{Member, Role};

const MEMBERS: u16 = 12;
const CUSTOMERS: std::ops::Range<u16> = 100..260;
const CONTACTS: std::ops::Range<u16> = 300..380;
const FOLLOW_UPS: std::ops::Range<u16> = 1_000..1_400;

const NAMES: [&str; 16] = [
    "锦华服饰",
    "锦华",
    "成都锦华服饰",
    "安",
    "安宁",
    "昂立",
    "张三",
    "张小明",
    "重庆",
    "Acme",
    "acme",
    "ABC商贸",
    "",
    "李明",
    "黎明",
    "12厂",
];
const WORDS: [&str; 10] = ["jh", "锦华", "a", "z", "139", "cd", "acme", "成都 an", "lim", "xyz"];
const SCHEDULES: [Schedule; 3] = [Schedule::Due, Schedule::Overdue, Schedule::Unplanned];
const SORTS: [CustomerSort; 4] =
    [CustomerSort::NextDate, CustomerSort::LastTouch, CustomerSort::Name, CustomerSort::Class];

#[test]
fn answers_are_those_of_the_naive_twin() {
    for seed in 0..12 {
        let mut random = Random(seed);
        let mut world = World::new();
        (0..MEMBERS).for_each(|n| write_member(&mut world, &mut random, n));
        CUSTOMERS.for_each(|n| write_customer(&mut world, &mut random, n));
        CONTACTS.for_each(|n| write_contact(&mut world, &mut random, n));
        FOLLOW_UPS.for_each(|n| write_follow_up(&mut world, &mut random, n));
        for step in 0..40 {
            if step % 2 == 0 {
                compare(&mut world, &mut random);
            }
            (0..random.below(12)).for_each(|_| edit(&mut world, &mut random));
        }
    }
}

fn compare(world: &mut World, random: &mut Random) {
    world.me = member_id(random.below(u64::from(MEMBERS)) as u16);
    world.role = *random.of(Role::ALL);
    let ours = world.asks(&Query::Today);
    assert_eq!(ours, View::Today(Box::new(Naive::of(world).today())));
    let ours = world.asks(&Query::Team);
    assert_eq!(ours, View::Team(Naive::of(world).team()));
    for _ in 0..6 {
        let filter = CustomerFilter {
            text: if random.once_in(2) { (*random.of(&WORDS)).to_owned() } else { String::new() },
            whose: random.once_in(3).then(|| {
                let member = member_id(random.below(u64::from(MEMBERS)) as u16);
                Whose { member, owned: random.once_in(2) }
            }),
            class: if random.once_in(4) { random.maybe(CustomerClass::ALL) } else { None },
            schedule: if random.once_in(3) { random.maybe(&SCHEDULES) } else { None },
        };
        let sort = *random.of(&SORTS);
        // Up and down the same list, as somebody who scrolls.
        for _ in 0..3 {
            let window = Window { offset: random.below(60) as u32, count: random.below(60) as u32 };
            let ours = world.asks(&Query::Customers { filter: filter.clone(), sort, window });
            let naive = Naive::of(world).customers(&filter, sort, window);
            assert_eq!(ours, View::Customers(naive), "{filter:?} {sort:?} {window:?}");
        }
    }
}

fn edit(world: &mut World, random: &mut Random) {
    let n = match random.below(9) {
        0 => random.below(u64::from(MEMBERS)) as u16,
        8 => CONTACTS.start + random.below(CONTACTS.len() as u64) as u16,
        1..4 => CUSTOMERS.start + random.below(CUSTOMERS.len() as u64 + 20) as u16,
        _ => FOLLOW_UPS.start + random.below(FOLLOW_UPS.len() as u64 + 50) as u16,
    };
    if random.once_in(5) && world.entries.contains_key(&id(n)) {
        world.delete(id(n));
    } else if n < MEMBERS {
        write_member(world, random, n);
    } else if CONTACTS.contains(&n) {
        write_contact(world, random, n);
    } else if n < CONTACTS.start {
        write_customer(world, random, n);
    } else {
        write_follow_up(world, random, n);
    }
}

/// Lines point to smaller numbers, so that they never close a circle; some of them point to nobody who is here.
fn write_member(world: &mut World, random: &mut Random, n: u16) {
    let member = Member {
        name: (*random.of(&NAMES)).to_owned(),
        role: random.maybe(Role::ALL),
        line: (n > 0).then(|| random.maybe(&(0..n).map(member_id).collect::<Vec<_>>())).flatten(),
        left_on: random.once_in(5).then(|| day("2026-02-01")),
        ..Member::default()
    };
    world.write(id(n), &member);
    if random.once_in(2) {
        world.joins(member_id(n));
    }
}

fn write_customer(world: &mut World, random: &mut Random, n: u16) {
    // One owner in fourteen has not arrived.
    let member = |random: &mut Random| member_id(random.below(u64::from(MEMBERS) + 2) as u16);
    let customer = Customer {
        name: (*random.of(&NAMES)).to_owned(),
        class: random.maybe(CustomerClass::ALL),
        owner: (!random.once_in(6)).then(|| member(random)),
        helpers: (0..random.below(3)).map(|_| member(random)).collect(),
        next_date: (!random.once_in(5)).then(|| near(random, 10)),
        next_action: if random.once_in(2) { "报价".to_owned() } else { String::new() },
        phone: if random.once_in(2) { format!("1390000{n:04}") } else { String::new() },
        region: (*random.of(&["成都", "昆明", ""])).to_owned(),
        preferences: "morning".to_owned(),
        ..Customer::default()
    };
    world.write(id(n), &customer);
}

fn write_contact(world: &mut World, random: &mut Random, n: u16) {
    let customer = CUSTOMERS.start + random.below(CUSTOMERS.len() as u64 + 5) as u16;
    let contact = Contact {
        name: (*random.of(&NAMES)).to_owned(),
        customer: (!random.once_in(8)).then(|| CustomerId(id(customer))),
        phone: if random.once_in(2) { format!("1390000{n:04}") } else { String::new() },
        ..Contact::default()
    };
    world.write(id(n), &contact);
}

fn write_follow_up(world: &mut World, random: &mut Random, n: u16) {
    let customer = CUSTOMERS.start + random.below(CUSTOMERS.len() as u64 + 5) as u16;
    // Few different moments, so that many touches share one; some lie after today.
    let at = noon(near(random, 12)).0 + random.between(-3, 3) * 4 * 3_600_000;
    let follow_up = FollowUp {
        customer: Some(CustomerId(id(customer))),
        at: Some(Timestamp(at)),
        author: Some(member_id(random.below(u64::from(MEMBERS)) as u16)),
        channel: random.maybe(Channel::ALL),
        outcome: random.maybe(Outcome::ALL),
        text: format!("touch {n}"),
        next_date: random.once_in(3).then(|| near(random, 20)),
        contact: None,
    };
    world.write(id(n), &follow_up);
}

fn near(random: &mut Random, days: i64) -> NaiveDate {
    day("2026-03-11") + Duration::days(random.between(-days, days))
}
