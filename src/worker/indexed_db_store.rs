//! The engine's `Store` over IndexedDB: one database per profile, one object store of binary keys (which IndexedDB
//! orders bytewise), one transaction per read and per write.

use engine::host::{Durability, Key, Store, StoreError, StoreOp};
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, OpenDbError, UnexpectedDataError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use indexed_db_futures::typed_array::{Uint8Array, Uint8ArraySlice};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

const PAIRS: &str = "pairs";
const LEASE: &str = "lease";
const GENERATION: &str = "generation";

/// A profile's database. Opening it takes it over: a store that was opened earlier, in another tab, is refused its
/// next write with [`StoreError::Superseded`].
pub struct IndexedDbStore {
    name: String,
    connection: RefCell<Option<Database>>,
    generation: f64,
}

impl IndexedDbStore {
    /// Open the database called `name`, creating it when absent, and take it over.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let database = connect(name).await?;
        let generation = take_over(&database).await.map_err(describe)?;
        Ok(Self { name: name.to_owned(), connection: RefCell::new(Some(database)), generation })
    }

    /// Run `work` on the connection; when the browser has dropped it, open it again and run `work` once more.
    async fn with_connection<T>(
        &self,
        work: impl AsyncFn(&Database) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        let first = match self.connection().await {
            Ok(database) => work(&database).await.map_err(Failure::into_store_error),
            Err(lost) => Err(lost),
        };
        match first {
            Err(StoreError::Lost(_)) => {
                self.connection.replace(None);
                let database = self.connection().await?;
                work(&database).await.map_err(Failure::into_store_error)
            }
            settled => settled,
        }
    }

    async fn connection(&self) -> Result<Database, StoreError> {
        let open = self.connection.borrow().clone();
        match open {
            Some(database) => Ok(database),
            None => {
                let database = connect(&self.name).await?;
                self.connection.replace(Some(database.clone()));
                Ok(database)
            }
        }
    }

    async fn read_from(database: &Database, prefixes: &[Key]) -> Result<Vec<Vec<(Key, Vec<u8>)>>, Failure> {
        let transaction = database.transaction(PAIRS).build()?;
        let pairs = transaction.object_store(PAIRS)?;
        // All requests go out before the first answer is awaited, so the transaction stays open.
        let mut requests = Vec::with_capacity(prefixes.len());
        for prefix in prefixes {
            let range = prefix_range(prefix);
            let keys =
                pairs.get_all_keys::<JsValue>().with_query::<Uint8Array, _>(range.clone()).primitive()?;
            let values = pairs.get_all::<Uint8Array>().with_query::<Uint8Array, _>(range).primitive()?;
            requests.push((keys, values));
        }
        let mut answers = Vec::with_capacity(requests.len());
        for (keys, values) in requests {
            let keys = keys.await?;
            let values = values.await?;
            let mut found = Vec::with_capacity(keys.len());
            for (key, value) in keys.zip(values) {
                // A binary key comes back as an ArrayBuffer, whatever it was when it went in.
                found.push((js_sys::Uint8Array::new(&key?).to_vec(), value?.into()));
            }
            answers.push(found);
        }
        Ok(answers)
    }

    async fn write_to(
        database: &Database,
        generation: f64,
        ops: &[StoreOp],
        durability: Durability,
    ) -> Result<(), Failure> {
        let transaction = database
            .transaction([PAIRS, LEASE])
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(match durability {
                Durability::Strict => TransactionDurability::Strict,
                Durability::Relaxed => TransactionDurability::Relaxed,
            }))
            .build()?;
        // Who holds the lease is asked first and answered while the rest is on its way. Until the commit, leaving drops
        // the transaction and so rolls it back.
        let holder = transaction.object_store(LEASE)?.get::<f64, _, _>(GENERATION).primitive()?;
        let pairs = transaction.object_store(PAIRS)?;
        for op in ops {
            queue(&pairs, op)?;
        }
        if holder.await? != Some(generation) {
            return Err(Failure::Superseded);
        }
        let error_of = transaction.as_sys().clone();
        match transaction.commit().await {
            // When the browser itself ends the transaction, the reason stands on the transaction, not on a request.
            Err(Error::MissingData(UnexpectedDataError::TransactionAborted)) => Err(match error_of.error() {
                Some(reason) => Failure::Database(reason.into()),
                None => Failure::Aborted,
            }),
            settled => Ok(settled?),
        }
    }
}

