//! Batches of others: what one command changed in several documents is shown when all of it is here, or after ten
//! seconds.
//!
//! Only the showing waits. Documents, their parts of the projection on disk, chains and cursors move on at once, so
//! that a restart shows what there is; an own edit of a record shows everything its document holds. What is shown
//! although the rest is missing carries a mark until the rest has come: that is written down beside what arrived.

use crate::host::StoreOp;
use crate::projection::{DocumentKey, Row};
use crate::storage;
use domain::{RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

/// How long the rest of a batch is waited for.
const PATIENCE_MS: i64 = 10_000;
/// So many batches that were shown incomplete are remembered: what still comes of them is shown at once.
const REMEMBERED: usize = 200;

type Batch = [u8; 16];
type Place = (DocumentKey, RecordId);

/// What arrived of one batch together.
#[derive(Default)]
pub struct Arrival {
    /// How many envelopes the batch has over all spaces.
    pub len: u16,
    /// How many of them arrived now.
    pub envelopes: u16,
    /// The records they touched, as their documents hold them now.
    pub rows: Vec<Row>,
}

/// What is held back: of a few batches at a time.
#[derive(Default)]
pub struct Batches {
    held: Vec<Held>,
    /// The newest state of each record that is held back.
    rows: BTreeMap<Place, Row>,
    partial: VecDeque<(Batch, Partial)>,
    /// What is on disk of both is behind.
    is_changed: bool,
}

struct Held {
    batch: Batch,
    since: Timestamp,
    places: BTreeSet<Place>,
    so_far: Partial,
}

/// What there is of a batch whose rest is missing.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Partial {
    len: u16,
    envelopes: u16,
    records: BTreeSet<RecordId>,
}

impl Partial {
    fn add(&mut self, arrival: &Arrival) {
        self.len = arrival.len;
        self.envelopes = self.envelopes.saturating_add(arrival.envelopes);
        self.records.extend(arrival.rows.iter().map(|row| row.id));
    }

    fn is_complete(&self) -> bool {
        self.envelopes >= self.len
    }
}

impl Batches {
    /// From the store: whatever was held back is shown by now.
    pub fn load(bytes: Option<&[u8]>) -> Self {
        let partial = bytes.and_then(|bytes| postcard::from_bytes(bytes).ok()).unwrap_or_default();
        Self { partial, ..Self::default() }
    }

    /// What is to be written so that the next start knows which records lack something.
    pub fn op(&mut self) -> Option<StoreOp> {
        if !std::mem::take(&mut self.is_changed) {
            return None;
        }
        let key = storage::META_PARTIAL.to_vec();
        let held = self.held.iter().map(|held| (held.batch, held.so_far.clone()));
        let all: Vec<(Batch, Partial)> = self.partial.iter().cloned().chain(held).collect();
        Some(match all.is_empty() {
            true => StoreOp::Delete { key },
            false => StoreOp::Put { key, value: postcard::to_stdvec(&all).unwrap_or_default() },
        })
    }

    /// The records that are shown although something that belongs to them is missing.
    pub fn partial(&self) -> HashSet<RecordId> {
        self.partial.iter().flat_map(|(_, partial)| partial.records.iter().copied()).collect()
    }

    /// Take in what arrived; gives the rows to show now.
    pub fn arrive(&mut self, now: Timestamp, arrivals: BTreeMap<Batch, Arrival>) -> Vec<Row> {
        let (mut complete, mut incomplete) = (Vec::new(), Vec::new());
        let mut shown = BTreeMap::new();
        for (batch, arrival) in arrivals {
            let at = self.held.iter().position(|held| held.batch == batch);
            let before = at.map_or(0, |at| self.held[at].so_far.envelopes);
            let has_all = before.saturating_add(arrival.envelopes) >= arrival.len;
            self.is_changed |= !has_all || before > 0;
            if self.is_given_up(batch, &arrival) || has_all {
                let held = at.map(|at| self.held.swap_remove(at));
                for place in held.into_iter().flat_map(|held| held.places) {
                    shown.extend(self.rows.remove(&place).map(|row| (place, row)));
                }
                complete.extend(arrival.rows);
            } else {
                incomplete.push((batch, arrival));
            }
        }
        // What has just arrived is newer than what was held back.
        shown.extend(complete.into_iter().map(|row| (place_of(&row), row)));
        for (batch, arrival) in incomplete {
            let at = self.held.iter().position(|held| held.batch == batch).unwrap_or_else(|| {
                let (places, so_far) = (BTreeSet::new(), Partial::default());
                self.held.push(Held { batch, since: now, places, so_far });
                self.held.len() - 1
            });
            let held = &mut self.held[at];
            held.so_far.add(&arrival);
            for row in arrival.rows {
                let place = place_of(&row);
                // A record that is shown is shown as it is now.
                if let Entry::Occupied(mut shown) = shown.entry(place) {
                    shown.insert(row);
                } else {
                    held.places.insert(place);
                    self.rows.insert(place, row);
                }
            }
        }
        shown.keys().for_each(|place| drop(self.rows.remove(place)));
        shown.into_values().collect()
    }

    /// The rows of batches whose rest was waited for long enough.
    pub fn overdue(&mut self, now: Timestamp) -> Vec<Row> {
        let due = |held: &Held| now.0 >= held.since.0 + PATIENCE_MS;
        let mut rows = Vec::new();
        for held in self.held.extract_if(.., |held| due(held)) {
            self.partial.push_back((held.batch, held.so_far));
            rows.extend(held.places.iter().filter_map(|place| self.rows.remove(place)));
        }
        while self.partial.len() > REMEMBERED {
            self.partial.pop_front();
        }
        rows
    }

    /// What is missing may have come in another way: nothing is waited for any longer, and nothing lacks something.
    /// Gives the rows that were held back.
    pub fn end_waiting(&mut self) -> Vec<Row> {
        self.is_changed |= !self.held.is_empty() || !self.partial.is_empty();
        self.held.clear();
        self.partial.clear();
        std::mem::take(&mut self.rows).into_values().collect()
    }

    /// Whether the rest of a batch is waited for no longer; what arrives of it now is counted.
    fn is_given_up(&mut self, batch: Batch, arrival: &Arrival) -> bool {
        let Some(at) = self.partial.iter().position(|(other, _)| *other == batch) else { return false };
        self.is_changed = true;
        self.partial[at].1.add(arrival);
        if self.partial[at].1.is_complete() {
            self.partial.remove(at);
        }
        true
    }

    /// A record is shown as its document holds it now.
    pub fn is_shown(&mut self, document: DocumentKey, record: RecordId) {
        self.rows.remove(&(document, record));
    }

    /// Whether anything is.
    pub fn holds_back(&self) -> bool {
        !self.held.is_empty()
    }

    /// When [`Batches::overdue`] has something.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.held.iter().map(|held| Timestamp(held.since.0 + PATIENCE_MS)).min()
    }

    /// The clock was turned back.
    pub fn clock_turned_back(&mut self, now: Timestamp) {
        self.held.iter_mut().for_each(|held| held.since = now);
    }
}

fn place_of(row: &Row) -> Place {
    (row.document, row.id)
}
