//! What client and relay say to each other, one frame per WebSocket message: version byte ‖ postcard.
//!
//! Frames of one connection are handled in order. Requests are answered by the frame their documentation names;
//! `Page`, `AccessRecords`, `Receipts`, `Snapshots` and `Whisper` also arrive unasked when something new comes in.

mod login;
mod refusal;

pub use login::{LoginAs, LoginKeys, login_signature, relay_origin, verify_login};
pub use refusal::{Bye, Denied, Refusal};

use crate::ids::{AccessHead, DeviceId, EnvelopeId, PartId, SnapshotId, SpaceId, TeamId};
use crate::key_box::SealedBox;
use crate::keys::Signature;
use crate::receipt::ChainEnd;
use crate::{MAX_FRAME_BYTES, blobs};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// Version of the frames, the first byte of each.
pub const PROTOCOL_VERSION: u8 = 1;

/// A place in a space's log at the relay: how many envelopes, and the chain hash over them. Pulling from a cursor
/// whose hash the relay does not share is answered with [`ServerFrame::CursorMismatch`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// How many envelopes of the space's log lie before it.
    pub position: u64,
    /// BLAKE3 chained over their ids; zero before the first.
    pub log_hash: [u8; 32],
}

impl Cursor {
    /// Before the first envelope.
    pub const START: Self = Self { position: 0, log_hash: [0; 32] };

