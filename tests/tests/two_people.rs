//! A manager and an assistant, two devices, offline edits that merge.

use contract::view::SyncStage;
use contract::{Command, FieldWrite, Refusal};
use domain::RecordId;
use domain::member::Role;
use domain::record::Value;
use tongzhou_tests::story::text;
use tongzhou_tests::team::Event;
use tongzhou_tests::{Team, check};

fn two_people() -> Team {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Assistant);
    team
}

fn assert_converged(team: &Team) {
    if let Err(difference) = check::converged(team) {
        panic!("{difference}");
    }
}

#[test]
fn a_joiner_sees_what_was_there_before() {
    let mut team = Team::founded_by("陈静");
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.welcomes("陈静", "阿明", Role::Assistant);
    assert_eq!(team.member("阿明").reads(customer.0, "name"), "锦华服饰");
    let session = team.member("阿明").session();
    assert_eq!((session.team_name.as_str(), session.my_name.as_str()), ("成都一队", "阿明"));
    assert_converged(&team);
}

#[test]
fn different_fields_edited_offline_both_stay() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    team.partition(&["陈静", "阿明"]);
    team.member("陈静").writes(customer.0, "region", "成都");
    team.member("阿明").writes(customer.0, "industry", "服装");
    team.sync();
    assert_eq!(team.member("阿明").reads(customer.0, "region"), "");
    team.heal();
    team.sync();
    for name in ["陈静", "阿明"] {
        assert_eq!(team.member(name).reads(customer.0, "region"), "成都");
        assert_eq!(team.member(name).reads(customer.0, "industry"), "服装");
    }
    assert_converged(&team);
}

#[test]
fn the_same_field_edited_offline_keeps_one_and_shows_both() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    team.partition(&["陈静", "阿明"]);
    team.member("陈静").writes(customer.0, "region", "成都");
    team.member("阿明").writes(customer.0, "region", "绵阳");
    team.heal();
    team.sync();
    assert_converged(&team);
    let row = team.member("陈静").row(customer.0).expect("a row");
    assert_eq!(row.two_edits.expect("two edits").len(), 1);
    let written: Vec<String> =
        team.member("阿明").history(customer.0).iter().map(|entry| format!("{:?}", entry.changes)).collect();
    assert!(written.iter().any(|changes| changes.contains("成都")), "{written:?}");
    assert!(written.iter().any(|changes| changes.contains("绵阳")), "{written:?}");
}

#[test]
fn a_customer_deleted_here_and_edited_there_stays() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    team.partition(&["陈静", "阿明"]);
    team.member("陈静").deletes(customer.0);
    team.member("阿明").writes(customer.0, "region", "绵阳");
    team.heal();
    team.sync();
    for name in ["陈静", "阿明"] {
        assert!(team.member(name).row(customer.0).expect("a row").live);
    }
    assert_converged(&team);
}

#[test]
fn a_form_that_is_saved_after_a_colleague_has_deleted_the_customer_does_not_bring_them_back() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    team.member("陈静").deletes(customer.0);
    team.sync();
    let edit = Command::Edit { id: customer.0, fields: vec![text("region", "绵阳")] };
    assert_eq!(team.member("阿明").tries(edit.clone()).map(drop), Err(Refusal::Deleted));
    assert!(!team.member("阿明").row(customer.0).expect("a row").live);
    team.member("阿明").does(Command::Restore { id: customer.0 });
    team.member("阿明").does(edit);
    team.sync();
    assert_eq!(team.member("陈静").reads(customer.0, "region"), "绵阳");
    assert_converged(&team);
}

#[test]
fn follow_ups_logged_offline_on_one_customer_are_all_there() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    team.partition(&["陈静", "阿明"]);
    let mine = team.member("陈静").logs_follow_up(customer, "要报价");
    let yours = team.member("阿明").logs_follow_up(customer, "下周再谈");
    team.heal();
    team.sync();
    for name in ["陈静", "阿明"] {
        assert_eq!(team.member(name).reads(mine.0, "text"), "要报价");
        assert_eq!(team.member(name).reads(yours.0, "text"), "下周再谈");
    }
    assert_converged(&team);
}

#[test]
fn undo_of_one_device_reaches_the_other() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    let edit = team.member("陈静").writes(customer.0, "region", "成都");
    team.sync();
    let batch = edit.undo.expect("undoable");
    team.member("陈静").does(contract::Command::Undo { batch });
    team.sync();
    assert_eq!(team.member("阿明").reads(customer.0, "region"), "");
    assert_converged(&team);
}

