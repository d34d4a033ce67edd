//! One entry of the access log: its bytes, its signatures and what it says.

use crate::MAX_RECORD_BYTES;
use crate::access::Role;
use crate::ids::{AccessHead, DeviceId, Epoch, InviteId, PersonId, SpaceId};
use crate::keys::{DeviceKeys, ExchangePublic, InviteKeys, Signature, SigningPublic, context};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Version of the record format.
const VERSION: u8 = 1;
/// Nobody needs more signatures than this on one record.
const MAX_SIGNATURES: usize = 4;
/// So often a record may be carried over from branch to branch.
const MAX_GRAFTS: u8 = 4;

/// Why bytes are not a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RecordError {
    /// Larger than [`MAX_RECORD_BYTES`].
    #[error("the access record is too large")]
    TooLarge,
    /// Not shaped like a record.
    #[error("not an access record")]
    Malformed,
    /// A version or kind this program does not know: update it.
    #[error("the access record comes from a newer version (kind {0})")]
    NewerVersion(u8),
    /// A signature is wrong.
    #[error("a signature on the access record is wrong")]
    Signature,
}

/// Founds a team. Signed by the founder's first device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Genesis {
    /// Makes two teams of the same founder differ.
    pub nonce: [u8; 32],
    /// The founder.
    pub person: PersonId,
    /// The founder's key.
    pub person_key: ExchangePublic,
    /// The founder's role.
    pub role: Role,
    /// The founder's first device.
    pub device: DeviceId,
    /// That device's exchange key.
    pub device_key: ExchangePublic,
    /// Commitment to the founder's recovery verifying key: BLAKE3 of it, zero while none is made. Nothing asks
    /// for it yet.
    pub recovery: [u8; 32],
}

/// What an invite is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InvitePurpose {
    /// A new member, or one whose member record exists without devices.
    Member {
        /// The role the link gives.
        role: Role,
        /// The person: fresh, or the id of an existing member record that the joiner claims.
        person: PersonId,
        /// The manager above, if any.
        line: Option<PersonId>,
    },
    /// One more device of a person, invited by that person's own device.
    Device {
        /// The person.
        person: PersonId,
    },
}

/// Allows the holder of a link to join. Signed by the inviter's device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// The invite.
    pub invite: InviteId,
    /// Verifies what the holder of the link's secret signs.
    pub signing_key: SigningPublic,
    /// Boxes for the holder of the link are sealed to this.
    pub exchange_key: ExchangePublic,
    /// What it is for.
    pub purpose: InvitePurpose,
    /// Unix milliseconds; later the sequencer appends no admission.
    pub expires_at_ms: u64,
    /// How often it can be used: 1.
    pub uses: u8,
}

/// A member joins by an invite. Signed by the invite's key and by the new device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admit {
    /// The invite.
    pub invite: InviteId,
    /// The person the invite names.
    pub person: PersonId,
    /// The person's new key.
    pub person_key: ExchangePublic,
    /// The person's first device.
    pub device: DeviceId,
    /// That device's exchange key.
    pub device_key: ExchangePublic,
}

/// A person's further device. Signed by the device invite's key and by the new device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceAdd {
    /// The invite.
    pub invite: InviteId,
    /// The person the invite names.
    pub person: PersonId,
    /// The new device.
    pub device: DeviceId,
    /// Its exchange key.
    pub device_key: ExchangePublic,
}

/// Who reads and writes a space; see the rights table in `rights`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SpaceClass {
    /// Everybody's.
    Org,
    /// Read by everybody, written by managers.
    Official,
    /// A team's.
    Team {
        /// The team within the organisation.
        team: [u8; 16],
    },
    /// A customer book.
    Book {
        /// The book.
        book: [u8; 16],
    },
    /// Two people's.
    Pair {
        /// The smaller id.
        a: PersonId,
        /// The larger id.
        b: PersonId,
    },
    /// A member's file, kept by their line.
    File {
        /// Whose.
        member: PersonId,
    },
    /// The managers'.
    Management,
    /// A member's own.
    Me {
        /// Whose.
        member: PersonId,
    },
}

