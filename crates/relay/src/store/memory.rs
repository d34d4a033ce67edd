//! Storage that ends with the process: for tests and simulations.

use super::memory_snapshots::{Room, Snapshots, Stored};
use super::{
    Link, LogStore, Pulled, Quota, StoreError, StoredCountersignature, StoredPage, StoredSnapshot, Write,
    Written,
};
use crate::limits::MAX_BOXES_PER_RECIPIENT;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Mutex, MutexGuard};
use wire::receipt::ChainEnd;
use wire::{AccessHead, Cursor, DeviceId, EnvelopeId, PartId, Recipient, SealedBox, SpaceId, TeamId};

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
pub(super) struct Space {
    /// Up to here everything was dropped.
    pub floor: Cursor,
    /// What lies after the floor.
    pub log: Vec<(Cursor, Vec<u8>)>,
    pub chains: BTreeMap<DeviceId, Chain>,
    receipts: BTreeMap<DeviceId, (u64, Vec<u8>)>,
    pub snapshots: Snapshots,
}

/// Of one device in one space.
#[derive(Default)]
pub(super) struct Chain {
    pub tail: Option<ChainEnd>,
    /// By seq; what only a snapshot has is missing.
    pub envelopes: BTreeMap<u64, EnvelopeId>,
}

impl Space {
    fn end(&self) -> Cursor {
        self.log.last().map_or(self.floor, |(cursor, _)| *cursor)
    }

    /// How many envelopes of the kept log lie up to this cursor; `None` when the log does not contain it.
    pub fn kept_up_to(&self, cursor: Cursor) -> Option<usize> {
        let kept = usize::try_from(cursor.position.checked_sub(self.floor.position)?).ok()?;
        let known = match kept.checked_sub(1) {
            None => self.floor,
            Some(last) => self.log.get(last)?.0,
        };
        (known == cursor).then_some(kept)
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

    fn read_snapshots<T: Default>(
        &self,
        team: TeamId,
        space: SpaceId,
        read: impl FnOnce(&Snapshots) -> T,
    ) -> Result<T, StoreError> {
        self.read(team, |team| {
            team.spaces.get(&space).map(|space| read(&space.snapshots)).unwrap_or_default()
        })
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
    ) -> Result<Pulled, StoreError> {
        let teams = self.lock()?;
        let empty = Space::default();
        let space = teams.get(&team).and_then(|team| team.spaces.get(&space)).unwrap_or(&empty);
        if after.position < space.floor.position {
            return Ok(Pulled::Dropped(space.floor));
        }
        let Some(start) = space.kept_up_to(after) else { return Ok(Pulled::OtherPast) };
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
        Ok(Pulled::Page(page))
    }

    fn tails(&self, team: TeamId, space: SpaceId) -> Result<BTreeMap<DeviceId, ChainEnd>, StoreError> {
        self.read(team, |team| {
            let chains = team.spaces.get(&space).map(|space| &space.chains);
            chains.into_iter().flatten().filter_map(|(device, chain)| Some((*device, chain.tail?))).collect()
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

    fn snapshots(&self, team: TeamId, space: SpaceId) -> Result<Vec<StoredSnapshot>, StoreError> {
        self.read_snapshots(team, space, Snapshots::all)
    }

    fn countersignatures(
        &self,
        team: TeamId,
        space: SpaceId,
    ) -> Result<Vec<StoredCountersignature>, StoreError> {
        self.read_snapshots(team, space, Snapshots::countersignatures)
    }

    fn parts(
        &self,
        team: TeamId,
        space: SpaceId,
        parts: &[PartId],
        max_bytes: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        self.read_snapshots(team, space, |snapshots| snapshots.parts(parts, max_bytes))
    }
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
            let (seq, prev, id) = (*seq, *prev, *id);
            let known = |seq| Ok::<_, Infallible>(chain.envelopes.get(&seq).copied());
            let Ok(refused) = Link { seq, prev, id }.refused(chain.tail, known);
            if let Some(refused) = refused {
                return refused;
            }
            if !quota.take(write, &mut team.bytes, 0, bytes.len()) {
                return Written::Full;
            }
            chain.envelopes.insert(seq, id);
            if chain.tail.is_none_or(|tail| tail.seq < seq) {
                chain.tail = Some(ChainEnd { seq, id });
            }
            let after = space.end().after(id);
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
        Write::Parts { team, space, parts } => {
            let (space, room) = open(teams, (*team, *space), write, quota);
            space.snapshots.put_parts(parts, room)
        }
        Write::Snapshot { team, space, id, envelopes, parts, replaces, bytes } => {
            let (space, room) = open(teams, (*team, *space), write, quota);
            let new = Stored { parts: parts.clone(), bytes: bytes.clone() };
            space.snapshots.put((*envelopes, *id), new, replaces, room)
        }
        Write::Countersignature { team, space, snapshot, device, bytes } => {
            let (space, room) = open(teams, (*team, *space), write, quota);
            space.snapshots.countersign((*snapshot, *device), bytes, room)
        }
        Write::Base { team, space, chains } => {
            open(teams, (*team, *space), write, quota).0.go_on_from(chains)
        }
        Write::Compact { team, space, base, cursor, chains } => {
            let (space, room) = open(teams, (*team, *space), write, quota);
            space.compact(*base, *cursor, chains, room)
        }
    }
}

/// A space, and the room for a write into it.
fn open<'t>(
    teams: &'t mut BTreeMap<TeamId, Team>,
    (team, space): (TeamId, SpaceId),
    write: &'t Write,
    quota: Quota,
) -> (&'t mut Space, Room<'t>) {
    let team = teams.entry(team).or_default();
    (team.spaces.entry(space).or_default(), Room { write, stored: &mut team.bytes, quota })
}
