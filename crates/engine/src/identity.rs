//! Who this replica is: the person, this device, and their keys.

use serde::{Deserialize, Serialize};
use wire::{DeviceKeys, PersonId, PersonKeys, TeamId};

/// Who this replica is. Debug output shows no key.
pub struct Identity {
    pub team: TeamId,
    pub person: PersonId,
    pub device: DeviceKeys,
    pub person_keys: PersonKeys,
    /// The relay's address; empty for none.
    pub relay: String,
    /// A generated sample team: nothing is sealed, nothing leaves.
    pub is_sample: bool,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    team: TeamId,
    person: PersonId,
    device: Vec<u8>,
    person_keys: Vec<u8>,
    relay: String,
    is_sample: bool,
}

impl Identity {
    /// As stored: secret bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(&Stored {
            team: self.team,
            person: self.person,
            device: self.device.to_bytes().to_vec(),
            person_keys: self.person_keys.to_bytes().to_vec(),
            relay: self.relay.clone(),
            is_sample: self.is_sample,
        })
        .unwrap_or_default()
    }

    /// From the store; `None` when damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let stored: Stored = postcard::from_bytes(bytes).ok()?;
        let device = zeroize::Zeroizing::new(stored.device);
        let person_keys = zeroize::Zeroizing::new(stored.person_keys);
        Some(Self {
            team: stored.team,
            person: stored.person,
            device: DeviceKeys::from_bytes(&device).ok()?,
            person_keys: PersonKeys::from_bytes(&person_keys).ok()?,
            relay: stored.relay,
            is_sample: stored.is_sample,
        })
    }

    /// A new Automerge actor of this device: 16 bytes that name the device, 8 drawn anew at every start. So an
    /// actor binds itself to its device, and none is ever used twice.
    pub fn fresh_actor(&self, random: [u8; 8]) -> [u8; 24] {
        let mut actor = [0; 24];
        actor[..16].copy_from_slice(actor_prefix(&self.device.id()));
        actor[16..].copy_from_slice(&random);
        actor
    }
}

/// What every actor of a device begins with.
pub fn actor_prefix(device: &wire::DeviceId) -> &[u8] {
    &device.0[..16]
}
