//! The snapshots of a space in [`super::RedbStore`].

use super::redb::RedbStore;
use super::redb_tables::{COUNTERSIGNATURES, PARTS, SNAPSHOTS, after, failed, hash, key, number};
use super::redb_write::{Open, Transaction, get, put};
use super::{StoreError, StoredCountersignature, StoredSnapshot, Write, Written};
use crate::limits::MAX_SNAPSHOTS_PER_SPACE;
use redb::ReadableTable;
use std::collections::{BTreeMap, BTreeSet};
use wire::{Cursor, DeviceId, PartId, SnapshotId, SpaceId, TeamId};

/// A snapshot to be stored, as [`Write::Snapshot`] has it.
pub(super) struct NewSnapshot<'w> {
    pub id: SnapshotId,
    pub envelopes: u64,
    pub parts: &'w BTreeSet<PartId>,
    pub replaces: &'w [SnapshotId],
    pub bytes: &'w [u8],
}

/// What is known of a stored snapshot without reading it.
pub(super) struct Stored {
    /// After team and space: how many envelopes are inside ‖ id.
    place: Vec<u8>,
    pub id: SnapshotId,
    pub parts: BTreeSet<PartId>,
    bytes: usize,
}

impl Stored {
    fn read(place: &[u8], value: &[u8]) -> Result<Self, StoreError> {
        let id = SnapshotId(hash(place.get(8..).unwrap_or_default())?);
        let (parts, bytes) = split(value)?;
        let parts = parts.chunks_exact(PartId::LEN).filter_map(PartId::from_slice).collect();
        Ok(Self { place: place.to_vec(), id, parts, bytes: bytes.len() })
    }
}

/// The ids of the parts, and the snapshot itself.
fn split(value: &[u8]) -> Result<(&[u8], &[u8]), StoreError> {
    let len = usize::try_from(number(value)?).ok().and_then(|count| count.checked_mul(PartId::LEN));
    len.and_then(|len| value[8..].split_at_checked(len))
        .ok_or_else(|| StoreError("a stored snapshot is too short".into()))
}

impl RedbStore {
    pub(super) fn stored_snapshots(
        &self,
        team: TeamId,
        space: SpaceId,
    ) -> Result<Vec<StoredSnapshot>, StoreError> {
        let read = |(place, value): (Vec<u8>, Vec<u8>)| {
            let id = SnapshotId(hash(place.get(8..).unwrap_or_default())?);
            Ok(StoredSnapshot { id, bytes: split(&value)?.1.to_vec() })
        };
        self.under(SNAPSHOTS, &key(&[&team.0, &space.0]))?.into_iter().map(read).collect()
    }

    pub(super) fn stored_countersignatures(
        &self,
        team: TeamId,
        space: SpaceId,
    ) -> Result<Vec<StoredCountersignature>, StoreError> {
        let read = |(by, bytes): (Vec<u8>, Vec<u8>)| {
            let (snapshot, device) = by.split_at(SnapshotId::LEN.min(by.len()));
            Ok(StoredCountersignature {
                snapshot: SnapshotId(hash(snapshot)?),
                device: DeviceId(hash(device)?),
                bytes,
            })
        };
        self.under(COUNTERSIGNATURES, &key(&[&team.0, &space.0]))?.into_iter().map(read).collect()
    }

    pub(super) fn stored_parts(
        &self,
        team: TeamId,
        space: SpaceId,
        wanted: &[PartId],
        max_bytes: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let table = self.begin_read()?.open_table(PARTS).map_err(failed)?;
        let (mut parts, mut bytes) = (Vec::new(), 0);
        for id in wanted {
            let part = table.get(key(&[&team.0, &space.0, &id.0]).as_slice()).map_err(failed)?;
            let Some(part) = part else { continue };
            bytes += part.value().len();
            if bytes > max_bytes && !parts.is_empty() {
                break;
            }
            parts.push(part.value().to_vec());
        }
        Ok(parts)
    }
}

/// Takes every entry under a prefix out: how many bytes their values had.
fn remove_under(table: &mut Open<'_>, prefix: &[u8]) -> Result<usize, StoreError> {
    let mut bytes = 0;
    let mut count = |value: &[u8]| {
        bytes += value.len();
        false
    };
    table.retain_in(prefix..after(prefix).as_slice(), |_, value| count(value)).map_err(failed)?;
    Ok(bytes)
}

