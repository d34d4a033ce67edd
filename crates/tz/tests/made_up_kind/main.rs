//! Invariant 11: a declaration and its words are all that a simple kind costs. Nothing outside
//! `domain::made_up_kind` and its words knows umbrellas, and yet everything can be done with them.
//!
//! `cargo test -p tz --features made_up_kind --test made_up_kind`

#[path = "../replica/tz.rs"]
mod tz;

use domain::record::{FieldFault, Value};
use language::Language;
use language::label::{choice_label, field_label, kind_label};
use serde_json::json;
use tz::{Tz, read};

#[test]
fn a_declaration_alone_brings_list_search_history_and_undo() {
    let tz = Tz::founded();
    let added = tz.json(&["add", "umbrella", "name=门口的红伞", "closing=button", "due_back=2026-03-12"]);
    let id = added["id"].as_str().unwrap();
    tz.ok(&["add", "umbrella", "name=蓝伞"]);

    assert_eq!(
        tz.json(&["list", "umbrella", "--filter", "红"]),
        json!([{ "id": id, "name": "门口的红伞", "closing": "button", "due_back": "2026-03-12" }])
    );
    let table = tz.ok(&["list", "umbrella"]);
    for word in ["Name", "Closes", "Borrowed by", "Due back", "蓝伞"] {
        assert!(table.contains(word), "{word} in {table}");
    }
    assert!(!table.contains("Note"), "no column of the list: {table}");

    for typed in ["红伞", "hongsan", "mkdhs"] {
        let found = tz.json(&["search", typed]);
        assert_eq!(
            (&found[0]["id"], &found[0]["kind"]),
            (&json!(id), &json!("umbrella")),
            "{typed}: {found}"
        );
    }

    let set = tz.json(&["set", "门口的红伞", "borrower=李明", "due_back="]);
    let entry = &tz.json(&["history", id])[0];
    assert_eq!((&entry["action"], &entry["by"]["name"]), (&json!("edited"), &json!("李明")));
    let history = tz.ok(&["history", id]);
    for word in ["Borrowed by", "李明", "Due back", "created"] {
        assert!(history.contains(word), "{word} in {history}");
    }
    tz.ok(&["undo", set["undo"].as_str().unwrap()]);
    let shown = tz.json(&["show", id]);
    assert_eq!((&shown["borrower"], &shown["due_back"]), (&json!(null), &json!("2026-03-12")));

    tz.ok(&["delete", id]);
    assert_eq!(tz.json(&["list", "umbrella", "--deleted"])[0]["id"], id);
    tz.ok(&["bring-back", id]);
    assert_eq!(tz.json(&["stats"])["kinds"]["umbrella"], json!({ "live": 2, "deleted": 0 }));
}

#[test]
fn what_does_not_fit_the_declaration_is_refused_in_its_words() {
    let tz = Tz::founded();
    assert!(tz.fails(2, &["add", "umbrella", "name=x", "closing=wind"]).contains("by_hand | button"));
    assert!(tz.fails(2, &["add", "umbrella", "colour=red"]).contains("name, closing, borrower"));
    assert!(tz.fails(1, &["add", "umbrella", "note=nameless"]).contains("Name"));
    assert_eq!(tz.json(&["list", "umbrella"]), json!([]));
}

#[test]
fn the_form_finds_label_type_and_rule_of_every_field_in_its_table() {
    let umbrella = domain::kind("umbrella").unwrap();
    for (language, labels) in [
        (Language::Chinese, ["叫法", "收伞方式", "借用人", "归还日期", "备注"]),
        (Language::English, ["Name", "Closes", "Borrowed by", "Due back", "Note"]),
    ] {
        let said: Vec<_> =
            umbrella.fields.iter().map(|field| field_label(language, umbrella.name, field.name)).collect();
        assert_eq!(said, labels);
    }
    assert_eq!(kind_label(Language::Chinese, "umbrella"), "雨伞");
    assert_eq!(choice_label(Language::Chinese, "umbrella", "closing", "button"), "自动");
    let check = |field: &str, value: &str| {
        umbrella.field(field).unwrap().1.check(Some(&Value::Text(value.to_owned())))
    };
    assert_eq!(check("name", ""), Err(FieldFault::Missing));
    assert_eq!(check("name", "two\nlines"), Err(FieldFault::ControlCharacter));
    assert_eq!(check("note", "two\nlines"), Ok(()));
    assert_eq!(check("closing", "wind"), Err(FieldFault::WrongType));
    assert_eq!(check("closing", "by_hand"), Ok(()));
    assert_eq!(umbrella.field("borrower").unwrap().1.target(), Some("member"));
}

#[test]
fn it_is_exported_as_a_table_of_its_own() {
    let tz = Tz::founded();
    tz.ok(&["add", "umbrella", "name=门口的红伞", "closing=by_hand", "borrower=李明", "note=伞骨有点松"]);
    let id = tz.json(&["list", "umbrella"])[0]["id"].as_str().unwrap().to_owned();
    let out = tz.folder().with_file_name("export");
    tz.ok(&["export", "--format", "csv", "--out", out.to_str().unwrap()]);
    assert_eq!(
        read(&out, "umbrella.csv"),
        format!(
            "\u{feff}id,name,closing,borrower,due_back,note\r\n{id},门口的红伞,by_hand,李明,,伞骨有点松\r\n"
        )
    );
}
