//! The same envelopes without a relay: what others may lack, in a sync file, and what such a file brings.
//!
//! Everything a file brings goes the way of what a relay brings: records into the log at their places, boxes and
//! receipts by their own signatures, envelopes as pages. So a file that arrives twice, late or in part does no harm.

use crate::host::{Key, StoreOp};
use crate::replica::Replica;
use crate::storage;
use crate::sync::apply::Page;
use crate::sync::connection::Out;
use contract::command::TurnedAway;
use contract::{CommandId, File, FileFault};
use domain::{Now, few};
use std::collections::BTreeSet;
use wire::access::{AccessError, InvitePurpose, Kind};
use wire::sync_file::Readers;
use wire::{
    DeviceId, Envelope, MAX_FILE_BYTES, MAX_PAGE_BYTES, MAX_PAGE_ENVELOPES, Recipient, Record, SealedBox,
    SpaceClass, SpaceId, SyncContents, SyncFile,
};

/// A file that is being made: everything but the envelopes, which are on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub command: CommandId,
    contents: SyncContents,
    /// Chains, and from which seq.
    chains: Vec<(SpaceId, DeviceId, u64)>,
    /// Spaces of which this device has the beginning only as a snapshot.
    bases: Vec<SpaceId>,
}

impl Outgoing {
    /// What is to be read from the store.
    pub fn prefixes(&self) -> Vec<Key> {
        let chains = self.chains.iter().map(|(space, device, _)| storage::envelopes_by(*space, *device));
        chains.chain(self.bases.iter().map(|space| storage::snapshot_parts(*space))).collect()
    }
}

/// What a file brought beside its envelopes.
#[derive(Default)]
pub struct Brought {
    /// So many devices are in the log that were not.
    pub admitted: u32,
    /// Why a device that asked is not.
    pub turned_away: Option<TurnedAway>,
    /// The spaces of its envelopes and snapshots.
    pub spaces: BTreeSet<SpaceId>,
    /// Its envelopes. They follow the snapshots, which have what comes before.
    pub pages: Vec<Page>,
}

impl Replica {
    /// Begin a file. What its receipts state is durable once the operations are.
    pub fn begin_file(&mut self, now: Now, command: CommandId, all: bool) -> (Outgoing, Vec<StoreOp>) {
        let mut ops: Vec<StoreOp> = self.renew_expired_invite(now).into_iter().collect();
        let (receipts, op) = self.receipts_for_file(now);
        ops.push(op);
        let (proposed, boxes) = self.proposals(now);
        let records = self.access.records().iter().map(|record| record.bytes().to_vec()).collect();
        let contents = SyncContents {
            made_at_ms: now.at.0.unsigned_abs(),
            at_relay: self.sync.at_relay,
            records,
            proposed,
            boxes,
            receipts,
            ..SyncContents::default()
        };
        let (chains, bases) = self.chains_for_file(now, all);
        (Outgoing { command, contents, chains, bases }, ops)
    }

    /// Finish it with what was read.
    pub fn finish_file(
        &mut self,
        now: Now,
        outgoing: Outgoing,
        read: Vec<Vec<(Key, Vec<u8>)>>,
    ) -> Result<File, FileFault> {
        let Outgoing { mut contents, chains, bases, .. } = outgoing;
        let mut bytes = 0;
        let mut read = read.into_iter();
        for ((_, _, from), pairs) in chains.into_iter().zip(&mut read) {
            for (key, envelope) in pairs {
                let seq = key.last_chunk::<8>().map_or(0, |seq| u64::from_be_bytes(*seq));
                if seq >= from {
                    bytes += envelope.len();
                    contents.envelopes.push(envelope);
                }
            }
        }
        for (space, pairs) in bases.into_iter().zip(read) {
            let parts = pairs.into_iter().map(|(_, part)| part).collect();
            self.base_for_file(space, parts, &mut contents);
        }
        bytes += contents.parts.iter().map(Vec::len).sum::<usize>();
        if bytes > MAX_FILE_BYTES {
            return Err(FileFault::TooLarge);
        }
        let state = self.access.state();
        let (space, epoch) = state
            .spaces
            .iter()
            .find(|(_, space)| space.class == SpaceClass::Org)
            .map(|(id, space)| (*id, space.epoch))
            .ok_or(FileFault::NotForUs)?;
        let key = self.keys.get(&(space, epoch)).ok_or(FileFault::NotForUs)?;
        let moment = Some(now.at.0.unsigned_abs());
        let open = state.invites.iter().filter(|(_, invite)| invite.check_open(moment).is_ok());
        let invites = open.map(|(id, invite)| (*id, invite.exchange_key)).collect();
        let readers = Readers { space: (space, epoch, key), invites };
        contents.seal(self.identity.team, &readers, &mut self.rng).map(File).map_err(FileFault::from)
    }

