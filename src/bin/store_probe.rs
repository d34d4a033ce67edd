//! The worker's store, callable from a browser test. Built by `cargo xtask test`, never part of the site.

#[path = "../worker/indexed_db_store.rs"]
mod indexed_db_store;

use engine::host::{Durability, Store, StoreError, StoreOp};
use indexed_db_store::IndexedDbStore;
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

fn main() {}

/// A store under test.
#[wasm_bindgen]
pub struct ProbeStore {
    store: Rc<IndexedDbStore>,
}

#[wasm_bindgen]
impl ProbeStore {
    /// Open a database by name.
    pub async fn open(name: String) -> Result<ProbeStore, String> {
        let store = IndexedDbStore::open(&name).await.map_err(name_of)?;
        Ok(Self { store: Rc::new(store) })
    }

    /// Write `["put", key, value]`, `["delete", key]` and `["delete prefix", prefix]` in one transaction.
    pub async fn write(&self, ops: Array, strict: bool) -> Result<(), String> {
        let ops: Vec<StoreOp> = ops.iter().map(|op| operation(&Array::from(&op))).collect();
        let durability = if strict { Durability::Strict } else { Durability::Relaxed };
        self.store.write(&ops, durability).await.map_err(name_of)
    }

    /// All pairs under each prefix, as `[[[key, value], …], …]`.
    pub async fn read(&self, prefixes: Array) -> Result<Array, String> {
        let prefixes: Vec<_> = prefixes.iter().map(|prefix| Uint8Array::new(&prefix).to_vec()).collect();
        let answers = self.store.read(&prefixes).await.map_err(name_of)?;
        Ok(answers.iter().map(|pairs| pairs.iter().map(pair).collect::<Array>()).collect())
    }

    /// How many pairs are under a prefix: a read that leaves the bytes where the engine would use them.
    pub async fn count(&self, prefix: Uint8Array) -> Result<usize, String> {
        let answers = self.store.read(&[prefix.to_vec()]).await.map_err(name_of)?;
        Ok(answers.iter().map(Vec::len).sum())
    }
}

fn operation(op: &Array) -> StoreOp {
    let bytes = |at| Uint8Array::new(&op.get(at)).to_vec();
    match op.get(0).as_string().as_deref() {
        Some("put") => StoreOp::Put { key: bytes(1), value: bytes(2) },
        Some("delete") => StoreOp::Delete { key: bytes(1) },
        _ => StoreOp::DeletePrefix { prefix: bytes(1) },
    }
}

fn pair((key, value): &(Vec<u8>, Vec<u8>)) -> JsValue {
    Array::of2(&Uint8Array::from(key.as_slice()), &Uint8Array::from(value.as_slice())).into()
}

fn name_of(error: StoreError) -> String {
    format!("{error:?}")
}
