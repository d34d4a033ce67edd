//! Envelopes that were not applied: kept with their reason, retried when what they wait for has come.

use super::Sync;
use crate::host::StoreOp;
use crate::storage;
use contract::view::QuarantineReason;
use serde::{Deserialize, Serialize};
use wire::{DeviceId, EnvelopeId, SpaceId};

/// How many are kept; a peer that floods the team with rubbish must not fill the device.
const KEPT: usize = 500;

/// One envelope that was not applied.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Quarantined {
    pub bytes: Vec<u8>,
    pub space: SpaceId,
    pub device: Option<DeviceId>,
    pub seq: u64,
    /// The envelope before it in its chain.
    pub prev: EnvelopeId,
    pub reason: QuarantineReason,
    /// Waits for something; otherwise refused until the access log changes.
    pub is_waiting: bool,
}

/// Whether a reason may pass by itself.
pub fn may_pass(reason: QuarantineReason) -> bool {
    matches!(
        reason,
        QuarantineReason::AccessUnknown
            | QuarantineReason::KeyMissing
            | QuarantineReason::DependencyMissing
            | QuarantineReason::BrokenChain
            | QuarantineReason::NewerVersion
    )
}

impl Sync {
    /// Put one away.
    pub fn quarantine(&mut self, id: EnvelopeId, entry: Quarantined) -> Vec<StoreOp> {
        let mut ops = Vec::new();
        if self.quarantine.len() >= KEPT && !self.quarantine.contains_key(&id) {
            let refused = self.quarantine.iter().find(|(_, entry)| !entry.is_waiting).map(|(id, _)| *id);
            if let Some(oldest) = refused {
                ops.extend(self.release_quarantined(oldest));
            }
        }
        let value = postcard::to_stdvec(&entry).unwrap_or_default();
        self.quarantine.insert(id, entry);
        ops.push(StoreOp::Put { key: storage::quarantine(id), value });
        ops
    }

    /// It was applied after all (or makes room).
    pub fn release_quarantined(&mut self, id: EnvelopeId) -> Vec<StoreOp> {
        match self.quarantine.remove(&id) {
            Some(_) => vec![StoreOp::Delete { key: storage::quarantine(id) }],
            None => Vec::new(),
        }
    }

    /// What crashed is to be tried once more.
    pub fn reconsider_crashed(&mut self) {
        for (_, entry) in self.quarantine.iter_mut() {
            entry.is_waiting |= entry.reason == QuarantineReason::Crashed;
        }
    }

    /// The first envelope of a chain that waits: receipts stop before it.
    pub fn first_waiting(&self, space: SpaceId, device: DeviceId) -> Option<(u64, EnvelopeId)> {
        self.quarantine
            .values()
            .filter(|entry| entry.is_waiting && entry.space == space && entry.device == Some(device))
            .map(|entry| (entry.seq, entry.prev))
            .min()
    }

    /// Whether anything waits.
    pub fn has_waiting(&self) -> bool {
        self.quarantine.values().any(|entry| entry.is_waiting)
    }
}
