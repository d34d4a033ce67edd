//! The two traits in memory, for tests and for looking around without keeping anything.

use super::{Durability, Key, Link, LinkEvent, Store, StoreError, StoreOp};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// An ordered map. Clones share it, so a test can "restart" an engine over the same disk.
#[derive(Clone, Default)]
pub struct MemoryStore {
    pairs: Rc<RefCell<BTreeMap<Key, Vec<u8>>>>,
}

impl MemoryStore {
    /// A copy of everything, for comparing and for restoring an older state.
    pub fn snapshot(&self) -> BTreeMap<Key, Vec<u8>> {
        self.pairs.borrow().clone()
    }

    /// Put back what `snapshot` gave.
    pub fn restore(&self, pairs: BTreeMap<Key, Vec<u8>>) {
        *self.pairs.borrow_mut() = pairs;
    }

    /// All pairs under a prefix, in key order.
    pub fn scan(&self, prefix: &[u8]) -> Vec<(Key, Vec<u8>)> {
        self.pairs
            .borrow()
            .range(prefix.to_vec()..)
            .take_while(|(key, _)| key.starts_with(prefix))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    /// Apply operations in order.
    pub fn apply(&self, ops: &[StoreOp]) {
        let mut pairs = self.pairs.borrow_mut();
        for op in ops {
            match op {
                StoreOp::Put { key, value } => {
                    pairs.insert(key.clone(), value.clone());
                }
                StoreOp::Delete { key } => {
                    pairs.remove(key);
                }
                StoreOp::DeletePrefix { prefix } => pairs.retain(|key, _| !key.starts_with(prefix)),
            }
        }
    }
}

impl Store for MemoryStore {
    async fn read(&self, prefixes: &[Key]) -> Result<Vec<Vec<(Key, Vec<u8>)>>, StoreError> {
        Ok(prefixes.iter().map(|prefix| self.scan(prefix)).collect())
    }

    async fn write(&self, ops: &[StoreOp], _durability: Durability) -> Result<(), StoreError> {
        self.apply(ops);
        Ok(())
    }
}

/// A link whose other end is held by a test (or by nobody: then it never comes up).
#[derive(Clone, Default)]
pub struct MemoryLink {
    shared: Rc<RefCell<Shared>>,
}

#[derive(Default)]
struct Shared {
    events: VecDeque<LinkEvent>,
    sent: VecDeque<Vec<u8>>,
    opened: Option<String>,
    waker: Option<Waker>,
}

impl MemoryLink {
    /// Let the engine's side see an event.
    pub fn deliver(&self, event: LinkEvent) {
        let mut shared = self.shared.borrow_mut();
        shared.events.push_back(event);
        if let Some(waker) = shared.waker.take() {
            waker.wake();
        }
    }

    /// Take what the engine has sent so far.
    pub fn take_sent(&self) -> Vec<Vec<u8>> {
        self.shared.borrow_mut().sent.drain(..).collect()
    }

    /// The address the engine last asked for.
    pub fn opened(&self) -> Option<String> {
        self.shared.borrow().opened.clone()
    }
}

impl Link for MemoryLink {
    fn open(&self, url: &str) {
        self.shared.borrow_mut().opened = Some(url.to_owned());
    }

    fn send(&self, frame: Vec<u8>) {
        self.shared.borrow_mut().sent.push_back(frame);
    }

    fn close(&self) {
        let mut shared = self.shared.borrow_mut();
        shared.opened = None;
        shared.events.clear();
    }

    async fn next(&self) -> LinkEvent {
        poll_fn(|context| {
            let mut shared = self.shared.borrow_mut();
            match shared.events.pop_front() {
                Some(event) => Poll::Ready(event),
                None => {
                    shared.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}
