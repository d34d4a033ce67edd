//! Files that a person keeps or gives away, and what can be wrong with one.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A backup needs a passphrase of at least so many characters.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// A file's bytes. Debug output shows how many.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File(#[serde(with = "serde_bytes")] pub Vec<u8>);

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({} bytes)", self.0.len())
    }
}

/// What a person types to open a backup. Debug output does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passphrase(pub String);

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Why a backup or sync file cannot be made or used. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileFault {
    /// Larger than such a file may be.
    TooLarge,
    /// Something else altogether.
    NotOurs,
    /// A backup where a sync file was expected.
    IsBackup,
    /// A sync file where a backup was expected.
    IsSyncFile,
    /// A newer version wrote it.
    NewerVersion,
    /// Its end is missing.
    CutOff,
    /// Bytes have changed since it was written, or what is inside cannot be read.
    Changed,
    /// The passphrase is another.
    WrongPassphrase,
    /// The passphrase is too short to protect anything.
    ShortPassphrase,
    /// The sync file was not made for this person: before the link was, or by people who do not share a space.
    NotForUs,
    /// The sync file is another team's.
    OtherTeam,
    /// Its access log and the one here went different ways.
    Forked,
    /// Not enough memory to compute the key.
    NoMemory,
    /// This device is not in the team's access log yet.
    NotAdmitted,
}
