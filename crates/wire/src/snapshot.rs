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
use crate::keys::{DeviceKeys, Signature, SigningPublic, SpaceKey, context};
use crate::receipt::ChainEnd;
use crate::{Cursor, MAX_PART_BYTES, MAX_SNAPSHOT_BYTES};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
/// No chain is longer.
const MAX_SEQ: u64 = 1 << 40;
/// The longest content of one part: sealed and padded it still fits.
pub const PART_CONTENT_BYTES: usize = 850_000;

/// Why bytes are not a snapshot, a countersignature or a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// Larger than allowed.
    #[error("the snapshot is too large")]
    TooLarge,
    /// Not shaped like one.
    #[error("not a snapshot")]
    Malformed,
    /// Written by a newer version.
    #[error("the snapshot comes from a newer version")]
    NewerVersion,
    /// The signature is not the stated device's.
    #[error("the snapshot's signature is wrong")]
    Signature,
    /// The key does not open a part, or the part belongs elsewhere.
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

impl Snapshot {
    /// The signed bytes: version ‖ postcard ‖ signature.
    pub fn sign(&self, device: &DeviceKeys) -> Result<Vec<u8>, SnapshotError> {
        let bytes = sign(self, device, self.device, context::SNAPSHOT_SIGNATURE)?;
        if bytes.len() > MAX_SNAPSHOT_BYTES { Err(SnapshotError::TooLarge) } else { Ok(bytes) }
    }

    /// Reads a snapshot and checks its signature.
    pub fn verify(bytes: &[u8]) -> Result<Self, SnapshotError> {
        if bytes.len() > MAX_SNAPSHOT_BYTES {
            return Err(SnapshotError::TooLarge);
        }
        let (snapshot, signed, signature) = split::<Self>(bytes)?;
        if snapshot.chains.values().any(|end| !(1..=MAX_SEQ).contains(&end.seq)) {
            return Err(SnapshotError::Malformed);
        }
        check(snapshot.device, context::SNAPSHOT_SIGNATURE, signed, signature)?;
        Ok(snapshot)
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
    /// the space has countersigned it — if there is another such person besides `judge`, who asks.
    pub fn is_vouched_for(
        &self,
        state: &AccessState,
        by: impl IntoIterator<Item = DeviceId>,
        judge: Option<PersonId>,
    ) -> bool {
        let Some(signer) = state.person_of(self.device) else { return false };
        if !state.can_write(signer, self.space) || !may_be_replaced(state, self.space) {
            return false;
        }
        let readers = state.readers(self.space);
        let is_other = |person: PersonId| person != signer && readers.contains(&person);
        by.into_iter().filter_map(|device| state.person_of(device)).any(is_other)
            || !readers.iter().any(|person| is_other(*person) && Some(*person) != judge)
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

impl Countersignature {
    /// The signed bytes: version ‖ postcard ‖ signature.
    pub fn sign(&self, device: &DeviceKeys) -> Result<Vec<u8>, SnapshotError> {
        sign(self, device, self.device, context::COUNTERSIGNATURE)
    }

    /// Reads a countersignature and checks its signature.
    pub fn verify(bytes: &[u8]) -> Result<Self, SnapshotError> {
        let (countersignature, signed, signature) = split::<Self>(bytes)?;
        check(countersignature.device, context::COUNTERSIGNATURE, signed, signature)?;
        Ok(countersignature)
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
    ) -> Result<Vec<u8>, SnapshotError> {
        if content.len() > PART_CONTENT_BYTES {
            return Err(SnapshotError::TooLarge);
        }
        let mut nonce = [0; NONCE_BYTES];
        rng.fill_bytes(&mut nonce);
        let mut plain = (content.len() as u32).to_le_bytes().to_vec();
        plain.extend_from_slice(content);
        plain.resize(padded_len(plain.len()), 0);
        let aad = self.associated();
        let sealed = cipher(key).encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: &aad });
        Ok([nonce.as_slice(), &sealed.map_err(|_| SnapshotError::TooLarge)?].concat())
    }

    /// Opens a part.
    pub fn open(&self, key: &SpaceKey, bytes: &[u8]) -> Result<Vec<u8>, SnapshotError> {
        if bytes.len() > MAX_PART_BYTES {
            return Err(SnapshotError::TooLarge);
        }
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(SnapshotError::Malformed)?;
        let aad = self.associated();
        let mut plain = cipher(key)
            .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad })
            .map_err(|_| SnapshotError::Key)?;
        let length = plain.first_chunk().map_or(usize::MAX, |length| u32::from_le_bytes(*length) as usize);
        let end = length.checked_add(4).filter(|end| padded_len(*end) == plain.len());
        let end = end.ok_or(SnapshotError::Malformed)?;
        // Padding that carried something would be a hidden channel.
        if plain[end..].iter().any(|byte| *byte != 0) {
            return Err(SnapshotError::Malformed);
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

fn sign(
    statement: &impl Serialize,
    device: &DeviceKeys,
    stated: DeviceId,
    context: &[u8],
) -> Result<Vec<u8>, SnapshotError> {
    if stated != device.id() {
        return Err(SnapshotError::Signature);
    }
    let mut bytes = postcard::to_extend(statement, vec![VERSION]).map_err(|_| SnapshotError::Malformed)?;
    let signature = device.sign(context, &[&bytes]);
    bytes.extend_from_slice(&signature.to_bytes());
    Ok(bytes)
}

/// The statement, what is signed, and the signature. One statement has one encoding.
fn split<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<(T, &[u8], Signature), SnapshotError> {
    match bytes.first() {
        Some(&VERSION) => {}
        None | Some(0) => return Err(SnapshotError::Malformed),
        Some(_) => return Err(SnapshotError::NewerVersion),
    }
    let (signed, signature) = bytes
        .split_at_checked(bytes.len().saturating_sub(Signature::LEN))
        .filter(|(signed, _)| !signed.is_empty())
        .ok_or(SnapshotError::Malformed)?;
    let signature = Signature::from_slice(signature).ok_or(SnapshotError::Malformed)?;
    let (statement, rest) =
        postcard::take_from_bytes::<T>(&signed[1..]).map_err(|_| SnapshotError::Malformed)?;
    let again = postcard::to_allocvec(&statement).map_err(|_| SnapshotError::Malformed)?;
    if rest.is_empty() && again == signed[1..] {
        Ok((statement, signed, signature))
    } else {
        Err(SnapshotError::Malformed)
    }
}

fn check(device: DeviceId, context: &[u8], signed: &[u8], signature: Signature) -> Result<(), SnapshotError> {
    match SigningPublic::from(device).verifies(context, &[signed], &signature) {
        true => Ok(()),
        false => Err(SnapshotError::Signature),
    }
}
