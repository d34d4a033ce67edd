//! Storage in one redb file.

use super::redb_tables::{
    ACCESS, BOXES, BYTES, FLOORS, FORMAT, LOG, META, RECEIPTS, RELAY, TABLES, TAILS, TEAMS, Table, WHOLE,
    after, chain_end, failed, fresh_id, hash, is_known, key, number, recipient_key,
};
use super::redb_write::Transaction;
use super::{
    LogStore, Pulled, Quota, StoreError, StoredCountersignature, StoredPage, StoredSnapshot, Write, Written,
};
use crate::limits::{CACHE_BYTES, FAILURE_PAUSE};
use redb::{Database, ReadTransaction, ReadableDatabase, ReadableTable};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Instant;
use wire::receipt::ChainEnd;
use wire::{Cursor, DeviceId, PartId, Recipient, SealedBox, SpaceId, TeamId};

/// Keys and values, copied out.
type Entries = Vec<(Vec<u8>, Vec<u8>)>;

fn closed() -> StoreError {
    StoreError("it could not be opened again yet".into())
}

/// A [`LogStore`] in a redb file.
///
/// A database that failed once (a full disk) fails for ever, reading too, until it is opened again. So it is: what was
/// stored can be read all the time, and writing goes on by itself once there is room.
pub struct RedbStore {
    path: PathBuf,
    /// `None` while it cannot be opened.
    database: RwLock<Option<Database>>,
    /// After a failure nothing is written until then.
    rests_until: Mutex<Option<Instant>>,
    quota: Quota,
}

impl RedbStore {
    /// Opens the file, or makes it with a fresh relay id. Another process using it is an error.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let path = path.into();
        let database = RwLock::new(Some(Self::open_database(&path)?));
        Ok(Self { path, database, rests_until: Mutex::default(), quota: Quota::NONE })
    }

    fn open_database(path: &Path) -> Result<Database, StoreError> {
        let database = Database::builder().set_cache_size(CACHE_BYTES).create(path).map_err(failed)?;
        let transaction = database.begin_write().map_err(failed)?;
        {
            let mut meta = transaction.open_table(META).map_err(failed)?;
            let format = meta.get(FORMAT).map_err(failed)?.map(|format| format.value().to_vec());
            match format.as_deref() {
                Some(format) if is_known(format) => {}
                Some(_) => return Err(StoreError("the file comes from a newer version of the relay".into())),
                None => {
                    meta.insert(FORMAT, WHOLE).map_err(failed)?;
                    meta.insert(RELAY, fresh_id()?.as_slice()).map_err(failed)?;
                }
            }
            // Reading a table that was never made is an error, so all are made here.
            for table in TABLES.into_iter().skip(1) {
                transaction.open_table(table).map_err(failed)?;
            }
        }
        transaction.commit().map_err(failed)?;
        Ok(database)
    }

    /// The same with a limit to what one team may store.
    pub fn with_team_quota(self, bytes: u64) -> Self {
        Self { quota: Quota(bytes), ..self }
    }

    fn try_to_commit(&self, writes: &[Write]) -> Result<Vec<Written>, StoreError> {
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let mut transaction = database.as_ref().ok_or_else(closed)?.begin_write().map_err(failed)?;
        transaction.set_durability(redb::Durability::Immediate).map_err(failed)?;
        let written = {
            let mut tables = Transaction::begin(&transaction, self.quota)?;
            let written = writes.iter().map(|write| tables.apply(write)).collect::<Result<Vec<_>, _>>()?;
            tables.finish()?;
            written
        };
        transaction.commit().map_err(failed)?;
        Ok(written)
    }

    fn open_again(&self) {
        let mut database = self.database.write().unwrap_or_else(PoisonError::into_inner);
        // Closed first: a file is open once.
        *database = None;
        match Self::open_database(&self.path) {
            Ok(opened) => *database = Some(opened),
            Err(error) => tracing::error!(%error, "the storage cannot be opened again, for now"),
        }
    }

    pub(super) fn begin_read(&self) -> Result<ReadTransaction, StoreError> {
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        database.as_ref().ok_or_else(closed)?.begin_read().map_err(failed)
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let table = self.begin_read()?.open_table(table).map_err(failed)?;
        Ok(table.get(key).map_err(failed)?.map(|value| value.value().to_vec()))
    }

    /// Every (rest of the key, value) under a prefix.
    pub(super) fn under(&self, table: Table, prefix: &[u8]) -> Result<Entries, StoreError> {
        let table = self.begin_read()?.open_table(table).map_err(failed)?;
        let mut found = Vec::new();
        for entry in table.range(prefix..after(prefix).as_slice()).map_err(failed)? {
            let (key, value) = entry.map_err(failed)?;
            found.push((key.value()[prefix.len()..].to_vec(), value.value().to_vec()));
        }
        Ok(found)
    }
}

impl LogStore for RedbStore {
    fn relay_id(&self) -> Result<[u8; 16], StoreError> {
        let id = self.get(META, RELAY)?.and_then(|id| id.try_into().ok());
        id.ok_or_else(|| StoreError("the relay has no id".into()))
    }

