//! The way to the disk: one write under way, everything since in the next one.
//!
//! A step's operations stay together; what must not be told before it is durable travels with them. When the store
//! refuses, nothing is dropped: the batch is tried again with what came since.

use crate::Effect;
use crate::host::{Durability, Key, StoreError, StoreOp};
use crate::sync::by_file::Outgoing;
use contract::CommandId;
use contract::view::StorageFault;
use domain::Timestamp;
use wire::Receipt;

/// How long to wait after the store refused.
const RETRY_MS: i64 = 2_000;

/// What to do once a step is durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnDurable {
    /// Tell the page that a command is saved.
    Saved(CommandId),
    /// Own envelopes up to here may leave.
    Release(u64),
    /// What these receipts state is on disk: they may be sent.
    State(Vec<Receipt>),
    /// That the relay orders the access log from now on is on disk: it may be given the team.
    GiveTeam,
    /// The keys that ask to be admitted are on disk: they may ask.
    AskAdmission,
    /// The marker of this number is on disk: what it names may be tried.
    Marked(u64),
    /// A team was joined or founded: connect.
    Connect,
    /// What a copy for a backup is to hold is on disk.
    Copy(CommandId),
    /// What a sync file is to bring, and its receipts state, is on disk.
    ReadForFile(Box<Outgoing>),
}

#[derive(Default)]
struct Batch {
    ops: Vec<StoreOp>,
    on_durable: Vec<OnDurable>,
    strict: bool,
}

/// The write queue.
#[derive(Default)]
pub struct Saving {
    next_ticket: u64,
    under_way: Option<(u64, Batch)>,
    waiting: Batch,
    fault: Option<StorageFault>,
    retry_at: Option<Timestamp>,
}

impl Saving {
    /// Add one step. All its operations land in the same transaction.
    pub fn add(&mut self, ops: Vec<StoreOp>, durability: Durability, on_durable: Vec<OnDurable>) {
        self.waiting.ops.extend(ops);
        self.waiting.on_durable.extend(on_durable);
        self.waiting.strict |= durability == Durability::Strict;
    }

    /// Start the next write when none is under way and the store is not to be left alone.
    pub fn start(&mut self, now: Timestamp) -> Option<Effect> {
        let idle = self.under_way.is_none() && self.retry_at.is_none_or(|at| now >= at);
        if !idle || (self.waiting.ops.is_empty() && self.waiting.on_durable.is_empty()) {
            return None;
        }
        self.retry_at = None;
        let batch = std::mem::take(&mut self.waiting);
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let durability = if batch.strict { Durability::Strict } else { Durability::Relaxed };
        let effect = Effect::Write { ticket, ops: batch.ops.clone(), durability };
        self.under_way = Some((ticket, batch));
        Some(effect)
    }

    /// A write came back: what may be told now.
    pub fn finish(&mut self, now: Timestamp, ticket: u64, result: Result<(), StoreError>) -> Vec<OnDurable> {
        let Some((_, batch)) = self.under_way.take_if(|(under_way, _)| *under_way == ticket) else {
            return Vec::new();
        };
        match result {
            Ok(()) => {
                self.fault = None;
                batch.on_durable
            }
            Err(error) => {
                self.fault = Some(match error {
                    StoreError::Full => StorageFault::Full,
                    StoreError::Superseded => StorageFault::Superseded,
                    StoreError::Lost(words) | StoreError::Failed(words) => StorageFault::Failed(words),
                });
                self.retry_at = Some(Timestamp(now.0 + RETRY_MS));
                let since = std::mem::replace(&mut self.waiting, batch);
                self.add(
                    since.ops,
                    if since.strict { Durability::Strict } else { Durability::Relaxed },
                    since.on_durable,
                );
                Vec::new()
            }
        }
    }

    /// Commands whose changes are not durable yet.
    pub fn unsaved(&self) -> usize {
        let is_command = |done: &&OnDurable| matches!(done, OnDurable::Saved(_));
        let count = |batch: &Batch| batch.on_durable.iter().filter(is_command).count();
        self.under_way.as_ref().map_or(0, |(_, batch)| count(batch)) + count(&self.waiting)
    }

    /// Whether everything given is durable.
    pub fn is_clean(&self) -> bool {
        self.under_way.is_none() && self.waiting.ops.is_empty() && self.waiting.on_durable.is_empty()
    }

    pub fn fault(&self) -> Option<StorageFault> {
        self.fault.clone()
    }

    /// When to try again.
    pub fn retry_at(&self) -> Option<Timestamp> {
        self.retry_at
    }

    /// The clock was turned back: do not wait for a moment of before.
    pub fn retry_now(&mut self) {
        self.retry_at = self.retry_at.map(|_| Timestamp(i64::MIN));
    }

    /// Pairs under a prefix that are on their way: a read that was issued before must see them.
    pub fn overlay(&self, prefix: &[u8], pairs: &mut Vec<(Key, Vec<u8>)>) {
        let batches = self.under_way.iter().map(|(_, batch)| batch).chain([&self.waiting]);
        for op in batches.flat_map(|batch| &batch.ops) {
            match op {
                StoreOp::Put { key, value } if key.starts_with(prefix) => {
                    match pairs.binary_search_by(|(other, _)| other.cmp(key)) {
                        Ok(at) => pairs[at].1.clone_from(value),
                        Err(at) => pairs.insert(at, (key.clone(), value.clone())),
                    }
                }
                StoreOp::Delete { key } if key.starts_with(prefix) => pairs.retain(|(other, _)| other != key),
                StoreOp::DeletePrefix { prefix: gone } => pairs.retain(|(other, _)| !other.starts_with(gone)),
                _ => {}
            }
        }
    }
}
