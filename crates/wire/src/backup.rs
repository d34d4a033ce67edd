//! A backup: everything a replica stores, in one file behind a passphrase.
//!
//! Bytes between what all files begin and end with ([`crate::file`]): Argon2id's memory in KiB, passes and lanes (u32
//! each) ‖ salt (16) ‖ nonce (24) ‖ ciphertext (XChaCha20-Poly1305 under the key that Argon2id gives; all bytes
//! before it are the associated data). The content is postcard of [`Stored`].
//!
//! Sealing knows nothing of a replica, and a replica nothing of passphrases: in a browser they live in two workers.

use crate::blobs;
use crate::file::{self, FIRST_VERSION, FileError, FileKind, TAG_BYTES};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = 12 + SALT_BYTES + NONCE_BYTES;
/// More memory than this is not allocated for a file that asks for it, in KiB.
const MAX_MEMORY_KIB: u32 = 256 << 10;
const MAX_PASSES: u32 = 16;
const MAX_LANES: u32 = 8;

/// What computing the key costs; written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// What new backups take: 64 MiB, three passes (RFC 9106's second recommendation, with one lane: a browser's
    /// worker has one thread).
    pub const NEW: Self = Self { memory_kib: 64 << 10, passes: 3, lanes: 1 };
}

/// What a backup holds: the replica's store, pair by pair.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// When it was made, by its maker's clock.
    pub made_at_ms: u64,
    /// Key, value, key, value …
    #[serde(with = "blobs")]
    pairs: Vec<Vec<u8>>,
}

impl Stored {
    /// From the pairs of a store.
    pub fn new(made_at_ms: u64, pairs: impl IntoIterator<Item = (Vec<u8>, Vec<u8>)>) -> Self {
        Self { made_at_ms, pairs: pairs.into_iter().flat_map(|(key, value)| [key, value]).collect() }
    }

    /// The content of a backup.
    pub fn to_bytes(&self) -> Result<Vec<u8>, FileError> {
        postcard::to_allocvec(self).map_err(|_| FileError::Content)
    }

    /// From the content of a backup.
    pub fn from_bytes(content: &[u8]) -> Result<Self, FileError> {
        match postcard::take_from_bytes::<Self>(content) {
            Ok((stored, [])) if stored.pairs.len().is_multiple_of(2) => Ok(stored),
            _ => Err(FileError::Content),
        }
    }

    /// The pairs.
    pub fn into_pairs(mut self) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
        let mut blobs = std::mem::take(&mut self.pairs).into_iter();
        std::iter::from_fn(move || Some((blobs.next()?, blobs.next()?)))
    }
}

/// Writes a backup of such a content.
pub fn seal(
    content: Vec<u8>,
    passphrase: &str,
    cost: Cost,
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, FileError> {
    let (mut salt, mut nonce) = ([0; SALT_BYTES], [0; NONCE_BYTES]);
    rng.fill_bytes(&mut salt);
    rng.fill_bytes(&mut nonce);
    let mut head = file::begin(FileKind::Backup, FIRST_VERSION, HEAD_BYTES + content.len() + TAG_BYTES)?;
    for number in [cost.memory_kib, cost.passes, cost.lanes] {
        head.extend_from_slice(&number.to_le_bytes());
    }
    head.extend_from_slice(&salt);
    head.extend_from_slice(&nonce);
    let key = key(passphrase, &salt, cost)?;
    file::seal(head, &key, nonce, content)
}

/// Reads a backup's content. What it asks for is checked before anything is allocated.
pub fn open(bytes: &[u8], passphrase: &str) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let middle = file::middle(FileKind::Backup, bytes)?;
    let mut rest = &bytes[middle.clone()];
    let mut number = || file::take(&mut rest).map(u32::from_le_bytes);
    let cost = Cost { memory_kib: number()?, passes: number()?, lanes: number()? };
    if cost.memory_kib > MAX_MEMORY_KIB || cost.passes > MAX_PASSES || cost.lanes > MAX_LANES {
        return Err(FileError::Content);
    }
    let salt = file::take::<SALT_BYTES>(&mut rest)?;
    let nonce = file::take::<NONCE_BYTES>(&mut rest)?;
    let head = &bytes[..middle.end - rest.len()];
    file::open(head, &*key(passphrase, &salt, cost)?, nonce, rest).map(Zeroizing::new)
}

fn key(passphrase: &str, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>, FileError> {
    let params =
        Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| FileError::Content)?;
    let mut memory = Vec::new();
    // A device without so much memory says so; an allocation that fails otherwise ends the program.
    memory.try_reserve_exact(params.block_count()).map_err(|_| FileError::Memory)?;
    memory.resize(params.block_count(), Block::new());
    let mut key = Zeroizing::new([0; 32]);
    let computed = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into_with_memory(
        passphrase.as_bytes(),
        salt,
        key.as_mut(),
        &mut memory,
    );
    memory.iter_mut().for_each(Zeroize::zeroize);
    computed.map_err(|_| FileError::Content)?;
    Ok(key)
}
