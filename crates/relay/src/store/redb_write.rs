//! The writing half of [`super::RedbStore`]: one transaction's tables.

use super::redb::{
    ACCESS, BOXES, BYTES, CHAINS, HEADS, LOG, META, RECEIPTS, TAILS, TEAMS, chain_end, failed, hash, key,
    number, recipient_key,
};
use super::{StoreError, Write, Written, chain_answer};
use crate::limits::MAX_BOXES_PER_RECIPIENT;
use redb::{ReadableTable, Table, WriteTransaction};
use std::collections::HashMap;
use wire::{AccessHead, Cursor, DeviceId, EnvelopeId, SealedBox, SpaceId, TeamId};

type Open<'t> = Table<'t, &'static [u8], &'static [u8]>;

pub(super) struct Transaction<'t> {
    meta: Open<'t>,
    access: Open<'t>,
    heads: Open<'t>,
    log: Open<'t>,
    chains: Open<'t>,
    tails: Open<'t>,
    receipts: Open<'t>,
    boxes: Open<'t>,
    bytes: Open<'t>,
    /// Where the logs touched so far end.
    ends: HashMap<(TeamId, SpaceId), Cursor>,
}

fn put(table: &mut Open<'_>, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
    table.insert(key, value).map(|_| ()).map_err(failed)
}

fn get<T>(
    table: &Open<'_>,
    key: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    table.get(key).map_err(failed)?.map(|value| read(value.value())).transpose()
}

impl<'t> Transaction<'t> {
    pub(super) fn begin(transaction: &'t WriteTransaction) -> Result<Self, StoreError> {
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
            ends: HashMap::new(),
        })
    }

    pub(super) fn apply(&mut self, write: &Write) -> Result<Written, StoreError> {
        match write {
            Write::Access { team, expected_head, records } => self.access(*team, *expected_head, records),
            Write::Envelope { team, space, device, seq, prev, id, bytes } => {
                self.envelope(*team, *space, *device, (*seq, *prev, *id), bytes)
            }
            Write::Box { team, sealed } => self.sealed_box(*team, sealed),
            Write::Receipt { team, space, device, counter, bytes } => {
                self.receipt(*team, *space, *device, *counter, bytes)
            }
        }
    }

    fn access(
        &mut self,
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
        team: TeamId,
        space: SpaceId,
        device: DeviceId,
        (seq, prev, id): (u64, EnvelopeId, EnvelopeId),
        bytes: &[u8],
    ) -> Result<Written, StoreError> {
        let chain = key(&[&team.0, &space.0, &device.0]);
        let place = key(&[&chain, &seq.to_be_bytes()]);
        if get(&self.chains, &place, hash)? == Some(id.0) {
            return Ok(Written::Already);
        }
        if let Some(refused) = chain_answer(get(&self.tails, &chain, chain_end)?, seq, prev) {
            return Ok(refused);
        }
        let after = self.end(team, space)?.after(id);
        let position = key(&[&team.0, &space.0, &after.position.to_be_bytes()]);
        put(&mut self.log, &position, &key(&[&after.log_hash, bytes]))?;
        put(&mut self.chains, &place, &id.0)?;
        put(&mut self.tails, &chain, &key(&[&seq.to_be_bytes(), &id.0]))?;
        let total = get(&self.bytes, &team.0, number)?.unwrap_or(0) + bytes.len() as u64;
        put(&mut self.bytes, &team.0, &total.to_be_bytes())?;
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

    fn sealed_box(&mut self, team: TeamId, sealed: &SealedBox) -> Result<Written, StoreError> {
        let bytes = postcard::to_allocvec(sealed).map_err(|error| StoreError(error.to_string()))?;
        let recipient = recipient_key(team, sealed.recipient());
        let place = key(&[&recipient, blake3::hash(&bytes).as_bytes()]);
        if get(&self.boxes, &place, |_| Ok(()))?.is_some() {
            return Ok(Written::Already);
        }
        let last = key(&[&recipient, &[0xff; 32]]);
        let count = self.boxes.range(recipient.as_slice()..=last.as_slice()).map_err(failed)?.count();
        if count >= MAX_BOXES_PER_RECIPIENT {
            return Ok(Written::Full);
        }
        put(&mut self.boxes, &place, &bytes)?;
        Ok(Written::Stored(Cursor::START))
    }

    fn receipt(
        &mut self,
        team: TeamId,
        space: SpaceId,
        device: DeviceId,
        counter: u64,
        bytes: &[u8],
    ) -> Result<Written, StoreError> {
        let place = key(&[&team.0, &space.0, &device.0]);
        if get(&self.receipts, &place, number)?.is_some_and(|known| known >= counter) {
            return Ok(Written::Already);
        }
        put(&mut self.receipts, &place, &key(&[&counter.to_be_bytes(), bytes]))?;
        Ok(Written::Stored(Cursor::START))
    }
}
