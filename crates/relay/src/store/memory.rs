//! Storage that ends with the process: for tests and simulations.

use super::{LogStore, Quota, StoreError, StoredPage, Write, Written, chain_answer};
use crate::limits::MAX_BOXES_PER_RECIPIENT;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use wire::receipt::ChainEnd;
use wire::{AccessHead, Cursor, DeviceId, EnvelopeId, Recipient, SealedBox, SpaceId, TeamId};

/// A [`LogStore`] in memory.
pub struct MemoryStore {
    relay_id: [u8; 16],
    teams: Mutex<BTreeMap<TeamId, Team>>,
    quota: Quota,
}

#[derive(Default)]
struct Team {
    head: Option<AccessHead>,
    records: Vec<Vec<u8>>,
    bytes: u64,
    spaces: BTreeMap<SpaceId, Space>,
    boxes: BTreeMap<Recipient, Vec<SealedBox>>,
}

#[derive(Default)]
struct Space {
    log: Vec<(Cursor, Vec<u8>)>,
    chains: BTreeMap<DeviceId, Vec<EnvelopeId>>,
    receipts: BTreeMap<DeviceId, (u64, Vec<u8>)>,
}

impl Space {
    fn end(&self) -> Cursor {
        self.log.last().map_or(Cursor::START, |(cursor, _)| *cursor)
    }
}

impl MemoryStore {
    /// Empty, with the given id.
    pub fn new(relay_id: [u8; 16]) -> Self {
        Self { relay_id, teams: Mutex::default(), quota: Quota::NONE }
    }

    /// The same with a limit to what one team may store.
    pub fn with_team_quota(self, bytes: u64) -> Self {
        Self { quota: Quota(bytes), ..self }
    }

    fn lock(&self) -> Result<MutexGuard<'_, BTreeMap<TeamId, Team>>, StoreError> {
        self.teams.lock().map_err(|_| StoreError("a writer panicked".into()))
    }

    fn read<T: Default>(&self, team: TeamId, read: impl FnOnce(&Team) -> T) -> Result<T, StoreError> {
        Ok(self.lock()?.get(&team).map(read).unwrap_or_default())
    }
}

impl LogStore for MemoryStore {
    fn relay_id(&self) -> Result<[u8; 16], StoreError> {
        Ok(self.relay_id)
    }

    fn commit(&self, writes: &[Write]) -> Result<Vec<Written>, StoreError> {
        let mut teams = self.lock()?;
        Ok(writes.iter().map(|write| apply(&mut teams, write, self.quota)).collect())
    }

    fn team_count(&self) -> Result<u64, StoreError> {
        Ok(self.lock()?.values().filter(|team| !team.records.is_empty()).count() as u64)
    }

    fn team_bytes(&self, team: TeamId) -> Result<u64, StoreError> {
        self.read(team, |team| team.bytes)
    }

    fn access_records(&self, team: TeamId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read(team, |team| team.records.clone())
    }

    fn page(
        &self,
        team: TeamId,
        space: SpaceId,
        after: Cursor,
        max_envelopes: usize,
        max_bytes: usize,
    ) -> Result<Option<StoredPage>, StoreError> {
        let teams = self.lock()?;
        let empty = Space::default();
        let space = teams.get(&team).and_then(|team| team.spaces.get(&space)).unwrap_or(&empty);
        let start = usize::try_from(after.position).unwrap_or(usize::MAX);
        let known = match start.checked_sub(1) {
            None => Some(Cursor::START),
            Some(before) => space.log.get(before).map(|(cursor, _)| *cursor),
        };
        if known != Some(after) {
            return Ok(None);
        }
        let mut page = StoredPage { envelopes: Vec::new(), next: after, more: false };
        let mut bytes = 0;
        for (cursor, envelope) in &space.log[start..] {
            let full = page.envelopes.len() >= max_envelopes || bytes + envelope.len() > max_bytes;
            if full && !page.envelopes.is_empty() {
                page.more = true;
                break;
            }
            bytes += envelope.len();
            page.envelopes.push(envelope.clone());
            page.next = *cursor;
        }
        Ok(Some(page))
    }

