//! What can go wrong: what happened, what is safe, what to do — and the exit code.

use crate::words;
use contract::view::{LinkState, StorageFault};
use contract::{ImportFault, Refusal};
use domain::RecordId;
use domain::record::FieldType;
use engine::host::StoreError;
use language::Language;
use std::path::PathBuf;

/// Why a command of `tz` did not do what was asked.
#[derive(Debug)]
pub enum Fault {
    /// The engine refused; nothing was changed.
    Refused(Refusal),
    /// No folder was named.
    NoFolder,
    /// The folder holds no replica.
    NoReplica(PathBuf),
    /// No such kind.
    UnknownKind(String),
    /// The kind has no such field.
    UnknownField {
        /// The kind.
        kind: &'static str,
        /// What was given.
        field: String,
    },
    /// Not of the form `field=value`.
    NotAnAssignment(String),
    /// The text is no value of the field's type.
    BadValue {
        /// The kind.
        kind: &'static str,
        /// The field.
        field: &'static str,
        /// What was given.
        text: String,
        /// What is expected.
        expected: FieldType,
    },
    /// No record with this id or title.
    NotFound(String),
    /// Several records have this title.
    Ambiguous {
        /// The title.
        title: String,
        /// Their ids.
        ids: Vec<RecordId>,
    },
    /// Not an id of a batch.
    NotABatch(String),
    /// No relay is set.
    NoRelay,
    /// The relay cannot be reached.
    RelayUnreachable,
    /// The relay is there but does not answer in time.
    RelaySlow,
    /// The relay does not take this device.
    RelayRefuses(LinkState),
    /// Another process has the folder open.
    Locked(PathBuf),
    /// The folder cannot be used as a store.
    CannotOpen {
        /// The folder.
        folder: PathBuf,
        /// The system's words.
        system: String,
    },
    /// What is stored cannot be read.
    Unreadable(String),
    /// Writing failed.
    Storage(StorageFault),
    /// A stored document cannot be read.
    Damaged(String),
    /// An input file or folder cannot be read.
    CannotRead {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        system: String,
    },
    /// Files that are to be imported are not as they should be; nothing was imported.
    Import(ImportFault),
    /// Somebody stopped an import on the way.
    ImportStopped {
        /// Records that are in.
        done: usize,
        /// Records of the files.
        all: usize,
        /// The import, to undo it.
        import: RecordId,
    },
    /// An output file cannot be written.
    Output {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        system: String,
    },
    /// Something is there already, and is not written over.
    FileThere(PathBuf),
    /// There is nobody to type a passphrase.
    NoPassphrase,
    /// The passphrase was typed differently the second time.
    PassphrasesDiffer,
    /// Whoever read our output has gone away: no harm and nothing to say.
    ReaderGone,
    /// The engine ended on its own.
    Stopped(String),
}

impl Fault {
    /// See the head of `main.rs`.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(Refusal::BadRelayAddress(address)) if address.is_empty() => 3,
            Self::Refused(Refusal::RelayUnreachable)
            | Self::NoRelay
            | Self::RelayUnreachable
            | Self::RelaySlow => 3,
            Self::Refused(Refusal::StorageFull | Refusal::StorageFailed(_) | Refusal::DamagedDocument)
            | Self::Locked(_)
            | Self::CannotOpen { .. }
            | Self::Unreadable(_)
            | Self::Storage(_)
            | Self::Damaged(_)
            | Self::Output { .. }
            | Self::Stopped(_) => 4,
            Self::Refused(_)
            | Self::RelayRefuses(_)
            | Self::NotFound(_)
            | Self::NoReplica(_)
            | Self::CannotRead { .. }
            | Self::FileThere(_)
            | Self::Import(_)
            | Self::ImportStopped { .. } => 1,
            Self::NoFolder
            | Self::UnknownKind(_)
            | Self::UnknownField { .. }
            | Self::NotAnAssignment(_)
            | Self::BadValue { .. }
            | Self::Ambiguous { .. }
            | Self::NotABatch(_)
            | Self::NoPassphrase
            | Self::PassphrasesDiffer => 2,
            Self::ReaderGone => 0,
        }
    }

    /// The sentence for a person; `None` when there is nobody to tell.
    pub fn say(&self, language: Language) -> Option<String> {
        match self {
            Self::Refused(Refusal::BadRelayAddress(address)) if address.is_empty() => {
                Self::NoRelay.say(language)
            }
            Self::Refused(refusal) => Some(language::fault::refusal(language, refusal)),
            Self::Storage(fault) => Some(words::storage(language, fault)),
            Self::Import(fault) => Some(language::import::fault(language, fault)),
            Self::ReaderGone => None,
            other => Some(words::fault(language, other)),
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Storage(match error {
            StoreError::Full => StorageFault::Full,
            StoreError::Superseded => StorageFault::Superseded,
            StoreError::Lost(system) | StoreError::Failed(system) => StorageFault::Failed(system),
        })
    }
}
