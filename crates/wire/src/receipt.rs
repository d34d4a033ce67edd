//! "This device has durably applied so much": signed, latest-only, per (space, device).

use crate::MAX_RECEIPT_BYTES;
use crate::ids::{DeviceId, EnvelopeId, SpaceId, TeamId};
use crate::keys::{DeviceKeys, Signature, SigningPublic, context};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

const VERSION: u8 = 1;

/// Why bytes are not a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReceiptError {
    /// Larger than [`MAX_RECEIPT_BYTES`].
    #[error("the receipt is too large")]
    TooLarge,
    /// Not shaped like a receipt.
    #[error("not a receipt")]
    Malformed,
    /// Written by a newer version.
    #[error("the receipt comes from a newer version")]
    NewerVersion,
    /// The signature is not the stated device's.
    #[error("the receipt's signature is wrong")]
    Signature,
}

/// How far a (space, device) chain goes: the highest contiguous seq and the envelope there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainEnd {
    /// The seq.
    pub seq: u64,
    /// The envelope at that seq.
    pub id: EnvelopeId,
}

/// What one device has durably applied of one space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The team.
    pub team: TeamId,
    /// The space.
    pub space: SpaceId,
    /// Whose statement this is.
    pub device: DeviceId,
    /// Grows with every statement of this device about this space; only the highest counts.
    pub counter: u64,
    /// Per author device, how far its chain is applied.
    pub applied: BTreeMap<DeviceId, ChainEnd>,
}

impl Receipt {
    /// The signed bytes: version ‖ postcard ‖ signature.
    pub fn sign(&self, device: &DeviceKeys) -> Result<Vec<u8>, ReceiptError> {
        if self.device != device.id() {
            return Err(ReceiptError::Signature);
        }
        let mut bytes = vec![VERSION];
        bytes.extend_from_slice(&postcard::to_allocvec(self).map_err(|_| ReceiptError::Malformed)?);
        let signature = device.sign(context::RECEIPT_SIGNATURE, &[&bytes]);
        bytes.extend_from_slice(&signature.to_bytes());
        if bytes.len() > MAX_RECEIPT_BYTES { Err(ReceiptError::TooLarge) } else { Ok(bytes) }
    }

    /// Reads a receipt and checks its signature.
    pub fn verify(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > MAX_RECEIPT_BYTES {
            return Err(ReceiptError::TooLarge);
        }
        match bytes.first() {
            Some(&VERSION) => {}
            None | Some(0) => return Err(ReceiptError::Malformed),
            Some(_) => return Err(ReceiptError::NewerVersion),
        }
        let (signed, signature) = bytes
            .split_at_checked(bytes.len().saturating_sub(Signature::LEN))
            .filter(|(signed, _)| !signed.is_empty())
            .ok_or(ReceiptError::Malformed)?;
        let signature = Signature::from_slice(signature).ok_or(ReceiptError::Malformed)?;
        let (receipt, rest) =
            postcard::take_from_bytes::<Self>(&signed[1..]).map_err(|_| ReceiptError::Malformed)?;
        if !rest.is_empty() {
            return Err(ReceiptError::Malformed);
        }
        if !SigningPublic::from(receipt.device).verifies(context::RECEIPT_SIGNATURE, &[signed], &signature) {
            return Err(ReceiptError::Signature);
        }
        Ok(receipt)
    }
}
