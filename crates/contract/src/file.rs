//! Files that a person keeps, gives away or brings: what can be wrong with one, and what page and file worker say to
//! each other.
//!
//! The file worker is a program of its own beside the engine, loaded when somebody makes or opens a backup, imports or
//! looks around in a sample team: its parser and its samples burden nobody else's download, and the memory that a key
//! takes goes with it.

use crate::import::{FromDesk, ToDesk};
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
    /// The file worker did not start, or ended.
    WorkerLost,
}

#[cfg(feature = "wire")]
impl From<wire::FileError> for FileFault {
    fn from(error: wire::FileError) -> Self {
        use wire::FileError;
        use wire::file::FileKind;
        match error {
            FileError::TooLarge => Self::TooLarge,
            FileError::NotOurs => Self::NotOurs,
            FileError::IsA(FileKind::Backup) => Self::IsBackup,
            FileError::IsA(FileKind::SyncFile) => Self::IsSyncFile,
            FileError::NewerVersion(_) => Self::NewerVersion,
            FileError::CutOff => Self::CutOff,
            FileError::Changed | FileError::Content => Self::Changed,
            FileError::Key => Self::NotForUs,
            FileError::Memory => Self::NoMemory,
        }
    }
}

/// From the page to the file worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToFileWorker {
    /// Make a backup of what the engine handed out.
    Seal {
        /// What was answered to `CopyReplica`.
        copy: File,
        /// Opens the backup again; at least [`SHORTEST_PASSPHRASE`] characters.
        passphrase: Passphrase,
    },
    /// Open a backup.
    Open {
        /// The backup.
        backup: File,
        /// What it was made with.
        passphrase: Passphrase,
    },
    /// Generate a team to look around in.
    Sample {
        /// Chinese names and words, or English ones.
        chinese: bool,
        /// The day on which its last follow-ups were logged.
        #[serde(with = "domain::day_number")]
        today: chrono::NaiveDate,
        /// Where: so many minutes east of UTC.
        utc_offset_minutes: i32,
    },
    /// Other programs' files.
    Import(ToDesk),
}

/// From the file worker to the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromFileWorker {
    /// It can be talked to.
    Ready,
    /// The backup; what `RestoreReplica` takes; or a team to look around in, as `Command::Carried` takes it. Or why
    /// there is none.
    Made(Result<File, FileFault>),
    /// About other programs' files.
    Import(FromDesk),
}
