//! The secret part of an envelope.

use super::EnvelopeError;
use super::padding::padded_len;
use crate::{MAX_ENVELOPE_BYTES, blobs};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What an envelope says to those who can read it. Encoded with postcard and padded with zeros.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The document the changes belong to.
    pub document: [u8; 16],
    /// The command they came from: envelopes of one batch are shown together.
    pub batch: [u8; 16],
    /// How many envelopes the batch has over all spaces, so that a reader knows when it is complete.
    pub batch_len: u16,
    /// The Automerge actor of the changes, bound to the device by its first envelope.
    #[serde(with = "serde_bytes")]
    pub actor: Vec<u8>,
    /// Raw Automerge changes in the order they were made.
    #[serde(with = "blobs")]
    pub changes: Vec<Vec<u8>>,
}

impl Body {
    pub(super) fn encode(&self) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        let mut bytes = Zeroizing::new(postcard::to_allocvec(self).map_err(|_| EnvelopeError::Body)?);
        let padded = padded_len(bytes.len());
        if padded > MAX_ENVELOPE_BYTES {
            return Err(EnvelopeError::TooLarge);
        }
        bytes.resize(padded, 0);
        Ok(bytes)
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let (body, _) = postcard::take_from_bytes::<Self>(bytes).map_err(|_| EnvelopeError::Body)?;
        // One body has one encoding: padding that carried something, or a number in more bytes than it needs, would be
        // a hidden channel.
        match body.encode() {
            Ok(encoding) if encoding.as_slice() == bytes => Ok(body),
            _ => Err(EnvelopeError::Body),
        }
    }
}
