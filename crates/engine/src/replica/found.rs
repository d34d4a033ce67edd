//! A team begins: access log, spaces, keys, and the first two records.

use super::{Replica, role_from_wire};
use crate::done::Done;
use crate::host::StoreOp;
use crate::identity::Identity;
use crate::projection::Projection;
use crate::storage;
use crate::sync::Sync;
use domain::Now;
use rand_chacha::ChaCha20Rng;
use rand_core::Rng;
use std::collections::{HashMap, HashSet};
use wire::access::{AccessError, Genesis, Kind, SpaceCreate};
use wire::{
    AccessLog, DeviceKeys, Epoch, KeyBox, PersonId, PersonKeys, Recipient, Record, Role, SealedBox,
    SpaceClass, SpaceId, SpaceKey,
};

/// Why a team could not be founded: only a broken random source or library gets here.
#[derive(Debug, thiserror::Error)]
pub enum FoundFault {
    #[error(transparent)]
    Access(#[from] AccessError),
    #[error(transparent)]
    Record(#[from] wire::access::RecordError),
    #[error(transparent)]
    Box(#[from] wire::key_box::BoxError),
}

impl Replica {
    /// A new team with its founder as manager, one team, and one book for the whole company. With `sample_me` it
    /// is a sample team, whose founder is that person of the sample.
    pub fn found(
        now: Now,
        relay: String,
        sample_me: Option<PersonId>,
        mut rng: ChaCha20Rng,
    ) -> Result<(Self, Vec<StoreOp>), FoundFault> {
        let device = DeviceKeys::generate(&mut rng);
        let person_keys = PersonKeys::generate(&mut rng);
        let is_sample = sample_me.is_some();
        let person = sample_me.unwrap_or_else(|| PersonId::random(&mut rng));
        let genesis = Genesis {
            nonce: draw(&mut rng),
            person,
            person_key: person_keys.exchange_public(),
            role: Role::Manager,
            device: device.id(),
            device_key: device.exchange_public(),
            recovery: [0; 32], // no recovery kit yet: commits to nothing
        };
        let access = AccessLog::genesis(genesis, now.at.0.unsigned_abs(), &device)?;
        let identity = Identity { team: access.team(), person, device, person_keys, relay, is_sample };
        let actor = identity.fresh_actor(draw(&mut rng));
        let mut replica = Self {
            identity,
            access,
            keys: HashMap::new(),
            projection: Projection::default(),
            loaded: HashMap::new(),
            closed: HashSet::new(),
            done: Done::default(),
            sync: Sync::default(),
            actor,
            rng,
        };
        replica.projection.finish_loading();
        let mut ops = replica.first_ops();
        let classes = [
            SpaceClass::Org,
            SpaceClass::Official,
            SpaceClass::Team { team: replica.random() },
            SpaceClass::Book { book: replica.random() },
            SpaceClass::Me { member: person },
        ];
        for class in classes {
            let (record, key, sealed, space) = replica.new_space(now, class)?;
            replica.access.append(record, now.at.0.unsigned_abs())?;
            ops.extend(replica.keep_key(space, SpaceCreate::FIRST_EPOCH, key));
            ops.extend(replica.sync.keep_box(sealed));
        }
        ops.extend(replica.access_ops(0));
        Ok((replica, ops))
    }

    /// What every new replica writes first.
    pub fn first_ops(&self) -> Vec<StoreOp> {
        vec![
            StoreOp::Put {
                key: storage::META_FORMAT.to_vec(),
                value: storage::FORMAT.to_be_bytes().to_vec(),
            },
            StoreOp::Put { key: storage::META_IDENTITY.to_vec(), value: self.identity.to_bytes() },
        ]
    }

    /// The record that creates a space, its key, and the box with which its founder opens it again.
    pub fn new_space(
        &mut self,
        now: Now,
        class: SpaceClass,
    ) -> Result<(Record, SpaceKey, SealedBox, SpaceId), FoundFault> {
        let space = SpaceId::random(&mut self.rng);
        let key = SpaceKey::generate(&mut self.rng);
        let epoch = SpaceCreate::FIRST_EPOCH;
        let create = SpaceCreate { space, class, key_commitment: key.commitment(space, epoch) };
        let kind = Kind::SpaceCreate(create);
        let record =
            Record::by_device(self.access.head(), now.at.0.unsigned_abs(), kind, &self.identity.device)?;
        let recipient = Recipient::Person(self.identity.person);
        let public = self.identity.person_keys.exchange_public();
        let sealed =
            KeyBox::seal_to(self.identity.team, space, epoch, &key, recipient, &public, &mut self.rng)?;
        Ok((record, key, SealedBox::Key(sealed), space))
    }

    /// Take in a space's key.
    pub fn keep_key(&mut self, space: SpaceId, epoch: Epoch, key: SpaceKey) -> Vec<StoreOp> {
        let value = key.to_bytes().to_vec();
        self.keys.insert((space, epoch), key);
        vec![StoreOp::Put { key: storage::space_key(space, epoch.0), value }]
    }

    /// Access records from an index on, as they are stored.
    pub fn access_ops(&self, from: usize) -> Vec<StoreOp> {
        let records = self.access.records().iter().enumerate().skip(from);
        records
            .map(|(index, record)| StoreOp::Put {
                key: storage::access_record(index as u64),
                value: record.bytes().to_vec(),
            })
            .collect()
    }

    /// The founder's role as records name it.
    pub fn founder_role() -> domain::member::Role {
        role_from_wire(Role::Manager)
    }
}

fn draw<const N: usize>(rng: &mut ChaCha20Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}