    fn commit(&self, writes: &[Write]) -> Result<Vec<Written>, StoreError> {
        let mut rests_until = self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        if rests_until.is_some_and(|until| Instant::now() < until) {
            return Err(StoreError("it failed a moment ago".into()));
        }
        let committed = self.try_to_commit(writes);
        *rests_until = committed.is_err().then(|| {
            self.open_again();
            Instant::now() + FAILURE_PAUSE
        });
        committed
    }

    fn disk_bytes(&self) -> u64 {
        self.path.metadata().map_or(0, |metadata| metadata.len())
    }

    fn team_count(&self) -> Result<u64, StoreError> {
        self.get(META, TEAMS)?.map_or(Ok(0), |count| number(&count))
    }

    fn team_bytes(&self, team: TeamId) -> Result<u64, StoreError> {
        self.get(BYTES, &team.0)?.map_or(Ok(0), |bytes| number(&bytes))
    }

    fn access_records(&self, team: TeamId) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.under(ACCESS, &team.0)?.into_iter().map(|(_, record)| record).collect())
    }

    fn page(
        &self,
        team: TeamId,
        space: SpaceId,
        cursor: Cursor,
        max_envelopes: usize,
        max_bytes: usize,
    ) -> Result<Pulled, StoreError> {
        let snapshot = self.begin_read()?;
        let log = snapshot.open_table(LOG).map_err(failed)?;
        let at = |position: u64| key(&[&team.0, &space.0, &position.to_be_bytes()]);
        let hash_at = |position: u64| -> Result<_, StoreError> {
            log.get(at(position).as_slice()).map_err(failed)?.map(|entry| hash(entry.value())).transpose()
        };
        let floors = snapshot.open_table(FLOORS).map_err(failed)?;
        let floor = floors.get(key(&[&team.0, &space.0]).as_slice()).map_err(failed)?;
        let floor = floor.map_or(Ok(0), |floor| number(floor.value()))?;
        if cursor.position < floor {
            let log_hash = hash_at(floor)?.ok_or_else(|| StoreError("a log has lost its floor".into()))?;
            return Ok(Pulled::Dropped(Cursor { position: floor, log_hash }));
        }
        let known = if cursor.position == 0 { Some([0; 32]) } else { hash_at(cursor.position)? };
        if known != Some(cursor.log_hash) {
            return Ok(Pulled::OtherPast);
        }
        let mut page = StoredPage { envelopes: Vec::new(), next: cursor, more: false };
        let mut bytes = 0;
        let (first, end) = (at(cursor.position.saturating_add(1)), at(u64::MAX));
        for entry in log.range(first.as_slice()..end.as_slice()).map_err(failed)? {
            let (_, value) = entry.map_err(failed)?;
            let log_hash = hash(value.value())?;
            let envelope = &value.value()[log_hash.len()..];
            let full = page.envelopes.len() >= max_envelopes || bytes + envelope.len() > max_bytes;
            if full && !page.envelopes.is_empty() {
                page.more = true;
                break;
            }
            bytes += envelope.len();
            page.envelopes.push(envelope.to_vec());
            page.next = Cursor { position: page.next.position + 1, log_hash };
        }
        Ok(Pulled::Page(page))
    }

    fn tails(&self, team: TeamId, space: SpaceId) -> Result<BTreeMap<DeviceId, ChainEnd>, StoreError> {
        let entries = self.under(TAILS, &key(&[&team.0, &space.0]))?;
        entries.iter().map(|(device, end)| Ok((DeviceId(hash(device)?), chain_end(end)?))).collect()
    }

    fn receipts(&self, team: TeamId, space: SpaceId) -> Result<Vec<Vec<u8>>, StoreError> {
        let entries = self.under(RECEIPTS, &key(&[&team.0, &space.0]))?;
        Ok(entries.into_iter().map(|(_, mut entry)| entry.split_off(entry.len().min(8))).collect())
    }

    fn boxes(&self, team: TeamId, recipient: Recipient) -> Result<Vec<SealedBox>, StoreError> {
        let entries = self.under(BOXES, &recipient_key(team, recipient))?;
        let read = |bytes: &[u8]| postcard::from_bytes(bytes).map_err(|error| StoreError(error.to_string()));
        entries.iter().map(|(_, bytes)| read(bytes)).collect()
    }

    fn snapshots(&self, team: TeamId, space: SpaceId) -> Result<Vec<StoredSnapshot>, StoreError> {
        self.stored_snapshots(team, space)
    }

    fn countersignatures(
        &self,
        team: TeamId,
        space: SpaceId,
    ) -> Result<Vec<StoredCountersignature>, StoreError> {
        self.stored_countersignatures(team, space)
    }

    fn parts(
        &self,
        team: TeamId,
        space: SpaceId,
        parts: &[PartId],
        max_bytes: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        self.stored_parts(team, space, parts, max_bytes)
    }
}
