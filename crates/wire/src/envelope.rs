//! The sealed unit of exchange: one device's own changes to one document of one space.
//!
//! Bytes: [`Header`] (198, plain) ‖ ciphertext (padded body + 16-byte tag) ‖ Ed25519 signature (64). The header is
//! the associated data of the ciphertext; the signature covers both; the id is BLAKE3 of everything. Per (space,
//! device) envelopes form a chain by `seq` and `prev`. An envelope is sealed once and forwarded verbatim ever after.

mod body;
mod header;
pub(crate) mod padding;

pub use body::Body;
pub use header::{EnvelopeKind, Header};

use crate::ids::{AccessHead, DeviceId, DocumentTag, EnvelopeId, Epoch, SpaceId, TeamId};
use crate::keys::{DeviceKeys, Signature, SigningPublic, SpaceKey, context};
use crate::{MAX_ENVELOPE_BYTES, envelope::header::HEADER_BYTES};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use std::fmt;
use thiserror::Error;

const TAG_BYTES: usize = 16;

/// Why bytes are not an envelope, or one cannot be made or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    /// Larger than [`MAX_ENVELOPE_BYTES`].
    #[error("the envelope is larger than 1 MiB")]
    TooLarge,
    /// Too short or not shaped like an envelope.
    #[error("not an envelope")]
    Malformed,
    /// Written by a newer version of the protocol.
    #[error("the envelope comes from a newer version ({0})")]
    NewerVersion(u8),
    /// The signature does not belong to the stated device and these bytes.
    #[error("the envelope's signature is wrong")]
    Signature,
    /// The key does not open it.
    #[error("the key does not open this envelope")]
    Key,
    /// It opened, but what is inside is not a body: the sender is faulty or hostile.
    #[error("the envelope's content is not readable")]
    Body,
}

/// What the sender decides about an envelope; the rest follows from the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The team.
    pub team: TeamId,
    /// The space whose key seals it.
    pub space: SpaceId,
    /// The document's tag in this space.
    pub tag: DocumentTag,
    /// The key's epoch.
    pub epoch: Epoch,
    /// What the body holds.
    pub kind: EnvelopeKind,
    /// Place in the (space, device) chain, from 1.
    pub seq: u64,
    /// The envelope before it in that chain, [`EnvelopeId::ZERO`] for the first.
    pub prev: EnvelopeId,
    /// The newest access record the sender knew.
    pub access_head: AccessHead,
}

/// A well-formed envelope whose signature is the stated device's. Whether that device had the right to write is
/// the access log's question ([`crate::access::AccessLog::device_may_write_at`]).
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    header: Header,
    id: EnvelopeId,
    bytes: Vec<u8>,
}

impl Envelope {
    /// Seals and signs `body`. Refuses what would exceed [`MAX_ENVELOPE_BYTES`]: split the changes.
    pub fn seal(
        draft: Draft,
        body: &Body,
        key: &SpaceKey,
        device: &DeviceKeys,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, EnvelopeError> {
        let mut nonce = [0; 24];
        rng.fill_bytes(&mut nonce);
        let Draft { team, space, tag, epoch, kind, seq, prev, access_head } = draft;
        let header =
            Header { team, space, tag, epoch, kind, device: device.id(), seq, prev, access_head, nonce };
        let plaintext = body.encode()?;
        let mut bytes = header.encode();
        let ciphertext = cipher(key)
            .encrypt(&XNonce::from(nonce), Payload { msg: plaintext.as_slice(), aad: &bytes })
            .map_err(|_| EnvelopeError::TooLarge)?;
        bytes.extend_from_slice(&ciphertext);
        let signature = device.sign(context::ENVELOPE_SIGNATURE, &[&bytes]);
        bytes.extend_from_slice(&signature.to_bytes());
        if bytes.len() > MAX_ENVELOPE_BYTES {
            return Err(EnvelopeError::TooLarge);
        }
        Ok(Self { header, id: EnvelopeId::of(&bytes), bytes })
    }

    /// Checks size, structure and signature; decrypts nothing.
    pub fn verify(bytes: impl Into<Vec<u8>>) -> Result<Self, EnvelopeError> {
        let bytes = bytes.into();
        if bytes.len() > MAX_ENVELOPE_BYTES {
            return Err(EnvelopeError::TooLarge);
        }
        let header = Header::decode(&bytes)?;
        if bytes.len() < HEADER_BYTES + TAG_BYTES + Signature::LEN {
            return Err(EnvelopeError::Malformed);
        }
        let (signed, signature) = bytes.split_at(bytes.len() - Signature::LEN);
        let signature = Signature::from_slice(signature).ok_or(EnvelopeError::Malformed)?;
        if !SigningPublic::from(header.device).verifies(context::ENVELOPE_SIGNATURE, &[signed], &signature) {
            return Err(EnvelopeError::Signature);
        }
        Ok(Self { header, id: EnvelopeId::of(&bytes), bytes })
    }

    /// Space, device and seq that bytes state, checking nothing else: for sorting what is checked later.
    pub fn place_of(bytes: &[u8]) -> Option<(SpaceId, DeviceId, u64)> {
        let header = Header::decode(bytes).ok()?;
        Some((header.space, header.device, header.seq))
    }

    /// Decrypts with the key of the header's space and epoch.
    pub fn open(&self, key: &SpaceKey) -> Result<Body, EnvelopeError> {
        let end = self.bytes.len().saturating_sub(Signature::LEN);
        let (header, ciphertext) =
            self.bytes[..end].split_at_checked(HEADER_BYTES).ok_or(EnvelopeError::Malformed)?;
        let plaintext = cipher(key)
            .decrypt(&XNonce::from(self.header.nonce), Payload { msg: ciphertext, aad: header })
            .map_err(|_| EnvelopeError::Key)?;
        Body::decode(&plaintext)
    }

    /// What everybody can see of it.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// BLAKE3 of all its bytes.
    pub fn id(&self) -> EnvelopeId {
        self.id
    }

    /// All its bytes, to be stored and forwarded as they are.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All its bytes, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Envelope({}, {} bytes, {:?})", self.id, self.bytes.len(), self.header)
    }
}

fn cipher(key: &SpaceKey) -> XChaCha20Poly1305 {
    let derived = key.derive(context::ENVELOPE_KEY);
    XChaCha20Poly1305::new(&(*derived).into())
}
