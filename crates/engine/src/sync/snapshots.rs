//! Snapshots: a space's documents as they lie on disk, so that a new device need not apply every envelope there ever
//! was, and the relay need not keep them.
//!
//! A device that has everything, and has been left alone for a while, makes one when enough has been written since the
//! last ([`make`]). Devices of other people that have the same chains compare the heads and countersign ([`check`]). A
//! new device, or one that was away for so long that the relay has dropped what it lacks, takes one that two people stand
//! by ([`take`]). What it takes it keeps as it came, to give it to a relay that has lost everything ([`give`]), or to
//! whom no relay reaches ([`by_file`]).

pub mod by_file;
pub mod check;
pub mod content;
pub mod give;
pub mod make;
pub mod take;

use crate::host::StoreOp;
use crate::projection::DocumentKey;
use crate::replica::Replica;
use crate::storage::{self, DocumentId};
use crate::sync::connection::Out;
use domain::{Now, Timestamp};
use make::Making;
use std::collections::BTreeMap;
use take::Taking;
use wire::receipt::ChainEnd;
use wire::snapshot::may_be_replaced;
use wire::{ClientFrame, Countersignature, DeviceId, Snapshot, SnapshotId, SpaceId};

/// When snapshots are made.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// So many envelopes of a space that are in no snapshot are worth one.
    pub every: u64,
    /// So long this device must have been left alone, with nothing on its way; up to as much again is added by chance,
    /// so that not everybody makes one at once.
    pub rest_ms: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self { every: 300, rest_ms: 20_000 }
    }
}

/// A snapshot as somebody has stated it, with those who have countersigned.
#[derive(Clone, Debug)]
pub struct Stated {
    pub id: SnapshotId,
    pub snapshot: Snapshot,
    pub bytes: Vec<u8>,
    /// The countersignatures, by whose they are.
    pub by: Vec<(DeviceId, Vec<u8>)>,
    /// It was compared with what is here, or could not be taken.
    pub is_done_with: bool,
}

/// What there is of one space. A list and no maps: there are a handful of spaces, and each map is code to download.
struct OfSpace {
    space: SpaceId,
    /// What the relay has told on this connection, the newest last.
    told: Option<Vec<Stated>>,
    /// Where the relay's chains end, once it has said so on this line.
    tails: Option<BTreeMap<DeviceId, ChainEnd>>,
    /// It is pulled only when it is known whether there is a snapshot.
    is_awaited: bool,
    taking: Option<Taking>,
    /// The snapshot that this device began with.
    base: Option<Stated>,
    /// It was given to the relay on this connection.
    is_given: bool,
    /// Requests for parts that are not answered.
    asks: u32,
    /// With so many envelopes one was tried to be made, in vain.
    tried: u64,
}

/// See the module.
#[derive(Default)]
pub struct Snapshots {
    pub policy: Policy,
    spaces: Vec<OfSpace>,
    pub making: Option<Making>,
    /// The parts of earlier snapshots were not there: all are to be put again.
    puts_all: bool,
    /// One was taken over since all that was pulled has last been applied.
    pub was_taken: bool,
    /// Documents whose rows came from somebody else and have not been compared with them.
    unproven: Vec<DocumentId>,
    /// A document of theirs crashes whoever puts it into what is here.
    refused: Vec<SnapshotId>,
    /// When there is something to think about, unless something happens before.
    rest_ends: Option<Timestamp>,
    /// Something was begun then: what follows it needs no further rest.
    pub is_at_work: bool,
}

impl Stated {
    /// From signed bytes, if they are a snapshot.
    fn read(bytes: Vec<u8>) -> Option<Self> {
        let snapshot = Snapshot::verify(&bytes).ok()?;
        let id = SnapshotId::of(&bytes);
        Some(Self { id, snapshot, bytes, by: Vec::new(), is_done_with: false })
    }

    fn is_countersigned(&mut self, by: DeviceId, bytes: Vec<u8>) {
        if self.by.iter().all(|(device, _)| *device != by) {
            self.by.push((by, bytes));
        }
    }

    /// Whose countersignatures there are.
    fn devices(&self) -> impl Iterator<Item = DeviceId> + '_ {
        self.by.iter().map(|(device, _)| *device)
    }
}

impl Snapshots {
    /// From the store.
    pub fn load(pairs: &[(Vec<u8>, Vec<u8>)], unproven: Option<&[u8]>, refused: Option<&[u8]>) -> Self {
        let mut snapshots = Self::default();
        for (key, bytes) in pairs {
            match storage::read_space_key(key) {
                Some((space, [])) => {
                    snapshots.of_mut(space).base = Stated::read(bytes.clone());
                }
                Some((space, device)) => {
                    if let (Some(base), Some(device)) =
                        (&mut snapshots.of_mut(space).base, DeviceId::from_slice(device))
                    {
                        // Of an earlier one, some may be left.
                        let said = Countersignature::verify(bytes);
                        if said.is_ok_and(|said| said.snapshot == base.id) {
                            base.is_countersigned(device, bytes.clone());
                        }
                    }
                }
                None => {}
            }
        }
        let ids = unproven.and_then(|bytes| postcard::from_bytes(bytes).ok());
        snapshots.unproven = ids.unwrap_or_default();
        let ids = refused.and_then(|bytes| postcard::from_bytes(bytes).ok());
        snapshots.refused = ids.unwrap_or_default();
        snapshots
    }

