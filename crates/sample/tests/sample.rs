//! The generated team is the same every time, holds together, and looks like a team.

use chrono::NaiveDate;
use domain::comment::Praise;
use domain::customer::{Customer, CustomerClass};
use domain::deal::Deal;
use domain::member::Role;
use domain::record::Record;
use domain::task::{Task, TaskState};
use domain::time::day_at;
use sample::{Daily, Language, SampleTeam, Size, generate, look_around};
use std::collections::{BTreeMap, BTreeSet};

const CHINA: i32 = 480;

fn today() -> NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn team(language: Language, size: Size) -> SampleTeam {
    generate(7, today(), CHINA, language, size)
}

/// Every team that the tests look at.
fn teams() -> Vec<SampleTeam> {
    let tiny =
        Size { managers: 0, supervisors: 0, assistants: 0, salespeople: 0, days: 3, ..Size::look_around() };
    [Size::look_around(), Size::full(), tiny]
        .into_iter()
        .flat_map(|size| [team(Language::Chinese, size), team(Language::English, size)])
        .collect()
}

fn check_fields<R: Record>(record: &R) {
    let fields = record.to_fields();
    for (index, field) in (0..).zip(R::SPEC.fields) {
        assert_eq!(
            field.check(fields.get(index)),
            Ok(()),
            "{} of {}: {:?}",
            field.name,
            R::SPEC.name,
            fields.get(index)
        );
    }
}

#[test]
fn is_the_same_for_the_same_arguments_and_another_for_another_seed() {
    let size = Size::look_around();
    assert_eq!(team(Language::Chinese, size), team(Language::Chinese, size));
    assert_ne!(team(Language::Chinese, size), generate(8, today(), CHINA, Language::Chinese, size));
}

#[test]
fn at_the_first_look_customers_wait_for_the_manager_on_every_day_of_a_year() {
    for day in today().iter_days().take(366) {
        for language in [Language::Chinese, Language::English] {
            let team = look_around(day, CHINA, language);
            let waits = |customer: &Customer| {
                customer.owner == Some(team.me) && customer.next_date.is_some_and(|date| date <= day)
            };
            let waiting = team.customers.iter().filter(|(_, customer)| waits(customer)).count();
            assert!(waiting >= 3, "{day}, {language:?}: {waiting}");
            // And every list has something to show.
            let of = |kind: &'static str| team.daily_work.iter().filter(move |record| record.kind == kind);
            for kind in ["task", "meeting", "announcement", "help_request", "praise", "position"] {
                assert!(of(kind).next().is_some(), "{day}, {language:?}: no {kind}");
            }
            let in_hand = |record: &Daily| {
                let task = Task::from_fields(&record.fields);
                task.owner == Some(team.me) && task.standing() == TaskState::Accepted
            };
            assert!(of("task").any(in_hand), "{day}, {language:?}: nothing in hand");
            let first = of("stage").next().map(|stage| stage.id);
            let stands_first =
                |deal: &Daily| Deal::from_fields(&deal.fields).stage.map(|stage| stage.0) == first;
            assert!(of("deal").any(stands_first), "{day}, {language:?}: nothing in the first stage");
        }
    }
}

#[test]
fn fills_every_field_as_its_declaration_allows() {
    for team in teams() {
        team.members.iter().for_each(|(_, record)| check_fields(record));
        team.customers.iter().for_each(|(_, record)| check_fields(record));
        team.contacts.iter().for_each(|(_, record)| check_fields(record));
        team.follow_ups.iter().for_each(|(_, record)| check_fields(record));
        for record in team.daily_work.iter().filter(|record| record.kind == "praise") {
            let praise = Praise::from_fields(&record.fields);
            assert!(praise.author.is_none_or(|author| !praise.to.contains(&author)), "praises themselves");
        }
        for record in &team.daily_work {
            let spec = domain::kind(record.kind).unwrap();
            for (index, field) in (0..).zip(spec.fields) {
                let value = record.fields.get(index);
                assert_eq!(field.check(value), Ok(()), "{} of {}: {value:?}", field.name, spec.name);
            }
        }
    }
}

