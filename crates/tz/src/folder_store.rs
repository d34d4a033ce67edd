//! The engine's `Store` over a folder: one `redb` database in it, synced to disk before a write is reported.

use crate::fault::Fault;
use engine::host::{Durability, Key, Store, StoreError, StoreOp};
use redb::{Database, DatabaseError, ReadableDatabase, TableDefinition};
use std::io::ErrorKind;
use std::ops::Bound;
use std::path::Path;

/// The database's name in the folder.
const FILE: &str = "tongzhou.redb";
const PAIRS: TableDefinition<'static, &[u8], &[u8]> = TableDefinition::new("pairs");

/// Make a new database beside its place and put it there whole: one that was cut off in its first moments could never be
/// opened again. When another process was first, its database stays.
fn begin(file: &Path) -> Result<(), String> {
    let beside = file.with_extension(format!("redb.{}", std::process::id()));
    let made = (|| {
        drop(Database::create(&beside).map_err(|error| error.to_string())?);
        match std::fs::hard_link(&beside, file) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                // Not every file system has links.
                std::fs::rename(&beside, file).map_err(|error| error.to_string())
            }
            _ => Ok(()),
        }
    })();
    let _ = std::fs::remove_file(&beside);
    made
}

/// What lies under one prefix, in key order.
pub type Pairs = Vec<(Key, Vec<u8>)>;

/// A replica's folder, open in this process only: the database file stays locked until this is dropped.
pub struct FolderStore {
    database: Database,
}

impl FolderStore {
    /// Whether the folder holds a replica.
    pub fn exists(folder: &Path) -> bool {
        folder.join(FILE).is_file()
    }

    /// Open the folder, making it when it is not there. On Unix only its owner may look into a new one, as it
    /// holds the team's keys.
    ///
    /// # Errors
    /// [`Fault::Locked`] while another process has it open; [`Fault::CannotOpen`] for everything else.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        let cannot_open = |system: String| Fault::CannotOpen { folder: folder.to_owned(), system };
        make_private_folder(folder).map_err(|error| cannot_open(error.to_string()))?;
        let file = folder.join(FILE);
        if !file.is_file() {
            begin(&file).map_err(&cannot_open)?;
        }
        let database = Database::create(file).map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
                Fault::Locked(folder.to_owned())
            }
            other => cannot_open(other.to_string()),
        })?;
        let store = Self { database };
        // A first write makes the table, so that every read finds it.
        store.apply(&[]).map_err(|error| cannot_open(error.to_string()))?;
        Ok(store)
    }

    /// All pairs under each prefix, in key order, of one moment.
    pub fn pairs(&self, prefixes: &[Key]) -> Result<Vec<Pairs>, StoreError> {
        let read = || -> Result<_, redb::Error> {
            let table = self.database.begin_read()?.open_table(PAIRS)?;
            prefixes
                .iter()
                .map(|prefix| {
                    table
                        .range::<&[u8]>((Bound::Included(prefix.as_slice()), end_of(prefix).as_bound()))?
                        .map(|pair| pair.map(|(key, value)| (key.value().to_vec(), value.value().to_vec())))
                        .collect::<Result<Vec<_>, _>>()
                        .map_err(redb::Error::from)
                })
                .collect()
        };
        read().map_err(store_error)
    }

    fn apply(&self, ops: &[StoreOp]) -> Result<(), StoreError> {
        let write = || -> Result<(), redb::Error> {
            let mut transaction = self.database.begin_write()?;
            transaction.set_durability(redb::Durability::Immediate)?;
            {
                let mut table = transaction.open_table(PAIRS)?;
                for op in ops {
                    match op {
                        StoreOp::Put { key, value } => {
                            table.insert(key.as_slice(), value.as_slice())?;
                        }
                        StoreOp::Delete { key } => {
                            table.remove(key.as_slice())?;
                        }
                        StoreOp::DeletePrefix { prefix } => {
                            let end = end_of(prefix);
                            let range = (Bound::Included(prefix.as_slice()), end.as_bound());
                            table.retain_in::<&[u8], _>(range, |_, _| false)?;
                        }
                    }
                }
            }
            transaction.commit()?;
            Ok(())
        };
        write().map_err(store_error)
    }
}

impl Store for FolderStore {
    async fn read(&self, prefixes: &[Key]) -> Result<Vec<Vec<(Key, Vec<u8>)>>, StoreError> {
        self.pairs(prefixes)
    }

    /// Relaxed writes are strict, too: a command line ends right after its last write.
    async fn write(&self, ops: &[StoreOp], _durability: Durability) -> Result<(), StoreError> {
        self.apply(ops)
    }
}

/// The first key after everything under a prefix, if there is one.
struct PrefixEnd(Option<Key>);

impl PrefixEnd {
    fn as_bound(&self) -> Bound<&[u8]> {
        self.0.as_deref().map_or(Bound::Unbounded, Bound::Excluded)
    }
}

fn end_of(prefix: &[u8]) -> PrefixEnd {
    let kept = prefix.iter().rposition(|byte| *byte != u8::MAX);
    PrefixEnd(kept.map(|last| {
        let mut end = prefix[..=last].to_vec();
        end[last] += 1;
        end
    }))
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn store_error(error: redb::Error) -> StoreError {
    match error {
        redb::Error::Io(io) if matches!(io.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
            StoreError::Full
        }
        other => StoreError::Failed(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::host::MemoryStore;

    fn put(key: &[u8], value: &str) -> StoreOp {
        StoreOp::Put { key: key.to_vec(), value: value.into() }
    }

    #[test]
    fn does_what_the_memory_store_does_and_keeps_it_over_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let memory = MemoryStore::default();
        let batches = [
            vec![put(b"a1", "one"), put(b"a2", "two"), put(b"b", "three"), put(&[0xff, 0xff, 1], "last")],
            vec![StoreOp::Delete { key: b"a1".to_vec() }, put(b"a2", "2"), put(b"a\xff", "x")],
            vec![StoreOp::DeletePrefix { prefix: b"a".to_vec() }, put(b"a3", "after")],
            vec![
                StoreOp::DeletePrefix { prefix: vec![0xff, 0xff] },
                StoreOp::Delete { key: b"none".to_vec() },
            ],
        ];
        for batch in &batches {
            let store = FolderStore::open(folder.path()).unwrap();
            store.apply(batch).unwrap();
            memory.apply(batch);
            drop(store);
            let store = FolderStore::open(folder.path()).unwrap();
            for prefix in [&b""[..], b"a", b"b", b"\xff", b"\xff\xff", b"zz"] {
                assert_eq!(store.pairs(&[prefix.to_vec()]).unwrap(), [memory.scan(prefix)], "{prefix:?}");
            }
        }
    }

    #[test]
    fn a_second_opening_is_told_that_the_folder_is_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let _held = FolderStore::open(folder.path()).unwrap();
        assert!(matches!(FolderStore::open(folder.path()), Err(Fault::Locked(_))));
    }
}