    /// Records that this device would like to see in the log, and the boxes that go beside it.
    fn proposals(&mut self, now: Now) -> (Vec<Vec<u8>>, Vec<SealedBox>) {
        let mut proposed = match &self.sync.admission {
            Some(_) => self.records_to_admit(&self.access, now),
            None => Vec::new(),
        };
        let mut boxes = self.boxes_for_open_invites(now);
        let for_people = |sealed: &&SealedBox| matches!(sealed.recipient(), Recipient::Person(_));
        boxes.extend(self.sync.boxes.iter().filter(for_people).cloned());
        for pending in &self.sync.connection.pending {
            let head = proposed.last().map_or(self.access.head(), Record::head);
            let at = now.at.0.unsigned_abs();
            let record = Record::by_device(head, at, pending.statement.kind(), &self.identity.device);
            proposed.extend(record.ok());
            boxes.extend(pending.boxes.iter().cloned());
        }
        (proposed.into_iter().map(|record| record.bytes().to_vec()).collect(), boxes)
    }

    /// Which chains somebody else may lack, and from where: what every reader's receipt states need not travel. And the
    /// spaces where that begins before what this device has envelopes of.
    fn chains_for_file(&self, now: Now, all: bool) -> (Vec<(SpaceId, DeviceId, u64)>, Vec<SpaceId>) {
        let me = self.identity.device.id();
        let state = self.access.state();
        let (mut chains, mut bases) = (Vec::new(), Vec::new());
        for (space, known) in &state.spaces {
            let readers: Vec<DeviceId> = state
                .devices
                .iter()
                .filter(|(id, device)| **id != me && state.can_read(device.person, *space))
                .map(|(id, _)| *id)
                .collect();
            let moment = Some(now.at.0.unsigned_abs());
            let is_awaited = state.invites.values().any(|invite| {
                invite.check_open(moment).is_ok()
                    && match &invite.purpose {
                        InvitePurpose::Member { role, person, .. } => {
                            state.would_read(*person, *role, known.class)
                        }
                        InvitePurpose::Device { person } => state.can_read(*person, *space),
                    }
            });
            if readers.is_empty() && !is_awaited {
                continue;
            }
            for (author, end) in self.sync.chains_of(*space) {
                // What this device has sealed before it was let in stays here.
                if author == me && self.sync.admission.is_some() {
                    continue;
                }
                let stated = readers.iter().filter(|reader| **reader != author).map(|reader| {
                    let receipt = self.sync.receipts.get(&(*space, *reader));
                    receipt.and_then(|receipt| receipt.applied.get(&author)).map_or(0, |end| end.seq)
                });
                let lacking = stated.min().map_or(end.seq, |seq| seq) + 1;
                let from = if all || is_awaited { 1 } else { lacking };
                if from <= self.base_of(*space, author) && bases.last() != Some(space) {
                    bases.push(*space);
                }
                if from <= end.seq {
                    chains.push((*space, author, from));
                }
            }
        }
        (chains, bases)
    }

    /// A file for this team's members, opened.
    pub fn open_file(&self, file: &File) -> Result<SyncContents, FileFault> {
        let parsed = SyncFile::parse(&file.0)?;
        if parsed.team() != self.identity.team {
            return Err(FileFault::OtherTeam);
        }
        let opened = parsed.open_as_member(|space, epoch| self.keys.get(&(space, epoch)));
        let contents = opened?;
        self.can_take_beside(&contents.records)?;
        Ok(contents)
    }

