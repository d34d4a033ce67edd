//! What a relay keeps of a space's past: two snapshots that are vouched for, and every envelope after the older one.
//! Two, because the newer one may have been made a moment ago, and who does not trust it needs the other.

use crate::store::{StoredCountersignature, StoredSnapshot, Write};
use std::collections::BTreeMap;
use wire::receipt::ChainEnd;
use wire::{AccessState, DeviceId, Snapshot, SnapshotId, SpaceId, TeamId};

/// The snapshots of a space, and which of them are vouched for.
#[derive(Debug)]
pub struct Standing {
    /// The one with the most inside last.
    snapshots: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    id: SnapshotId,
    snapshot: Snapshot,
    is_vouched_for: bool,
}

impl Standing {
    /// What is stored, in its order, judged by who is in the team now.
    pub fn of(
        state: &AccessState,
        snapshots: &[StoredSnapshot],
        countersignatures: &[StoredCountersignature],
    ) -> Self {
        let judge = |stored: &StoredSnapshot| {
            let snapshot = Snapshot::verify(&stored.bytes).ok()?;
            let of_it = countersignatures.iter().filter(|by| by.snapshot == stored.id);
            let is_vouched_for = snapshot.is_vouched_for(state, of_it.map(|by| by.device), &|_| true);
            Some(Known { id: stored.id, snapshot, is_vouched_for })
        };
        Self { snapshots: snapshots.iter().filter_map(judge).collect() }
    }

    /// Whether it is there.
    pub fn has(&self, id: SnapshotId) -> bool {
        self.snapshots.iter().any(|known| known.id == id)
    }

    /// The snapshots that are of no use beside a new one: its own device's with no more inside, unless they are
    /// vouched for.
    pub fn replaced_by(&self, new: &Snapshot) -> Vec<SnapshotId> {
        let is_of_no_use = |known: &&Known| {
            !known.is_vouched_for
                && known.snapshot.device == new.device
                && known.snapshot.envelopes() <= new.envelopes()
        };
        self.snapshots.iter().filter(is_of_no_use).map(|known| known.id).collect()
    }

    /// Whether it is of no use beside what is there: two that are vouched for have more inside, or one of the same
    /// device that waits for it has. An old one brought again must not take the place of a newer one, and one device
    /// not all the places.
    pub fn is_behind(&self, new: &Snapshot, id: SnapshotId) -> bool {
        let place = |known: &Known| (known.snapshot.envelopes(), known.id);
        let waits = |known: &Known| !known.is_vouched_for && known.snapshot.device == new.device;
        self.two_newest().is_some_and(|(base, _)| (new.envelopes(), id) < place(base))
            || self.snapshots.iter().any(|known| waits(known) && known.snapshot.envelopes() > new.envelopes())
    }

    /// What follows for the space from what is vouched for.
    pub fn writes(&self, team: TeamId, space: SpaceId) -> Vec<Write> {
        let Some(newest) = self.vouched_for().next() else { return Vec::new() };
        let mut writes = vec![Write::Base { team, space, chains: newest.snapshot.chains.clone() }];
        if let Some((base, newest)) = self.two_newest() {
            writes.push(Write::Compact {
                team,
                space,
                base: base.id,
                cursor: base.snapshot.cursor,
                chains: inside_both(&base.snapshot.chains, &newest.snapshot.chains),
            });
        }
        writes
    }

    fn vouched_for(&self) -> impl Iterator<Item = &Known> {
        self.snapshots.iter().rev().filter(|known| known.is_vouched_for)
    }

    /// The older one first.
    fn two_newest(&self) -> Option<(&Known, &Known)> {
        let mut newest = self.vouched_for();
        let last = newest.next()?;
        Some((newest.next()?, last))
    }
}

/// Whoever takes either snapshot must find the envelopes that it lacks.
fn inside_both(
    one: &BTreeMap<DeviceId, ChainEnd>,
    other: &BTreeMap<DeviceId, ChainEnd>,
) -> BTreeMap<DeviceId, ChainEnd> {
    let shorter = |(device, end): (&DeviceId, &ChainEnd)| {
        let other = other.get(device)?;
        Some((*device, if other.seq < end.seq { *other } else { *end }))
    };
    one.iter().filter_map(shorter).collect()
}