    /// Nothing that was told or begun on the line that broke is known any more.
    pub fn forget_line(&mut self) {
        for of in &mut self.spaces {
            (of.told, of.tails) = (None, None);
            // What is here whole needs no line.
            of.taking.take_if(|taking| !taking.has_all_parts());
            (of.is_awaited, of.is_given, of.asks, of.tried) = (false, false, 0, 0);
        }
        self.making = None;
        self.is_at_work = false;
        self.rest_ends = None;
    }

    /// The relay has a snapshot with all of its parts.
    pub fn is_stored(&mut self) {
        self.puts_all = false;
    }

    /// A document's rows have been compared with it, or it cannot be read.
    pub fn is_compared(&mut self, document: DocumentId) {
        self.unproven.retain(|other| *other != document);
    }

    /// Never take it.
    pub fn refuse(&mut self, id: SnapshotId) -> StoreOp {
        self.refused.push(id);
        let value = postcard::to_stdvec(&self.refused).unwrap_or_default();
        StoreOp::Put { key: storage::META_REFUSED.to_vec(), value }
    }

    /// Whether it is never taken.
    pub fn is_refused(&self, id: SnapshotId) -> bool {
        self.refused.contains(&id)
    }

    /// Those that were refused may be tried again.
    pub fn reconsider(&mut self) -> StoreOp {
        self.refused.clear();
        StoreOp::Delete { key: storage::META_REFUSED.to_vec() }
    }

    /// When there is something to think about.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.rest_ends
    }

    /// Whether the rest is over, or what was begun then goes on.
    pub fn has_rested(&mut self, now: Timestamp) -> bool {
        let is_over = self.is_at_work || self.rest_ends.is_some_and(|end| now >= end);
        if is_over {
            self.rest_ends = None;
        }
        is_over
    }

    /// What was begun came to nothing: not again before more is written.
    pub fn give_up(&mut self) {
        self.making = None;
        self.is_at_work = false;
    }

    /// Nothing can be done now.
    pub fn put_off(&mut self, now: Timestamp) {
        self.rest_ends = self.rest_ends.filter(|end| now < *end);
    }

    /// The relay tells nothing of a space.
    pub fn is_told_nothing(&mut self, space: SpaceId) {
        self.of_mut(space).told.get_or_insert_default();
    }

    /// The clock was turned back.
    pub fn clock_turned_back(&mut self, now: Timestamp) {
        self.rest_ends = self.rest_ends.map(|_| now);
    }

    fn stated(&mut self, space: SpaceId, id: SnapshotId) -> Option<&mut Stated> {
        self.of_mut(space).told.as_mut()?.iter_mut().find(|stated| stated.id == id)
    }

    /// Where the relay's chains end.
    pub fn told_tails(&mut self, space: SpaceId, tails: BTreeMap<DeviceId, ChainEnd>) {
        self.of_mut(space).tails = Some(tails);
    }

    fn of(&self, space: SpaceId) -> Option<&OfSpace> {
        self.spaces.iter().find(|of| of.space == space)
    }

    fn of_mut(&mut self, space: SpaceId) -> &mut OfSpace {
        let at = self.spaces.iter().position(|of| of.space == space).unwrap_or_else(|| {
            let (told, tails, taking, base) = (None, None, None, None);
            let (is_awaited, is_given, asks, tried) = (false, false, 0, 0);
            self.spaces.push(OfSpace { space, told, tails, is_awaited, taking, base, is_given, asks, tried });
            self.spaces.len() - 1
        });
        &mut self.spaces[at]
    }

    /// What the relay has told of a space; `None` before it was asked.
    fn told(&self, space: SpaceId) -> Option<&[Stated]> {
        self.of(space)?.told.as_deref()
    }

    /// The snapshot that this device began a space with.
    fn base(&self, space: SpaceId) -> Option<&Stated> {
        self.of(space)?.base.as_ref()
    }

    fn unproven_op(&self) -> StoreOp {
        let key = storage::META_UNPROVEN.to_vec();
        match self.unproven.is_empty() {
            true => StoreOp::Delete { key },
            false => StoreOp::Put { key, value: postcard::to_stdvec(&self.unproven).unwrap_or_default() },
        }
    }
}

impl Replica {
    /// Whether a space is to be looked at in a snapshot before it is pulled: nothing of it is here.
    pub fn begins_with_snapshot(&self, space: SpaceId) -> bool {
        may_be_replaced(self.access.state(), space)
            && !self.sync.cursors.contains_key(&space)
            && self.sync.chains_of(space).next().is_none()
    }