impl Transaction<'_> {
    pub(super) fn parts(
        &mut self,
        write: &Write,
        (team, space): (TeamId, SpaceId),
        parts: &[(PartId, Vec<u8>)],
    ) -> Result<Written, StoreError> {
        let mut new = BTreeMap::new();
        for (id, part) in parts {
            let place = key(&[&team.0, &space.0, &id.0]);
            if get(&self.parts, &place, |_| Ok(()))?.is_none() {
                new.insert(place, part);
            }
        }
        if new.is_empty() {
            return Ok(Written::Already);
        }
        if !self.has_room(write, team, 0, new.values().map(|part| part.len()).sum())? {
            return Ok(Written::Full);
        }
        for (place, part) in new {
            put(&mut self.parts, &place, part)?;
        }
        Ok(Written::Stored(Cursor::START))
    }

    pub(super) fn snapshot(
        &mut self,
        write: &Write,
        (team, space): (TeamId, SpaceId),
        new: NewSnapshot<'_>,
    ) -> Result<Written, StoreError> {
        let of_space = key(&[&team.0, &space.0]);
        let all = self.all_snapshots(&of_space)?;
        if all.iter().any(|stored| stored.id == new.id) {
            return Ok(Written::Already);
        }
        let (leaving, staying): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|stored| new.replaces.contains(&stored.id));
        let named: BTreeSet<PartId> =
            staying.iter().flat_map(|stored| &stored.parts).chain(new.parts).copied().collect();
        let (mut there, mut unnamed, mut less) = (BTreeSet::new(), Vec::new(), 0);
        for entry in self.parts.range(of_space.as_slice()..after(&of_space).as_slice()).map_err(failed)? {
            let (place, part) = entry.map_err(failed)?;
            let id = PartId(hash(&place.value()[of_space.len()..])?);
            there.insert(id);
            if !named.contains(&id) {
                less += part.value().len();
                unnamed.push(id);
            }
        }
        if !new.parts.is_subset(&there) {
            return Ok(Written::Missing);
        }
        if staying.len() >= MAX_SNAPSHOTS_PER_SPACE {
            return Ok(Written::Full);
        }
        for stored in &leaving {
            less += stored.bytes + self.countersigned_bytes(&of_space, stored.id)?;
        }
        if !self.has_room(write, team, less, new.bytes.len())? {
            return Ok(Written::Full);
        }
        self.remove(&of_space, &leaving, unnamed)?;
        let place = key(&[&of_space, &new.envelopes.to_be_bytes(), &new.id.0]);
        let mut value = (new.parts.len() as u64).to_be_bytes().to_vec();
        new.parts.iter().for_each(|part| value.extend_from_slice(&part.0));
        value.extend_from_slice(new.bytes);
        put(&mut self.snapshots, &place, &value)?;
        Ok(Written::Stored(Cursor::START))
    }

    pub(super) fn countersignature(
        &mut self,
        write: &Write,
        (team, space): (TeamId, SpaceId),
        (snapshot, device): (SnapshotId, DeviceId),
        bytes: &[u8],
    ) -> Result<Written, StoreError> {
        let of_space = key(&[&team.0, &space.0]);
        if !self.all_snapshots(&of_space)?.iter().any(|stored| stored.id == snapshot) {
            return Ok(Written::Missing);
        }
        let place = key(&[&of_space, &snapshot.0, &device.0]);
        if get(&self.countersignatures, &place, |_| Ok(()))?.is_some() {
            return Ok(Written::Already);
        }
        if !self.has_room(write, team, 0, bytes.len())? {
            return Ok(Written::Full);
        }
        put(&mut self.countersignatures, &place, bytes)?;
        Ok(Written::Stored(Cursor::START))
    }

    pub(super) fn all_snapshots(&self, of_space: &[u8]) -> Result<Vec<Stored>, StoreError> {
        let range = self.snapshots.range(of_space..after(of_space).as_slice()).map_err(failed)?;
        range
            .map(|entry| {
                let (place, value) = entry.map_err(failed)?;
                Stored::read(&place.value()[of_space.len()..], value.value())
            })
            .collect()
    }

    fn countersigned_bytes(&self, of_space: &[u8], snapshot: SnapshotId) -> Result<usize, StoreError> {
        let of_snapshot = key(&[of_space, &snapshot.0]);
        let mut bytes = 0;
        let range = self.countersignatures.range(of_snapshot.as_slice()..after(&of_snapshot).as_slice());
        for entry in range.map_err(failed)? {
            bytes += entry.map_err(failed)?.1.value().len();
        }
        Ok(bytes)
    }

    /// Takes snapshots with their countersignatures, and parts, out: how many bytes that were.
    pub(super) fn remove(
        &mut self,
        of_space: &[u8],
        snapshots: &[Stored],
        parts: impl IntoIterator<Item = PartId>,
    ) -> Result<usize, StoreError> {
        let mut bytes = 0;
        for stored in snapshots {
            self.snapshots.remove(key(&[of_space, &stored.place]).as_slice()).map_err(failed)?;
            bytes += stored.bytes;
            bytes += remove_under(&mut self.countersignatures, &key(&[of_space, &stored.id.0]))?;
        }
        for part in parts {
            let removed = self.parts.remove(key(&[of_space, &part.0]).as_slice()).map_err(failed)?;
            bytes += removed.map_or(0, |part| part.value().len());
        }
        Ok(bytes)
    }
}
