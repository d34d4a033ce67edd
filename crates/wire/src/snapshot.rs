//! What a space's documents are once everything up to stated chain ends is applied: so that a new device need not
//! apply a year of envelopes, and a relay need not keep them.
//!
//! A [`Snapshot`] names, per author device, how far its chain is inside, and each document by its heads. The heads are
//! Automerge's: a document with these heads holds exactly these changes, so nobody can put anything into it unseen. Who
//! makes a snapshot signs it; a device of another person that has the same chains and finds the same heads signs a
//! [`Countersignature`]. The documents themselves are sealed in parts beside it, named by their hashes.

use crate::access::{AccessState, SpaceClass};
use crate::envelope::padding::padded_len;
use crate::ids::{AccessHead, DeviceId, DocumentTag, Epoch, PartId, PersonId, SnapshotId, SpaceId, TeamId};
use crate::keys::{DeviceKeys, SpaceKey, context};
use crate::receipt::ChainEnd;
use crate::statement::{self, Statement, StatementError};
use crate::{Cursor, MAX_PART_BYTES, MAX_SNAPSHOT_BYTES};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

const NONCE_BYTES: usize = 24;
/// It has a fixed length, 177 bytes.
const MAX_COUNTERSIGNATURE_BYTES: usize = 177;
/// No chain is longer.
const MAX_SEQ: u64 = 1 << 40;
/// The longest content of one part: sealed and padded it still fits.
pub const PART_CONTENT_BYTES: usize = 850_000;

/// Why a part cannot be made or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PartError {
    /// Larger than allowed.
    #[error("the part is too large")]
    TooLarge,
    /// Not shaped like one.
    #[error("not a part")]
    Malformed,
    /// The key does not open it, or it belongs elsewhere.
    #[error("the key does not open this part")]
    Key,
}

/// One document of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotDocument {
    /// The document.
    pub document: DocumentTag,
    /// Its heads, sorted.
    pub heads: Vec<[u8; 32]>,
    /// Its sealed content, in pieces to be put together in this order.
    pub parts: Vec<PartId>,
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The team.
    pub team: TeamId,
    /// The space.
    pub space: SpaceId,
    /// Whose statement this is.
    pub device: DeviceId,
    /// The newest access record the device knew.
    pub access_head: AccessHead,
    /// Which key of the space seals the parts.
    pub epoch: Epoch,
    /// A place in the relay's log before which everything is inside. Another relay does not know it, and then all of
    /// its log is pulled.
    pub cursor: Cursor,
    /// Per author device how far its chain is inside; one that is not named has nothing inside.
    pub chains: BTreeMap<DeviceId, ChainEnd>,
    /// The documents.
    pub documents: Vec<SnapshotDocument>,
}

/// "I have the same chains, and find the same heads."
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countersignature {
    /// The team.
    pub team: TeamId,
    /// The space.
    pub space: SpaceId,
    /// What is countersigned.
    pub snapshot: SnapshotId,
    /// By which device.
    pub device: DeviceId,
}

impl Statement for Snapshot {
    const CONTEXT: &'static [u8] = context::SNAPSHOT_SIGNATURE;
    const MAX_BYTES: usize = MAX_SNAPSHOT_BYTES;

    fn device(&self) -> DeviceId {
        self.device
    }
}

impl Snapshot {
    /// The signed bytes.
    pub fn sign(&self, device: &DeviceKeys) -> Result<Vec<u8>, StatementError> {
        statement::sign(self, device)
    }

    /// Reads a snapshot and checks its signature.
    pub fn verify(bytes: &[u8]) -> Result<Self, StatementError> {
        let snapshot: Self = statement::verify(bytes)?;
        let is_possible = |end: &ChainEnd| (1..=MAX_SEQ).contains(&end.seq);
        if snapshot.chains.values().all(is_possible) { Ok(snapshot) } else { Err(StatementError::Malformed) }
    }

    /// A document of it.
    pub fn document(&self, tag: DocumentTag) -> Option<&SnapshotDocument> {
        self.documents.iter().find(|document| document.document == tag)
    }

    /// Whether a part is one of its.
    pub fn names(&self, part: PartId) -> bool {
        self.documents.iter().any(|document| document.parts.contains(&part))
    }

    /// All parts it names.
    pub fn parts(&self) -> BTreeSet<PartId> {
        self.documents.iter().flat_map(|document| document.parts.iter().copied()).collect()
    }

