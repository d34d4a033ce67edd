//! A copy of everything a relay stores, in one file that says itself whether it is whole.
//!
//! `tongzhou relay backup` ‖ version 1 ‖ entries ‖ 0 ‖ number of entries `u64` ‖ BLAKE3 of all bytes before. An entry is
//! a table's number from 1, the lengths of key and value as `u32`, key, value; numbers are little-endian. The entries
//! come from one moment: what was acknowledged before it is in, and tables fit each other.
//!
//! It is the content of the tables, not the file of the database, so that a later database can read it too. The hash
//! finds damage, not malice: who can change the file can change the hash. Devices check every signature anyway.

use crate::store::{RedbStore, Restoring, StoreError};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

const MAGIC: &[u8] = b"tongzhou relay backup";
const VERSION: u8 = 1;
/// Nothing that a relay stores is larger: the largest is a snapshot with the names of its parts.
const MAX_LEN: u32 = 4 << 20;
const BUFFER_BYTES: usize = 256 << 10;

/// What a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Entries of all tables.
    pub entries: u64,
    /// Bytes of the whole file.
    pub bytes: u64,
}

/// Why there is no backup, or why it is not taken.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The file begins as no backup does.
    #[error("this is not a backup of a relay")]
    NotABackup,
    /// A newer relay has made it.
    #[error("this backup comes from a newer version of the relay (format {0})")]
    Newer(u8),
    /// It ends too early.
    #[error("the backup is cut off")]
    CutOff,
    /// It is not as it was written.
    #[error("the backup is damaged: its checksum does not fit")]
    Damaged,
    /// There is something where the restored data would go.
    #[error("{0} exists already; a backup is restored only into an empty place")]
    Occupied(PathBuf),
    /// A relay uses the folder and does not hand out backups.
    #[error("there is no relay data to back up in {0}")]
    NoData(PathBuf),
    /// Reading or writing files failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Reading or writing the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes everything as of now; what is stored meanwhile is not in it and does not wait.
pub fn write(store: &RedbStore, out: impl Write) -> Result<Summary, BackupError> {
    let mut out = Hashing::new(BufWriter::with_capacity(BUFFER_BYTES, out));
    out.write_all(MAGIC)?;
    out.write_all(&[VERSION])?;
    let mut entries = 0_u64;
    store.for_each_entry(|table, key, value| -> Result<(), BackupError> {
        entries += 1;
        out.write_all(&[table])?;
        for part in [key, value] {
            out.write_all(&u32::try_from(part.len()).map_err(io::Error::other)?.to_le_bytes())?;
        }
        out.write_all(key)?;
        out.write_all(value)?;
        Ok(())
    })?;
    out.write_all(&[0])?;
    out.write_all(&entries.to_le_bytes())?;
    let hash = out.hash();
    out.write_all(&hash)?;
    out.flush()?;
    Ok(Summary { entries, bytes: out.bytes })
}

/// Reads a whole backup and gives each entry away before it is known whether the rest is sound: what was made of
/// them counts only when this succeeds.
fn read(
    input: impl Read,
    mut take: impl FnMut(u8, &[u8], &[u8]) -> Result<(), BackupError>,
) -> Result<Summary, BackupError> {
    let mut input = Hashing::new(BufReader::with_capacity(BUFFER_BYTES, input));
    let mut magic = [0; MAGIC.len()];
    input.fill(&mut magic).map_err(|error| match error {
        BackupError::CutOff => BackupError::NotABackup,
        other => other,
    })?;
    if magic != MAGIC {
        return Err(BackupError::NotABackup);
    }
    match input.byte()? {
        VERSION => {}
        newer => return Err(BackupError::Newer(newer)),
    }
    let mut entries = 0;
    let (mut key, mut value) = (Vec::new(), Vec::new());
    loop {
        let table = input.byte()?;
        if table == 0 {
            break;
        }
        let lengths = [input.length()?, input.length()?];
        for (part, length) in [&mut key, &mut value].into_iter().zip(lengths) {
            part.resize(length, 0);
            input.fill(part)?;
        }
        take(table, &key, &value)?;
        entries += 1;
    }
    let mut stated = [0; 8];
    input.fill(&mut stated)?;
    let expected = input.hash();
    let mut hash = [0; 32];
    input.fill(&mut hash)?;
    let ends_here = input.inner.read(&mut [0])? == 0;
    if hash != expected || u64::from_le_bytes(stated) != entries || !ends_here {
        return Err(BackupError::Damaged);
    }
    Ok(Summary { entries, bytes: input.bytes })
}

/// Whether a backup is whole and as it was written.
pub fn verify(file: &Path) -> Result<Summary, BackupError> {
    read(File::open(file)?, |_, _, _| Ok(()))
}

/// Puts what `source` gives into `file`, checked; an older file of that name stays until the new one is on disk.
pub fn keep(
    source: impl FnOnce(&mut File) -> Result<(), BackupError>,
    file: &Path,
) -> Result<Summary, BackupError> {
    let partial = beside(file, "partial");
    let kept = (|| {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(&partial)?;
        source(&mut out)?;
        out.sync_all()?;
        let summary = verify(&partial)?;
        fs::rename(&partial, file)?;
        sync_folder_of(file)?;
        Ok(summary)
    })();
    if kept.is_err() {
        let _ = fs::remove_file(&partial);
    }
    kept
}

/// Makes the database `file` of a backup. The relay's id is a new one: to its clients this is a relay that has lost
/// its newest past, and they bring what is missing.
pub fn restore(from: &Path, file: &Path) -> Result<Summary, BackupError> {
    if file.exists() {
        return Err(BackupError::Occupied(file.to_owned()));
    }
    let partial = beside(file, "restoring");
    let _ = fs::remove_file(&partial);
    let restored = (|| {
        let mut restoring = Restoring::begin(&partial)?;
        let summary = read(File::open(from)?, |table, key, value| Ok(restoring.put(table, key, value)?))?;
        restoring.finish()?;
        fs::rename(&partial, file)?;
        sync_folder_of(file)?;
        Ok(summary)
    })();
    if restored.is_err() {
        let _ = fs::remove_file(&partial);
    }
    restored
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

/// A rename is on disk when the folder is.
fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Hashes and counts what passes.
struct Hashing<T> {
    inner: T,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl<T> Hashing<T> {
    fn new(inner: T) -> Self {
        Self { inner, hasher: blake3::Hasher::new(), bytes: 0 }
    }

    fn hash(&self) -> [u8; 32] {
        *self.hasher.finalize().as_bytes()
    }

    fn passed(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<T: Write> Hashing<T> {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.inner.write_all(bytes)?;
        self.passed(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Hashing<T> {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), BackupError> {
        self.inner.read_exact(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => BackupError::CutOff,
            _ => error.into(),
        })?;
        self.passed(bytes);
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, BackupError> {
        let mut byte = [0];
        self.fill(&mut byte)?;
        Ok(byte[0])
    }

    fn length(&mut self) -> Result<usize, BackupError> {
        let mut bytes = [0; 4];
        self.fill(&mut bytes)?;
        match u32::from_le_bytes(bytes) {
            length if length <= MAX_LEN => Ok(length as usize),
            _ => Err(BackupError::Damaged),
        }
    }
}