    /// Whether enough people stand by a snapshot. As long as only its maker has written, which is how most teams begin,
    /// nothing of others can be left out, and the maker's word is enough.
    #[inline(never)]
    fn is_vouched_for(&self, stated: &Stated) -> bool {
        let (state, me) = (self.access.state(), self.identity.person);
        let Stated { snapshot, .. } = stated;
        let maker = state.person_of(snapshot.device);
        let is_makers = |device: DeviceId| state.person_of(device) == maker;
        let tails = self.sync.snapshots.of(snapshot.space).and_then(|of| of.tails.as_ref());
        let is_by_maker_alone = tails.is_some_and(|tails| {
            tails.keys().chain(snapshot.chains.keys()).all(|device| is_makers(*device))
                && self.sync.chains_of(snapshot.space).all(|(device, _)| is_makers(device))
        });
        snapshot.is_vouched_for(state, stated.devices(), &|person| person != me && !is_by_maker_alone)
    }

    /// Ask for a space's snapshots before pulling it.
    pub fn await_snapshots(&mut self, space: SpaceId, out: &mut Out) {
        self.sync.snapshots.of_mut(space).is_awaited = true;
        out.frames.push(ClientFrame::FetchSnapshots { space });
    }

    /// Ask for the snapshots of the spaces of which nothing is known on this line. Gives whether there are any.
    pub fn ask_for_snapshots(&mut self, out: &mut Out) -> bool {
        let state = self.access.state();
        let unknown: Vec<SpaceId> = self
            .sync
            .asked
            .keys()
            .filter(|space| may_be_replaced(state, **space))
            .filter(|space| self.sync.snapshots.told(**space).is_none())
            .copied()
            .collect();
        let has_asked = !unknown.is_empty();
        for space in unknown {
            // Whose word is needed hangs on whose chains there are by now.
            out.frames.push(ClientFrame::FetchTails { space });
            out.frames.push(ClientFrame::FetchSnapshots { space });
        }
        has_asked
    }

    /// A relay that was given a snapshot in place of what it had lost can be ahead of what it gives to pull.
    pub fn take_what_is_ahead(&mut self, out: &mut Out) -> bool {
        let spaces = self.sync.snapshots.spaces.iter().filter(|of| of.taking.is_none());
        let spaces: Vec<SpaceId> = spaces.map(|of| of.space).collect();
        spaces.into_iter().any(|space| self.begin_taking(space, out))
    }

    /// What the relay tells.
    pub fn take_snapshots(
        &mut self,
        space: SpaceId,
        snapshots: Vec<Vec<u8>>,
        countersignatures: Vec<Vec<u8>>,
    ) {
        let mut told = self.sync.snapshots.of_mut(space).told.take().unwrap_or_default();
        self.hear_of(Some(space), snapshots, countersignatures, &mut told);
        self.sync.snapshots.of_mut(space).told = Some(told);
    }

    /// Add what is this team's, and of this space if one is asked for, to what was told.
    fn hear_of(
        &self,
        space: Option<SpaceId>,
        snapshots: Vec<Vec<u8>>,
        countersignatures: Vec<Vec<u8>>,
        told: &mut Vec<Stated>,
    ) {
        let team = self.identity.team;
        for stated in snapshots.into_iter().filter_map(Stated::read) {
            let is_known = told.iter().any(|known| known.id == stated.id);
            let snapshot = &stated.snapshot;
            let is_of_space = space.is_none_or(|space| snapshot.space == space);
            if !is_known && snapshot.team == team && is_of_space {
                told.push(stated);
            }
        }
        for bytes in countersignatures {
            let Ok(said) = Countersignature::verify(&bytes) else { continue };
            if let Some(stated) = told.iter_mut().find(|stated| stated.id == said.snapshot)
                && said.team == team
                && said.space == stated.snapshot.space
            {
                stated.is_countersigned(said.device, bytes);
            }
        }
    }

    /// That was all that the relay has.
    pub fn have_snapshots(&mut self, now: Now, space: SpaceId, out: &mut Out) {
        if self.sync.snapshots.of_mut(space).is_awaited {
            self.take_or_pull(space, out);
        }
        // Devices that hear of the same thing do not all act at the same moment.
        self.rest_for(now.at, self.sync.snapshots.policy.rest_ms / 10);
    }

    /// Something happened: the next thought of snapshots comes when all has been quiet for a while.
    pub fn rest(&mut self, now: Timestamp) {
        self.rest_for(now, self.sync.snapshots.policy.rest_ms);
    }

    /// Whether nothing of a space is only somebody else's word, or cannot be read.
    fn is_sure_of(&self, space: SpaceId) -> bool {
        let mut documents = self.projection.documents().iter().enumerate();
        documents.all(|(key, entry)| {
            let is_closed = self.closed.contains(&(key as DocumentKey));
            entry.space != space || !is_closed && !self.sync.snapshots.unproven.contains(&entry.id)
        })
    }

    /// For so long and up to as much again.
    fn rest_for(&mut self, now: Timestamp, rest_ms: i64) {
        let more = i64::from(u16::from_be_bytes(self.random())) * rest_ms / 65_536;
        self.sync.snapshots.rest_ends = Some(Timestamp(now.0 + rest_ms + more));
    }
}
