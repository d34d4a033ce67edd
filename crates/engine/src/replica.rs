//! Everything a device holds of one team.

mod boot;
mod edit;
mod found;
mod rebuild;
mod restore;
pub mod shard;

pub use boot::{BootFault, Booted};
pub use edit::{Edited, Foreseen, Placed};
pub use restore::Restored;

pub use shard::{fullest, shard_name};

use crate::document::{Damaged, Document};
use crate::done::Done;
use crate::identity::Identity;
use crate::projection::{DocumentKey, Projection};
use crate::rights::Rights;
use crate::storage;
use crate::sync::Sync;
use domain::member::{Member, MemberId, Role};
use domain::record::SpaceClass;
use domain::team::Team;
use domain::{RecordId, Timestamp};
use rand_chacha::ChaCha20Rng;
use std::collections::{HashMap, HashSet};
use wire::{AccessLog, Epoch, SpaceId, SpaceKey};

/// A document in memory.
pub struct Loaded {
    pub document: Document,
    /// When it was last needed; idle ones are unloaded.
    pub used_at: Timestamp,
}

/// Everything a device holds of one team.
pub struct Replica {
    pub identity: Identity,
    pub access: AccessLog,
    pub keys: HashMap<(SpaceId, Epoch), SpaceKey>,
    pub projection: Projection,
    pub loaded: HashMap<DocumentKey, Loaded>,
    /// Documents that crash whoever opens them.
    pub closed: HashSet<DocumentKey>,
    /// What recent commands changed.
    pub done: Done,
    pub sync: Sync,
    /// This start's Automerge actor.
    pub actor: [u8; 24],
    pub rng: ChaCha20Rng,
}

impl Replica {
    pub fn me(&self) -> MemberId {
        storage::member_of(self.identity.person)
    }

    /// My role by the access log: what the team signed, not what a record says.
    pub fn role(&self) -> Role {
        let state = self.access.state();
        state.persons.get(&self.identity.person).map_or(Role::Viewer, |person| role_from_wire(person.role))
    }

    pub fn rights(&self) -> Rights {
        Rights { me: self.me(), role: self.role() }
    }

    /// The team's name, as far as it has arrived.
    pub fn team_name(&self) -> String {
        self.projection.live::<Team>().next().map(|row| row.title().to_owned()).unwrap_or_default()
    }

    pub fn my_name(&self) -> String {
        let row = self.projection.find_live::<Member>(self.me().0);
        row.map(|row| row.title().to_owned()).unwrap_or_default()
    }

    /// The space that a class means for a new record of mine; several books are told apart by the parent record.
    pub fn home_space(&self, class: SpaceClass) -> Option<SpaceId> {
        let class = if class == SpaceClass::Beside { SpaceClass::Org } else { class };
        let state = self.access.state();
        let person = self.identity.person;
        state
            .spaces
            .iter()
            .find(|(id, space)| class_of(space.class) == class && state.can_read(person, **id))
            .map(|(id, _)| *id)
    }

    /// What a space is for.
    pub fn class_of_space(&self, space: SpaceId) -> Option<SpaceClass> {
        self.access.state().spaces.get(&space).map(|space| class_of(space.class))
    }

    pub fn may_write(&self, space: SpaceId) -> bool {
        self.access.state().can_write(self.identity.person, space)
    }

    /// A document from its stored chunks.
    pub fn open_document(&self, chunks: &[Vec<u8>]) -> Result<Document, Damaged> {
        Document::load(chunks, &self.actor)
    }

    pub fn fresh_id(&mut self) -> RecordId {
        RecordId(self.random())
    }

    pub fn random<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        rand_core::Rng::fill_bytes(&mut self.rng, &mut bytes);
        bytes
    }
}

/// The access log's class, without whose it is.
pub fn class_of(class: wire::SpaceClass) -> SpaceClass {
    match class {
        wire::SpaceClass::Org => SpaceClass::Org,
        wire::SpaceClass::Official => SpaceClass::Official,
        wire::SpaceClass::Team { .. } => SpaceClass::Team,
        wire::SpaceClass::Book { .. } => SpaceClass::Book,
        wire::SpaceClass::Pair { .. } => SpaceClass::Pair,
        wire::SpaceClass::File { .. } => SpaceClass::File,
        wire::SpaceClass::Management => SpaceClass::Management,
        wire::SpaceClass::Me { .. } => SpaceClass::Me,
    }
}

pub fn role_from_wire(role: wire::Role) -> Role {
    match role {
        wire::Role::Executive => Role::Executive,
        wire::Role::Manager => Role::Manager,
        wire::Role::Supervisor => Role::Supervisor,
        wire::Role::Assistant => Role::Assistant,
        wire::Role::Salesperson => Role::Salesperson,
        wire::Role::Viewer => Role::Viewer,
    }
}

pub fn role_to_wire(role: Role) -> wire::Role {
    match role {
        Role::Executive => wire::Role::Executive,
        Role::Manager => wire::Role::Manager,
        Role::Supervisor => wire::Role::Supervisor,
        Role::Assistant => wire::Role::Assistant,
        Role::Salesperson => wire::Role::Salesperson,
        Role::Viewer => wire::Role::Viewer,
    }
}
