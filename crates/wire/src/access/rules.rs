//! Which record may follow: who must have signed it, on whom, and what it changes.

use crate::access::record::{Admit, DeviceAdd, Genesis, Invite, InvitePurpose, SpaceClass, SpaceCreate};
use crate::access::{AccessState, Device, InviteState, Kind, Person, Record, RecordError, Space};
use crate::ids::{AccessHead, DeviceId, InviteId, PersonId, TeamId};
use crate::keys::{ExchangePublic, SigningPublic};
use std::collections::BTreeMap;
use thiserror::Error;

/// Why a record is not part of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AccessError {
    /// The bytes are no record, or a signature is wrong.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The record follows another head than the log's.
    #[error("the access record follows another head")]
    WrongHead,
    /// The log has no Genesis, or a second one.
    #[error("an access log begins with its one Genesis")]
    Genesis,
    /// The log is as long as it may be.
    #[error("the access log is full")]
    Full,
    /// Not signed by those who must sign this kind.
    #[error("the access record lacks a signature it needs")]
    Signers,
    /// The signer may not do this.
    #[error("the signer has no right to this")]
    NoRight,
    /// The id exists already.
    #[error("the id is already taken")]
    Taken,
    /// The invite does not exist or is for something else.
    #[error("no such invite")]
    UnknownInvite,
    /// The invite has been used.
    #[error("the invite has been used")]
    InviteUsed,
    /// The invite has expired.
    #[error("the invite has expired")]
    InviteExpired,
    /// A role that a link alone cannot give.
    #[error("a link alone cannot give this role")]
    RoleNeedsApproval,
    /// A field has a value that this kind does not allow.
    #[error("the access record contradicts itself")]
    Inconsistent,
}

impl AccessState {
    /// The state after Genesis.
    pub(super) fn found(record: &Record) -> Result<Self, AccessError> {
        let Kind::Genesis(genesis) = record.kind() else { return Err(AccessError::Genesis) };
        if record.prev() != AccessHead::ZERO {
            return Err(AccessError::Genesis);
        }
        let Genesis { person, person_key, role, device, device_key, recovery, .. } = genesis.clone();
        signed_by(record, &[device.into()])?;
        Ok(Self {
            team: TeamId(record.head().0),
            founder: person,
            recovery,
            persons: BTreeMap::from([(
                person,
                Person { role, line: None, exchange_key: person_key, since: 0 },
            )]),
            devices: BTreeMap::from([(device, Device { person, exchange_key: device_key, since: 0 })]),
            spaces: BTreeMap::new(),
            invites: BTreeMap::new(),
        })
    }

    /// Applies a record as number `index`, or changes nothing. `now_ms` is given where expiry is enforced: when a
    /// record is first appended, not when a stored log is read again.
    pub(super) fn apply(
        &mut self,
        record: &Record,
        index: usize,
        now_ms: Option<u64>,
    ) -> Result<(), AccessError> {
        match record.kind() {
            Kind::Genesis(_) => Err(AccessError::Genesis),
            Kind::Invite(invite) => self.invite(invite, self.author(record)?, index),
            Kind::Admit(admit) => self.admit(record, admit, index, now_ms),
            Kind::DeviceAdd(add) => self.device_add(record, add, index, now_ms),
            Kind::SpaceCreate(create) => self.space_create(create, self.author(record)?, index),
            Kind::Graft(lost) => {
                self.author(record)?;
                self.graft(lost, index)
            }
        }
    }

    /// What a record of another branch says holds from here on, as far as it can on this one. What cannot (its id is
    /// taken, its invite used, its author was let in by what cannot) is known from here on and changes nothing: what
    /// follows it has its place. Whether an invite had expired the sequencer of that branch has asked.
    fn graft(&mut self, lost: &Record, index: usize) -> Result<(), AccessError> {
        use AccessError::{InviteUsed, NoRight, Signers, Taken, UnknownInvite};
        match self.apply(lost, index, None) {
            Err(Taken | InviteUsed | Signers | NoRight | UnknownInvite) => Ok(()),
            applied => applied,
        }
    }

    /// The member whose device alone signed.
    fn author(&self, record: &Record) -> Result<PersonId, AccessError> {
        let [signer] = record.signers() else { return Err(AccessError::Signers) };
        self.person_of(DeviceId(signer.0)).ok_or(AccessError::Signers)
    }

