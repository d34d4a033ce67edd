//! Stored data of a version, checked in: what a device held, row by row, and what its screens showed. Every later
//! build opens it and shows the same.
//!
//! A fixture is a folder `tests/fixtures/<version>` with `rows.txt` (one row of the store a line: key and value in
//! hex) and `screens.txt` (see [`screens`]). It was written once, by the build of that version, with
//! `cargo run -p tongzhou-tests --example write_stored_data -- v1`, and is never written again.

pub mod screens;
pub mod v1;

use crate::{Device, Team};
use engine::host::Key;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// What a store holds.
pub type Rows = BTreeMap<Key, Vec<u8>>;

/// Where a version's fixture is.
pub fn folder(version: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(version)
}

/// The rows as text.
pub fn rows_to_text(rows: &Rows) -> String {
    let mut text = String::new();
    for (key, value) in rows {
        put_hex(&mut text, key);
        text.push(' ');
        put_hex(&mut text, value);
        text.push('\n');
    }
    text
}

fn put_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
}

/// The rows that a text holds.
///
/// # Panics
/// When it is no such text.
pub fn rows_from_text(text: &str) -> Rows {
    let row = |line: &str| {
        let (key, value) = line.split_once(' ').unwrap_or_else(|| panic!("no row: {line}"));
        (from_hex(key), from_hex(value))
    };
    text.lines().map(row).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let byte = |pair: &[u8]| {
        let digits = std::str::from_utf8(pair).ok();
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        byte.unwrap_or_else(|| panic!("not hex: {text}"))
    };
    text.as_bytes().chunks(2).map(byte).collect()
}

/// A device that holds these rows, started at that moment. It reaches no relay until `heal`, and that one is empty.
pub fn started_with(rows: Rows, now_ms: i64) -> Team {
    let mut team = Team::new(2);
    team.now_ms = now_ms;
    let mut device = Device::new(v1::FOUNDER);
    device.disk.put_back(rows);
    device.is_cut_off = true;
    team.devices.push(device);
    team.switch_on(0);
    team.let_pass(0);
    team
}
