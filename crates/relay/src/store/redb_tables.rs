//! The tables of [`super::RedbStore`].
//!
//! Keys are fixed-width byte strings put together, numbers big-endian, so that a range is a prefix and its order the
//! log's order:
//!
//! | table | key | value |
//! |---|---|---|
//! | `meta` | name | `relay` id, `format` version, number of `teams` |
//! | `access` | team ‖ index | record |
//! | `heads` | team | number of records ‖ head |
//! | `log` | team ‖ space ‖ position from 1 | log hash after it ‖ envelope |
//! | `chains` | team ‖ space ‖ device ‖ seq | envelope id |
//! | `tails` | team ‖ space ‖ device | seq ‖ envelope id |
//! | `receipts` | team ‖ space ‖ device | counter ‖ receipt |
//! | `boxes` | team ‖ recipient ‖ hash | box |
//! | `bytes` | team | bytes of all that is the team's |
//! | `snapshots` | team ‖ space ‖ envelopes inside ‖ id | number of parts ‖ parts' ids ‖ snapshot |
//! | `countersignatures` | team ‖ space ‖ snapshot ‖ device | countersignature |
//! | `parts` | team ‖ space ‖ id | part |
//! | `floors` | team ‖ space | position up to which the log was dropped; the row there keeps its log hash alone |
//!
//! A file is of format 1 until something is dropped from a log for the first time, and of format 2 from then on: a
//! relay that does not know of dropping would serve a log with a hole.

use super::StoreError;
use redb::TableDefinition;
use wire::receipt::ChainEnd;
use wire::{EnvelopeId, Recipient, TeamId};

pub(super) type Table = TableDefinition<'static, &'static [u8], &'static [u8]>;
pub(super) const META: Table = TableDefinition::new("meta");
pub(super) const ACCESS: Table = TableDefinition::new("access");
pub(super) const HEADS: Table = TableDefinition::new("heads");
pub(super) const LOG: Table = TableDefinition::new("log");
pub(super) const CHAINS: Table = TableDefinition::new("chains");
pub(super) const TAILS: Table = TableDefinition::new("tails");
pub(super) const RECEIPTS: Table = TableDefinition::new("receipts");
pub(super) const BOXES: Table = TableDefinition::new("boxes");
pub(super) const BYTES: Table = TableDefinition::new("bytes");
pub(super) const SNAPSHOTS: Table = TableDefinition::new("snapshots");
pub(super) const COUNTERSIGNATURES: Table = TableDefinition::new("countersignatures");
pub(super) const PARTS: Table = TableDefinition::new("parts");
pub(super) const FLOORS: Table = TableDefinition::new("floors");

/// All of them, in the order of their numbers in a backup: further ones come last.
pub(super) const TABLES: [Table; 13] = [
    META,
    ACCESS,
    HEADS,
    LOG,
    CHAINS,
    TAILS,
    RECEIPTS,
    BOXES,
    BYTES,
    SNAPSHOTS,
    COUNTERSIGNATURES,
    PARTS,
    FLOORS,
];

pub(super) const RELAY: &[u8] = b"relay";
pub(super) const FORMAT: &[u8] = b"format";
pub(super) const TEAMS: &[u8] = b"teams";
/// Every log is whole.
pub(super) const WHOLE: &[u8] = &[1];
/// Of some log the beginning was dropped.
pub(super) const DROPPED: &[u8] = &[2];

/// Whether this version reads files of that format.
pub(super) fn is_known(format: &[u8]) -> bool {
    [WHOLE, DROPPED].contains(&format)
}

/// redb has one error type per call; here they are all "storage failed".
pub(super) fn failed(error: impl Into<redb::Error>) -> StoreError {
    StoreError(error.into().to_string())
}

pub(super) fn key(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

/// The smallest key after all that begin with `prefix`, for keys of one width.
pub(super) fn after(prefix: &[u8]) -> Vec<u8> {
    key(&[prefix, &[0xff; 64]])
}

pub(super) fn number(bytes: &[u8]) -> Result<u64, StoreError> {
    let bytes = bytes.first_chunk::<8>().ok_or_else(|| StoreError("a stored number is too short".into()))?;
    Ok(u64::from_be_bytes(*bytes))
}

pub(super) fn hash(bytes: &[u8]) -> Result<[u8; 32], StoreError> {
    bytes.first_chunk::<32>().copied().ok_or_else(|| StoreError("a stored hash is too short".into()))
}

pub(super) fn chain_end(bytes: &[u8]) -> Result<ChainEnd, StoreError> {
    Ok(ChainEnd { seq: number(bytes)?, id: EnvelopeId(hash(&bytes[8..])?) })
}

pub(super) fn recipient_key(team: TeamId, recipient: Recipient) -> Vec<u8> {
    match recipient {
        Recipient::Person(person) => key(&[&team.0, &[0], &person.0]),
        Recipient::Invite(invite) => key(&[&team.0, &[1], &invite.0]),
    }
}

/// Random.
pub(super) fn fresh_id() -> Result<[u8; 16], StoreError> {
    let mut relay = [0; 16];
    getrandom::fill(&mut relay).map_err(|error| StoreError(error.to_string()))?;
    Ok(relay)
}
