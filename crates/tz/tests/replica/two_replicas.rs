//! Two replicas through a real relay.

use crate::tz::Tz;
use relay::{MemoryStore, Options};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A relay on a port of its own, until it is dropped.
pub struct Relay {
    url: String,
    handle: Option<relay::Handle>,
    runtime: Runtime,
}

impl Relay {
    pub fn start() -> Self {
        Self::start_with(Options::default())
    }

    pub fn start_with(options: Options) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let handle = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            relay::serve(listener, Arc::new(MemoryStore::new([7; 16])), options).unwrap()
        });
        Self { url: format!("ws://{}/ws", handle.address()), handle: Some(handle), runtime }
    }

    pub fn address(&self) -> SocketAddr {
        self.handle.as_ref().unwrap().address()
    }

    pub fn stop(&mut self) {
        if let Some(handle) = self.handle.take() {
            self.runtime.block_on(handle.stop()).unwrap();
        }
    }
}

/// A founder and somebody who joined with a link.
pub fn pair(relay: &Relay) -> (Tz, Tz) {
    let (li, chen) = (Tz::new(), Tz::new());
    introduce(&li, &chen, &relay.url);
    (li, chen)
}

/// Lets the first found a team at the relay of this address, and the second join it with a link.
pub fn introduce(li: &Tz, chen: &Tz, url: &str) {
    li.ok(&["init", "--team", "锦华销售部", "--name", "李明", "--relay", url]);
    let link =
        li.ok(&["invite", "--name", "陈晓", "--role", "salesperson", "--page", "https://example.com/app"]);
    assert!(link.starts_with("https://example.com/app#"), "{link}");
    let joined = chen.json(&["join", &link]);
    assert_eq!((&joined["team"], &joined["name"]), (&json!("锦华销售部"), &json!("陈晓")));
}

/// Records without their order.
fn records(tz: &Tz, kind: &str) -> Vec<Value> {
    let mut records = tz.json(&["list", kind]).as_array().unwrap().clone();
    records.sort_by_key(|record| record["id"].as_str().unwrap().to_owned());
    records
}

#[test]
fn what_two_people_did_offline_is_the_same_on_both_sides_afterwards() {
    let mut relay = Relay::start();
    let (li, chen) = pair(&relay);
    let acme = li.ok(&["add", "customer", "name=Acme", "class=A"]);
    li.ok(&["sync"]);
    chen.ok(&["sync"]);
    assert_eq!(chen.json(&["show", &acme])["name"], "Acme");

    li.ok(&["set", "Acme", "phone=028-1"]);
    li.ok(&["log", "Acme", "--channel", "phone", "--outcome", "interested", "--text", "from Li"]);
    chen.ok(&["set", "Acme", "region=Chengdu"]);
    chen.ok(&["log", "Acme", "--channel", "wechat", "--outcome", "replied", "--text", "from Chen"]);
    for tz in [&li, &chen, &li] {
        assert_eq!(tz.json(&["sync"])["synced"], true);
    }
    for kind in ["member", "customer", "follow_up"] {
        assert_eq!(records(&li, kind), records(&chen, kind), "{kind}");
    }
    let merged = li.json(&["show", &acme]);
    assert_eq!((&merged["phone"], &merged["region"]), (&json!("028-1"), &json!("Chengdu")));
    assert_eq!(records(&li, "follow_up").len(), 2);
    assert_eq!(chen.json(&["sync"])["quarantined"], 0);
    relay.stop();
}

#[test]
fn a_sample_of_many_records_reaches_the_other_replica() {
    let relay = Relay::start();
    let (li, chen) = pair(&relay);
    li.ok(&["sample"]);
    li.ok(&["sync"]);
    chen.ok(&["sync"]);
    assert_eq!(chen.json(&["stats"])["kinds"], li.json(&["stats"])["kinds"]);
    let devices = li.json(&["sync"])["received_by"].as_u64().unwrap();
    assert_eq!(devices, 1, "the other device has said that it has everything");
}

#[test]
fn a_sample_is_written_by_two_people_in_shares() {
    let relay = Relay::start();
    let (li, chen) = pair(&relay);
    li.ok(&["sample", "--share", "1/2"]);
    li.ok(&["sync"]);
    chen.ok(&["sync"]);
    chen.ok(&["sample", "--share", "2/2"]);
    chen.ok(&["sync"]);
    li.ok(&["sync"]);
    let whole = Tz::founded();
    whole.ok(&["sample"]);
    let kinds = |tz: &Tz, kind: &str| tz.json(&["stats"])["kinds"][kind].clone();
    for kind in ["customer", "contact", "follow_up", "deal", "task", "announcement", "comment"] {
        assert_eq!(kinds(&li, kind), kinds(&whole, kind), "{kind}");
        assert_eq!(kinds(&chen, kind), kinds(&whole, kind), "{kind}");
    }
    assert!(chen.fails(2, &["sample", "--share", "3/2"]).contains("such as 2/50"));
}

#[test]
fn a_link_works_once_and_another_device_of_the_same_person_joins_by_its_own() {
    let relay = Relay::start();
    let (li, chen) = pair(&relay);
    let link = li.ok(&["invite", "--name", "王芳", "--role", "assistant"]);
    let wang = Tz::new();
    wang.ok(&["join", &link]);
    let late = Tz::new();
    assert!(late.fails(1, &["join", &link]).contains("each works once"));
    assert!(late.fails(1, &["join", &link[..link.len() - 3]]).contains("incomplete"));
    assert!(chen.fails(1, &["invite", "--name", "x", "--role", "viewer"]).contains("Only managers"));

    let phone = Tz::new();
    let own = chen.ok(&["device-link"]);
    assert_eq!(phone.json(&["join", &own])["name"], "陈晓");
    phone.ok(&["add", "customer", "name=From the phone"]);
    phone.ok(&["sync"]);
    chen.ok(&["sync"]);
    assert_eq!(records(&chen, "customer"), records(&phone, "customer"));
}

#[test]
fn without_the_relay_work_goes_on_and_is_uploaded_later() {
    let mut relay = Relay::start();
    let (li, _chen) = pair(&relay);
    relay.stop();
    li.ok(&["add", "customer", "name=Offline"]);
    assert!(li.fails(3, &["sync"]).contains("stays here until it is uploaded"));
    let invited = li.run(&["invite", "--name", "x", "--role", "salesperson"]);
    assert_eq!(invited.code, 3, "{invited:?}");
    assert_eq!(invited.out.lines().count(), 1, "the link is still given");
    assert!(invited.err.contains("does not work yet"));
    let nobody = Tz::new();
    nobody.fails(3, &["join", invited.out.trim()]);
    assert!(nobody.fails(1, &["stats"]).contains("no team"));
}