    /// The place after one more envelope: hash' = BLAKE3(hash ‖ id).
    pub fn after(self, envelope: EnvelopeId) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.log_hash).update(&envelope.0);
        Self { position: self.position.saturating_add(1), log_hash: *hasher.finalize().as_bytes() }
    }
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientFrame {
    /// Answers a challenge. → `Welcome` or `LoginDenied` (with a fresh challenge).
    Login {
        /// The team.
        team: TeamId,
        /// As whom.
        identity: LoginAs,
        /// The relay the client believes it talks to, as [`relay_origin`] spells it.
        origin: String,
        /// Made by [`login_signature`].
        signature: Signature,
    },
    /// Creates the team at this relay, or gives back what the relay lost: the access log from Genesis on, which
    /// overlaps or continues what the relay has. Needs no login when the relay does not know the team; a device
    /// that is logged in may also give back admissions whose invite has expired since. → `Founded` or
    /// `FoundDenied`. Of a log too long for one frame the beginning is given, the rest by `AccessRefill`.
    Found {
        /// The records.
        #[serde(with = "blobs")]
        records: Vec<Vec<u8>>,
        /// Key boxes that go with them.
        boxes: Vec<SealedBox>,
    },
    /// Records from this index on. → `AccessRecords`; from then on new ones arrive unasked.
    AccessSince {
        /// The first index wanted.
        index: u64,
    },
    /// Appends a record if the head is still the expected one. → `AccessAppended`, `AccessConflict`, `AccessDenied`.
    AccessAppend {
        /// The head the record follows.
        expected_head: AccessHead,
        /// The record.
        #[serde(with = "serde_bytes")]
        record: Vec<u8>,
        /// Key boxes that go with it.
        boxes: Vec<SealedBox>,
    },
    /// My boxes: for my person, or for the invite I logged in with. → `Boxes`.
    FetchBoxes,
    /// Stores boxes for others. → `BoxesStored` or `BoxesDenied`.
    PutBoxes {
        /// The boxes.
        boxes: Vec<SealedBox>,
    },
    /// Stores envelopes, in chain order per space. → per chain one `Ack`, per refused envelope one `Refused`.
    Put {
        /// The envelopes' bytes.
        #[serde(with = "blobs")]
        envelopes: Vec<Vec<u8>>,
    },
    /// What lies after a cursor. → `Page` (ask again while `more`), `CursorMismatch`, `Dropped` or `PullDenied`. From the first
    /// pull of a space on, and once a page said there is no more, new envelopes arrive as pages unasked.
    Pull {
        /// The space.
        space: SpaceId,
        /// From where.
        after: Cursor,
    },
    /// Replaces this device's receipt for its space. No answer.
    PutReceipt {
        /// Signed by [`crate::Receipt::sign`].
        #[serde(with = "serde_bytes")]
        receipt: Vec<u8>,
    },
    /// The newest receipts of a space. → `Receipts`; from then on new ones arrive unasked.
    FetchReceipts {
        /// The space.
        space: SpaceId,
    },
    /// Where each device's chain ends at the relay. → `Tails`.
    FetchTails {
        /// The space.
        space: SpaceId,
    },
    /// To everybody connected who reads the space; never stored. No answer.
    Whisper {
        /// The space.
        space: SpaceId,
        /// Sealed by [`crate::whisper::seal`].
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// Keeps the connection open. → `Pong`.
    Ping,
    /// The same as `Found` by a device that is logged in, without the records that the relay has. → `Founded` or
    /// `FoundDenied`.
    AccessRefill {
        /// The index of the first record given; at most what the relay has.
        from: u64,
        /// The records.
        #[serde(with = "blobs")]
        records: Vec<Vec<u8>>,
        /// Key boxes that go with them.
        boxes: Vec<SealedBox>,
    },
    /// The snapshots of a space that are of use, the newest last. → `Snapshots`; from then on new ones and new
    /// countersignatures arrive unasked.
    FetchSnapshots {
        /// The space.
        space: SpaceId,
    },
    /// Sealed parts. → `Parts` with those of the first so many that fit in a frame; one that is not there is left out.
    FetchParts {
        /// The space.
        space: SpaceId,
        /// The parts, in the order in which they are wanted.
        parts: Vec<PartId>,
    },
    /// Stores parts of a snapshot that follows. → nothing, or `SnapshotDenied`.
    PutParts {
        /// The space.
        space: SpaceId,
        /// The sealed parts.
        #[serde(with = "blobs")]
        parts: Vec<Vec<u8>>,
    },
    /// Stores a snapshot whose parts are there. → `SnapshotStored` or `SnapshotDenied`.
    PutSnapshot {
        /// Signed by [`crate::Snapshot::sign`].
        #[serde(with = "serde_bytes")]
        snapshot: Vec<u8>,
    },
    /// Stores a countersignature. → nothing, or `SnapshotDenied`.
    PutCountersignature {
        /// Signed by [`crate::Countersignature::sign`].
        #[serde(with = "serde_bytes")]
        countersignature: Vec<u8>,
    },
}

/// What a relay says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ServerFrame {
    /// The first frame, and again after each login or founding that did not log in.
    Challenge {
        /// To be signed, good for one login on this connection.
        nonce: [u8; 32],
        /// Random per relay database: tells a relay that was replaced from one that was restarted.
        relay: [u8; 16],
    },
    /// Logged in.
    Welcome {
        /// The relay's access head.
        head: AccessHead,
        /// How many records it has; fewer than the client's: refill with `Found`.
        records: u64,
        /// The relay's clock, Unix milliseconds: shows a device clock that is far off.
        now_ms: u64,
    },
    /// Not logged in; a fresh challenge follows.
    LoginDenied {
        /// Why.
        reason: Denied,
    },
    /// The team is at this relay with this head; a fresh challenge follows unless logged in.
    Founded {
        /// The team.
        team: TeamId,
        /// Its head there.
        head: AccessHead,
        /// How many records it has there.
        records: u64,
    },
    /// Not founded; a fresh challenge follows unless logged in.
    FoundDenied {
        /// Why.
        reason: Denied,
    },
    /// Records of the log, in order.
    AccessRecords {
        /// The index of the first.
        from: u64,
        /// The records; ask again from `from + records.len()` while `more`.
        #[serde(with = "blobs")]
        records: Vec<Vec<u8>>,
        /// Whether there are further ones.
        more: bool,
    },
    /// The record is durable and the log's newest.
    AccessAppended {
        /// The new head.
        head: AccessHead,
    },
    /// Somebody was faster: fetch the records, check again, sign again.
    AccessConflict {
        /// The head to follow.
        head: AccessHead,
    },
    /// The record is not allowed.
    AccessDenied {
        /// Why.
        reason: Denied,
    },
    /// The boxes asked for.
    Boxes {
        /// The boxes.
        boxes: Vec<SealedBox>,
        /// Whether more than fit in a frame were left out; never in an honest team.
        truncated: bool,
    },
    /// The boxes are durable.
    BoxesStored,
    /// The boxes were not stored.
    BoxesDenied {
        /// Why.
        reason: Denied,
    },
    /// Everything of this chain up to `seq` is durable here.
    Ack {
        /// The space.
        space: SpaceId,
        /// The device.
        device: DeviceId,
        /// The highest stored seq of what was put.
        seq: u64,
    },
    /// One envelope was not taken.
    Refused {
        /// BLAKE3 of the bytes that were put.
        envelope: EnvelopeId,
        /// Why.
        reason: Refusal,
    },
    /// Envelopes of a space's log, in its order.
    Page {
        /// The space.
        space: SpaceId,
        /// Where the page begins.
        from: Cursor,
        /// The envelopes' bytes.
        #[serde(with = "blobs")]
        envelopes: Vec<Vec<u8>>,
        /// Where it ends: the next pull's cursor.
        next: Cursor,
        /// Whether there are further ones.
        more: bool,
    },
    /// The relay's log does not contain that cursor: its past is another. Pull from [`Cursor::START`].
    CursorMismatch {
        /// The space.
        space: SpaceId,
    },
    /// No pull, tails or receipts of this space.
    PullDenied {
        /// The space.
        space: SpaceId,
        /// Why.
        reason: Denied,
    },
    /// The newest receipt per device.
    Receipts {
        /// The space.
        space: SpaceId,
        /// Signed bytes, to be verified by [`crate::Receipt::verify`].
        #[serde(with = "blobs")]
        receipts: Vec<Vec<u8>>,
    },
    /// Where each device's chain ends.
    Tails {
        /// The space.
        space: SpaceId,
        /// Per device.
        tails: BTreeMap<DeviceId, ChainEnd>,
    },
    /// Somebody's ephemeral message.
    Whisper {
        /// The space.
        space: SpaceId,
        /// Sealed bytes.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// Answers `Ping`.
    Pong,
    /// The connection ends.
    Bye {
        /// Why.
        reason: Bye,
    },
    /// Snapshots of a space, the oldest first.
    Snapshots {
        /// The space.
        space: SpaceId,
        /// Signed bytes, to be verified by [`crate::Snapshot::verify`].
        #[serde(with = "blobs")]
        snapshots: Vec<Vec<u8>>,
        /// Signed bytes, to be verified by [`crate::Countersignature::verify`].
        #[serde(with = "blobs")]
        countersignatures: Vec<Vec<u8>>,
        /// Whether further frames belong to the same answer.
        more: bool,
    },
    /// Parts of a snapshot.
    Parts {
        /// The space.
        space: SpaceId,
        /// Sealed bytes.
        #[serde(with = "blobs")]
        parts: Vec<Vec<u8>>,
    },
    /// The snapshot and all its parts are durable here.
    SnapshotStored {
        /// The space.
        space: SpaceId,
        /// The snapshot.
        snapshot: SnapshotId,
    },
    /// The snapshot was not stored.
    SnapshotDenied {
        /// The space.
        space: SpaceId,
        /// Why; `NotAllowed` when parts are missing, the space keeps its envelopes, or a newer one is there.
        reason: Denied,
    },
    /// Answers a pull from a place before which the relay no longer keeps envelopes: a snapshot has them.
    Dropped {
        /// The space.
        space: SpaceId,
        /// From here on the relay has all envelopes.
        until: Cursor,
    },
}

/// Why bytes are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FrameError {
    /// Larger than [`MAX_FRAME_BYTES`].
    #[error("the frame is too large")]
    TooLarge,
    /// Another version of the protocol.
    #[error("the other side speaks protocol version {0}")]
    Version(u8),
    /// Not shaped like a frame.
    #[error("not a frame")]
    Malformed,
}

impl ClientFrame {
    /// The bytes to send.
    pub fn encode(&self) -> Result<Vec<u8>, FrameError> {
        encode(self)
    }

    /// Reads received bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        decode(bytes)
    }
}

impl ServerFrame {
    /// The bytes to send.
    pub fn encode(&self) -> Result<Vec<u8>, FrameError> {
        encode(self)
    }

    /// Reads received bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        decode(bytes)
    }
}

fn encode(frame: &impl Serialize) -> Result<Vec<u8>, FrameError> {
    let bytes = postcard::to_extend(frame, vec![PROTOCOL_VERSION]).map_err(|_| FrameError::Malformed)?;
    if bytes.len() > MAX_FRAME_BYTES { Err(FrameError::TooLarge) } else { Ok(bytes) }
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, FrameError> {
    if bytes.len() > MAX_FRAME_BYTES {
        return Err(FrameError::TooLarge);
    }
    match bytes.split_first() {
        Some((&PROTOCOL_VERSION, rest)) => match postcard::take_from_bytes(rest) {
            Ok((frame, [])) => Ok(frame),
            _ => Err(FrameError::Malformed),
        },
        Some((&other, _)) => Err(FrameError::Version(other)),
        None => Err(FrameError::Malformed),
    }
}
