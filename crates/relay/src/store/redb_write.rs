//! The writing half of [`super::RedbStore`]: one transaction's tables.

use super::redb_snapshots::NewSnapshot;
use super::redb_tables::{
    ACCESS, BOXES, BYTES, CHAINS, COUNTERSIGNATURES, FLOORS, HEADS, LOG, META, PARTS, RECEIPTS, SNAPSHOTS,
    TAILS, TEAMS, chain_end, failed, hash, key, number, recipient_key,
};
use super::{Link, Quota, StoreError, Write, Written};
use crate::limits::MAX_BOXES_PER_RECIPIENT;
use redb::{ReadableTable, Table, WriteTransaction};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use wire::{AccessHead, Cursor, DeviceId, EnvelopeId, SealedBox, SpaceId, TeamId};

pub(super) type Open<'t> = Table<'t, &'static [u8], &'static [u8]>;

pub(super) struct Transaction<'t> {
    pub(super) meta: Open<'t>,
    access: Open<'t>,
    heads: Open<'t>,
    pub(super) log: Open<'t>,
    pub(super) chains: Open<'t>,
    pub(super) tails: Open<'t>,
    receipts: Open<'t>,
    boxes: Open<'t>,
    bytes: Open<'t>,
    pub(super) snapshots: Open<'t>,
    pub(super) countersignatures: Open<'t>,
    pub(super) parts: Open<'t>,
    pub(super) floors: Open<'t>,
    /// Where the logs touched so far end.
    ends: HashMap<(TeamId, SpaceId), Cursor>,
    /// What the teams touched so far store.
    stored: HashMap<TeamId, u64>,
    quota: Quota,
}

pub(super) fn put(table: &mut Open<'_>, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
    table.insert(key, value).map(|_| ()).map_err(failed)
}

pub(super) fn get<T>(
    table: &Open<'_>,
    key: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    table.get(key).map_err(failed)?.map(|value| read(value.value())).transpose()
}

impl<'t> Transaction<'t> {
    pub(super) fn begin(transaction: &'t WriteTransaction, quota: Quota) -> Result<Self, StoreError> {
        let open = |table| transaction.open_table(table).map_err(failed);
        Ok(Self {
            meta: open(META)?,
            access: open(ACCESS)?,
            heads: open(HEADS)?,
            log: open(LOG)?,
            chains: open(CHAINS)?,
            tails: open(TAILS)?,
            receipts: open(RECEIPTS)?,
            boxes: open(BOXES)?,
            bytes: open(BYTES)?,
            snapshots: open(SNAPSHOTS)?,
            countersignatures: open(COUNTERSIGNATURES)?,
            parts: open(PARTS)?,
            floors: open(FLOORS)?,
            ends: HashMap::new(),
            stored: HashMap::new(),
            quota,
        })
    }

    pub(super) fn apply(&mut self, write: &Write) -> Result<Written, StoreError> {
        match write {
            Write::Access { team, expected_head, records } => {
                self.access(write, *team, *expected_head, records)
            }
            Write::Envelope { team, space, device, seq, prev, id, bytes } => {
                let link = Link { seq: *seq, prev: *prev, id: *id };
                self.envelope(write, (*team, *space, *device), link, bytes)
            }
            Write::Box { team, sealed } => self.sealed_box(write, *team, sealed),
            Write::Receipt { team, space, device, counter, bytes } => {
                self.receipt(write, (*team, *space, *device), *counter, bytes)
            }
            Write::Parts { team, space, parts } => self.parts(write, (*team, *space), parts),
            Write::Snapshot { team, space, id, envelopes, parts, replaces, bytes } => {
                let new = NewSnapshot { id: *id, envelopes: *envelopes, parts, replaces, bytes };
                self.snapshot(write, (*team, *space), new)
            }
            Write::Countersignature { team, space, snapshot, device, bytes } => {
                self.countersignature(write, (*team, *space), (*snapshot, *device), bytes)
            }
            Write::Base { team, space, chains } => self.base((*team, *space), chains),
            Write::Compact { team, space, base, cursor, chains } => {
                self.compact(write, (*team, *space), *base, *cursor, chains)
            }
        }
    }

    /// Accounts for `more` bytes in place of `less`; `false` when the team may not store them.
    pub(super) fn has_room(
        &mut self,
        write: &Write,
        team: TeamId,
        less: usize,
        more: usize,
    ) -> Result<bool, StoreError> {
        let stored = match self.stored.entry(team) {
            Entry::Occupied(stored) => stored.into_mut(),
            Entry::Vacant(place) => place.insert(get(&self.bytes, &team.0, number)?.unwrap_or(0)),
        };
        Ok(self.quota.take(write, stored, less, more))
    }

