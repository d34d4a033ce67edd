//! Where the relay keeps its logs. One trait, two implementations, one conformance suite.

mod memory;
mod redb;
mod redb_copy;
mod redb_write;

pub use self::redb::RedbStore;
pub(crate) use self::redb_copy::Restoring;
pub use memory::MemoryStore;

use crate::limits::ACCESS_RESERVE_BYTES;
use std::collections::BTreeMap;
use thiserror::Error;
use wire::receipt::ChainEnd;
use wire::{AccessHead, Cursor, DeviceId, EnvelopeId, Recipient, SealedBox, SpaceId, TeamId};

/// Storage failed. Nothing of the batch was written.
#[derive(Debug, Error)]
#[error("storage: {0}")]
pub struct StoreError(pub String);

/// One thing to write.
#[derive(Clone, Debug)]
pub enum Write {
    /// Records of the access log, if its head still is the expected one (`ZERO`: the team is new).
    Access {
        /// The team.
        team: TeamId,
        /// The head they follow.
        expected_head: AccessHead,
        /// Each record's bytes with the head after it.
        records: Vec<(AccessHead, Vec<u8>)>,
    },
    /// An envelope, if it continues its (space, device) chain.
    Envelope {
        /// The team.
        team: TeamId,
        /// The space.
        space: SpaceId,
        /// Its author.
        device: DeviceId,
        /// Its place in the chain.
        seq: u64,
        /// The envelope before it.
        prev: EnvelopeId,
        /// The envelope.
        id: EnvelopeId,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// A key box. The same twice is once.
    Box {
        /// The team.
        team: TeamId,
        /// The box.
        sealed: SealedBox,
    },
    /// A device's receipt for a space, if its counter is higher than the stored one's.
    Receipt {
        /// The team.
        team: TeamId,
        /// The space.
        space: SpaceId,
        /// Whose.
        device: DeviceId,
        /// Its counter.
        counter: u64,
        /// Its signed bytes.
        bytes: Vec<u8>,
    },
}

impl Write {
    /// Roughly how many bytes it adds.
    pub fn size(&self) -> usize {
        match self {
            Self::Access { records, .. } => records.iter().map(|(_, record)| record.len() + 64).sum(),
            Self::Envelope { bytes, .. } | Self::Receipt { bytes, .. } => bytes.len() + 128,
            Self::Box { sealed, .. } => sealed.sealed_len() + 128,
        }
    }
}

/// What became of a [`Write`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is stored. For an envelope: the cursor after it.
    Stored(Cursor),
    /// It was there already, or is older than what is there.
    Already,
    /// The access log's head is another.
    Conflict(AccessHead),
    /// The chain expects this seq.
    Gap(u64),
    /// The chain goes on after another envelope, or has another one at this seq.
    Fork {
        /// The seq the chain expects.
        expected_seq: u64,
        /// Where it ends.
        tail: EnvelopeId,
    },
    /// There is no room for it.
    Full,
}

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

    /// Bytes of a team: envelopes, access records, boxes, receipts, without what storing them costs.
    fn team_bytes(&self, team: TeamId) -> Result<u64, StoreError>;

    /// The records of a team's access log; empty for an unknown team.
    fn access_records(&self, team: TeamId) -> Result<Vec<Vec<u8>>, StoreError>;

    /// At most so many envelopes and bytes (but one at least) after a cursor; `None` when the log does not contain
    /// the cursor.
    fn page(
        &self,
        team: TeamId,
        space: SpaceId,
        after: Cursor,
        max_envelopes: usize,
        max_bytes: usize,
    ) -> Result<Option<StoredPage>, StoreError>;

    /// Where each device's chain in a space ends.
    fn tails(&self, team: TeamId, space: SpaceId) -> Result<BTreeMap<DeviceId, ChainEnd>, StoreError>;

    /// The newest receipt of each device for a space.
    fn receipts(&self, team: TeamId, space: SpaceId) -> Result<Vec<Vec<u8>>, StoreError>;

    /// The boxes of a recipient.
    fn boxes(&self, team: TeamId, recipient: Recipient) -> Result<Vec<SealedBox>, StoreError>;
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
            Write::Envelope { .. } | Write::Receipt { .. } => self.0,
            Write::Access { .. } | Write::Box { .. } => self.0.saturating_add(ACCESS_RESERVE_BYTES),
        };
        let after = stored.saturating_sub(less as u64) + more as u64;
        let fits = after <= *stored || after <= limit;
        if fits {
            *stored = after;
        }
        fits
    }
}

/// What a chain that ends at `tail` says to an envelope that is not in it at its seq.
fn chain_answer(tail: Option<ChainEnd>, seq: u64, prev: EnvelopeId) -> Option<Written> {
    let (last, end) = tail.map_or((0, EnvelopeId::ZERO), |tail| (tail.seq, tail.id));
    let expected_seq = last.saturating_add(1);
    if seq > expected_seq {
        Some(Written::Gap(expected_seq))
    } else if seq < expected_seq || prev != end {
        Some(Written::Fork { expected_seq, tail: end })
    } else {
        None
    }
}
