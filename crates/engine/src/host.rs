//! The world around an engine, reduced to two traits, and the driver that turns the engine's effects into calls
//! on them. The worker implements them over IndexedDB and WebSocket, `tz` over a folder and a socket, tests in
//! memory.

mod driver;
mod memory;
mod tabs;

pub use driver::{Clock, drive};
pub use memory::{MemoryLink, MemoryStore};
pub use tabs::{Recipient, TabId, Tabs};

use serde::{Deserialize, Serialize};

/// A key in the store. Keys are ordered bytewise; a prefix names a range.
pub type Key = Vec<u8>;

/// What a read found: for each prefix its pairs in key order.
pub type Found = Vec<Vec<(Key, Vec<u8>)>>;

/// One write: a value put under its key, a key removed, or everything under a prefix removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoreOp {
    /// Put `value` under `key`, replacing what was there.
    Put {
        /// Where it goes.
        key: Key,
        /// The bytes.
        value: Vec<u8>,
    },
    /// Remove one key; nothing happens when it is absent.
    Delete {
        /// The key.
        key: Key,
    },
    /// Remove every key that starts with the prefix.
    DeletePrefix {
        /// The prefix; never empty.
        prefix: Key,
    },
}

/// How sure a write must be before it is reported as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Durability {
    /// On disk: survives a power cut (IndexedDB "strict", fsync on a folder).
    Strict,
    /// Handed to the system: for what can be pulled again.
    Relaxed,
}

/// Why the store refused. The engine keeps the pending batch and the page says what is safe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum StoreError {
    /// No room left on the device.
    #[error("the device's storage is full")]
    Full,
    /// The database connection broke; opening it again and replaying the batch is worth a try.
    #[error("the storage connection was lost: {0}")]
    Lost(String),
    /// Another tab or process has taken over; this one must stop writing.
    #[error("another tab or process has taken over this replica")]
    Superseded,
    /// Anything else, with the system's words.
    #[error("the storage failed: {0}")]
    Failed(String),
}

/// Durable, ordered, transactional bytes.
#[allow(async_fn_in_trait)] // single-threaded hosts only: no Send bound is wanted
pub trait Store {
    /// All pairs under each prefix, in key order; one answer per prefix, read in one transaction.
    async fn read(&self, prefixes: &[Key]) -> Result<Vec<Vec<(Key, Vec<u8>)>>, StoreError>;
    /// Apply all operations in order in one transaction, or none.
    async fn write(&self, ops: &[StoreOp], durability: Durability) -> Result<(), StoreError>;
}

/// What a link reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkEvent {
    /// The connection is open.
    Up,
    /// It closed or could not be opened.
    Down,
    /// A whole frame arrived.
    Frame(Vec<u8>),
}

/// A connection to a relay that carries whole binary frames. Reconnecting is the engine's decision.
#[allow(async_fn_in_trait)]
pub trait Link {
    /// Start opening a connection to `url` (`ws://…` or `wss://…`); an earlier one is dropped without an event.
    fn open(&self, url: &str);
    /// Queue one frame; dropped silently when the link is down (the engine resends after `Up`).
    fn send(&self, frame: Vec<u8>);
    /// Close without an event.
    fn close(&self);
    /// The next event, in order.
    async fn next(&self) -> LinkEvent;
}