    /// Writes down what was accounted for: once per transaction, not once per write.
    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        for (team, stored) in self.stored {
            put(&mut self.bytes, &team.0, &stored.to_be_bytes())?;
        }
        Ok(())
    }

    fn access(
        &mut self,
        write: &Write,
        team: TeamId,
        expected_head: AccessHead,
        records: &[(AccessHead, Vec<u8>)],
    ) -> Result<Written, StoreError> {
        let read = |value: &[u8]| Ok((number(value)?, AccessHead(hash(&value[8..])?)));
        let known = get(&self.heads, &team.0, read)?;
        let (mut len, mut head) = known.unwrap_or((0, AccessHead::ZERO));
        if head != expected_head {
            return Ok(Written::Conflict(head));
        }
        if !self.has_room(write, team, 0, records.iter().map(|(_, record)| record.len()).sum())? {
            return Ok(Written::Full);
        }
        for (after, record) in records {
            put(&mut self.access, &key(&[&team.0, &len.to_be_bytes()]), record)?;
            (len, head) = (len + 1, *after);
        }
        put(&mut self.heads, &team.0, &key(&[&len.to_be_bytes(), &head.0]))?;
        if known.is_none() {
            let teams = get(&self.meta, TEAMS, number)?.unwrap_or(0) + 1;
            put(&mut self.meta, TEAMS, &teams.to_be_bytes())?;
        }
        Ok(Written::Stored(Cursor::START))
    }

    fn envelope(
        &mut self,
        write: &Write,
        (team, space, device): (TeamId, SpaceId, DeviceId),
        link: Link,
        bytes: &[u8],
    ) -> Result<Written, StoreError> {
        let chain = key(&[&team.0, &space.0, &device.0]);
        let place = |seq: u64| key(&[&chain, &seq.to_be_bytes()]);
        let tail = get(&self.tails, &chain, chain_end)?;
        let known = |seq| Ok::<_, StoreError>(get(&self.chains, &place(seq), hash)?.map(EnvelopeId));
        if let Some(refused) = link.refused(tail, known)? {
            return Ok(refused);
        }
        if !self.has_room(write, team, 0, bytes.len())? {
            return Ok(Written::Full);
        }
        let Link { seq, id, .. } = link;
        let after = self.end(team, space)?.after(id);
        let position = key(&[&team.0, &space.0, &after.position.to_be_bytes()]);
        put(&mut self.log, &position, &key(&[&after.log_hash, bytes]))?;
        put(&mut self.chains, &place(seq), &id.0)?;
        if tail.is_none_or(|tail| tail.seq < seq) {
            put(&mut self.tails, &chain, &key(&[&seq.to_be_bytes(), &id.0]))?;
        }
        self.ends.insert((team, space), after);
        Ok(Written::Stored(after))
    }

    /// Where a space's log ends: read once per transaction.
    fn end(&mut self, team: TeamId, space: SpaceId) -> Result<Cursor, StoreError> {
        if let Some(end) = self.ends.get(&(team, space)) {
            return Ok(*end);
        }
        let first = key(&[&team.0, &space.0, &[0; 8]]);
        let last = key(&[&team.0, &space.0, &[0xff; 8]]);
        match self.log.range(first.as_slice()..=last.as_slice()).map_err(failed)?.next_back() {
            None => Ok(Cursor::START),
            Some(entry) => {
                let (place, value) = entry.map_err(failed)?;
                let position = number(&place.value()[TeamId::LEN + SpaceId::LEN..])?;
                Ok(Cursor { position, log_hash: hash(value.value())? })
            }
        }
    }

    fn sealed_box(&mut self, write: &Write, team: TeamId, sealed: &SealedBox) -> Result<Written, StoreError> {
        let bytes = postcard::to_allocvec(sealed).map_err(|error| StoreError(error.to_string()))?;
        let recipient = recipient_key(team, sealed.recipient());
        let place = key(&[&recipient, blake3::hash(&bytes).as_bytes()]);
        if get(&self.boxes, &place, |_| Ok(()))?.is_some() {
            return Ok(Written::Already);
        }
        let last = key(&[&recipient, &[0xff; 32]]);
        let count = self.boxes.range(recipient.as_slice()..=last.as_slice()).map_err(failed)?.count();
        if count >= MAX_BOXES_PER_RECIPIENT || !self.has_room(write, team, 0, sealed.sealed_len())? {
            return Ok(Written::Full);
        }
        put(&mut self.boxes, &place, &bytes)?;
        Ok(Written::Stored(Cursor::START))
    }

    fn receipt(
        &mut self,
        write: &Write,
        (team, space, device): (TeamId, SpaceId, DeviceId),
        counter: u64,
        bytes: &[u8],
    ) -> Result<Written, StoreError> {
        let place = key(&[&team.0, &space.0, &device.0]);
        let known = get(&self.receipts, &place, |value| Ok((number(value)?, value.len())))?;
        if known.is_some_and(|(known, _)| known >= counter) {
            return Ok(Written::Already);
        }
        if !self.has_room(write, team, known.map_or(0, |(_, len)| len - 8), bytes.len())? {
            return Ok(Written::Full);
        }
        put(&mut self.receipts, &place, &key(&[&counter.to_be_bytes(), bytes]))?;
        Ok(Written::Stored(Cursor::START))
    }
}
