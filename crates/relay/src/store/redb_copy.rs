//! Copying out and in, entry by entry: the database's side of a backup.

use super::StoreError;
use super::redb::RedbStore;
use super::redb_tables::{FORMAT, RELAY, TABLES, failed, fresh_id, is_known};
use redb::{Database, Durability, ReadableTable};
use std::path::Path;

/// Bytes that one transaction takes in; none of them counts before the last.
const PART_BYTES: usize = 16 << 20;

impl RedbStore {
    /// Gives every entry of every table, all as of one moment. The relay's id stays here.
    pub(crate) fn for_each_entry<E: From<StoreError>>(
        &self,
        mut take: impl FnMut(u8, &[u8], &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let snapshot = self.begin_read()?;
        for (number, table) in (1..).zip(TABLES) {
            let is_meta = number == 1;
            let table = snapshot.open_table(table).map_err(failed)?;
            for entry in table.iter().map_err(failed)? {
                let (key, value) = entry.map_err(failed)?;
                if !(is_meta && key.value() == RELAY) {
                    take(number, key.value(), value.value())?;
                }
            }
        }
        Ok(())
    }
}

/// A database in the making.
pub(crate) struct Restoring {
    database: Database,
    part: Vec<(u8, Vec<u8>, Vec<u8>)>,
    bytes: usize,
}

impl Restoring {
    /// An empty one.
    pub fn begin(file: &Path) -> Result<Self, StoreError> {
        let database = Database::create(file).map_err(failed)?;
        Ok(Self { database, part: Vec::new(), bytes: 0 })
    }

    /// Takes an entry in.
    pub fn put(&mut self, table: u8, key: &[u8], value: &[u8]) -> Result<(), StoreError> {
        if usize::from(table) > TABLES.len() {
            return Err(StoreError("the backup has a table that this relay does not know".into()));
        }
        if table == 1 && key == FORMAT && !is_known(value) {
            return Err(StoreError("the backup's data comes from another version of the relay".into()));
        }
        self.bytes += key.len() + value.len();
        self.part.push((table, key.to_vec(), value.to_vec()));
        if self.bytes >= PART_BYTES { self.write_part(Durability::None) } else { Ok(()) }
    }

    /// All is in, with a new id: everything to disk.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.put(1, RELAY, &fresh_id()?)?;
        self.write_part(Durability::Immediate)?;
        drop(self.database);
        Ok(())
    }

    fn write_part(&mut self, durability: Durability) -> Result<(), StoreError> {
        let mut transaction = self.database.begin_write().map_err(failed)?;
        transaction.set_durability(durability).map_err(failed)?;
        for (number, table) in (1..).zip(TABLES) {
            let mut table = transaction.open_table(table).map_err(failed)?;
            for (_, key, value) in self.part.iter().filter(|(of, ..)| *of == number) {
                table.insert(key.as_slice(), value.as_slice()).map_err(failed)?;
            }
        }
        transaction.commit().map_err(failed)?;
        self.part.clear();
        self.bytes = 0;
        Ok(())
    }
}
