//! Keys in transit. Boxes travel beside the access log; the log's commitments say whether what is inside is right.

use crate::access::AccessState;
use crate::ids::{Epoch, InviteId, PersonId, SpaceId, TeamId};
use crate::keys::{ExchangePublic, ExchangeSecret, InviteKeys, KeyError, PersonKeys, SpaceKey, context};
use crate::sealed_box::{NotForUs, open_box, seal_box};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Whom a space key is sealed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Recipient {
    /// A member, by their person key.
    Person(PersonId),
    /// The holder of an invite link, by the invite's key.
    Invite(InviteId),
}

/// A space's key for one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KeyBox {
    /// The space.
    pub space: SpaceId,
    /// Which of its keys.
    pub epoch: Epoch,
    /// Whom it is for.
    pub recipient: Recipient,
    /// The HPKE box.
    #[serde(with = "serde_bytes")]
    pub sealed: Vec<u8>,
}

/// A person's own key for the device that the person invited.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonBox {
    /// The person.
    pub person: PersonId,
    /// The device invite.
    pub invite: InviteId,
    /// The HPKE box.
    #[serde(with = "serde_bytes")]
    pub sealed: Vec<u8>,
}

/// Either kind, as the relay stores them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SealedBox {
    /// A space key.
    Key(KeyBox),
    /// A person key.
    Person(PersonBox),
}

impl SealedBox {
    /// Whom it is for.
    pub fn recipient(&self) -> Recipient {
        match self {
            Self::Key(key_box) => key_box.recipient,
            Self::Person(person_box) => Recipient::Invite(person_box.invite),
        }
    }

    /// Bytes of the sealed part.
    pub fn sealed_len(&self) -> usize {
        match self {
            Self::Key(key_box) => key_box.sealed.len(),
            Self::Person(person_box) => person_box.sealed.len(),
        }
    }
}

/// Why a box gives no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BoxError {
    /// Sealed to another key or changed on the way.
    #[error(transparent)]
    NotForUs(#[from] NotForUs),
    /// The recipient is not in the access log.
    #[error("the recipient is not in the access log")]
    UnknownRecipient,
    /// The space or epoch is not in the access log.
    #[error("the space is not in the access log")]
    UnknownSpace,
    /// What is inside is not the key that the access log commits to.
    #[error("the box holds another key than the access log says")]
    WrongKey,
    /// The recipient's public key is unusable.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl KeyBox {
    /// Seals a space's key to a member or an invite of the log.
    pub fn seal(
        state: &AccessState,
        space: SpaceId,
        epoch: Epoch,
        key: &SpaceKey,
        recipient: Recipient,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, BoxError> {
        let public = match recipient {
            Recipient::Person(person) => state.persons.get(&person).map(|person| person.exchange_key),
            Recipient::Invite(invite) => state.invites.get(&invite).map(|invite| invite.exchange_key),
        };
        Self::seal_to(
            state.team,
            space,
            epoch,
            key,
            recipient,
            &public.ok_or(BoxError::UnknownRecipient)?,
            rng,
        )
    }

    /// The same for a recipient that the log does not name yet: an invite or an admission still being appended.
    pub fn seal_to(
        team: TeamId,
        space: SpaceId,
        epoch: Epoch,
        key: &SpaceKey,
        recipient: Recipient,
        public: &ExchangePublic,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, BoxError> {
        let sealed = seal_box(public, &Self::info(team, space, epoch, recipient), &key.to_bytes(), rng)?;
        Ok(Self { space, epoch, recipient, sealed })
    }

    /// Opens a box for a person.
    pub fn open_as_person(&self, state: &AccessState, keys: &PersonKeys) -> Result<SpaceKey, BoxError> {
        self.open(state, keys.exchange_secret())
    }

    /// Opens a box for the holder of an invite link.
    pub fn open_as_invite(&self, state: &AccessState, keys: &InviteKeys) -> Result<SpaceKey, BoxError> {
        self.open(state, keys.exchange_secret())
    }

    fn open(&self, state: &AccessState, secret: &ExchangeSecret) -> Result<SpaceKey, BoxError> {
        let space = state.spaces.get(&self.space).ok_or(BoxError::UnknownSpace)?;
        let commitment = space.commitments.get(&self.epoch).ok_or(BoxError::UnknownSpace)?;
        let info = Self::info(state.team, self.space, self.epoch, self.recipient);
        let key =
            SpaceKey::from_bytes(&open_box(secret, &info, &self.sealed)?).map_err(|_| BoxError::WrongKey)?;
        if key.commitment(self.space, self.epoch) == *commitment { Ok(key) } else { Err(BoxError::WrongKey) }
    }

    fn info(team: TeamId, space: SpaceId, epoch: Epoch, recipient: Recipient) -> Vec<u8> {
        let (kind, id) = match recipient {
            Recipient::Person(person) => (0, person.0),
            Recipient::Invite(invite) => (1, invite.0),
        };
        [context::KEY_BOX, &team.0, &space.0, &epoch.0.to_le_bytes(), &[kind], &id].concat()
    }
}

impl PersonBox {
    /// Seals a person's key for the device that holds the invite's secret.
    pub fn seal(
        team: TeamId,
        person: PersonId,
        keys: &PersonKeys,
        invite: InviteId,
        invite_key: &ExchangePublic,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, BoxError> {
        let sealed = seal_box(invite_key, &Self::info(team, person, invite), &keys.to_bytes(), rng)?;
        Ok(Self { person, invite, sealed })
    }

    /// Opens it; the key must be the one the log names for the person.
    pub fn open(&self, state: &AccessState, keys: &InviteKeys) -> Result<PersonKeys, BoxError> {
        let person = state.persons.get(&self.person).ok_or(BoxError::UnknownRecipient)?;
        let info = Self::info(state.team, self.person, self.invite);
        let opened = open_box(keys.exchange_secret(), &info, &self.sealed)?;
        let keys = PersonKeys::from_bytes(&opened).map_err(|_| BoxError::WrongKey)?;
        if keys.exchange_public() == person.exchange_key { Ok(keys) } else { Err(BoxError::WrongKey) }
    }

    fn info(team: TeamId, person: PersonId, invite: InviteId) -> Vec<u8> {
        [context::PERSON_BOX, &team.0, &person.0, &invite.0].concat()
    }
}
