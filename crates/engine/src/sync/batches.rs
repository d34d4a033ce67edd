//! Batches of others: what one command changed in several documents is shown when all of it is here, or after ten
//! seconds.
//!
//! Only the showing waits. Documents, their parts of the projection on disk, chains and cursors move on at once, so
//! that a restart shows what there is; an own edit of a record shows everything its document holds.

use crate::projection::{DocumentKey, Row};
use domain::{RecordId, Timestamp};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

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

/// What is held back.
#[derive(Default)]
pub struct Batches {
    held: BTreeMap<Batch, Held>,
    /// The newest state of each record that is held back.
    rows: BTreeMap<Place, Row>,
    given_up: VecDeque<Batch>,
}

struct Held {
    since: Timestamp,
    envelopes: u16,
    places: BTreeSet<Place>,
}

impl Batches {
    /// Take in what arrived; gives the rows to show now.
    pub fn arrive(&mut self, now: Timestamp, arrivals: BTreeMap<Batch, Arrival>) -> Vec<Row> {
        let (mut complete, mut incomplete) = (Vec::new(), Vec::new());
        let mut shown = BTreeMap::new();
        for (batch, arrival) in arrivals {
            let before = self.held.get(&batch).map_or(0, |held| held.envelopes);
            let has_all = before.saturating_add(arrival.envelopes) >= arrival.len;
            if has_all || self.given_up.contains(&batch) {
                for place in self.held.remove(&batch).into_iter().flat_map(|held| held.places) {
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
            let held = self.held.entry(batch).or_insert_with(|| Held {
                since: now,
                envelopes: 0,
                places: BTreeSet::new(),
            });
            held.envelopes += arrival.envelopes;
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
        let overdue: Vec<Batch> =
            self.held.iter().filter(|(_, held)| due(held)).map(|(batch, _)| *batch).collect();
        let mut rows = Vec::new();
        for batch in overdue {
            self.given_up.push_back(batch);
            for place in self.held.remove(&batch).into_iter().flat_map(|held| held.places) {
                rows.extend(self.rows.remove(&place));
            }
        }
        while self.given_up.len() > REMEMBERED {
            self.given_up.pop_front();
        }
        rows
    }

    /// A record is shown as its document holds it now.
    pub fn is_shown(&mut self, document: DocumentKey, record: RecordId) {
        self.rows.remove(&(document, record));
    }

    /// When [`Batches::overdue`] has something.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.held.values().map(|held| Timestamp(held.since.0 + PATIENCE_MS)).min()
    }

    /// The clock was turned back.
    pub fn clock_turned_back(&mut self, now: Timestamp) {
        self.held.values_mut().for_each(|held| held.since = now);
    }
}

fn place_of(row: &Row) -> Place {
    (row.document, row.id)
}
