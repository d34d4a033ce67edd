//! A signed statement of a device, as receipts, snapshots and countersignatures are: version ‖ postcard ‖ signature.
//! A statement has one encoding: whoever carries it can make no other one of it.

use crate::ids::DeviceId;
use crate::keys::{DeviceKeys, Signature, SigningPublic};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

const VERSION: u8 = 1;

/// Why bytes are not such a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StatementError {
    /// Larger than allowed.
    #[error("the statement is too large")]
    TooLarge,
    /// Not shaped like one.
    #[error("not such a statement")]
    Malformed,
    /// Written by a newer version.
    #[error("the statement comes from a newer version")]
    NewerVersion,
    /// The signature is not the stated device's.
    #[error("the statement's signature is wrong")]
    Signature,
}

/// What a device states.
pub(crate) trait Statement: Serialize + DeserializeOwned {
    /// What a signature of it is over, beside it.
    const CONTEXT: &'static [u8];
    /// The longest.
    const MAX_BYTES: usize;

    /// Whose statement it is.
    fn device(&self) -> DeviceId;
}

pub(crate) fn sign<T: Statement>(statement: &T, device: &DeviceKeys) -> Result<Vec<u8>, StatementError> {
    if statement.device() != device.id() {
        return Err(StatementError::Signature);
    }
    let mut bytes = postcard::to_extend(statement, vec![VERSION]).map_err(|_| StatementError::Malformed)?;
    let signature = device.sign(T::CONTEXT, &[&bytes]);
    bytes.extend_from_slice(&signature.to_bytes());
    if bytes.len() > T::MAX_BYTES { Err(StatementError::TooLarge) } else { Ok(bytes) }
}

pub(crate) fn verify<T: Statement>(bytes: &[u8]) -> Result<T, StatementError> {
    if bytes.len() > T::MAX_BYTES {
        return Err(StatementError::TooLarge);
    }
    match bytes.first() {
        Some(&VERSION) => {}
        None | Some(0) => return Err(StatementError::Malformed),
        Some(_) => return Err(StatementError::NewerVersion),
    }
    let (signed, signature) = bytes
        .split_at_checked(bytes.len().saturating_sub(Signature::LEN))
        .filter(|(signed, _)| !signed.is_empty())
        .ok_or(StatementError::Malformed)?;
    let signature = Signature::from_slice(signature).ok_or(StatementError::Malformed)?;
    let statement: T = postcard::from_bytes(&signed[1..]).map_err(|_| StatementError::Malformed)?;
    // Another encoding of the same, or something behind it.
    let again = postcard::to_allocvec(&statement).map_err(|_| StatementError::Malformed)?;
    if again != signed[1..] {
        return Err(StatementError::Malformed);
    }
    match SigningPublic::from(statement.device()).verifies(T::CONTEXT, &[signed], &signature) {
        true => Ok(statement),
        false => Err(StatementError::Signature),
    }
}
