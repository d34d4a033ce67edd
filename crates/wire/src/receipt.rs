//! "This device has durably applied so much": signed, latest-only, per (space, device).

use crate::MAX_RECEIPT_BYTES;
use crate::ids::{DeviceId, EnvelopeId, SpaceId, TeamId};
use crate::keys::{DeviceKeys, context};
use crate::statement::{self, Statement, StatementError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

impl Statement for Receipt {
    const CONTEXT: &'static [u8] = context::RECEIPT_SIGNATURE;
    const MAX_BYTES: usize = MAX_RECEIPT_BYTES;

    fn device(&self) -> DeviceId {
        self.device
    }
}

impl Receipt {
    /// The signed bytes.
    pub fn sign(&self, device: &DeviceKeys) -> Result<Vec<u8>, StatementError> {
        statement::sign(self, device)
    }

    /// Reads a receipt and checks its signature.
    pub fn verify(bytes: &[u8]) -> Result<Self, StatementError> {
        statement::verify(bytes)
    }
}
