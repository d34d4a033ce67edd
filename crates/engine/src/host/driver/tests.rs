use super::*;
use crate::host::{MemoryLink, StoreOp};
use futures_executor::block_on;
use futures_util::stream;
use std::cell::RefCell;

/// A store that takes its time and keeps a diary. What has a key beginning with `!` fails.
#[derive(Default)]
struct SlowStore {
    diary: RefCell<Vec<String>>,
}

impl SlowStore {
    async fn take(&self, what: &str, key: &[u8]) -> Result<(), StoreError> {
        let name = format!("{what} {}", String::from_utf8_lossy(key));
        self.diary.borrow_mut().push(format!("begin {name}"));
        for _ in 0..3 {
            pending_once().await;
        }
        self.diary.borrow_mut().push(format!("end {name}"));
        if key.starts_with(b"!") { Err(StoreError::Full) } else { Ok(()) }
    }
}

async fn pending_once() {
    let mut waited = false;
    poll_fn(|context| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Store for SlowStore {
    async fn read(&self, prefixes: &[Key]) -> Result<Vec<Vec<(Key, Vec<u8>)>>, StoreError> {
        self.take("read", &prefixes[0]).await.map(|()| vec![Vec::new()])
    }

    async fn write(&self, ops: &[StoreOp], _durability: Durability) -> Result<(), StoreError> {
        let StoreOp::Put { key, .. } = &ops[0] else { return Ok(()) };
        self.take("write", key).await
    }
}

/// A clock on which every moment comes as soon as it is waited for, except the far future.
struct EagerClock;

const NEVER: Timestamp = Timestamp(i64::MAX);

impl Clock for EagerClock {
    fn now(&self) -> Now {
        Now { at: Timestamp(0), today: chrono::NaiveDate::default(), utc_offset_minutes: 480 }
    }

    async fn sleep_until(&self, moment: Timestamp) {
        if moment == NEVER {
            std::future::pending::<()>().await;
        }
    }
}

fn read(ticket: u64, prefix: &str) -> Effect {
    Effect::Read { ticket, prefixes: vec![prefix.into()] }
}

fn write(ticket: u64, key: &str) -> Effect {
    let put = StoreOp::Put { key: key.into(), value: Vec::new() };
    Effect::Write { ticket, ops: vec![put], durability: Durability::Strict }
}

/// Runs an engine that answers its start with `effects` and everything else with nothing; gives the store's diary
/// and what the engine heard, in order.
fn diary(effects: Vec<Effect>) -> (Vec<String>, Vec<String>) {
    let store = SlowStore::default();
    let mut heard = Vec::new();
    let mut effects = Some(effects);
    let engine = |_: Now, input: Input| {
        heard.push(match input {
            Input::Read { ticket, result } => format!("read {ticket} {}", result.is_ok()),
            Input::Written { ticket, result } => format!("written {ticket} {}", result.is_ok()),
            other => format!("{other:?}"),
        });
        effects.take().unwrap_or_default()
    };
    block_on(run(engine, &store, &MemoryLink::default(), &EagerClock, stream::empty(), |_| {}));
    (store.diary.into_inner(), heard)
}

#[test]
fn a_write_begins_after_the_one_before_it_has_ended() {
    let (diary, heard) = diary(vec![write(1, "a"), write(2, "b"), write(3, "c")]);
    let expected =
        ["begin write a", "end write a", "begin write b", "end write b", "begin write c", "end write c"];
    assert_eq!(diary, expected);
    assert_eq!(heard, ["Start", "written 1 true", "written 2 true", "written 3 true"]);
}

#[test]
fn reads_run_beside_each_other_and_see_the_writes_before_them() {
    let (diary, _) = diary(vec![read(1, "a"), read(2, "b"), write(3, "c"), read(4, "d")]);
    let at = |entry: &str| diary.iter().position(|line| line == entry).unwrap();
    assert!(at("begin read b") < at("end read a"), "reads wait for each other: {diary:?}");
    assert!(at("begin read b") < at("begin write c"), "a read was overtaken by a write: {diary:?}");
    assert!(at("end write c") < at("begin read d"), "a read did not wait for the write before it: {diary:?}");
}

#[test]
fn what_is_behind_a_failed_write_is_not_begun() {
    let (diary, heard) = diary(vec![write(1, "!full"), write(2, "b"), read(3, "c")]);
    assert_eq!(diary, ["begin write !full", "end write !full"]);
    assert_eq!(heard, ["Start", "written 1 false", "written 2 false", "read 3 false"]);
}

#[test]
fn messages_wakes_and_frames_reach_the_engine_and_a_later_wake_replaces_the_earlier() {
    let (link, store) = (MemoryLink::default(), SlowStore::default());
    link.deliver(LinkEvent::Up);
    let mut heard = Vec::new();
    let mut wakes = vec![Effect::WakeAt(Timestamp(5))];
    let (stop, stopped) = futures_channel::mpsc::unbounded();
    stop.unbounded_send(ToWorker::Visible(true)).unwrap();
    let mut stop = Some(stop);
    let engine = |_: Now, input: Input| {
        heard.push(format!("{input:?}"));
        match input {
            Input::Start => vec![Effect::WakeAt(NEVER), wakes.remove(0), Effect::Send(vec![7])],
            Input::Link(_) => {
                stop.take();
                vec![Effect::WakeAt(Timestamp(6)), Effect::WakeAt(NEVER)]
            }
            _ => Vec::new(),
        }
    };
    block_on(run(engine, &store, &link, &EagerClock, stopped, |_| {}));
    assert_eq!(heard, ["Start", "Message(Visible(true))", "Wake", "Link(Up)"]);
    assert_eq!(link.take_sent(), [vec![7]]);
}
