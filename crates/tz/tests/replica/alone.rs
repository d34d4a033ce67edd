//! One replica without a relay.

use crate::tz::{TODAY, Tz, read};
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn a_record_is_added_listed_found_changed_and_taken_back() {
    let tz = Tz::founded();
    let added = tz.json(&["add", "customer", "name=成都锦华服饰", "class=A", "next_date=2026-03-12"]);
    let id = added["id"].as_str().unwrap();
    assert_eq!(added["saved"], true);
    tz.ok(&["add", "customer", "name=重庆山城建材", "class=C"]);

    let listed = tz.json(&["list", "customer", "--filter", "jinhua"]);
    assert_eq!(
        listed,
        json!([{ "id": id, "name": "成都锦华服饰", "class": "A", "owner": listed[0]["owner"], "next_date": "2026-03-12" }])
    );
    assert!(tz.ok(&["list", "customer"]).contains("重庆山城建材"));
    let found = tz.json(&["search", "cdjh"]);
    assert_eq!(found[0]["id"], id, "{found}");

    let set = tz.json(&["set", "成都锦华服饰", "class=B", "next_date="]);
    assert_eq!(tz.json(&["show", id])["class"], "B");
    assert_eq!(tz.json(&["show", id])["next_date"], json!(null));
    tz.ok(&["undo", set["undo"].as_str().unwrap()]);
    let shown = tz.json(&["show", id]);
    assert_eq!((&shown["class"], &shown["next_date"]), (&json!("A"), &json!("2026-03-12")));

    let history = tz.json(&["history", id]);
    let actions: Vec<_> = history.as_array().unwrap().iter().map(|entry| entry["action"].clone()).collect();
    assert_eq!(actions, ["edited", "edited", "created"]);
    assert_eq!(history[0]["by"]["name"], "李明");

    tz.ok(&["delete", id]);
    assert_eq!(tz.json(&["list", "customer"]).as_array().unwrap().len(), 1);
    assert_eq!(tz.json(&["list", "customer", "--deleted"])[0]["id"], id);
    tz.ok(&["bring-back", id]);
    assert_eq!(tz.json(&["stats"])["kinds"]["customer"], json!({ "live": 2, "deleted": 0 }));
}

#[test]
fn a_follow_up_sets_the_next_date_and_shows_on_its_day() {
    let tz = Tz::founded();
    tz.ok(&["add", "customer", "name=Acme", "class=A", "owner=李明", "next_date=2026-03-09"]);
    assert_eq!(tz.json(&["today"])["due"][0]["name"], "Acme");
    let logged =
        tz.json(&["log", "Acme", "--channel", "phone", "--outcome", "wants_offer", "--text", "spring list"]);
    assert_eq!(logged["next_date"], "2026-03-11", "the day after tomorrow, a working day");
    let today = tz.json(&["today"]);
    assert_eq!((&today["date"], &today["due_count"]), (&json!(TODAY), &json!(0)));
    let chosen = tz.json(&[
        "log",
        "Acme",
        "--channel",
        "visit",
        "--outcome",
        "met",
        "--next",
        "2026-04-01",
        "--next-action",
        "call",
    ]);
    assert_eq!(chosen["next_date"], "2026-04-01");
    let customer = tz.json(&["show", "Acme"]);
    assert_eq!((&customer["next_date"], &customer["next_action"]), (&json!("2026-04-01"), &json!("call")));
    tz.ok(&["undo", chosen["undo"].as_str().unwrap()]);
    assert_eq!(tz.json(&["show", "Acme"])["next_date"], "2026-03-11");
}

#[test]
fn a_follow_up_says_with_whom_of_the_customers_people() {
    let tz = Tz::founded();
    for name in ["Acme", "Other"] {
        tz.ok(&["add", "customer", &format!("name={name}")]);
    }
    let li = tz.json(&["add", "contact", "name=Li", "customer=Acme"]);
    let log = ["--channel", "phone", "--outcome", "interested", "--contact", "Li"];
    let logged = tz.json(&[&["log", "Acme"][..], &log].concat());
    let touch = tz.json(&["show", logged["id"].as_str().unwrap()]);
    assert_eq!((&touch["contact"], li["id"].is_string()), (&li["id"], true));
    tz.fails(1, &[&["log", "Other"][..], &log].concat());
}

