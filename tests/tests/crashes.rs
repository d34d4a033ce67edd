//! What kills the program while it is applied or loaded is found, set aside and seen; the rest goes on.

use contract::view::QuarantineReason;
use contract::{FromWorker, Notice, Query, ToWorker};
use domain::customer::CustomerId;
use domain::member::Role;
use domain::record::SpaceClass;
use engine::Input;
use engine::storage::{self, DocumentId};
use tongzhou_tests::story::RESTARTS;
use tongzhou_tests::{Team, check};
use wire::{EnvelopeId, SpaceId};

fn two() -> Team {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Salesperson);
    team.sync();
    team
}

/// The newest envelope that somebody wrote into the book.
fn newest_of(team: &Team, name: &str) -> EnvelopeId {
    let replica = team.device(name).replica();
    let tail = replica.sync.tail(book(team, name), replica.identity.device.id());
    tail.expect("something was written").id
}

fn book(team: &Team, name: &str) -> SpaceId {
    team.device(name).replica().home_space(SpaceClass::Book).expect("a book")
}

fn reasons(team: &Team, name: &str) -> Vec<QuarantineReason> {
    team.device(name).replica().sync.quarantined().values().map(|entry| entry.reason).collect()
}

fn document_of(team: &Team, name: &str, customer: CustomerId) -> DocumentId {
    let projection = &team.device(name).replica().projection;
    projection.document(projection.find(customer.0).expect("a row").document).id
}

#[test]
fn an_envelope_that_kills_whoever_applies_it_is_set_aside_and_the_rest_arrives() {
    let mut team = two();
    team.partition(&["阿明"]);
    let before = team.member("陈静").creates_customer("锦华服饰");
    let deadly = team.member("陈静").creates_customer("蓉城建材");
    team.sync();
    let id = newest_of(&team, "陈静");
    let after = team.member("陈静").creates_customer("天府物流");
    team.sync();
    team.device_mut("阿明").deadly.0 = Some(id);
    team.heal();
    team.keeps_starting("阿明");
    assert_eq!(team.device("阿明").deaths, 3, "once with its page, twice alone");
    assert!(team.member("阿明").row(before.0).is_some(), "what came before it is here");
    assert!(team.member("阿明").row(deadly.0).is_none());
    assert!(reasons(&team, "阿明").contains(&QuarantineReason::Crashed));
    // Others go on with other documents of theirs and mine, and a further start is an ordinary one.
    let mine = team.member("阿明").creates_customer("青羊茶社");
    team.sync();
    assert!(team.member("陈静").row(mine.0).is_some());
    let at = team.place("阿明");
    team.crash(at);
    team.keeps_starting("阿明");
    assert_eq!(team.device("阿明").deaths, 3);
    // A later version can apply it: a person asks for another try.
    team.device_mut("阿明").deadly.0 = None;
    team.member("阿明").does(contract::Command::RetryQuarantine);
    team.sync();
    assert!(team.member("阿明").row(deadly.0).is_some() && team.member("阿明").row(after.0).is_some());
    check::converged(&team).expect("nothing is missing");
}

#[test]
fn one_that_arrives_while_everything_is_caught_up_is_found_too() {
    let mut team = two();
    team.partition(&["阿明"]);
    let deadly = team.member("陈静").creates_customer("蓉城建材");
    team.sync();
    let id = newest_of(&team, "陈静");
    // It comes as news, not as the answer to a pull.
    team.device_mut("阿明").deadly.0 = Some(id);
    team.heal();
    team.sync();
    team.keeps_starting("阿明");
    assert!(team.device("阿明").deaths <= 4);
    assert!(team.member("阿明").row(deadly.0).is_none());
    assert_eq!(reasons(&team, "阿明"), [QuarantineReason::Crashed]);
}

#[test]
fn a_document_that_kills_whoever_loads_it_is_made_anew() {
    let mut team = two();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    let id = document_of(&team, "阿明", customer);
    team.let_pass(60_000);
    let at = team.place("阿明");
    team.crash(at);
    team.switch_on(at);
    team.sync();
    team.device_mut("阿明").deadly.1 = Some(id);
    team.member("陈静").writes(customer.0, "region", "成都");
    team.sync();
    team.keeps_starting("阿明");
    team.device_mut("阿明").deadly.1 = None;
    assert!(team.device("阿明").deaths >= 2);
    assert_eq!(team.member("阿明").reads(customer.0, "region"), "成都");
    check::converged(&team).expect("nothing is missing");
}

#[test]
fn a_damaged_part_whose_document_kills_whoever_loads_it_does_not_kill_every_start() {
    let mut team = two();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    let id = document_of(&team, "阿明", customer);
    let at = team.place("阿明");
    team.crash(at);
    let mut pairs = team.devices[at].disk.copy();
    let part = storage::projection(id);
    pairs.iter_mut().filter(|(key, _)| key.starts_with(&part)).for_each(|(_, value)| value.truncate(3));
    team.devices[at].disk.put_back(pairs);
    team.devices[at].deadly.1 = Some(id);
    team.switch_on(at);
    team.sync();
    team.keeps_starting("阿明");
    assert_eq!(team.device("阿明").deaths, 2);
    assert_eq!(team.member("阿明").reads(customer.0, "name"), "锦华服饰");
    let heard = &team.device("阿明").heard;
    assert!(heard.contains(&FromWorker::Notice(Notice::DamagedDocument)), "it is said");
}

#[test]
fn a_record_that_kills_whoever_opens_it_is_made_anew() {
    let mut team = two();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    let id = document_of(&team, "阿明", customer);
    let at = team.place("阿明");
    team.partition(&["阿明"]);
    team.crash(at);
    team.devices[at].deadly.1 = Some(id);
    for _ in 0..RESTARTS {
        if team.devices[at].engine.is_none() {
            team.switch_on(at);
            team.give(at, Input::Message(ToWorker::Crashed));
        }
        team.sync();
        let query = Query::History { id: customer.0 };
        team.give(at, Input::Message(ToWorker::Subscribe { subscription: 9, query }));
        team.let_pass(1_000);
        if team.devices[at].engine.is_some() {
            break;
        }
    }
    assert_eq!(team.devices[at].deaths, 2);
    team.devices[at].deadly.1 = None;
    assert_eq!(team.member("阿明").history(customer.0).len(), 1);
    assert_eq!(team.member("阿明").reads(customer.0, "name"), "锦华服饰");
}

#[test]
fn the_marker_costs_nothing_once_everything_is_here() {
    let mut team = two();
    let marker = |team: &Team| team.device("阿明").disk.now.scan(storage::META_UNDER_WAY);
    assert!(marker(&team).is_empty());
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    assert!(team.member("阿明").row(customer.0).is_some());
    assert!(marker(&team).is_empty());
}
