//! The snapshots of a space in memory, and what they let go of the log.

use super::memory::Space;
use super::{Quota, StoredCountersignature, StoredSnapshot, Write, Written, is_inside};
use crate::limits::MAX_SNAPSHOTS_PER_SPACE;
use std::collections::{BTreeMap, BTreeSet};
use wire::receipt::ChainEnd;
use wire::{Cursor, DeviceId, PartId, SnapshotId};

/// How many envelopes are inside, and the id: a snapshot's place among those of its space.
type Place = (u64, SnapshotId);

#[derive(Default)]
pub(super) struct Snapshots {
    all: BTreeMap<Place, Stored>,
    countersignatures: BTreeMap<(SnapshotId, DeviceId), Vec<u8>>,
    parts: BTreeMap<PartId, Vec<u8>>,
}

pub(super) struct Stored {
    pub parts: BTreeSet<PartId>,
    pub bytes: Vec<u8>,
}

/// What a team may still store, for one write.
pub(super) struct Room<'t> {
    pub write: &'t Write,
    pub stored: &'t mut u64,
    pub quota: Quota,
}

impl Room<'_> {
    /// Accounts for `more` bytes in place of `less`; `false` when the team may not store them.
    fn take(self, less: usize, more: usize) -> bool {
        self.quota.take(self.write, self.stored, less, more)
    }
}

impl Space {
    pub fn go_on_from(&mut self, chains: &BTreeMap<DeviceId, ChainEnd>) -> Written {
        let mut answer = Written::Already;
        for (device, end) in chains {
            let chain = self.chains.entry(*device).or_default();
            if chain.tail.is_none_or(|tail| tail.seq < end.seq) {
                chain.tail = Some(*end);
                answer = Written::Stored(Cursor::START);
            }
        }
        answer
    }

    pub fn compact(
        &mut self,
        base: SnapshotId,
        cursor: Cursor,
        chains: &BTreeMap<DeviceId, ChainEnd>,
        room: Room<'_>,
    ) -> Written {
        let Some(base) = self.snapshots.place_of(base) else { return Written::Missing };
        let snapshots: Vec<Place> = self.snapshots.all.range(..base).map(|(place, _)| *place).collect();
        let named = |places: &mut dyn Iterator<Item = (&Place, &Stored)>| -> BTreeSet<PartId> {
            places.flat_map(|(_, stored)| stored.parts.iter().copied()).collect()
        };
        let kept = named(&mut self.snapshots.all.range(base..));
        let parts = &named(&mut self.snapshots.all.range(..base)) - &kept;
        let is_same = |(device, end): &(&DeviceId, &ChainEnd)| {
            let known = self.chains.get(*device).and_then(|chain| chain.envelopes.get(&end.seq));
            known.is_none_or(|known| *known == end.id)
        };
        let chains = chains.iter().filter(is_same).map(|(device, end)| (*device, *end)).collect();
        let known = self.kept_up_to(cursor).unwrap_or_default();
        let inside =
            self.log[..known].iter().take_while(|(_, envelope)| is_inside(envelope, &chains)).count();
        let dropped: Vec<_> = self.log.drain(..inside).collect();
        if let Some((last, _)) = dropped.last() {
            self.floor = *last;
        }
        let bytes = dropped.iter().map(|(_, envelope)| envelope.len()).sum::<usize>();
        let is_less = !snapshots.is_empty() || !dropped.is_empty();
        room.take(bytes + self.snapshots.remove(&snapshots, &parts), 0);
        if is_less { Written::Stored(self.floor) } else { Written::Already }
    }
}

impl Snapshots {
    pub fn all(&self) -> Vec<StoredSnapshot> {
        let stored =
            |(place, stored): (&Place, &Stored)| StoredSnapshot { id: place.1, bytes: stored.bytes.clone() };
        self.all.iter().map(stored).collect()
    }

