//! A founded team with its keys, and an author's chain.

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use std::time::{SystemTime, UNIX_EPOCH};
use wire::access::{Admit, Genesis, Invite, InvitePurpose, Kind, SpaceCreate};
use wire::*;

pub fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64
}

pub struct Member {
    pub person: PersonId,
    pub keys: PersonKeys,
    pub device: DeviceKeys,
}

pub struct Team {
    pub rng: ChaCha20Rng,
    pub log: AccessLog,
    pub founder: Member,
    pub org: SpaceId,
    pub key: SpaceKey,
}

impl Team {
    /// Founder, and the space `org`.
    pub fn found(seed: u8) -> Self {
        let mut rng = ChaCha20Rng::from_seed([seed; 32]);
        let founder = member(&mut rng);
        let genesis = Genesis {
            nonce: [seed; 32],
            person: founder.person,
            person_key: founder.keys.exchange_public(),
            role: Role::Executive,
            device: founder.device.id(),
            device_key: founder.device.exchange_public(),
            recovery: [0; 32],
        };
        let log = AccessLog::genesis(genesis, now_ms(), &founder.device).unwrap();
        let (org, key) = (SpaceId::random(&mut rng), SpaceKey::generate(&mut rng));
        let mut team = Self { rng, log, founder, org, key };
        let key_commitment = team.key.commitment(org, Epoch(0));
        let create = team.record(Kind::SpaceCreate(SpaceCreate {
            space: org,
            class: SpaceClass::Org,
            key_commitment,
        }));
        team.log.append(create, now_ms()).unwrap();
        team
    }

    /// A record by the founder at the head.
    pub fn record(&self, kind: Kind) -> Record {
        Record::by_device(self.log.head(), now_ms(), kind, &self.founder.device).unwrap()
    }

    pub fn space(&mut self, class: SpaceClass) -> SpaceId {
        let space = SpaceId::random(&mut self.rng);
        let create = self.record(Kind::SpaceCreate(SpaceCreate { space, class, key_commitment: [0; 32] }));
        self.log.append(create, now_ms()).unwrap();
        space
    }

    pub fn records(&self) -> Vec<Vec<u8>> {
        self.log.records().iter().map(|record| record.bytes().to_vec()).collect()
    }

    pub fn link(&mut self) -> InviteLink {
        InviteLink::generate("", self.log.team(), &mut self.rng)
    }

    pub fn invite(&self, link: &InviteLink, role: Role, person: PersonId, expires_at_ms: u64) -> Record {
        self.record(Kind::Invite(Invite {
            invite: link.invite,
            signing_key: link.keys().signing_public(),
            exchange_key: link.keys().exchange_public(),
            purpose: InvitePurpose::Member { role, person, line: Some(self.founder.person) },
            expires_at_ms,
            uses: 1,
        }))
    }

    pub fn admit(&self, link: &InviteLink, member: &Member) -> Record {
        let admit = Admit {
            invite: link.invite,
            person: member.person,
            person_key: member.keys.exchange_public(),
            device: member.device.id(),
            device_key: member.device.exchange_public(),
        };
        Record::by_invite(self.log.head(), now_ms(), Kind::Admit(admit), &link.keys(), &member.device)
            .unwrap()
    }

    /// Somebody joined, in the local log.
    pub fn join(&mut self, role: Role) -> Member {
        let member = member(&mut self.rng);
        let link = self.link();
        let invite = self.invite(&link, role, member.person, u64::MAX);
        self.log.append(invite, now_ms()).unwrap();
        let admit = self.admit(&link, &member);
        self.log.append(admit, now_ms()).unwrap();
        member
    }

    /// The same team for another author at the same time, with its own randomness.
    pub fn twin(&mut self) -> Self {
        let mut seed = [0; 32];
        self.rng.fill_bytes(&mut seed);
        let Member { person, keys, device } = &self.founder;
        Self {
            rng: ChaCha20Rng::from_seed(seed),
            log: self.log.clone(),
            founder: Member { person: *person, keys: keys.clone(), device: device.clone() },
            org: self.org,
            key: self.key.clone(),
        }
    }

    /// The next envelopes of a device in `org`, after `chain`.
    pub fn write(&mut self, device: &DeviceKeys, chain: &mut Vec<EnvelopeId>, text: &[u8]) -> Vec<u8> {
        let draft = Draft {
            team: self.log.team(),
            space: self.org,
            tag: DocumentTag([1; 16]),
            epoch: Epoch(0),
            kind: EnvelopeKind::Changes,
            seq: chain.len() as u64 + 1,
            prev: chain.last().copied().unwrap_or(EnvelopeId::ZERO),
            access_head: self.log.head(),
        };
        let body = Body { changes: vec![text.to_vec()], batch_len: 1, ..Body::default() };
        let envelope = Envelope::seal(draft, &body, &self.key, device, &mut self.rng).unwrap();
        chain.push(envelope.id());
        envelope.into_bytes()
    }
}

pub fn member(rng: &mut ChaCha20Rng) -> Member {
    Member {
        person: PersonId::random(rng),
        keys: PersonKeys::generate(rng),
        device: DeviceKeys::generate(rng),
    }
}
