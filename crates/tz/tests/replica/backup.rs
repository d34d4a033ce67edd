//! A backup behind a passphrase becomes a new device.

use crate::by_file::{Post, records};
use crate::two_replicas::{Relay, pair};
use crate::tz::{Ran, Tz};
use serde_json::{Value, json};

const PASSPHRASE: &str = "正确 horse battery staple";

fn with(passphrase: &str, tz: &Tz, arguments: &[&str]) -> Ran {
    tz.command(arguments).env("TZ_PASSPHRASE", passphrase).output().unwrap().into()
}

fn ok(tz: &Tz, arguments: &[&str]) -> String {
    let ran = with(PASSPHRASE, tz, arguments);
    assert_eq!(ran.code, 0, "tz {arguments:?}: {ran:?}");
    ran.out
}

fn fails(passphrase: &str, tz: &Tz, arguments: &[&str]) -> String {
    let ran = with(passphrase, tz, arguments);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "tz {arguments:?}: {ran:?}");
    ran.err
}

fn everything(tz: &Tz) -> Vec<Vec<Value>> {
    domain::KINDS.iter().map(|kind| records(tz, kind.name)).collect()
}

#[test]
fn a_lost_device_comes_back_as_a_new_one_with_what_was_never_uploaded() {
    let post = Post::new();
    let mut relay = Relay::start();
    let (li, chen) = pair(&relay);
    li.ok(&["add", "customer", "name=Uploaded"]);
    li.ok(&["sync"]);
    chen.ok(&["sync"]);
    chen.ok(&["add", "customer", "name=Never uploaded"]);
    chen.ok(&["log", "Uploaded", "--channel", "phone", "--outcome", "interested", "--text", "kept"]);
    let backup = post.path("chen.tzbackup");
    ok(&chen, &["backup", "--to", &backup]);
    let before = everything(&chen);
    drop(chen);

    let found = Tz::new();
    let restored = ok(&found, &["restore", &backup, "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&restored).unwrap()["name"], "陈晓");
    assert_eq!(everything(&found), before);
    found.ok(&["set", "Never uploaded", "region=Chengdu"]);
    assert_eq!(found.json(&["sync"])["quarantined"], 0);
    li.ok(&["sync"]);
    found.ok(&["sync"]);
    assert_eq!(everything(&li)[..], everything(&found)[..]);
    let regions: Vec<Value> =
        records(&li, "customer").iter().map(|customer| customer["region"].clone()).collect();
    assert!(regions.contains(&json!("Chengdu")), "{regions:?}");
    // It works for long, and in both directions.
    li.ok(&["set", "Never uploaded", "phone=028-1"]);
    li.ok(&["sync"]);
    found.ok(&["sync"]);
    assert_eq!(found.json(&["show", "Never uploaded"])["phone"], "028-1");
    relay.stop();
}

#[test]
fn the_same_backup_is_restored_twice_and_also_while_the_relay_is_away() {
    let post = Post::new();
    let mut relay = Relay::start();
    let (li, chen) = pair(&relay);
    let backup = post.path("li.tzbackup");
    ok(&li, &["backup", "--to", &backup]);
    let (one, two) = (Tz::new(), Tz::new());
    ok(&one, &["restore", &backup]);
    ok(&two, &["restore", &backup]);
    one.ok(&["add", "customer", "name=From one"]);
    two.ok(&["add", "customer", "name=From two"]);
    for tz in [&one, &two, &one, &chen, &li] {
        tz.ok(&["sync"]);
    }
    for tz in [&one, &two, &chen, &li] {
        tz.ok(&["sync"]);
        assert_eq!(records(tz, "customer").len(), 2);
        assert_eq!(tz.json(&["sync"])["quarantined"], 0);
    }
    relay.stop();
    let three = Tz::new();
    let ran = with(PASSPHRASE, &three, &["restore", &backup, "--timeout", "1"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("is restored here"), "{ran:?}");
    three.ok(&["add", "customer", "name=Offline"]);
    assert_eq!(records(&three, "customer").len(), 1);
    let again = post.path("again");
    assert!(fails(PASSPHRASE, &three, &["backup", "--to", &again]).contains("not let this device in"));
}

#[test]
fn a_founder_without_a_relay_goes_on_from_the_backup_and_still_lets_people_in() {
    let post = Post::new();
    let li = Tz::founded();
    li.ok(&["add", "customer", "name=Acme"]);
    let backup = post.path("li.tzbackup");
    ok(&li, &["backup", "--to", &backup]);
    let before = everything(&li);
    drop(li);
    let found = Tz::new();
    ok(&found, &["restore", &backup]);
    assert_eq!(everything(&found), before);
    found.ok(&["set", "Acme", "region=Chengdu"]);
    let history = found.json(&["history", "Acme"]);
    assert_eq!(history.as_array().unwrap().len(), 2, "both by the same person: {history}");
    let link = found.ok(&["invite", "--by-file", "--name", "陈晓", "--role", "salesperson"]);
    let (welcome, asks) = (post.path("welcome"), post.path("asks"));
    found.ok(&["sync-file", "--to", &welcome]);
    let chen = Tz::new();
    chen.ok(&["join", &link, "--file", &welcome]);
    assert_eq!(records(&chen, "customer"), records(&found, "customer"));
    chen.ok(&["sync-file", "--to", &asks]);
    assert_eq!(found.json(&["receive", &asks])["admitted"], 1);
}

#[test]
fn a_backup_that_cannot_be_used_says_why_and_writes_nothing() {
    let post = Post::new();
    let li = Tz::founded();
    li.ok(&["add", "customer", "name=Acme"]);
    let backup = post.path("li.tzbackup");
    assert!(fails("short", &li, &["backup", "--to", &backup]).contains("at least 8"));
    ok(&li, &["backup", "--to", &backup]);
    let bytes = post.bytes("li.tzbackup");
    assert!(fails(PASSPHRASE, &li, &["backup", "--to", &backup]).contains("is there already"));
    assert_eq!(post.bytes("li.tzbackup"), bytes);
    let text = "Acme".as_bytes();
    assert!(!bytes.windows(text.len()).any(|window| window == text));

    let empty = Tz::new();
    assert!(fails("another passphrase", &empty, &["restore", &backup]).contains("passphrase is wrong"));
    let says = |bytes: &[u8], words: &str| {
        let path = post.put("bad", bytes);
        let said = fails(PASSPHRASE, &empty, &["restore", &path]);
        assert!(said.contains(words), "{said}");
    };
    says(&bytes[..bytes.len() - 1], "incomplete");
    for at in [18, 25, 40, 80, bytes.len() / 2, bytes.len() - 1] {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        says(&changed, "damaged");
    }
    let mut newer = bytes.clone();
    newer[9] = 2;
    says(&newer, "newer version");
    let sync_file = post.path("sync");
    li.ok(&["sync-file", "--to", &sync_file]);
    assert!(fails(PASSPHRASE, &empty, &["restore", &sync_file]).contains("sync file, not a backup"));
    assert!(li.fails(1, &["receive", &backup]).contains("backup, not a sync file"));
    assert!(fails(PASSPHRASE, &li, &["restore", &backup]).contains("already"));
    assert!(empty.fails(1, &["stats"]).contains("no team"));
    ok(&empty, &["restore", &backup]);
    assert_eq!(records(&empty, "customer"), records(&li, "customer"));
}
