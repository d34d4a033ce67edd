//! What backups and sync files have in common: how the bytes of a file begin and end, so that one that was cut off,
//! changed, mistaken for the other kind or written by a newer version is told apart before anything is decrypted.
//!
//! Bytes: magic (8) ‖ kind (1) ‖ version (1) ‖ length of the whole file (u64) ‖ … ‖ BLAKE3 of all before (32). The
//! hash is against accidents; against people there are the keys inside.

use crate::{MAX_FILE_BYTES, sync_file};
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use thiserror::Error;

const MAGIC: &[u8; 8] = b"tongzhou";
/// What a file is that needs nothing newer to be read.
pub(crate) const FIRST_VERSION: u8 = 1;
const HEAD_BYTES: usize = MAGIC.len() + 1 + 1 + 8;
const CHECK_BYTES: usize = 32;

/// Why bytes are not a file that can be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FileError {
    /// Larger than [`MAX_FILE_BYTES`].
    #[error("the file is larger than 256 MiB")]
    TooLarge,
    /// Something else altogether.
    #[error("not a file of this product")]
    NotOurs,
    /// A backup where a sync file was expected, or the other way round.
    #[error("the file is a {0:?}")]
    IsA(FileKind),
    /// Written by a newer version.
    #[error("the file comes from a newer version ({0})")]
    NewerVersion(u8),
    /// Its end is missing.
    #[error("the file is cut off")]
    CutOff,
    /// Bytes have changed since it was written.
    #[error("the file was changed or damaged")]
    Changed,
    /// The passphrase or key does not open it.
    #[error("this key does not open the file")]
    Key,
    /// It opened, and what is inside is not what it should be: whoever wrote it has a faulty program.
    #[error("the file's content is not readable")]
    Content,
    /// The key cannot be computed here: it needs more memory than there is.
    #[error("not enough memory to compute the key")]
    Memory,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// [`crate::backup`]
    Backup,
    /// [`crate::sync_file`]
    SyncFile,
}

impl FileKind {
    fn code(self) -> u8 {
        match self {
            Self::Backup => 0,
            Self::SyncFile => 1,
        }
    }

    /// The newest version that is read here.
    fn newest(self) -> u8 {
        match self {
            Self::Backup => FIRST_VERSION,
            Self::SyncFile => sync_file::WITH_SNAPSHOTS,
        }
    }

    fn from_code(code: u8) -> Option<Self> {
        [Self::Backup, Self::SyncFile].into_iter().find(|kind| kind.code() == code)
    }
}

/// The beginning of a file whose middle will have so many bytes.
pub(crate) fn begin(kind: FileKind, version: u8, middle: usize) -> Result<Vec<u8>, FileError> {
    let length = HEAD_BYTES + middle + CHECK_BYTES;
    if length > MAX_FILE_BYTES {
        return Err(FileError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(length);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[kind.code(), version]);
    bytes.extend_from_slice(&(length as u64).to_le_bytes());
    Ok(bytes)
}

/// The end of a file.
pub(crate) fn finish(mut bytes: Vec<u8>) -> Vec<u8> {
    let check = blake3::hash(&bytes);
    bytes.extend_from_slice(check.as_bytes());
    bytes
}

/// A whole, unchanged file of the wanted kind: where its middle begins and ends.
pub(crate) fn middle(kind: FileKind, bytes: &[u8]) -> Result<std::ops::Range<usize>, FileError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileError::TooLarge);
    }
    let (magic, rest) = bytes.split_first_chunk::<8>().ok_or(FileError::NotOurs)?;
    if magic != MAGIC {
        return Err(FileError::NotOurs);
    }
    let (&[found, version], rest) = rest.split_first_chunk::<2>().ok_or(FileError::CutOff)?;
    let found = FileKind::from_code(found).ok_or(FileError::NotOurs)?;
    if found != kind {
        return Err(FileError::IsA(found));
    }
    match version {
        0 => return Err(FileError::Changed),
        newer if newer > kind.newest() => return Err(FileError::NewerVersion(newer)),
        _ => {}
    }
    let (length, _) = rest.split_first_chunk::<8>().ok_or(FileError::CutOff)?;
    let length = u64::from_le_bytes(*length);
    if (bytes.len() as u64) < length {
        return Err(FileError::CutOff);
    }
    let end = bytes.len().checked_sub(CHECK_BYTES).filter(|end| *end >= HEAD_BYTES);
    let end = end.filter(|_| bytes.len() as u64 == length).ok_or(FileError::Changed)?;
    if blake3::hash(&bytes[..end]).as_bytes() != &bytes[end..] {
        return Err(FileError::Changed);
    }
    Ok(HEAD_BYTES..end)
}

/// Bytes the sealing of a content adds.
pub(crate) const TAG_BYTES: usize = 16;

/// Seals a content in place and puts it behind `head`, which is its associated data.
pub(crate) fn seal(
    mut head: Vec<u8>,
    key: &[u8; 32],
    nonce: [u8; 24],
    mut content: Vec<u8>,
) -> Result<Vec<u8>, FileError> {
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.encrypt_in_place(&XNonce::from(nonce), &head, &mut content).map_err(|_| FileError::TooLarge)?;
    head.extend_from_slice(&content);
    Ok(finish(head))
}

/// Opens what [`seal`] made.
pub(crate) fn open(
    head: &[u8],
    key: &[u8; 32],
    nonce: [u8; 24],
    sealed: &[u8],
) -> Result<Vec<u8>, FileError> {
    let mut content = sealed.to_vec();
    XChaCha20Poly1305::new(key.into())
        .decrypt_in_place(&XNonce::from(nonce), head, &mut content)
        .map_err(|_| FileError::Key)?;
    Ok(content)
}

/// The next `N` bytes at a place, which moves on.
pub(crate) fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], FileError> {
    let (taken, after) = rest.split_first_chunk::<N>().ok_or(FileError::Content)?;
    *rest = after;
    Ok(*taken)
}