#[test]
fn points_only_to_its_own_records() {
    for team in teams() {
        let members: BTreeSet<_> = team.members.iter().map(|(id, _)| *id).collect();
        let customers: BTreeSet<_> = team.customers.iter().map(|(id, _)| *id).collect();
        let contacts: BTreeMap<_, _> =
            team.contacts.iter().map(|(id, contact)| (*id, contact.customer)).collect();
        assert_eq!((members.len(), customers.len()), (team.members.len(), team.customers.len()));
        assert_eq!(contacts.len(), team.contacts.len());
        assert!(members.contains(&team.me));
        assert!(
            team.members
                .iter()
                .all(|(id, member)| member.line.is_none_or(|line| members.contains(&line) && line != *id))
        );
        for (_, customer) in &team.customers {
            assert!(customer.owner.is_some_and(|owner| members.contains(&owner)));
            assert!(
                customer
                    .helpers
                    .iter()
                    .all(|helper| members.contains(helper) && Some(*helper) != customer.owner)
            );
        }
        assert!(contacts.values().all(|customer| customer.is_some_and(|id| customers.contains(&id))));
        for (_, touch) in &team.follow_ups {
            assert!(touch.customer.is_some_and(|id| customers.contains(&id)));
            assert!(touch.contact.is_none_or(|id| contacts.get(&id) == Some(&touch.customer)));
        }
    }
}

#[test]
fn the_daily_work_points_only_to_what_comes_before_it() {
    for team in teams() {
        let mut known: BTreeSet<domain::RecordId> = team.members.iter().map(|(id, _)| id.0).collect();
        known.extend(team.customers.iter().map(|(id, _)| id.0));
        for record in &team.daily_work {
            for value in record.fields.0.values() {
                match value {
                    domain::record::Value::Id(id) => assert!(known.contains(id), "{}", record.kind),
                    domain::record::Value::Ids(ids) => assert!(ids.is_subset(&known), "{}", record.kind),
                    _ => {}
                }
            }
            assert!(known.insert(record.id), "an id of its own");
        }
    }
}

#[test]
fn has_the_size_that_was_asked_for() {
    let full = team(Language::Chinese, Size::full());
    let counts = (full.members.len(), full.customers.len(), full.contacts.len(), full.follow_ups.len());
    assert_eq!(counts, (50, 10_000, 12_000, 50_000));
    let of_kind = |kind| full.daily_work.iter().filter(|record| record.kind == kind).count();
    assert_eq!((of_kind("deal"), of_kind("task")), (9_000, 5_000));
    let authors: BTreeSet<_> = full.follow_ups.iter().map(|(_, touch)| touch.author).collect();
    assert_eq!(authors.len(), 50);

    let search = team(Language::English, Size::search());
    assert_eq!((search.customers.len(), search.contacts.len(), search.follow_ups.len()), (50_000, 0, 0));
    let names: BTreeSet<_> = search.customers.iter().map(|(_, customer)| &customer.name).collect();
    assert_eq!(names.len(), 50_000);
}

#[test]
fn shows_a_manager_a_team_with_something_to_do() {
    let team = team(Language::Chinese, Size::look_around());
    let roles: Vec<_> = team.members.iter().filter_map(|(_, member)| member.role).collect();
    let count = |role| roles.iter().filter(|other| **other == role).count();
    assert_eq!(
        [Role::Manager, Role::Supervisor, Role::Assistant, Role::Salesperson].map(count),
        [1, 1, 2, 7]
    );
    assert_eq!(team.members[0].0, team.me);

    let dates: Vec<_> = team.customers.iter().map(|(_, customer)| customer.next_date).collect();
    let with = |test: fn(NaiveDate) -> bool| dates.iter().flatten().filter(|date| test(**date)).count();
    assert!((5..30).contains(&with(|date| date < today())), "overdue");
    assert!((3..20).contains(&with(|date| date == today())), "due today");
    assert!(with(|date| date > today()) > 50, "planned");
    assert!((5..30).contains(&dates.iter().filter(|date| date.is_none()).count()), "unplanned");

    let logged_today =
        team.follow_ups.iter().filter(|(_, touch)| day_at(touch.at.unwrap(), CHINA) == today());
    assert!((3..25).contains(&logged_today.count()), "logged today");
}

