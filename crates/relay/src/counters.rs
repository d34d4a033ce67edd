//! How busy the relay is, without content: what `/health` tells.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the start.
#[derive(Default)]
pub(crate) struct Counters {
    pub connections: AtomicU64,
    pub logins: AtomicU64,
    pub envelopes: AtomicU64,
    pub commits: AtomicU64,
    pub slow_readers: AtomicU64,
}

impl Counters {
    pub fn add(counter: &AtomicU64, more: u64) {
        counter.fetch_add(more, Ordering::Relaxed);
    }

    /// One JSON object.
    pub fn to_json(&self) -> String {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        format!(
            r#"{{"status":"ok","connections":{},"logins":{},"envelopes":{},"commits":{},"slow_readers":{}}}"#,
            read(&self.connections),
            read(&self.logins),
            read(&self.envelopes),
            read(&self.commits),
            read(&self.slow_readers),
        )
    }
}