#[test]
fn what_cannot_be_done_is_said_with_what_to_do_and_changes_nothing() {
    let empty = Tz::new();
    assert!(empty.fails(1, &["list", "customer"]).contains("tz init"));
    let tz = Tz::founded();
    assert!(tz.fails(2, &["list", "spaceship"]).contains("customer, contact"));
    assert!(tz.fails(2, &["add", "customer", "nmae=x"]).contains("name, class"));
    assert!(tz.fails(2, &["add", "customer", "name=x", "next_date=tomorrow"]).contains("2026-03-09"));
    assert!(tz.fails(2, &["add", "customer", "name=x", "class=Z"]).contains("A | B | C"));
    assert!(tz.fails(1, &["add", "customer", "class=A"]).contains("Name"), "the name is required");
    assert!(tz.fails(1, &["add", "customer", "name=x", "owner=nobody"]).contains("nobody"));
    assert!(tz.fails(1, &["show", "nothing"]).contains("nothing"));
    assert!(tz.fails(2, &["undo", "x"]).contains("32"));
    assert!(tz.fails(1, &["undo", &"0".repeat(32)]).contains("undone"));
    assert!(tz.fails(1, &["init", "--team", "x", "--name", "y"]).contains("already"));
    assert!(tz.fails(3, &["sync"]).contains("tz relay"));
    assert!(tz.fails(3, &["invite", "--name", "x", "--role", "salesperson"]).contains("tz relay"));
    assert_eq!(
        tz.fails(2, &["frobnicate"]).lines().next().unwrap(),
        "error: unrecognized subcommand 'frobnicate'"
    );
    assert_eq!(tz.json(&["stats"])["kinds"]["customer"], json!({ "live": 0, "deleted": 0 }));
    tz.ok(&["add", "customer", "name=Twin"]);
    tz.ok(&["add", "customer", "name=Twin"]);
    let said = tz.fails(2, &["show", "Twin"]);
    assert_eq!(said.lines().count(), 3, "both ids are named: {said}");
}

#[test]
fn a_folder_in_use_is_left_alone() {
    let tz = Tz::founded();
    let held = redb::Database::open(tz.folder().join("tongzhou.redb")).unwrap();
    assert!(tz.fails(4, &["add", "customer", "name=x"]).contains("Another tz is using"));
    drop(held);
    assert_eq!(tz.json(&["stats"])["kinds"]["customer"]["live"], 0);
}

#[test]
fn the_sample_fills_the_team_through_the_eyes_of_its_founder() {
    let tz = Tz::founded();
    let records: u64 = tz.ok(&["sample"]).parse().unwrap();
    let stats = tz.json(&["stats"]);
    assert_eq!(stats["kinds"]["customer"]["live"], 120);
    assert_eq!(stats["kinds"]["follow_up"]["live"], 600);
    assert!(records > 870, "{records}");
    // A team that begins with stages keeps them, and the generated deals stand in them.
    let stages = tz.json(&["list", "stage"]);
    let all = |field: &str| -> BTreeSet<String> {
        stages.as_array().unwrap().iter().map(|stage| stage[field].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(all("name").len(), stages.as_array().unwrap().len(), "{stages}");
    let deals = tz.json(&["list", "deal"]);
    let stands = |deal: &serde_json::Value| all("id").contains(deal["stage"].as_str().unwrap());
    assert!(deals.as_array().unwrap().iter().all(stands), "{}", deals[0]);
    assert_eq!(stats["kinds"]["member"]["live"], 11, "the generated manager is the founder");
    assert_eq!(stats["loaded_documents"], 0, "a start loads no document");
    let again = Tz::founded();
    again.ok(&["sample"]);
    let names = |tz: &Tz| tz.json(&["list", "customer"])[0]["name"].clone();
    assert_eq!(names(&tz), names(&again), "the same seed gives the same team");
}

#[test]
fn everything_is_exported_for_other_programs() {
    let tz = Tz::founded();
    let id = tz.ok(&["add", "customer", "name==1+1", "owner=李明", "note=line"]);
    let out = tz.folder().join("out");
    let folder = out.to_str().unwrap();
    tz.ok(&["export", "--format", "csv", "--out", folder]);
    let csv = read(&out, "customer.csv");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(out.join("customer.csv")).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "nobody else on the machine reads the customers");
    }
    assert!(csv.starts_with("\u{feff}id,name,class,owner,"), "{csv}");
    assert!(csv.contains(&format!("{id},'=1+1,,李明,")), "{csv}");
    tz.ok(&["export", "--format", "json", "--out", folder]);
    let json: serde_json::Value = serde_json::from_str(&read(&out, "customer.json")).unwrap();
    assert_eq!(json[0]["name"], "=1+1");
    let files = tz.json(&["export", "--format", "automerge", "--out", folder]);
    let saved =
        files["files"].as_array().unwrap().iter().map(|file| std::fs::read(file.as_str().unwrap()).unwrap());
    let records: Vec<_> =
        saved.flat_map(|bytes| engine::document::Document::load(&[bytes], &[1]).unwrap().records()).collect();
    assert!(records.iter().any(|record| record.id.to_string() == id), "the customer's document is there");
}