    fn invite(&mut self, invite: &Invite, inviter: PersonId, index: usize) -> Result<(), AccessError> {
        let inviter_role = self.persons.get(&inviter).ok_or(AccessError::NoRight)?.role;
        match &invite.purpose {
            InvitePurpose::Member { role, .. } if !inviter_role.may_invite(*role) => {
                return Err(AccessError::NoRight);
            }
            InvitePurpose::Member { role, .. } if !role.may_join_at_once() => {
                return Err(AccessError::RoleNeedsApproval);
            }
            InvitePurpose::Member { person, line, .. } => {
                if self.persons.contains_key(person) {
                    return Err(AccessError::Taken);
                }
                if *line == Some(*person) {
                    return Err(AccessError::Inconsistent);
                }
            }
            InvitePurpose::Device { person } if *person != inviter => return Err(AccessError::NoRight),
            InvitePurpose::Device { .. } => {}
        }
        if invite.uses != 1 || !invite.signing_key.is_valid() {
            return Err(AccessError::Inconsistent);
        }
        let Invite { invite: id, signing_key, exchange_key, purpose, expires_at_ms, uses } = invite.clone();
        if self.invites.contains_key(&id) {
            return Err(AccessError::Taken);
        }
        let state = InviteState {
            inviter,
            signing_key,
            exchange_key,
            purpose,
            expires_at_ms,
            uses_left: uses,
            since: index,
        };
        self.invites.insert(id, state);
        Ok(())
    }

    fn admit(
        &mut self,
        record: &Record,
        admit: &Admit,
        index: usize,
        now_ms: Option<u64>,
    ) -> Result<(), AccessError> {
        let invite = self.open_invite(record, admit.invite, admit.device, now_ms)?;
        let InvitePurpose::Member { role, person, line } = invite.purpose else {
            return Err(AccessError::UnknownInvite);
        };
        if person != admit.person {
            return Err(AccessError::UnknownInvite);
        }
        if self.persons.contains_key(&person) {
            return Err(AccessError::Taken);
        }
        self.add_device(admit.device, person, admit.device_key, index)?;
        self.persons.insert(person, Person { role, line, exchange_key: admit.person_key, since: index });
        self.use_invite(admit.invite);
        Ok(())
    }

    fn device_add(
        &mut self,
        record: &Record,
        add: &DeviceAdd,
        index: usize,
        now_ms: Option<u64>,
    ) -> Result<(), AccessError> {
        let invite = self.open_invite(record, add.invite, add.device, now_ms)?;
        match invite.purpose {
            InvitePurpose::Device { person } if person == add.person => {}
            _ => return Err(AccessError::UnknownInvite),
        }
        self.add_device(add.device, add.person, add.device_key, index)?;
        self.use_invite(add.invite);
        Ok(())
    }

    fn space_create(
        &mut self,
        create: &SpaceCreate,
        author: PersonId,
        index: usize,
    ) -> Result<(), AccessError> {
        let SpaceCreate { space, class, key_commitment } = create.clone();
        // A pair has one spelling, or the same two people could have two spaces.
        if matches!(class, SpaceClass::Pair { a, b } if a >= b) {
            return Err(AccessError::Inconsistent);
        }
        if !self.can_create(author, class) {
            return Err(AccessError::NoRight);
        }
        if self.spaces.contains_key(&space) || self.space_of(class).is_some() {
            return Err(AccessError::Taken);
        }
        let epoch = SpaceCreate::FIRST_EPOCH;
        let commitments = BTreeMap::from([(epoch, key_commitment)]);
        self.spaces.insert(space, Space { class, epoch, commitments, since: index });
        Ok(())
    }

    /// The invite a joiner's record uses: signed by its key and the new device, unused, not expired.
    fn open_invite(
        &self,
        record: &Record,
        invite: InviteId,
        device: DeviceId,
        now_ms: Option<u64>,
    ) -> Result<InviteState, AccessError> {
        let invite = self.invites.get(&invite).ok_or(AccessError::UnknownInvite)?;
        signed_by(record, &[invite.signing_key, device.into()])?;
        invite.check_open(now_ms)?;
        Ok(invite.clone())
    }

    fn use_invite(&mut self, invite: InviteId) {
        if let Some(invite) = self.invites.get_mut(&invite) {
            invite.uses_left = invite.uses_left.saturating_sub(1);
        }
    }

    fn add_device(
        &mut self,
        device: DeviceId,
        person: PersonId,
        exchange_key: ExchangePublic,
        index: usize,
    ) -> Result<(), AccessError> {
        if self.devices.contains_key(&device) {
            return Err(AccessError::Taken);
        }
        self.devices.insert(device, Device { person, exchange_key, since: index });
        Ok(())
    }
}

/// Exactly these keys signed, in this order.
fn signed_by(record: &Record, keys: &[SigningPublic]) -> Result<(), AccessError> {
    if record.signers() == keys { Ok(()) } else { Err(AccessError::Signers) }
}
