//! What snapshots let go of the log in [`super::RedbStore`].

use super::redb_tables::{DROPPED, FORMAT, chain_end, failed, hash, key, number};
use super::redb_write::{Transaction, get, put};
use super::{StoreError, Write, Written, is_inside};
use redb::ReadableTable;
use std::collections::{BTreeMap, BTreeSet};
use wire::receipt::ChainEnd;
use wire::{Cursor, DeviceId, PartId, SnapshotId, SpaceId, TeamId};

impl Transaction<'_> {
    pub(super) fn base(
        &mut self,
        (team, space): (TeamId, SpaceId),
        chains: &BTreeMap<DeviceId, ChainEnd>,
    ) -> Result<Written, StoreError> {
        let mut answer = Written::Already;
        for (device, end) in chains {
            let chain = key(&[&team.0, &space.0, &device.0]);
            if get(&self.tails, &chain, chain_end)?.is_none_or(|tail| tail.seq < end.seq) {
                put(&mut self.tails, &chain, &key(&[&end.seq.to_be_bytes(), &end.id.0]))?;
                answer = Written::Stored(Cursor::START);
            }
        }
        Ok(answer)
    }

    pub(super) fn compact(
        &mut self,
        write: &Write,
        (team, space): (TeamId, SpaceId),
        base: SnapshotId,
        cursor: Cursor,
        chains: &BTreeMap<DeviceId, ChainEnd>,
    ) -> Result<Written, StoreError> {
        let of_space = key(&[&team.0, &space.0]);
        let mut older = self.all_snapshots(&of_space)?;
        let Some(at) = older.iter().position(|stored| stored.id == base) else { return Ok(Written::Missing) };
        let kept: BTreeSet<PartId> =
            older.split_off(at).into_iter().flat_map(|stored| stored.parts).collect();
        let named: BTreeSet<PartId> = older.iter().flat_map(|stored| stored.parts.iter().copied()).collect();
        let removed = self.remove(&of_space, &older, &named - &kept)?;
        let dropped = self.drop_log(&of_space, cursor, chains)?;
        let bytes = removed + dropped.map_or(0, |(_, bytes)| bytes);
        self.has_room(write, team, bytes, 0)?;
        match dropped {
            None if older.is_empty() => Ok(Written::Already),
            None => Ok(Written::Stored(self.floor(&of_space)?)),
            Some((floor, _)) => Ok(Written::Stored(floor)),
        }
    }

    /// The new floor and how many bytes of envelopes went, if any did.
    fn drop_log(
        &mut self,
        of_space: &[u8],
        cursor: Cursor,
        chains: &BTreeMap<DeviceId, ChainEnd>,
    ) -> Result<Option<(Cursor, usize)>, StoreError> {
        let at = |position: u64| key(&[of_space, &position.to_be_bytes()]);
        let floor = self.floor(of_space)?;
        if get(&self.log, &at(cursor.position), hash)? != Some(cursor.log_hash) {
            return Ok(None);
        }
        let (mut end, mut bytes) = (floor, 0);
        let (first, last) = (at(floor.position.saturating_add(1)), at(cursor.position.saturating_add(1)));
        if first >= last {
            return Ok(None);
        }
        let mut same = BTreeMap::new();
        for (device, end) in chains {
            let known = get(&self.chains, &key(&[of_space, &device.0, &end.seq.to_be_bytes()]), hash)?;
            if known.is_none_or(|known| known == end.id.0) {
                same.insert(*device, *end);
            }
        }
        for entry in self.log.range(first.as_slice()..last.as_slice()).map_err(failed)? {
            let (_, value) = entry.map_err(failed)?;
            let log_hash = hash(value.value())?;
            let envelope = &value.value()[log_hash.len()..];
            if !is_inside(envelope, &same) {
                break;
            }
            bytes += envelope.len();
            end = Cursor { position: end.position + 1, log_hash };
        }
        if end == floor {
            return Ok(None);
        }
        self.log.retain_in(at(0).as_slice()..at(end.position).as_slice(), |_, _| false).map_err(failed)?;
        put(&mut self.log, &at(end.position), &end.log_hash)?;
        put(&mut self.floors, of_space, &end.position.to_be_bytes())?;
        put(&mut self.meta, FORMAT, DROPPED)?;
        Ok(Some((end, bytes)))
    }

    fn floor(&self, of_space: &[u8]) -> Result<Cursor, StoreError> {
        let Some(position) = get(&self.floors, of_space, number)? else { return Ok(Cursor::START) };
        let log_hash = get(&self.log, &key(&[of_space, &position.to_be_bytes()]), hash)?;
        let log_hash = log_hash.ok_or_else(|| StoreError("a log has lost its floor".into()))?;
        Ok(Cursor { position, log_hash })
    }
}
