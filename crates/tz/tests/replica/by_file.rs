//! Two replicas that never see a relay: everything goes by file.

use crate::tz::Tz;
use serde_json::{Value, json};
use std::path::PathBuf;
use tempfile::TempDir;

/// Where files lie on their way.
pub struct Post(TempDir);

impl Post {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> String {
        self.file(name).to_str().unwrap().to_owned()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.file(name)).unwrap()
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.file(name), bytes).unwrap();
        self.path(name)
    }

    /// Somebody writes a file, somebody takes it in; gives what was said of it.
    fn carry(&self, from: &Tz, to: &Tz) -> Value {
        let path = self.path("carried");
        from.ok(&["sync-file", "--to", &path]);
        to.json(&["receive", &path])
    }
}

/// Records without their order.
pub fn records(tz: &Tz, kind: &str) -> Vec<Value> {
    let mut records = tz.json(&["list", kind]).as_array().unwrap().clone();
    records.sort_by_key(|record| record["id"].as_str().unwrap().to_owned());
    records
}

fn assert_equal(one: &Tz, other: &Tz) {
    for kind in ["member", "customer", "follow_up", "stage"] {
        assert_eq!(records(one, kind), records(other, kind), "{kind}");
    }
}

/// A founder without a relay, and somebody who joined by file.
fn pair(post: &Post) -> (Tz, Tz) {
    let (li, chen) = (Tz::founded(), Tz::new());
    li.ok(&["add", "customer", "name=Acme", "class=A"]);
    let link = li.ok(&["invite", "--by-file", "--name", "陈晓", "--role", "salesperson"]);
    let path = post.path("welcome");
    li.ok(&["sync-file", "--to", &path]);
    let joined = chen.json(&["join", &link, "--file", &path]);
    assert_eq!((&joined["team"], &joined["name"]), (&json!("锦华销售部"), &json!("陈晓")));
    (li, chen)
}

#[test]
fn two_people_who_never_see_a_relay_join_edit_and_are_equal() {
    let post = Post::new();
    let (li, chen) = pair(&post);
    assert_equal(&li, &chen);
    let refused = chen.fails(1, &["set", "Acme", "region=Chengdu"]);
    assert!(refused.contains("may read"), "not before the team has let the device in: {refused}");

    let asked = post.carry(&chen, &li);
    assert_eq!((&asked["admitted"], &asked["envelopes"]), (&json!(1), &json!(0)));
    let answered = post.carry(&li, &chen);
    assert_eq!(answered["waits_for_admission"], false);

    chen.ok(&["set", "Acme", "region=Chengdu"]);
    chen.ok(&["log", "Acme", "--channel", "wechat", "--outcome", "replied", "--text", "from Chen"]);
    li.ok(&["set", "Acme", "phone=028-1"]);
    li.ok(&["add", "customer", "name=Second"]);
    for (from, to) in [(&li, &chen), (&chen, &li)] {
        let brought = post.carry(from, to);
        assert!(brought["envelopes"].as_u64().unwrap() > 0, "{brought}");
        assert_eq!(brought["quarantined"], 0);
    }
    assert_equal(&li, &chen);
    let acme = li.json(&["show", "Acme"]);
    assert_eq!((&acme["phone"], &acme["region"]), (&json!("028-1"), &json!("Chengdu")));
    // The answer carries what the other has said that it has: nothing but news travels.
    let (again, twice) = (post.carry(&chen, &li), post.carry(&chen, &li));
    assert_eq!((&again["envelopes"], &twice["envelopes"]), (&json!(0), &json!(0)));
    let full = post.path("all");
    li.ok(&["sync-file", "--to", &full, "--all"]);
    let news = post.path("news");
    li.ok(&["sync-file", "--to", &news]);
    assert!(post.bytes(&news).len() < post.bytes(&full).len() / 2, "what was received stays out");
    assert_eq!(chen.json(&["receive", &full])["envelopes"], 0, "a replay does no harm");
    assert_equal(&li, &chen);
}