/// Creates a space. Signed by a device of somebody who may create that class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpaceCreate {
    /// The space, random.
    pub space: SpaceId,
    /// Who reads and writes it.
    pub class: SpaceClass,
    /// [`crate::SpaceKey::commitment`] of the key of epoch 0.
    pub key_commitment: [u8; 32],
}

impl SpaceCreate {
    /// The epoch a new space begins with.
    pub const FIRST_EPOCH: Epoch = Epoch(0);
}

/// What a record says. Each kind has a number of its own; 5 to 10 are for RoleChange, LineChange, DeviceRevoke, Remove,
/// KeyRotate and RecoverySet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 0
    Genesis(Genesis),
    /// 1
    Invite(Invite),
    /// 2
    Admit(Admit),
    /// 3
    DeviceAdd(DeviceAdd),
    /// 4
    SpaceCreate(SpaceCreate),
    /// 11: a record of another branch of this log, carried over as it is. Signed by a member's device.
    Graft(Box<Record>),
}

impl Kind {
    fn encode(&self) -> Result<(u8, Vec<u8>), RecordError> {
        let (code, payload) = match self {
            Self::Genesis(genesis) => (0, postcard::to_allocvec(genesis)),
            Self::Invite(invite) => (1, postcard::to_allocvec(invite)),
            Self::Admit(admit) => (2, postcard::to_allocvec(admit)),
            Self::DeviceAdd(add) => (3, postcard::to_allocvec(add)),
            Self::SpaceCreate(create) => (4, postcard::to_allocvec(create)),
            Self::Graft(record) => (11, Ok(record.bytes.clone())),
        };
        Ok((code, payload.map_err(|_| RecordError::Malformed)?))
    }

    fn decode(code: u8, payload: &[u8], grafts: u8) -> Result<Self, RecordError> {
        Ok(match code {
            0 => Self::Genesis(exactly(payload)?),
            1 => Self::Invite(exactly(payload)?),
            2 => Self::Admit(exactly(payload)?),
            3 => Self::DeviceAdd(exactly(payload)?),
            4 => Self::SpaceCreate(exactly(payload)?),
            11 if grafts == 0 => return Err(RecordError::Malformed),
            11 => Self::Graft(Box::new(Record::read(payload.to_vec(), grafts - 1)?)),
            newer => return Err(RecordError::NewerVersion(newer)),
        })
    }
}

fn exactly<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, RecordError> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Ok(value),
        _ => Err(RecordError::Malformed),
    }
}

/// Everything but the signatures; what they cover.
#[derive(Serialize, Deserialize)]
struct Statement {
    version: u8,
    kind: u8,
    prev: AccessHead,
    time_ms: u64,
    #[serde(with = "serde_bytes")]
    payload: Vec<u8>,
}

/// One record with intact signatures; whether the signers had the right is [`crate::access::AccessLog`]'s question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    bytes: Vec<u8>,
    head: AccessHead,
    prev: AccessHead,
    time_ms: u64,
    kind: Kind,
    signers: Vec<SigningPublic>,
}

impl Record {
    /// Founds a team: signed by the founder's device, which the record must name.
    pub fn genesis(genesis: Genesis, time_ms: u64, device: &DeviceKeys) -> Result<Self, RecordError> {
        Self::sign(AccessHead::ZERO, time_ms, Kind::Genesis(genesis), |statement| {
            vec![by_device(device, statement)]
        })
    }

    /// A member's statement after `prev`: `Invite`, `SpaceCreate`, `Graft`.
    pub fn by_device(
        prev: AccessHead,
        time_ms: u64,
        kind: Kind,
        device: &DeviceKeys,
    ) -> Result<Self, RecordError> {
        Self::sign(prev, time_ms, kind, |statement| vec![by_device(device, statement)])
    }

    /// A joiner's statement after `prev`: `Admit`, `DeviceAdd`.
    pub fn by_invite(
        prev: AccessHead,
        time_ms: u64,
        kind: Kind,
        invite: &InviteKeys,
        device: &DeviceKeys,
    ) -> Result<Self, RecordError> {
        Self::sign(prev, time_ms, kind, |statement| {
            let signature = invite.sign(context::RECORD_SIGNATURE, &[statement]);
            vec![(invite.signing_public(), signature), by_device(device, statement)]
        })
    }