    pub fn countersignatures(&self) -> Vec<StoredCountersignature> {
        let all = self.countersignatures.iter();
        all.map(|((snapshot, device), bytes)| StoredCountersignature {
            snapshot: *snapshot,
            device: *device,
            bytes: bytes.clone(),
        })
        .collect()
    }

    pub fn parts(&self, wanted: &[PartId], max_bytes: usize) -> Vec<Vec<u8>> {
        let (mut parts, mut bytes) = (Vec::new(), 0);
        for part in wanted.iter().filter_map(|id| self.parts.get(id)) {
            bytes += part.len();
            if bytes > max_bytes && !parts.is_empty() {
                break;
            }
            parts.push(part.clone());
        }
        parts
    }

    fn place_of(&self, id: SnapshotId) -> Option<Place> {
        self.all.keys().find(|(_, known)| *known == id).copied()
    }

    pub fn put_parts(&mut self, parts: &[(PartId, Vec<u8>)], room: Room<'_>) -> Written {
        let parts: BTreeMap<_, _> =
            parts.iter().filter(|(id, _)| !self.parts.contains_key(id)).cloned().collect();
        if parts.is_empty() {
            return Written::Already;
        }
        if !room.take(0, parts.values().map(Vec::len).sum()) {
            return Written::Full;
        }
        self.parts.extend(parts);
        Written::Stored(Cursor::START)
    }

    pub fn put(&mut self, place: Place, new: Stored, replaces: &[SnapshotId], room: Room<'_>) -> Written {
        if self.place_of(place.1).is_some() {
            return Written::Already;
        }
        if !new.parts.iter().all(|part| self.parts.contains_key(part)) {
            return Written::Missing;
        }
        let (leaving, staying): (Vec<Place>, Vec<Place>) =
            self.all.keys().partition(|(_, id)| replaces.contains(id));
        if staying.len() >= MAX_SNAPSHOTS_PER_SPACE {
            return Written::Full;
        }
        let named: BTreeSet<&PartId> =
            staying.iter().flat_map(|place| &self.all[place].parts).chain(&new.parts).collect();
        let unnamed = self.parts.keys().filter(|part| !named.contains(part)).copied().collect();
        if !room.take(self.bytes_of(&leaving, &unnamed), new.bytes.len()) {
            return Written::Full;
        }
        self.remove(&leaving, &unnamed);
        self.all.insert(place, new);
        Written::Stored(Cursor::START)
    }

    pub fn countersign(&mut self, by: (SnapshotId, DeviceId), bytes: &[u8], room: Room<'_>) -> Written {
        if self.place_of(by.0).is_none() {
            return Written::Missing;
        }
        if self.countersignatures.contains_key(&by) {
            return Written::Already;
        }
        if !room.take(0, bytes.len()) {
            return Written::Full;
        }
        self.countersignatures.insert(by, bytes.to_vec());
        Written::Stored(Cursor::START)
    }

    fn bytes_of(&self, snapshots: &[Place], parts: &BTreeSet<PartId>) -> usize {
        let of_snapshot = |place: &Place| {
            let by_others = self.countersignatures.iter().filter(|((snapshot, _), _)| *snapshot == place.1);
            self.all[place].bytes.len() + by_others.map(|(_, bytes)| bytes.len()).sum::<usize>()
        };
        snapshots.iter().map(of_snapshot).sum::<usize>()
            + parts.iter().filter_map(|part| self.parts.get(part)).map(Vec::len).sum::<usize>()
    }

    /// How many bytes that were.
    fn remove(&mut self, snapshots: &[Place], parts: &BTreeSet<PartId>) -> usize {
        let bytes = self.bytes_of(snapshots, parts);
        for place in snapshots {
            self.all.remove(place);
            self.countersignatures.retain(|(snapshot, _), _| *snapshot != place.1);
        }
        self.parts.retain(|part, _| !parts.contains(part));
        bytes
    }
}