#[test]
fn a_second_device_joins_by_file_and_has_what_is_private() {
    let post = Post::new();
    let li = Tz::founded();
    let note = li.ok(&["add", "customer", "name=Acme"]);
    let link = li.ok(&["device-link", "--by-file"]);
    let path = post.path("welcome");
    li.ok(&["sync-file", "--to", &path]);
    let phone = Tz::new();
    assert_eq!(phone.json(&["join", &link, "--file", &path])["name"], "李明");
    // It is mine: what it writes before it is let in is kept and goes out later.
    phone.ok(&["set", &note, "region=Chengdu"]);
    let early = post.carry(&phone, &li);
    assert_eq!((&early["admitted"], &early["envelopes"]), (&json!(1), &json!(0)));
    assert_eq!(li.json(&["show", "Acme"])["region"], Value::Null, "nothing leaves before");
    post.carry(&li, &phone);
    assert!(post.carry(&phone, &li)["envelopes"].as_u64().unwrap() > 0);
    assert_eq!(li.json(&["show", "Acme"])["region"], "Chengdu");
    assert_equal(&li, &phone);
}

#[test]
fn what_is_wrong_with_a_file_is_said_and_nothing_is_lost() {
    let post = Post::new();
    let (li, chen) = pair(&post);
    let welcome = post.bytes("welcome");
    let says = |bytes: &[u8], words: &str| {
        let path = post.put("bad", bytes);
        let said = chen.fails(1, &["receive", &path]);
        assert!(said.contains(words), "{said}");
    };
    says(&welcome[..welcome.len() - 1], "incomplete");
    says(&welcome[..40], "incomplete");
    for at in [20, 60, 200, welcome.len() / 2, welcome.len() - 1] {
        let mut changed = welcome.clone();
        changed[at] ^= 1;
        says(&changed, "damaged");
    }
    says(b"PK\x03\x04 some archive", "not a backup or sync file");
    says(b"", "not a backup or sync file");
    let mut newer = welcome.clone();
    newer[9] = 3;
    says(&newer, "newer version");
    let other = Tz::founded();
    let path = post.path("other");
    other.ok(&["sync-file", "--to", &path]);
    assert!(chen.fails(1, &["receive", &path]).contains("another team"));
    let missing = post.path("nowhere");
    assert!(chen.fails(1, &["receive", &missing]).contains("cannot be read"));
    assert_eq!(chen.json(&["receive", &post.path("welcome")])["quarantined"], 0);
    assert_equal(&li, &chen);
}

#[test]
fn a_link_and_a_file_that_do_not_belong_together_let_nobody_in() {
    let post = Post::new();
    let li = Tz::founded();
    let before = post.path("before");
    li.ok(&["sync-file", "--to", &before]);
    let link = li.ok(&["invite", "--by-file", "--name", "陈晓", "--role", "salesperson"]);
    let late = Tz::new();
    assert!(late.fails(1, &["join", &link, "--file", &before]).contains("no invite for you"));
    let other = Tz::founded();
    other.ok(&["invite", "--by-file", "--name", "x", "--role", "salesperson"]);
    let theirs = post.path("theirs");
    other.ok(&["sync-file", "--to", &theirs]);
    assert!(late.fails(1, &["join", &link, "--file", &theirs]).contains("another team"));

    // Two people with one link: who is let in first is in, the other is told.
    let welcome = post.path("welcome");
    li.ok(&["sync-file", "--to", &welcome]);
    let chen = Tz::new();
    chen.ok(&["join", &link, "--file", &welcome]);
    late.ok(&["join", &link, "--file", &welcome]);
    assert_eq!(post.carry(&chen, &li)["admitted"], 1);
    assert_eq!(post.carry(&late, &li)["admitted"], 0);
    post.carry(&li, &chen);
    assert_eq!(chen.json(&["receive", &welcome])["waits_for_admission"], false);
    let third = Tz::new();
    let again = post.path("again");
    li.ok(&["sync-file", "--to", &again]);
    assert!(third.fails(1, &["join", &link, "--file", &again]).contains("no invite for you"));
}