    fn tails(&self, team: TeamId, space: SpaceId) -> Result<BTreeMap<DeviceId, ChainEnd>, StoreError> {
        self.read(team, |team| {
            let chains = team.spaces.get(&space).map(|space| &space.chains);
            let ends =
                chains.into_iter().flatten().filter_map(|(device, chain)| Some((*device, end_of(chain)?)));
            ends.collect()
        })
    }

    fn receipts(&self, team: TeamId, space: SpaceId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read(team, |team| {
            let receipts = team.spaces.get(&space).map(|space| &space.receipts);
            receipts
                .into_iter()
                .flat_map(|receipts| receipts.values().map(|(_, bytes)| bytes.clone()))
                .collect()
        })
    }

    fn boxes(&self, team: TeamId, recipient: Recipient) -> Result<Vec<SealedBox>, StoreError> {
        self.read(team, |team| team.boxes.get(&recipient).cloned().unwrap_or_default())
    }
}

fn end_of(chain: &[EnvelopeId]) -> Option<ChainEnd> {
    chain.last().map(|id| ChainEnd { seq: chain.len() as u64, id: *id })
}

fn apply(teams: &mut BTreeMap<TeamId, Team>, write: &Write, quota: Quota) -> Written {
    match write {
        Write::Access { team, expected_head, records } => {
            let team = teams.entry(*team).or_default();
            let known = team.head.unwrap_or(AccessHead::ZERO);
            if known != *expected_head {
                return Written::Conflict(known);
            }
            let more = records.iter().map(|(_, record)| record.len()).sum();
            if !quota.take(write, &mut team.bytes, 0, more) {
                return Written::Full;
            }
            for (head, record) in records {
                team.head = Some(*head);
                team.records.push(record.clone());
            }
            Written::Stored(Cursor::START)
        }
        Write::Envelope { team, space, device, seq, prev, id, bytes } => {
            let team = teams.entry(*team).or_default();
            let space = team.spaces.entry(*space).or_default();
            let chain = space.chains.entry(*device).or_default();
            let place = usize::try_from(*seq).unwrap_or(usize::MAX).saturating_sub(1);
            if chain.get(place) == Some(id) {
                return Written::Already;
            }
            if let Some(refused) = chain_answer(end_of(chain), *seq, *prev) {
                return refused;
            }
            if !quota.take(write, &mut team.bytes, 0, bytes.len()) {
                return Written::Full;
            }
            chain.push(*id);
            let after = space.end().after(*id);
            space.log.push((after, bytes.clone()));
            Written::Stored(after)
        }
        Write::Box { team, sealed } => {
            let team = teams.entry(*team).or_default();
            let boxes = team.boxes.entry(sealed.recipient()).or_default();
            if boxes.contains(sealed) {
                Written::Already
            } else if boxes.len() >= MAX_BOXES_PER_RECIPIENT
                || !quota.take(write, &mut team.bytes, 0, sealed.sealed_len())
            {
                Written::Full
            } else {
                boxes.push(sealed.clone());
                Written::Stored(Cursor::START)
            }
        }
        Write::Receipt { team, space, device, counter, bytes } => {
            let team = teams.entry(*team).or_default();
            let space = team.spaces.entry(*space).or_default();
            let known = space.receipts.get(device);
            if known.is_some_and(|(known, _)| known >= counter) {
                return Written::Already;
            }
            let less = known.map_or(0, |(_, bytes)| bytes.len());
            if !quota.take(write, &mut team.bytes, less, bytes.len()) {
                return Written::Full;
            }
            space.receipts.insert(*device, (*counter, bytes.clone()));
            Written::Stored(Cursor::START)
        }
    }
}
