//! A sync file: what others in the team may lack, as it would travel through a relay, in one file that can go any way
//! there is. Everything but the team's id and the doors below is sealed.
//!
//! Bytes between what all files begin and end with ([`crate::file`]): team (32) ‖ nonce (24) ‖ length of the doors
//! (u32) ‖ doors (postcard list of [`Door`]) ‖ ciphertext (XChaCha20-Poly1305 under the file's own random key; all
//! bytes before it are the associated data). Each door holds the file's key: one for the members, who have the key of
//! a space, and one per open invite. The content is postcard of [`SyncContents`], then zeros up to the padded length.
//!
//! Version 1 had no snapshots. Without any, the bytes are the same, and such a file still says 1.

use crate::blobs;
use crate::envelope::padding::padded_len;
use crate::file::{self, FIRST_VERSION, FileError, FileKind, TAG_BYTES};
use crate::ids::{Epoch, InviteId, SpaceId, TeamId};
use crate::key_box::SealedBox;
use crate::keys::{ExchangePublic, InviteKeys, SpaceKey, context};
use crate::sealed_box::{open_box, seal_box};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;
/// The version of a file that brings snapshots.
pub(crate) const WITH_SNAPSHOTS: u8 = 2;
/// The lists behind the envelopes that version 1 did not have: each begins with its length.
const ADDED_LISTS: usize = 3;
/// No file has more doors.
const MAX_DOORS: usize = 1_000;
/// Longer doors are not read.
const MAX_DOORS_BYTES: usize = 256 << 10;

/// One way to the file's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Door {
    /// For whoever holds the key of a space.
    Space {
        space: SpaceId,
        epoch: Epoch,
        nonce: [u8; NONCE_BYTES],
        #[serde(with = "serde_bytes")]
        sealed: Vec<u8>,
    },
    /// For whoever holds an invite link: an HPKE box.
    Invite {
        invite: InviteId,
        #[serde(with = "serde_bytes")]
        sealed: Vec<u8>,
    },
}

/// What a sync file brings. Each part proves itself, as it does when it comes from a relay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncContents {
    /// When it was made, by its maker's clock.
    pub made_at_ms: u64,
    /// A relay orders the team's access log.
    pub at_relay: bool,
    /// The access log from Genesis on.
    #[serde(with = "blobs")]
    pub records: Vec<Vec<u8>>,
    /// Records that the maker would like to see behind those, each behind the one before: for who orders the log.
    #[serde(with = "blobs")]
    pub proposed: Vec<Vec<u8>>,
    /// Key boxes beside the log.
    pub boxes: Vec<SealedBox>,
    /// Receipts.
    #[serde(with = "blobs")]
    pub receipts: Vec<Vec<u8>>,
    /// Envelopes of any space, each chain in its order.
    #[serde(with = "blobs")]
    pub envelopes: Vec<Vec<u8>>,
    /// Snapshots of which the maker has no envelopes.
    #[serde(with = "blobs")]
    pub snapshots: Vec<Vec<u8>>,
    /// Their countersignatures.
    #[serde(with = "blobs")]
    pub countersignatures: Vec<Vec<u8>>,
    /// Their parts.
    #[serde(with = "blobs")]
    pub parts: Vec<Vec<u8>>,
}

/// Who can open a file.
pub struct Readers<'a> {
    /// The space whose readers can, with its newest epoch and key.
    pub space: (SpaceId, Epoch, &'a SpaceKey),
    /// The open invites whose holders can.
    pub invites: Vec<(InviteId, ExchangePublic)>,
}

impl SyncContents {
    /// Writes the file.
    pub fn seal(
        &self,
        team: TeamId,
        readers: &Readers<'_>,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, FileError> {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(key.as_mut());
        let mut nonce = [0; NONCE_BYTES];
        rng.fill_bytes(&mut nonce);
        let (space, epoch, space_key) = readers.space;
        let mut doors = vec![space_door(team, space, epoch, space_key, &key, rng)?];
        for (invite, public) in readers.invites.iter().take(MAX_DOORS - 1) {
            let sealed = seal_box(public, &box_info(team, *invite), key.as_ref(), rng);
            doors.push(Door::Invite { invite: *invite, sealed: sealed.map_err(|_| FileError::Content)? });
        }
        let doors = postcard::to_allocvec(&doors).map_err(|_| FileError::Content)?;
        let mut content = postcard::to_allocvec(self).map_err(|_| FileError::Content)?;
        content.resize(padded_len(content.len()), 0);
        let middle = TeamId::LEN + NONCE_BYTES + 4 + doors.len() + content.len() + TAG_BYTES;
        let version = if self.snapshots.is_empty() { FIRST_VERSION } else { WITH_SNAPSHOTS };
        let mut head = file::begin(FileKind::SyncFile, version, middle)?;
        head.extend_from_slice(&team.0);
        head.extend_from_slice(&nonce);
        head.extend_from_slice(&u32::try_from(doors.len()).map_err(|_| FileError::TooLarge)?.to_le_bytes());
        head.extend_from_slice(&doors);
        file::seal(head, &key, nonce, content)
    }
}