impl Store for IndexedDbStore {
    async fn read(&self, prefixes: &[Key]) -> Result<Vec<Vec<(Key, Vec<u8>)>>, StoreError> {
        self.with_connection(async |database| Self::read_from(database, prefixes).await).await
    }

    async fn write(&self, ops: &[StoreOp], durability: Durability) -> Result<(), StoreError> {
        let generation = self.generation;
        self.with_connection(async |database| Self::write_to(database, generation, ops, durability).await)
            .await
    }
}

async fn connect(name: &str) -> Result<Database, StoreError> {
    let request = Database::open(name)
        .with_version(1_u8)
        .with_on_upgrade_needed(|_, database| {
            database.create_object_store(PAIRS).build()?;
            database.create_object_store(LEASE).build()?;
            Ok(())
        })
        .build()
        .map_err(cannot_open)?;
    request.await.map_err(cannot_open)
}

/// Count the generation up, so that whoever opened the database before can no longer write. Only tabs that run compare
/// it, and none of them outlives a power cut: it need not wait for the disk.
async fn take_over(database: &Database) -> Result<f64, Error> {
    let transaction = database
        .transaction(LEASE)
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(TransactionDurability::Relaxed))
        .build()?;
    let lease = transaction.object_store(LEASE)?;
    let before: Option<f64> = lease.get::<f64, _, _>(GENERATION).primitive()?.await?;
    let generation = before.unwrap_or(0.0) + 1.0;
    lease.put(generation).with_key(GENERATION).primitive()?;
    transaction.commit().await?;
    Ok(generation)
}

fn queue(pairs: &ObjectStore<'_>, op: &StoreOp) -> Result<(), Error> {
    match op {
        StoreOp::Put { key, value } => {
            pairs.put(Uint8ArraySlice::new(value)).with_key(binary(key)).primitive()?;
        }
        StoreOp::Delete { key } => {
            pairs.delete::<JsValue, _>(binary(key)).primitive()?;
        }
        StoreOp::DeletePrefix { prefix } => {
            pairs.delete::<Uint8Array, _>(prefix_range(prefix)).primitive()?;
        }
    }
    Ok(())
}

fn binary(bytes: &[u8]) -> JsValue {
    js_sys::Uint8Array::from(bytes).into()
}

/// Everything that starts with the prefix: from the prefix itself up to, not including, the next prefix of the same
/// length. A prefix of only `0xff` has none, and is open above.
fn prefix_range(prefix: &[u8]) -> KeyRange<Uint8Array> {
    let lower = Uint8Array::from(prefix.to_vec());
    let kept = prefix.iter().rposition(|byte| *byte != 0xff).map_or(0, |last| last + 1);
    let mut next = prefix[..kept].to_vec();
    match next.last_mut() {
        Some(last) => {
            *last += 1;
            KeyRange::Bound(lower, false, Uint8Array::from(next), true)
        }
        None => KeyRange::LowerBound(lower, false),
    }
}

/// What can go wrong inside a transaction.
enum Failure {
    Database(Error),
    Aborted,
    Superseded,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

impl From<indexed_db_futures::error::SimpleValueError> for Failure {
    fn from(error: indexed_db_futures::error::SimpleValueError) -> Self {
        Self::Database(error.into())
    }
}

impl Failure {
    fn into_store_error(self) -> StoreError {
        match self {
            Self::Database(error) => describe(error),
            Self::Aborted => StoreError::Lost("the browser ended the transaction".to_owned()),
            Self::Superseded => StoreError::Superseded,
        }
    }
}

fn describe(error: Error) -> StoreError {
    let exception = match &error {
        Error::DomException(exception) => exception,
        _ => return StoreError::Failed(error.to_string()),
    };
    let js: &JsValue = exception.as_ref();
    let (name, message) = match js.dyn_ref::<web_sys::DomException>() {
        Some(exception) => (exception.name(), exception.message()),
        None => (String::new(), exception.message()),
    };
    match name.as_str() {
        "QuotaExceededError" => StoreError::Full,
        "InvalidStateError" | "AbortError" | "TransactionInactiveError" | "UnknownError" => {
            StoreError::Lost(format!("{name}: {message}"))
        }
        _ => StoreError::Failed(format!("{name}: {message}")),
    }
}

fn cannot_open(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => describe(error),
        other => StoreError::Failed(other.to_string()),
    }
}
