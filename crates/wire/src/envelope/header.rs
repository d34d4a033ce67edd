//! The plain part of an envelope: fixed places, little-endian numbers.

use super::EnvelopeError;
use crate::ids::{AccessHead, DeviceId, DocumentTag, EnvelopeId, Epoch, SpaceId, TeamId};

/// Version of the envelope format.
const VERSION: u8 = 1;

/// Bytes of an encoded header.
pub(super) const HEADER_BYTES: usize = 1 + 1 + 32 + 16 + 16 + 4 + 32 + 8 + 32 + 32 + 24;

/// What an envelope's body holds. A kind this version does not know is kept and forwarded, not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EnvelopeKind {
    /// Automerge changes made on the sending device.
    Changes,
    /// A whole document with the chain positions it contains (reserved).
    Snapshot,
    /// Something a newer version writes.
    Later(u8),
}

impl EnvelopeKind {
    fn code(self) -> u8 {
        match self {
            Self::Changes => 0,
            Self::Snapshot => 1,
            Self::Later(code) => code,
        }
    }

    fn from_code(code: u8) -> Self {
        match code {
            0 => Self::Changes,
            1 => Self::Snapshot,
            later => Self::Later(later),
        }
    }
}

/// What everybody who carries the envelope can see. It is the associated data of the encryption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The team.
    pub team: TeamId,
    /// The space whose key seals the body.
    pub space: SpaceId,
    /// The document's tag in this space.
    pub tag: DocumentTag,
    /// Which key of the space.
    pub epoch: Epoch,
    /// What the body holds.
    pub kind: EnvelopeKind,
    /// Who made and signed it.
    pub device: DeviceId,
    /// Place in the (space, device) chain, from 1.
    pub seq: u64,
    /// The envelope before it in that chain, zero for the first.
    pub prev: EnvelopeId,
    /// The newest access record the sender knew: the state its right is judged by.
    pub access_head: AccessHead,
    /// XChaCha20-Poly1305 nonce.
    pub nonce: [u8; 24],
}

impl Header {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.push(VERSION);
        bytes.push(self.kind.code());
        bytes.extend_from_slice(&self.team.0);
        bytes.extend_from_slice(&self.space.0);
        bytes.extend_from_slice(&self.tag.0);
        bytes.extend_from_slice(&self.epoch.0.to_le_bytes());
        bytes.extend_from_slice(&self.device.0);
        bytes.extend_from_slice(&self.seq.to_le_bytes());
        bytes.extend_from_slice(&self.prev.0);
        bytes.extend_from_slice(&self.access_head.0);
        bytes.extend_from_slice(&self.nonce);
        bytes
    }

    /// Reads the header at the start of `bytes`. The first envelope of a chain, and only it, has no predecessor.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let mut rest = bytes;
        match take::<1>(&mut rest)? {
            [VERSION] => {}
            [0] => return Err(EnvelopeError::Malformed),
            [newer] => return Err(EnvelopeError::NewerVersion(newer)),
        }
        let header = Self {
            kind: EnvelopeKind::from_code(take::<1>(&mut rest)?[0]),
            team: TeamId(take(&mut rest)?),
            space: SpaceId(take(&mut rest)?),
            tag: DocumentTag(take(&mut rest)?),
            epoch: Epoch(u32::from_le_bytes(take(&mut rest)?)),
            device: DeviceId(take(&mut rest)?),
            seq: u64::from_le_bytes(take(&mut rest)?),
            prev: EnvelopeId(take(&mut rest)?),
            access_head: AccessHead(take(&mut rest)?),
            nonce: take(&mut rest)?,
        };
        let first = header.prev == EnvelopeId::ZERO;
        if header.seq == 0 || first != (header.seq == 1) {
            return Err(EnvelopeError::Malformed);
        }
        Ok(header)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], EnvelopeError> {
    let (taken, after) = rest.split_first_chunk::<N>().ok_or(EnvelopeError::Malformed)?;
    *rest = after;
    Ok(*taken)
}