#[test]
fn the_sentence_on_screen_is_the_true_one() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::Received { devices: 1 });

    team.member("陈静").writes(customer.0, "note", "老客户");
    team.device_mut("陈静").disk.is_held = true;
    team.member("陈静").writes(customer.0, "region", "成都");
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::Saving);

    team.partition(&["陈静"]);
    team.device_mut("陈静").disk.is_held = false;
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::SavedHere);

    team.relay.withholds_acks = true;
    team.relay.withholds_receipts = true;
    team.heal();
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::SavedHere, "nobody said that the relay has it");
    assert_eq!(team.member("阿明").reads(customer.0, "region"), "成都");

    team.relay.withholds_acks = false;
    team.partition(&["陈静"]);
    team.heal();
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::Uploaded, "nobody said that they have it");

    team.relay.withholds_receipts = false;
    team.partition(&["陈静"]);
    team.heal();
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::Received { devices: 1 });
    assert_converged(&team);
}

#[test]
fn what_a_person_does_is_shown_before_the_disk_has_given_its_document() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    team.let_pass(600_000);
    let at = team.place("陈静");
    assert!(team.devices[at].replica().loaded.is_empty(), "documents are closed by then");
    team.devices[at].disk.is_held = true;
    let region = FieldWrite { field: "region".into(), value: Some(Value::Text("成都".into())) };
    let id = team.order(at, Command::Edit { id: customer.0, fields: vec![region] });
    assert!(matches!(team.devices[at].answers.get(&id), Some(Ok(_))), "answered");
    assert!(team.devices[at].replica().loaded.is_empty(), "and no document was needed");
    assert_eq!(team.member("陈静").reads(customer.0, "region"), "成都");
    assert_eq!(team.member("陈静").stage(), SyncStage::Saving);
    assert!(!team.devices[at].saved.contains(&id));
    team.devices[at].disk.is_held = false;
    team.sync();
    assert!(team.devices[at].saved.contains(&id));
    assert_eq!(team.member("陈静").stage(), SyncStage::Received { devices: 1 });
    assert_converged(&team);
}

#[test]
fn a_receipt_that_was_lost_on_the_way_is_said_again() {
    let mut team = two_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    // What 阿明 says from here on is lost with the connection.
    team.device_mut("阿明").line.is_held = false;
    team.member("陈静").writes(customer.0, "region", "成都");
    for _ in 0..10_000 {
        let events = team.events();
        let ming = team.place("阿明");
        let next = events.into_iter().find(|event| *event != tongzhou_tests::Event::ToRelay(ming));
        let Some(event) = next else { break };
        team.happen(event);
    }
    assert_eq!(team.member("阿明").reads(customer.0, "region"), "成都");
    team.device_mut("阿明").line.to_relay.clear();
    team.partition(&["阿明"]);
    team.heal();
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::Received { devices: 1 });
}

#[test]
fn what_a_person_does_goes_before_what_has_arrived() {
    let mut team = two_people();
    let at = team.place("阿明");
    team.device_mut("阿明").engine.as_mut().expect("it is on").slice = 1;
    team.partition(&["阿明"]);
    for number in 0..12 {
        team.member("陈静").creates_customer(&format!("客户 {number}"));
    }
    team.sync();
    team.heal();
    let shown = |team: &Team| team.device("阿明").replica().projection.of_kind("customer").count();
    while shown(&team) == 0 {
        match team.events().first().copied() {
            Some(event) => team.happen(event),
            None => team.now_ms = team.next_alarm().expect("it wants to connect"),
        }
    }
    assert!(shown(&team) < 12, "the page came at once");

    // Nothing but its disk works now: what is left of the page waits, the command does not.
    let create = Command::Create {
        kind: "customer".into(),
        id: RecordId([7; 16]),
        fields: vec![FieldWrite { field: "name".into(), value: Some(Value::Text("蓉城茶业".into())) }],
    };
    let before = shown(&team);
    let id = team.order(at, create);
    while !team.device("阿明").answers.contains_key(&id) && team.device("阿明").disk.is_busy() {
        team.happen(Event::Store(at));
    }
    assert!(team.device("阿明").answers.contains_key(&id), "the command waits for the page");
    // One slice may have been under way.
    assert!(shown(&team) <= before + 2, "more of the page came first: {}", shown(&team));
    team.sync();
    assert_eq!(shown(&team), 13);
    assert_converged(&team);
}
