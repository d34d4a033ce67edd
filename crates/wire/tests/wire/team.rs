//! A small team with seeded randomness, for stories.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use wire::access::{Admit, DeviceAdd, Genesis, Invite, InvitePurpose, Kind, SpaceCreate};
use wire::*;

pub const NOW: u64 = 1_700_000_000_000;
pub const DAY: u64 = 86_400_000;

pub fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

/// A member with one device.
pub struct Member {
    pub person: PersonId,
    pub keys: PersonKeys,
    pub device: DeviceKeys,
}

impl Member {
    pub fn new(rng: &mut ChaCha20Rng) -> Self {
        Self {
            person: PersonId::random(rng),
            keys: PersonKeys::generate(rng),
            device: DeviceKeys::generate(rng),
        }
    }
}

pub struct Team {
    pub rng: ChaCha20Rng,
    pub log: AccessLog,
    pub founder: Member,
}

impl Team {
    pub fn found() -> Self {
        Self::found_as(1)
    }

    pub fn found_as(seed: u8) -> Self {
        let mut rng = rng(seed);
        let founder = Member::new(&mut rng);
        let genesis = Genesis {
            nonce: [7; 32],
            person: founder.person,
            person_key: founder.keys.exchange_public(),
            role: Role::Executive,
            device: founder.device.id(),
            device_key: founder.device.exchange_public(),
            recovery: [0; 32],
        };
        let log = AccessLog::genesis(genesis, NOW, &founder.device).unwrap();
        Self { rng, log, founder }
    }

    pub fn append(&mut self, record: Record) -> Result<(), AccessError> {
        self.log.append(record, NOW)
    }

    /// Signed by the device, at the head.
    pub fn says(&mut self, device: &DeviceKeys, kind: Kind) -> Result<(), AccessError> {
        self.append(Record::by_device(self.log.head(), NOW, kind, device).unwrap())
    }

    pub fn founder_says(&mut self, kind: Kind) -> Result<(), AccessError> {
        let device = self.founder.device.clone();
        self.says(&device, kind)
    }

    pub fn link(&mut self) -> InviteLink {
        InviteLink::generate("wss://relay.example/ws", self.log.team(), &mut self.rng)
    }

    pub fn admit(&self, link: &InviteLink, member: &Member) -> Record {
        let admit = Admit {
            invite: link.invite,
            person: member.person,
            person_key: member.keys.exchange_public(),
            device: member.device.id(),
            device_key: member.device.exchange_public(),
        };
        Record::by_invite(self.log.head(), NOW, Kind::Admit(admit), &link.keys(), &member.device).unwrap()
    }

    pub fn device_add(&self, link: &InviteLink, person: PersonId, device: &DeviceKeys) -> Record {
        let add = DeviceAdd {
            invite: link.invite,
            person,
            device: device.id(),
            device_key: device.exchange_public(),
        };
        Record::by_invite(self.log.head(), NOW, Kind::DeviceAdd(add), &link.keys(), device).unwrap()
    }

    /// Invites and admits.
    pub fn join(&mut self, role: Role, line: Option<PersonId>) -> Member {
        let member = Member::new(&mut self.rng);
        let link = self.link();
        self.founder_says(member_invite(&link, role, member.person, line)).unwrap();
        let admit = self.admit(&link, &member);
        self.append(admit).unwrap();
        member
    }

    pub fn space(&mut self, class: SpaceClass) -> (SpaceId, SpaceKey) {
        let device = self.founder.device.clone();
        self.space_by(&device, class).unwrap()
    }

    pub fn space_by(
        &mut self,
        device: &DeviceKeys,
        class: SpaceClass,
    ) -> Result<(SpaceId, SpaceKey), AccessError> {
        let (space, key) = (SpaceId::random(&mut self.rng), SpaceKey::generate(&mut self.rng));
        let key_commitment = key.commitment(space, Epoch(0));
        self.says(device, Kind::SpaceCreate(SpaceCreate { space, class, key_commitment }))?;
        Ok((space, key))
    }
}

pub fn member_invite(link: &InviteLink, role: Role, person: PersonId, line: Option<PersonId>) -> Kind {
    invite(link, InvitePurpose::Member { role, person, line })
}

pub fn invite(link: &InviteLink, purpose: InvitePurpose) -> Kind {
    Kind::Invite(Invite {
        invite: link.invite,
        signing_key: link.keys().signing_public(),
        exchange_key: link.keys().exchange_public(),
        purpose,
        expires_at_ms: NOW + 7 * DAY,
        uses: 1,
    })
}
