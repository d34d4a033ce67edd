//! The documents exactly as Automerge saves them: any Automerge program opens them.

use crate::fault::Fault;
use crate::folder_store::FolderStore;
use engine::document::Document;
use engine::storage::DOCUMENTS;
use std::collections::BTreeMap;

/// A document's id in a key: 16 bytes behind the prefix.
const ID_BYTES: usize = 16;

/// File name and bytes of every document.
pub fn documents(store: &FolderStore) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let pairs = store.pairs(&[DOCUMENTS.to_vec()])?.into_iter().flatten();
    let mut chunks: BTreeMap<[u8; ID_BYTES], Vec<Vec<u8>>> = BTreeMap::new();
    for (key, chunk) in pairs {
        if let Some((id, _)) = key.get(DOCUMENTS.len()..).and_then(<[u8]>::split_first_chunk) {
            chunks.entry(*id).or_default().push(chunk);
        }
    }
    chunks
        .into_iter()
        .map(|(id, chunks)| {
            // Nothing is written, so the actor is of no account.
            let document = Document::load(&chunks, &id).map_err(|error| Fault::Damaged(error.to_string()))?;
            let shard = document.shard().unwrap_or_default();
            let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '-' };
            let shard: String = shard.chars().map(safe).collect();
            Ok((format!("{shard}-{}.automerge", super::super::hex(id)), document.save()))
        })
        .collect()
}
