//! What crosses the network: envelopes, the access log, invite links, receipts and frames — sealed, signed and
//! verified. No clock, no randomness of its own, no input or output: `now` and `rng` are arguments.
//!
//! Invariants
//! - Everything parsed from outside goes through a function that checks lengths and signatures and answers with a
//!   typed error; nothing here panics on bytes it did not make.
//! - A signature is checked before anything is decrypted; every signature and every derived key has its own
//!   context string (see [`keys`]), so that a statement of one kind is never valid as another.
//! - Encodings are fixed: the bytes in `tests/vectors` and `PROTOCOL.md` change only with a version number.

#![forbid(unsafe_code)]

pub mod access;
pub mod backup;
mod blobs;
pub mod envelope;
pub mod file;
pub mod frame;
pub mod ids;
pub mod key_box;
pub mod keys;
pub mod link;
pub mod receipt;
pub mod sealed_box;
pub mod snapshot;
pub mod statement;
pub mod sync_file;
pub mod whisper;

pub use access::{AccessError, AccessLog, AccessState, Record, Role, SpaceClass, Why};
pub use envelope::{Body, Draft, Envelope, EnvelopeError, EnvelopeKind, Header};
pub use file::FileError;
pub use frame::{ClientFrame, Cursor, ServerFrame};
pub use ids::{
    AccessHead, DeviceId, DocumentTag, EnvelopeId, Epoch, InviteId, PartId, PersonId, SnapshotId, SpaceId,
    TeamId,
};
pub use key_box::{KeyBox, PersonBox, Recipient, SealedBox};
pub use keys::{DeviceKeys, ExchangePublic, InviteKeys, PersonKeys, Signature, SigningPublic, SpaceKey};
pub use link::InviteLink;
pub use receipt::Receipt;
pub use snapshot::{Countersignature, PartPlace, Snapshot, SnapshotDocument};
pub use sync_file::{SyncContents, SyncFile};

/// The largest envelope anybody accepts, in bytes.
pub const MAX_ENVELOPE_BYTES: usize = 1 << 20;
/// The largest frame anybody accepts, in bytes.
pub const MAX_FRAME_BYTES: usize = 2 << 20;
/// The most envelopes in one page.
pub const MAX_PAGE_ENVELOPES: usize = 1_000;
/// The most envelope bytes in one page; a page always carries at least one envelope.
pub const MAX_PAGE_BYTES: usize = 1_000_000;
/// The largest record of the access log, in bytes.
pub const MAX_RECORD_BYTES: usize = 16 << 10;
/// The most records an access log may hold.
pub const MAX_RECORDS: usize = 100_000;
/// The largest sealed key box, in bytes.
pub const MAX_BOX_BYTES: usize = 1 << 10;
/// The largest whisper, in bytes.
pub const MAX_WHISPER_BYTES: usize = 4 << 10;
/// The largest receipt, in bytes.
pub const MAX_RECEIPT_BYTES: usize = 256 << 10;
/// The largest snapshot without its parts, in bytes.
pub const MAX_SNAPSHOT_BYTES: usize = 1 << 20;
/// The largest sealed part of a snapshot, in bytes.
pub const MAX_PART_BYTES: usize = 1_000_000;
/// The largest backup or sync file, in bytes.
pub const MAX_FILE_BYTES: usize = 256 << 20;