    /// Take in everything but the envelopes, which become pages, and the documents of snapshots, which are begun with.
    pub fn take_contents(&mut self, now: Now, contents: SyncContents, out: &mut Out) -> Brought {
        let devices = self.access.state().devices.len();
        // Who orders the log knows best who does.
        if contents.at_relay && !self.sync.at_relay && !self.orders_log() {
            self.sync.at_relay = true;
            out.ops.push(StoreOp::Put { key: storage::META_AT_RELAY.to_vec(), value: vec![1] });
        }
        if self.follow_log(0, contents.records, out) {
            self.pull_all(out);
        }
        if self.sync.admission.is_some() && self.is_admitted() {
            self.admitted(now, out);
        }
        let turned_away = self.take_proposals(now, contents.proposed, &contents.boxes, out);
        self.take_boxes(contents.boxes, out);
        self.take_receipts(contents.receipts, out);
        let SyncContents { snapshots, countersignatures, parts, .. } = contents;
        let mut spaces = self.take_from_file(snapshots, countersignatures, parts, out);
        let pages = self.pages_of(contents.envelopes);
        spaces.extend(pages.iter().map(|page| page.space));
        for space in &spaces {
            // A start that finds the marker takes care; see `care`.
            if let Some((op, marked)) = self.sync.care.begin_receiving(*space) {
                out.ops.push(op);
                out.on_durable.push(marked);
            }
        }
        let admitted = (self.access.state().devices.len() - devices) as u32;
        Brought { admitted, turned_away, spaces, pages }
    }

    /// Without a relay this device orders the log, if it does: what fits at its end is appended. Gives why a device that
    /// asks to be let in is not.
    fn take_proposals(
        &mut self,
        now: Now,
        proposed: Vec<Vec<u8>>,
        boxes: &[SealedBox],
        out: &mut Out,
    ) -> Option<TurnedAway> {
        if !self.orders_log() {
            return None;
        }
        let index = self.access.len();
        let records: Vec<Record> =
            proposed.into_iter().map_while(|bytes| Record::verify(bytes).ok()).collect();
        let newcomer = records.iter().find_map(|record| match record.kind() {
            Kind::Admit(admit) => Some(admit.device),
            Kind::DeviceAdd(added) => Some(added.device),
            _ => None,
        });
        let moment = now.at.0.unsigned_abs();
        let refused = records.into_iter().find_map(|record| self.access.append(record, moment).err());
        // A file that is opened twice asks for what has been granted.
        let is_out = |device: &DeviceId| self.access.state().person_of(*device).is_none();
        let turned_away = newcomer.filter(is_out).zip(refused).map(|(_, error)| match error {
            AccessError::WrongHead => TurnedAway::AskedTooEarly,
            _ => TurnedAway::Invite,
        });
        if self.access.len() == index {
            return turned_away;
        }
        self.log_has_grown(index, out);
        // A relay that comes later is given them with the log.
        for sealed in boxes {
            let is_members = matches!(sealed.recipient(), Recipient::Person(person)
                if self.access.state().persons.contains_key(&person));
            if is_members && !self.sync.boxes.contains(sealed) {
                out.ops.extend(self.sync.keep_box(sealed.clone()));
            }
        }
        turned_away
    }

    /// Envelopes as the pages in which they would come from a relay. What this device has already is left out, and
    /// what lies in spaces whose key it does not hold.
    fn pages_of(&self, envelopes: Vec<Vec<u8>>) -> Vec<Page> {
        let me = self.identity.device.id();
        let by_space = envelopes.into_iter().filter_map(|bytes| {
            let (space, device, seq) = Envelope::place_of(&bytes)?;
            let has_key = self.keys.keys().any(|(of, _)| *of == space);
            let is_here = device != me && self.sync.tail(space, device).is_some_and(|tail| seq < tail.seq);
            (has_key && !is_here).then_some((space, bytes))
        });
        let mut pages = Vec::new();
        for (space, envelopes) in few::groups(by_space) {
            let mut page = Page { space, envelopes: Vec::new(), next: None };
            let mut bytes = 0;
            for envelope in envelopes {
                let is_full =
                    bytes + envelope.len() > MAX_PAGE_BYTES || page.envelopes.len() >= MAX_PAGE_ENVELOPES;
                if is_full && !page.envelopes.is_empty() {
                    pages.push(std::mem::replace(
                        &mut page,
                        Page { space, envelopes: Vec::new(), next: None },
                    ));
                    bytes = 0;
                }
                bytes += envelope.len();
                page.envelopes.push(envelope);
            }
            pages.push(page);
        }
        pages
    }

    /// How many envelopes this device has taken in or made, over all chains.
    pub fn envelopes_known(&self) -> u64 {
        self.sync.chains.values().map(|end| end.seq).sum()
    }
}