    fn sign(
        prev: AccessHead,
        time_ms: u64,
        kind: Kind,
        sign: impl FnOnce(&[u8]) -> Vec<(SigningPublic, Signature)>,
    ) -> Result<Self, RecordError> {
        let (code, payload) = kind.encode()?;
        let statement = Statement { version: VERSION, kind: code, prev, time_ms, payload };
        let mut bytes = postcard::to_allocvec(&statement).map_err(|_| RecordError::Malformed)?;
        let signatures = sign(&bytes);
        let signers = signatures.iter().map(|(signer, _)| *signer).collect();
        bytes.extend_from_slice(&postcard::to_allocvec(&signatures).map_err(|_| RecordError::Malformed)?);
        if bytes.len() > MAX_RECORD_BYTES {
            return Err(RecordError::TooLarge);
        }
        Ok(Self { head: hash(&bytes), bytes, prev, time_ms, kind, signers })
    }

    /// Checks size, structure and every signature.
    pub fn verify(bytes: impl Into<Vec<u8>>) -> Result<Self, RecordError> {
        Self::read(bytes.into(), MAX_GRAFTS)
    }

    fn read(bytes: Vec<u8>, grafts: u8) -> Result<Self, RecordError> {
        if bytes.len() > MAX_RECORD_BYTES {
            return Err(RecordError::TooLarge);
        }
        // The version decides how to read the rest, so it is looked at before the rest is parsed.
        match bytes.first() {
            Some(&VERSION) => {}
            None | Some(0) => return Err(RecordError::Malformed),
            Some(&newer) => return Err(RecordError::NewerVersion(newer)),
        }
        let (statement, rest) =
            postcard::take_from_bytes::<Statement>(&bytes).map_err(|_| RecordError::Malformed)?;
        let signatures: Vec<(SigningPublic, Signature)> = exactly(rest)?;
        if signatures.is_empty() || signatures.len() > MAX_SIGNATURES {
            return Err(RecordError::Malformed);
        }
        // One record has one encoding. Its hash is what the next one follows, and no signature covers how signatures are
        // written: with a number in more bytes than it needs, whoever carries the log could part it.
        if postcard::to_allocvec(&(&statement, &signatures)).as_ref() != Ok(&bytes) {
            return Err(RecordError::Malformed);
        }
        let signed = &bytes[..bytes.len() - rest.len()];
        if !signatures
            .iter()
            .all(|(key, signature)| key.verifies(context::RECORD_SIGNATURE, &[signed], signature))
        {
            return Err(RecordError::Signature);
        }
        let kind = Kind::decode(statement.kind, &statement.payload, grafts)?;
        if kind.encode()?.1 != statement.payload {
            return Err(RecordError::Malformed);
        }
        let signers = signatures.into_iter().map(|(signer, _)| signer).collect();
        let (prev, time_ms) = (statement.prev, statement.time_ms);
        Ok(Self { head: hash(&bytes), bytes, prev, time_ms, kind, signers })
    }

    /// Its bytes, to be stored and forwarded as they are.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The head of the log once this is its newest record: BLAKE3 of the bytes.
    pub fn head(&self) -> AccessHead {
        self.head
    }

    /// The record before it.
    pub fn prev(&self) -> AccessHead {
        self.prev
    }

    /// When its author says it was made, Unix milliseconds; for display only.
    pub fn time_ms(&self) -> u64 {
        self.time_ms
    }

    /// What it says.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Whose signatures it carries.
    pub fn signers(&self) -> &[SigningPublic] {
        &self.signers
    }
}

fn by_device(device: &DeviceKeys, statement: &[u8]) -> (SigningPublic, Signature) {
    (device.signing_public(), device.sign(context::RECORD_SIGNATURE, &[statement]))
}

fn hash(bytes: &[u8]) -> AccessHead {
    AccessHead(*blake3::hash(bytes).as_bytes())
}