    /// How many envelopes are inside.
    pub fn envelopes(&self) -> u64 {
        self.chains.values().fold(0, |sum, end| sum.saturating_add(end.seq))
    }

    /// Whether enough people stand by it: its device may write in the space, and a device of another person who reads
    /// the space has countersigned it — if there is another such person whose word is `needed`.
    pub fn is_vouched_for(
        &self,
        state: &AccessState,
        by: impl IntoIterator<Item = DeviceId>,
        needed: &dyn Fn(PersonId) -> bool,
    ) -> bool {
        let Some(signer) = state.person_of(self.device) else { return false };
        if !state.can_write(signer, self.space) || !may_be_replaced(state, self.space) {
            return false;
        }
        let readers = state.readers(self.space);
        let is_other = |person: PersonId| person != signer && readers.contains(&person);
        by.into_iter().filter_map(|device| state.person_of(device)).any(is_other)
            || !readers.iter().any(|person| is_other(*person) && needed(*person))
    }
}

/// Whether snapshots may take the place of a space's envelopes: not where who wrote what matters as proof.
pub fn may_be_replaced(state: &AccessState, space: SpaceId) -> bool {
    state.spaces.get(&space).is_some_and(|space| {
        !matches!(space.class, SpaceClass::Official | SpaceClass::Pair { .. } | SpaceClass::File { .. })
    })
}

impl SnapshotId {
    /// The id of a snapshot's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl Statement for Countersignature {
    const CONTEXT: &'static [u8] = context::COUNTERSIGNATURE;
    const MAX_BYTES: usize = MAX_COUNTERSIGNATURE_BYTES;

    fn device(&self) -> DeviceId {
        self.device
    }
}

impl Countersignature {
    /// The signed bytes.
    pub fn sign(&self, device: &DeviceKeys) -> Result<Vec<u8>, StatementError> {
        statement::sign(self, device)
    }

    /// Reads a countersignature and checks its signature.
    pub fn verify(bytes: &[u8]) -> Result<Self, StatementError> {
        statement::verify(bytes)
    }
}

impl PartId {
    /// The id of a part's bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

/// Where a part belongs.
#[derive(Clone, Copy, Debug)]
pub struct PartPlace {
    /// The team.
    pub team: TeamId,
    /// The space.
    pub space: SpaceId,
    /// The epoch of the key.
    pub epoch: Epoch,
    /// The document.
    pub document: DocumentTag,
}

impl PartPlace {
    fn associated(&self) -> Vec<u8> {
        [self.team.0.as_slice(), &self.space.0, &self.epoch.0.to_le_bytes(), &self.document.0].concat()
    }

    /// Seals at most [`PART_CONTENT_BYTES`]: nonce ‖ XChaCha20-Poly1305 of length (u32) ‖ content ‖ zeros.
    pub fn seal(
        &self,
        key: &SpaceKey,
        content: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, PartError> {
        if content.len() > PART_CONTENT_BYTES {
            return Err(PartError::TooLarge);
        }
        let mut nonce = [0; NONCE_BYTES];
        rng.fill_bytes(&mut nonce);
        let mut plain = (content.len() as u32).to_le_bytes().to_vec();
        plain.extend_from_slice(content);
        plain.resize(padded_len(plain.len()), 0);
        let aad = self.associated();
        let sealed = cipher(key).encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: &aad });
        Ok([nonce.as_slice(), &sealed.map_err(|_| PartError::TooLarge)?].concat())
    }

    /// Opens a part.
    pub fn open(&self, key: &SpaceKey, bytes: &[u8]) -> Result<Vec<u8>, PartError> {
        if bytes.len() > MAX_PART_BYTES {
            return Err(PartError::TooLarge);
        }
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(PartError::Malformed)?;
        let aad = self.associated();
        let mut plain = cipher(key)
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad })
            .map_err(|_| PartError::Key)?;
        let length = plain.first_chunk().map_or(usize::MAX, |length| u32::from_le_bytes(*length) as usize);
        let end = length.checked_add(4).filter(|end| padded_len(*end) == plain.len());
        let end = end.ok_or(PartError::Malformed)?;
        // Padding that carried something would be a hidden channel.
        if plain[end..].iter().any(|byte| *byte != 0) {
            return Err(PartError::Malformed);
        }
        plain.truncate(end);
        plain.drain(..4);
        Ok(plain)
    }
}

fn cipher(key: &SpaceKey) -> XChaCha20Poly1305 {
    let derived = key.derive(context::PART_KEY);
    XChaCha20Poly1305::new(&(*derived).into())
}
