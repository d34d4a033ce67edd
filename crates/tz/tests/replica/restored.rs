//! The relay is put back to an older backup; the replicas bring what is missing.

use crate::tz::Tz;
use relay::{Options, RedbStore, backup};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

struct Relay {
    handle: relay::Handle,
    store: Arc<RedbStore>,
}

impl Relay {
    fn start(runtime: &Runtime, file: &Path, listen: &str) -> Self {
        let store = Arc::new(RedbStore::open(file).unwrap());
        let handle = runtime.block_on(async {
            let listener = TcpListener::bind(listen).await.unwrap();
            relay::serve(listener, store.clone(), Options::default()).unwrap()
        });
        Self { handle, store }
    }
}

#[test]
fn after_a_restore_nothing_that_was_acknowledged_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("first.redb"), folder.path().join("second.redb"));
    let copy = folder.path().join("copy");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let relay = Relay::start(&runtime, &first, "127.0.0.1:0");
    let address = relay.handle.address().to_string();
    let url = format!("ws://{address}/ws");
    let (li, chen) = (Tz::new(), Tz::new());
    li.ok(&["init", "--team", "锦华销售部", "--name", "李明", "--relay", &url]);
    chen.ok(&["join", &li.ok(&["invite", "--name", "陈晓", "--role", "salesperson"])]);
    li.ok(&["add", "customer", "name=Before"]);
    li.ok(&["sync"]);
    chen.ok(&["sync"]);

    // Taken while the relay runs.
    backup::keep(|file| backup::write(&relay.store, file).map(|_| ()), &copy).unwrap();

    // Acknowledged afterwards: work of both, and somebody who joins.
    let wang = Tz::new();
    wang.ok(&["join", &li.ok(&["invite", "--name", "王芳", "--role", "assistant"])]);
    li.ok(&["add", "customer", "name=By Li"]);
    chen.ok(&["add", "customer", "name=By Chen"]);
    wang.ok(&["add", "customer", "name=By Wang"]);
    for tz in [&li, &chen, &wang, &li, &chen] {
        assert_eq!(tz.json(&["sync"])["synced"], true);
    }
    runtime.block_on(relay.handle.stop()).unwrap();
    drop(relay.store);

    assert_eq!(
        backup::restore(&copy, &second).unwrap().bytes,
        File::open(&copy).unwrap().metadata().unwrap().len()
    );
    let _relay = Relay::start(&runtime, &second, &address);
    // Wang never comes back: what the others hold of her is brought by them.
    for tz in [&li, &chen, &li] {
        assert_eq!(tz.json(&["sync"])["synced"], true);
    }
    let newcomer = Tz::new();
    newcomer.ok(&["join", &li.ok(&["invite", "--name", "周杰", "--role", "assistant"])]);
    newcomer.ok(&["sync"]);
    for name in ["Before", "By Li", "By Chen", "By Wang"] {
        assert_eq!(newcomer.json(&["show", name])["name"], name);
    }
    let members = newcomer.json(&["list", "member"]);
    assert_eq!(members.as_array().unwrap().len(), 4, "{members}");
}
