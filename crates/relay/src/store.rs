//! Where the relay keeps its logs. One trait, two implementations, one conformance suite.

mod memory;
mod memory_snapshots;
mod redb;
mod redb_compact;
mod redb_copy;
mod redb_snapshots;
mod redb_tables;
mod redb_write;
mod write;

pub use self::redb::RedbStore;
pub(crate) use self::redb_copy::Restoring;
pub use memory::MemoryStore;
pub use write::{Write, Written};

use crate::limits::ACCESS_RESERVE_BYTES;
use std::collections::BTreeMap;
use thiserror::Error;
use wire::receipt::ChainEnd;
use wire::{
    Cursor, DeviceId, Envelope, EnvelopeId, PartId, Recipient, SealedBox, SnapshotId, SpaceId, TeamId,
};

/// Storage failed. Nothing of the batch was written.
#[derive(Debug, Error)]
#[error("storage: {0}")]
pub struct StoreError(pub String);

/// A piece of a space's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPage {
    /// The envelopes' bytes.
    pub envelopes: Vec<Vec<u8>>,
    /// The place after the last of them.
    pub next: Cursor,
    /// Whether there are further ones.
    pub more: bool,
}

/// What lies after a cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pulled {
    /// The envelopes after it.
    Page(StoredPage),
    /// The log does not contain the cursor.
    OtherPast,
    /// Envelopes that follow the cursor were dropped; from this place on all are there.
    Dropped(Cursor),
}

impl Pulled {
    /// The page, if that is the answer.
    pub fn page(self) -> Option<StoredPage> {
        match self {
            Self::Page(page) => Some(page),
            Self::OtherPast | Self::Dropped(_) => None,
        }
    }
}

/// A snapshot as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSnapshot {
    /// The snapshot.
    pub id: SnapshotId,
    /// Its signed bytes.
    pub bytes: Vec<u8>,
}

/// A countersignature as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCountersignature {
    /// Of which snapshot.
    pub snapshot: SnapshotId,
    /// By which device.
    pub device: DeviceId,
    /// Its signed bytes.
    pub bytes: Vec<u8>,
}

/// A relay's storage. Calls block; `commit` is called by one writer at a time.
pub trait LogStore: Send + Sync + 'static {
    /// Random, drawn when the storage was made.
    fn relay_id(&self) -> Result<[u8; 16], StoreError>;

    /// Writes all in one transaction, in order, each seeing those before it, and returns once it is on disk: one
    /// answer per write. A refused write does not stop the others; an error means that nothing was written.
    fn commit(&self, writes: &[Write]) -> Result<Vec<Written>, StoreError>;

    /// How much room all of it takes on disk; zero for a store without one.
    fn disk_bytes(&self) -> u64 {
        0
    }

    /// How many teams there are.
    fn team_count(&self) -> Result<u64, StoreError>;

    /// Bytes of a team: envelopes, access records, boxes, receipts, snapshots with their countersignatures and parts;
    /// without what storing them costs.
    fn team_bytes(&self, team: TeamId) -> Result<u64, StoreError>;

    /// The records of a team's access log; empty for an unknown team.
    fn access_records(&self, team: TeamId) -> Result<Vec<Vec<u8>>, StoreError>;

    /// At most so many envelopes and bytes (but one at least) after a cursor.
    fn page(
        &self,
        team: TeamId,
        space: SpaceId,
        after: Cursor,
        max_envelopes: usize,
        max_bytes: usize,
    ) -> Result<Pulled, StoreError>;

    /// Where each device's chain in a space ends.
    fn tails(&self, team: TeamId, space: SpaceId) -> Result<BTreeMap<DeviceId, ChainEnd>, StoreError>;

    /// The newest receipt of each device for a space.
    fn receipts(&self, team: TeamId, space: SpaceId) -> Result<Vec<Vec<u8>>, StoreError>;

    /// The boxes of a recipient.
    fn boxes(&self, team: TeamId, recipient: Recipient) -> Result<Vec<SealedBox>, StoreError>;

    /// The snapshots of a space, the one with the most inside last.
    fn snapshots(&self, team: TeamId, space: SpaceId) -> Result<Vec<StoredSnapshot>, StoreError>;

    /// The countersignatures of a space's snapshots.
    fn countersignatures(
        &self,
        team: TeamId,
        space: SpaceId,
    ) -> Result<Vec<StoredCountersignature>, StoreError>;

    /// The first of these parts of a space, as many as fit into so many bytes (but one at least), in this order; one
    /// that is not there is left out.
    fn parts(
        &self,
        team: TeamId,
        space: SpaceId,
        parts: &[PartId],
        max_bytes: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError>;
}

/// How much one team may store.
#[derive(Clone, Copy, Debug)]
struct Quota(u64);

impl Quota {
    /// Without a limit worth mentioning.
    const NONE: Self = Self(u64::MAX);

    /// Accounts for `more` bytes in place of `less`; `false` when the team may not store them. Who is admitted and
    /// which keys they have may go a little further than content, so that nobody is locked out of what a full team
    /// has.
    fn take(self, write: &Write, stored: &mut u64, less: usize, more: usize) -> bool {
        let limit = match write {
            Write::Access { .. } | Write::Box { .. } => self.0.saturating_add(ACCESS_RESERVE_BYTES),
            _ => self.0,
        };
        let after = stored.saturating_sub(less as u64) + more as u64;
        let fits = after <= *stored || after <= limit;
        if fits {
            *stored = after;
        }
        fits
    }
}

/// An envelope's place in its chain, and the envelope.
#[derive(Clone, Copy, Debug)]
struct Link {
    seq: u64,
    prev: EnvelopeId,
    id: EnvelopeId,
}

impl Link {
    /// Why the chain does not take it. `at` knows the envelopes of the chain by their seqs; where the chain began
    /// with a snapshot, or was continued by one, it does not know those inside. Their originals are taken when
    /// somebody brings them.
    fn refused<E>(
        self,
        tail: Option<ChainEnd>,
        at: impl Fn(u64) -> Result<Option<EnvelopeId>, E>,
    ) -> Result<Option<Written>, E> {
        let tail = tail.unwrap_or(ChainEnd { seq: 0, id: EnvelopeId::ZERO });
        let expected_seq = tail.seq.saturating_add(1);
        if self.seq > expected_seq {
            return Ok(Some(Written::Gap(expected_seq)));
        }
        let fork = Written::Fork { expected_seq, tail: tail.id };
        if self.seq == expected_seq {
            return Ok((self.prev != tail.id).then_some(fork));
        }
        match at(self.seq)? {
            Some(known) if known == self.id => return Ok(Some(Written::Already)),
            Some(_) => return Ok(Some(fork)),
            None => {}
        }
        let is_another_tail = self.seq == tail.seq && self.id != tail.id;
        let follows = at(self.seq.saturating_sub(1))?.is_none_or(|before| before == self.prev);
        Ok((self.seq == 0 || is_another_tail || !follows).then_some(fork))
    }
}

/// Whether an envelope is inside chains that go so far, which are those of its log.
fn is_inside(envelope: &[u8], chains: &BTreeMap<DeviceId, ChainEnd>) -> bool {
    Envelope::place_of(envelope)
        .is_some_and(|(_, device, seq)| chains.get(&device).is_some_and(|end| seq <= end.seq))
}
