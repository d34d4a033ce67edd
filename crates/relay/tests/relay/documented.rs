//! What `docs/relay.md` and `deploy/` say about options is what the program has.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

fn read(path: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join(path)).unwrap()
}

fn help(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tz-relay"))
        .args(words)
        .arg("--help")
        .env("COLUMNS", "1000") // built with the whole workspace, it breaks its lines
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Every `--option` in a text.
fn options(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let is_option =
        |word: &&str| word.strip_prefix("--").is_some_and(|name| name.starts_with(char::is_alphabetic));
    words.filter(is_option).map(str::to_owned).collect()
}

/// What follows `name` in brackets.
fn bracketed<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("[{name}: "))?;
    rest.split_once(']').map(|(value, _)| value.trim_end_matches('='))
}

/// Option → (variable, default).
fn options_of_the_program() -> BTreeMap<String, (String, String)> {
    let help = help(&[]);
    let mut found = BTreeMap::new();
    for part in help.split("\n      --").skip(1) {
        let name = part.split([' ', '\n']).next().unwrap();
        if let Some(variable) = bracketed(part, "env") {
            let default = bracketed(part, "default").unwrap_or_default();
            found.insert(format!("--{name}"), (variable.to_owned(), default.to_owned()));
        }
    }
    found
}

#[test]
fn the_table_of_options_is_the_programs() {
    let docs = read("docs/relay.md");
    let rows = docs.lines().filter_map(|line| line.strip_prefix("| `--"));
    let documented: BTreeMap<_, _> = rows
        .map(|row| {
            let cells: Vec<_> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            (format!("--{}", cells[0]), (cells[1].to_owned(), cells[2].to_owned()))
        })
        .collect();
    assert!(documented.len() > 10);
    assert_eq!(documented, options_of_the_program());
}

#[test]
fn everything_else_that_is_said_to_exist_exists() {
    let ours: BTreeSet<String> = [&[][..], &["backup"], &["restore"], &["verify"]]
        .iter()
        .flat_map(|words| options(&help(words)))
        .collect();
    let docs = read("docs/relay.md");
    // Lines for other programs have options of their own.
    let mine = docs.lines().filter(|line| {
        !line.contains("cargo ") && !line.contains("sudo useradd") && !line.contains("systemctl")
    });
    for option in mine.flat_map(options) {
        assert!(ours.contains(&option), "{option} of docs/relay.md");
    }
    let variables: BTreeSet<_> =
        options_of_the_program().into_values().map(|(variable, _)| variable).collect();
    for file in ["deploy/tz-relay.service", "deploy/tz-relay-backup.service", "deploy/tz-relay.env"] {
        let text = read(file);
        let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        for variable in words.filter(|word| word.starts_with("TZ_RELAY_")) {
            assert!(variables.contains(variable), "{variable} of {file}");
        }
        for option in text.lines().filter(|line| line.contains("tz-relay ")).flat_map(options) {
            assert!(ours.contains(&option), "{option} of {file}");
        }
    }
}
