//! Data that an earlier version stored: today's build opens it, shows what was shown then, and goes on with it.

use domain::RecordId;
use domain::member::Role;
use std::fs;
use tongzhou_tests::stored::{Rows, folder, rows_from_text, screens, started_with, v1};
use tongzhou_tests::{Team, check};

/// What the projection's bytes begin with: a format, then the schema's fingerprint.
const FINGERPRINT: std::ops::Range<usize> = 1..9;

fn rows() -> Rows {
    rows_from_text(&fs::read_to_string(folder("v1").join("rows.txt")).expect("rows"))
}

fn opened(rows: Rows) -> Team {
    started_with(rows, v1::MOMENT_MS)
}

fn golden() -> String {
    fs::read_to_string(folder("v1").join("screens.txt")).expect("screens")
}

fn assert_same_lines(shown: &str, golden: &str) {
    for (line, (now, then)) in shown.lines().zip(golden.lines()).enumerate() {
        assert_eq!(now, then, "line {} of screens.txt", line + 1);
    }
    assert_eq!(shown.lines().count(), golden.lines().count());
}

fn assert_shows_what_v1_showed(team: &mut Team) {
    assert_same_lines(&screens::shown(team, 0), &golden());
}

fn assert_agrees_with_itself(team: &Team) {
    if let Err(difference) = check::agrees_with_itself(team.device(v1::FOUNDER)) {
        panic!("{difference}");
    }
}

fn customer(team: &mut Team, name: &str) -> RecordId {
    let projection = &team.device(v1::FOUNDER).replica().projection;
    let row = projection.of_kind("customer").find(|row| row.title() == name);
    row.unwrap_or_else(|| panic!("no customer {name}")).id
}

#[test]
fn the_fixture_holds_everything_a_store_can_hold() {
    let rows = rows();
    for prefix in ["m/format", "m/identity", "m/at-relay", "m/receipts", "m/pending"] {
        assert!(rows.contains_key(prefix.as_bytes()), "{prefix}");
    }
    for prefix in "kadpeocsrqbu".bytes() {
        assert!(rows.keys().any(|key| key[0] == prefix), "{}", prefix as char);
    }
    let chunks =
        |document: &[u8]| rows.keys().filter(|key| key[0] == b'd' && key[1..17] == *document).count();
    let documents: Vec<&[u8]> = rows.keys().filter(|key| key[0] == b'd').map(|key| &key[1..17]).collect();
    assert!(documents.iter().any(|document| chunks(document) > 1), "a document in several chunks");
    let first = |document: &[u8]| rows.keys().find(|key| key[0] == b'd' && key[1..17] == *document);
    let is_folded = |key: &Vec<u8>| key[17..].iter().any(|byte| *byte != 0);
    let folded = documents.iter().filter_map(|document| first(document)).any(is_folded);
    assert!(folded, "a document whose first chunks were folded into one");
}

#[test]
fn what_v1_stored_shows_what_v1_showed() {
    let mut team = opened(rows());
    assert_shows_what_v1_showed(&mut team);
    assert_agrees_with_itself(&team);
}

#[test]
fn rows_of_another_schema_are_made_anew_from_the_documents() {
    let mut rows = rows();
    for (_, part) in rows.iter_mut().filter(|(key, _)| key[0] == b'p') {
        part[FINGERPRINT].fill(0);
    }
    let mut team = opened(rows);
    assert_shows_what_v1_showed(&mut team);
    assert_agrees_with_itself(&team);
}

#[test]
fn damaged_documents_and_rows_are_made_anew_from_the_envelopes() {
    let mut rows = rows();
    for (_, value) in rows.iter_mut().filter(|(key, _)| matches!(key[0], b'p' | b'd')) {
        let middle = value.len() / 2;
        value[middle..].iter_mut().for_each(|byte| *byte ^= 0x55);
    }
    let mut team = opened(rows);
    let (shown, golden) = (screens::shown(&mut team, 0), golden());
    // A history tells concurrent changes in the order in which this device took them in, which is another one now.
    let is_history = |line: &&str| line.contains(" by ") && line.contains(" at ");
    let without_history = |text: &str| -> String {
        text.lines().filter(|line| !is_history(line)).collect::<Vec<_>>().join("\n")
    };
    assert_same_lines(&without_history(&shown), &without_history(&golden));
    assert_eq!(shown.lines().filter(is_history).count(), golden.lines().filter(is_history).count());
    assert_agrees_with_itself(&team);
}

#[test]
fn an_edit_of_what_v1_stored_is_there_after_the_next_start() {
    let mut team = opened(rows());
    let id = customer(&mut team, "成都锦华服饰");
    team.member(v1::FOUNDER).writes(id, "region", "德阳");
    team.let_pass(60_000);
    team.devices[0].disk.close();
    let mut again = opened(team.devices[0].disk.copy());
    assert_eq!(again.member(v1::FOUNDER).reads(id, "region"), "德阳");
    assert_eq!(again.member(v1::FOUNDER).reads(id, "industry"), "服装");
    assert_agrees_with_itself(&again);
}

#[test]
fn an_empty_relay_is_filled_and_whoever_joins_sees_it() {
    let mut team = opened(rows());
    team.heal();
    team.sync();
    let link = team.member(v1::FOUNDER).invites("小周", Role::Assistant);
    team.joins("小周", &link).expect("joined");
    team.sync();
    for name in ["成都锦华服饰", "重庆山城建材", "绵阳百货（离线新建）"] {
        let id = customer(&mut team, name);
        assert_eq!(team.member("小周").reads(id, "name"), name);
    }
    let devices = [team.device(v1::FOUNDER), team.device("小周")];
    check::replicas_agree(&devices).expect("both show the same");
}
