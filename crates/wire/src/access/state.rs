//! What the records so far amount to.

use crate::access::{AccessError, InvitePurpose, Role, SpaceClass};
use crate::ids::{DeviceId, Epoch, InviteId, PersonId, SpaceId, TeamId};
use crate::keys::{ExchangePublic, SigningPublic};
use std::collections::BTreeMap;

/// A member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their role.
    pub role: Role,
    /// The manager above, if any; need not have joined yet.
    pub line: Option<PersonId>,
    /// Space keys for this person are sealed to this.
    pub exchange_key: ExchangePublic,
    /// Index of the record that admitted them.
    pub since: usize,
}

/// A member's device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Whose.
    pub person: PersonId,
    /// Its exchange key.
    pub exchange_key: ExchangePublic,
    /// Index of the record that added it.
    pub since: usize,
}

/// A space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// Who reads and writes it.
    pub class: SpaceClass,
    /// The newest epoch.
    pub epoch: Epoch,
    /// Key commitments by epoch.
    pub commitments: BTreeMap<Epoch, [u8; 32]>,
    /// Index of the record that created it.
    pub since: usize,
}

/// An invite, open or used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InviteState {
    /// Who made it.
    pub inviter: PersonId,
    /// Verifies what the link's holder signs.
    pub signing_key: SigningPublic,
    /// Boxes for the link's holder are sealed to this.
    pub exchange_key: ExchangePublic,
    /// What it is for.
    pub purpose: InvitePurpose,
    /// Unix milliseconds.
    pub expires_at_ms: u64,
    /// How many uses are left.
    pub uses_left: u8,
    /// Index of the record that made it.
    pub since: usize,
}

impl InviteState {
    /// Whether it lets anybody in. That it was used comes before that its time is over: it says more. Without a
    /// moment the time is not asked for.
    pub fn check_open(&self, now_ms: Option<u64>) -> Result<(), AccessError> {
        if self.uses_left == 0 {
            return Err(AccessError::InviteUsed);
        }
        if now_ms.is_some_and(|now_ms| now_ms > self.expires_at_ms) {
            return Err(AccessError::InviteExpired);
        }
        Ok(())
    }
}

/// The access log, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessState {
    /// The team.
    pub team: TeamId,
    /// The founder.
    pub founder: PersonId,
    /// Commitment to the founder's recovery key, zero while there is none.
    pub recovery: [u8; 32],
    /// Members by id.
    pub persons: BTreeMap<PersonId, Person>,
    /// Devices by id.
    pub devices: BTreeMap<DeviceId, Device>,
    /// Spaces by id.
    pub spaces: BTreeMap<SpaceId, Space>,
    /// Invites by id.
    pub invites: BTreeMap<InviteId, InviteState>,
}

impl AccessState {
    /// The person a device belongs to.
    pub fn person_of(&self, device: DeviceId) -> Option<PersonId> {
        self.devices.get(&device).map(|device| device.person)
    }

    /// The devices of a person.
    pub fn devices_of(&self, person: PersonId) -> impl Iterator<Item = DeviceId> + '_ {
        self.devices.iter().filter(move |(_, device)| device.person == person).map(|(id, _)| *id)
    }

    /// The one space of a class, if it exists.
    pub fn space_of(&self, class: SpaceClass) -> Option<SpaceId> {
        self.spaces.iter().find(|(_, space)| space.class == class).map(|(id, _)| *id)
    }
}
