//! The one table of who reads and who writes a space.

use crate::access::{AccessState, Role, SpaceClass};
use crate::ids::{PersonId, SpaceId};

/// What a person may do in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rights {
    reads: bool,
    writes: bool,
}

impl AccessState {
    /// Whether a member may read a space.
    pub fn can_read(&self, person: PersonId, space: SpaceId) -> bool {
        self.rights(person, space).is_some_and(|rights| rights.reads)
    }

    /// Whether a member may write a space.
    pub fn can_write(&self, person: PersonId, space: SpaceId) -> bool {
        self.rights(person, space).is_some_and(|rights| rights.writes)
    }

    /// Everybody whom the key of a space is sealed to.
    pub fn readers(&self, space: SpaceId) -> Vec<PersonId> {
        self.persons.keys().copied().filter(|person| self.can_read(*person, space)).collect()
    }

    /// Every space a person may read.
    pub fn readable_spaces(&self, person: PersonId) -> Vec<SpaceId> {
        self.spaces.keys().copied().filter(|space| self.can_read(person, *space)).collect()
    }

    /// Whether a person of this role, id and line *would* read a space of this class: what an inviter seals keys
    /// for before the person has joined.
    pub fn would_read(&self, person: PersonId, role: Role, class: SpaceClass) -> bool {
        self.rights_in(person, role, class).reads
    }

    /// Whether a member may create a space of this class.
    pub(super) fn can_create(&self, person: PersonId, class: SpaceClass) -> bool {
        let Some(role) = self.persons.get(&person).map(|person| person.role) else { return false };
        match class {
            SpaceClass::Org | SpaceClass::Official | SpaceClass::Management => {
                person == self.founder || role == Role::Executive
            }
            SpaceClass::Team { .. } | SpaceClass::Book { .. } => role.is_manager(),
            SpaceClass::Pair { a, b } => person == a || person == b,
            SpaceClass::File { member } => self.is_above(person, member),
            SpaceClass::Me { member } => person == member,
        }
    }

    fn rights(&self, person: PersonId, space: SpaceId) -> Option<Rights> {
        let role = self.persons.get(&person)?.role;
        Some(self.rights_in(person, role, self.spaces.get(&space)?.class))
    }

    fn rights_in(&self, person: PersonId, role: Role, class: SpaceClass) -> Rights {
        let takes_part = role != Role::Viewer;
        let (reads, writes) = match class {
            SpaceClass::Org => (true, takes_part),
            SpaceClass::Official => (true, role.is_manager()),
            SpaceClass::Team { .. } | SpaceClass::Book { .. } => (true, takes_part),
            SpaceClass::Pair { a, b } => (person == a || person == b, person == a || person == b),
            SpaceClass::File { member } => {
                let above = self.is_above(person, member);
                (above || person == member, above)
            }
            SpaceClass::Management => (role.is_manager(), role.is_manager()),
            SpaceClass::Me { member } => (person == member, person == member),
        };
        Rights { reads, writes }
    }

    /// Whether `person` is in the chain of managers above `member`. Ends on a chain that runs in a circle.
    fn is_above(&self, person: PersonId, member: PersonId) -> bool {
        if person == member {
            return false;
        }
        let mut at = member;
        for _ in 0..self.persons.len() {
            match self.persons.get(&at).and_then(|below| below.line) {
                Some(above) if above == person => return true,
                Some(above) => at = above,
                None => return false,
            }
        }
        false
    }
}
