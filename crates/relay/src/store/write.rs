//! What can be written into a [`super::LogStore`], and what becomes of it.

use std::collections::{BTreeMap, BTreeSet};
use wire::receipt::ChainEnd;
use wire::{AccessHead, Cursor, DeviceId, EnvelopeId, PartId, SealedBox, SnapshotId, SpaceId, TeamId};

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
    /// Parts of a snapshot that follows. Those that are there already are there once.
    Parts {
        /// The team.
        team: TeamId,
        /// The space.
        space: SpaceId,
        /// The sealed parts.
        parts: Vec<(PartId, Vec<u8>)>,
    },
    /// A snapshot, if all its parts are there. What it replaces goes, and so do the parts that no snapshot of the
    /// space names then.
    Snapshot {
        /// The team.
        team: TeamId,
        /// The space.
        space: SpaceId,
        /// The snapshot.
        id: SnapshotId,
        /// How many envelopes are inside: a space's snapshots are in this order.
        envelopes: u64,
        /// The parts it names.
        parts: BTreeSet<PartId>,
        /// Snapshots of no use beside it.
        replaces: Vec<SnapshotId>,
        /// Its signed bytes.
        bytes: Vec<u8>,
    },
    /// A device's countersignature, if the snapshot is there.
    Countersignature {
        /// The team.
        team: TeamId,
        /// The space.
        space: SpaceId,
        /// What is countersigned.
        snapshot: SnapshotId,
        /// By which device.
        device: DeviceId,
        /// Its signed bytes.
        bytes: Vec<u8>,
    },
    /// Chains of which the relay lacks envelopes that a snapshot has go on after what is inside.
    Base {
        /// The team.
        team: TeamId,
        /// The space.
        space: SpaceId,
        /// How far they are inside.
        chains: BTreeMap<DeviceId, ChainEnd>,
    },
    /// Drops what a snapshot has: the snapshots before it, with what only they name, and the log's envelopes up to a
    /// cursor, if the log contains the cursor and only as far as they are inside. Their places in the chains stay.
    Compact {
        /// The team.
        team: TeamId,
        /// The space.
        space: SpaceId,
        /// The oldest snapshot that is kept.
        base: SnapshotId,
        /// Up to where the log may be dropped.
        cursor: Cursor,
        /// Which envelopes are inside. A chain that ends with another envelope than the log's at that seq counts not.
        chains: BTreeMap<DeviceId, ChainEnd>,
    },
}

impl Write {
    /// Roughly how many bytes it adds.
    pub fn size(&self) -> usize {
        match self {
            Self::Access { records, .. } => records.iter().map(|(_, record)| record.len() + 64).sum(),
            Self::Envelope { bytes, .. } | Self::Receipt { bytes, .. } => bytes.len() + 128,
            Self::Box { sealed, .. } => sealed.sealed_len() + 128,
            Self::Parts { parts, .. } => parts.iter().map(|(_, part)| part.len() + 128).sum(),
            Self::Snapshot { parts, bytes, .. } => bytes.len() + parts.len() * PartId::LEN + 128,
            Self::Countersignature { bytes, .. } => bytes.len() + 128,
            Self::Base { chains, .. } | Self::Compact { chains, .. } => chains.len() * 72 + 128,
        }
    }
}

/// What became of a [`Write`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is stored. For an envelope: the cursor after it; for a compaction: from where on the log is kept.
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
    /// What it rests on is not there: parts of a snapshot, the snapshot of a countersignature or a compaction.
    Missing,
    /// There is no room for it.
    Full,
}