/// A whole, unchanged sync file that is not opened yet.
pub struct SyncFile<'a> {
    team: TeamId,
    nonce: [u8; NONCE_BYTES],
    doors: Vec<Door>,
    /// What stands before the ciphertext.
    head: &'a [u8],
    sealed: &'a [u8],
}

impl<'a> SyncFile<'a> {
    /// Reads what stands outside; decrypts nothing.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, FileError> {
        let middle = file::middle(FileKind::SyncFile, bytes)?;
        let mut rest = &bytes[middle.clone()];
        let team = TeamId(file::take(&mut rest)?);
        let nonce = file::take(&mut rest)?;
        let length = u32::from_le_bytes(file::take(&mut rest)?) as usize;
        let (doors, sealed) =
            rest.split_at_checked(length).filter(|_| length <= MAX_DOORS_BYTES).ok_or(FileError::Content)?;
        let doors: Vec<Door> = match postcard::take_from_bytes(doors) {
            Ok((doors, [])) => doors,
            _ => return Err(FileError::Content),
        };
        if doors.len() > MAX_DOORS {
            return Err(FileError::Content);
        }
        Ok(Self { team, nonce, doors, head: &bytes[..middle.end - sealed.len()], sealed })
    }

    /// Whose it is.
    pub fn team(&self) -> TeamId {
        self.team
    }

    /// Opens it with the key of a space.
    pub fn open_as_member<'k>(
        &self,
        key_of: impl Fn(SpaceId, Epoch) -> Option<&'k SpaceKey>,
    ) -> Result<SyncContents, FileError> {
        let key = self.doors.iter().find_map(|door| {
            let Door::Space { space, epoch, nonce, sealed } = door else { return None };
            let key = door_cipher(key_of(*space, *epoch)?);
            let aad = associated(self.team, *space, *epoch);
            let opened = key.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad });
            opened.map(Zeroizing::new).ok()
        });
        self.open(&key.ok_or(FileError::Key)?)
    }

    /// Opens it with the keys of an invite link.
    pub fn open_as_invite(&self, wanted: InviteId, keys: &InviteKeys) -> Result<SyncContents, FileError> {
        let key = self.doors.iter().find_map(|door| match door {
            Door::Invite { invite, sealed } if *invite == wanted => {
                open_box(keys.exchange_secret(), &box_info(self.team, *invite), sealed).ok()
            }
            _ => None,
        });
        self.open(&key.ok_or(FileError::Key)?)
    }

    fn open(&self, key: &[u8]) -> Result<SyncContents, FileError> {
        let key = key.try_into().map_err(|_| FileError::Content)?;
        let mut content = file::open(self.head, key, self.nonce, self.sealed)?;
        // The padding of version 1 may be shorter than what the lists it lacks take when they are empty.
        content.extend([0; ADDED_LISTS]);
        match postcard::take_from_bytes::<SyncContents>(&content) {
            Ok((contents, padding)) if padding.iter().all(|byte| *byte == 0) => Ok(contents),
            _ => Err(FileError::Content),
        }
    }
}

fn space_door(
    team: TeamId,
    space: SpaceId,
    epoch: Epoch,
    space_key: &SpaceKey,
    key: &[u8; 32],
    rng: &mut impl CryptoRng,
) -> Result<Door, FileError> {
    let mut nonce = [0; NONCE_BYTES];
    rng.fill_bytes(&mut nonce);
    let aad = associated(team, space, epoch);
    let sealed = door_cipher(space_key).encrypt(&XNonce::from(nonce), Payload { msg: key, aad: &aad });
    Ok(Door::Space { space, epoch, nonce, sealed: sealed.map_err(|_| FileError::Content)? })
}

fn door_cipher(key: &SpaceKey) -> XChaCha20Poly1305 {
    let derived = key.derive(context::SYNC_FILE_KEY);
    XChaCha20Poly1305::new(&(*derived).into())
}

fn associated(team: TeamId, space: SpaceId, epoch: Epoch) -> Vec<u8> {
    [team.0.as_slice(), &space.0, &epoch.0.to_le_bytes()].concat()
}

fn box_info(team: TeamId, invite: InviteId) -> Vec<u8> {
    [context::SYNC_FILE_BOX, &team.0, &invite.0].concat()
}