#[test]
fn spreads_the_classes_as_a_sales_team_does() {
    let team = team(Language::English, Size::full());
    let share = |class| team.customers.iter().filter(|(_, customer)| customer.class == Some(class)).count();
    assert!(share(CustomerClass::A).abs_diff(1_500) < 150);
    assert!(share(CustomerClass::B).abs_diff(3_500) < 200);
    assert!(share(CustomerClass::C).abs_diff(5_000) < 200);
}

#[test]
fn tells_one_story_in_follow_ups_and_customers() {
    for team in teams() {
        let assistants: BTreeSet<_> =
            team.members.iter().filter(|(_, m)| m.role == Some(Role::Assistant)).map(|(id, _)| *id).collect();
        let owners: BTreeMap<_, _> =
            team.customers.iter().map(|(id, customer)| (*id, customer.owner)).collect();
        let mut latest = BTreeMap::new();
        assert!(team.follow_ups.is_sorted_by_key(|(_, touch)| touch.at));
        for (_, touch) in &team.follow_ups {
            let day = day_at(touch.at.unwrap(), CHINA);
            assert!(day <= today());
            assert!(touch.next_date.is_none_or(|next| next > day), "{touch:?}");
            assert!(touch.channel.unwrap().outcomes().contains(&touch.outcome.unwrap()));
            let author = touch.author.unwrap();
            assert!(owners[&touch.customer.unwrap()] == Some(author) || assistants.contains(&author));
            latest.insert(touch.customer.unwrap(), (day, touch.next_date));
        }
        for (id, customer) in &team.customers {
            let Some((day, promised)) = latest.get(id) else { continue };
            let on_that_day = team
                .follow_ups
                .iter()
                .rev()
                .take_while(|(_, touch)| day_at(touch.at.unwrap(), CHINA) >= *day);
            let mut promises = on_that_day
                .filter(|(_, touch)| touch.customer == Some(*id))
                .map(|(_, touch)| touch.next_date);
            assert!(
                *promised == customer.next_date || promises.any(|next| next == customer.next_date),
                "{customer:?}"
            );
            assert_eq!(customer.next_date.is_some(), !customer.next_action.is_empty());
        }
    }
}

#[test]
fn writes_in_the_language_it_was_asked_for() {
    let is_hanzi = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let chinese = team(Language::Chinese, Size::look_around());
    assert!(
        chinese
            .follow_ups
            .iter()
            .all(|(_, touch)| touch.text.contains(is_hanzi) && !touch.text.contains('{'))
    );
    let english = team(Language::English, Size::look_around());
    assert!(
        english
            .follow_ups
            .iter()
            .all(|(_, touch)| !touch.text.contains(is_hanzi) && !touch.text.contains('{'))
    );
    for team in [chinese, english] {
        let texts: BTreeSet<_> = team.follow_ups.iter().map(|(_, touch)| &touch.text).collect();
        assert!(texts.len() > 350, "{} different texts", texts.len());
    }
}

#[test]
fn gives_phone_numbers_that_reach_nobody() {
    for team in teams() {
        let numbers = team.customers.iter().map(|(_, customer)| &customer.phone);
        for number in numbers.chain(team.contacts.iter().map(|(_, contact)| &contact.phone)) {
            assert!(number.contains("-0000-") || number.contains("555-01"), "{number}");
        }
    }
}
