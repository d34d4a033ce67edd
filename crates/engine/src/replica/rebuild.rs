//! Making again what is damaged or of an older build: rows from a document, a document from its envelopes.

use super::{Loaded, Replica};
use crate::document::{Checker, Document};
use crate::host::StoreOp;
use crate::identity::actor_prefix;
use crate::projection::{DocumentKey, Row};
use domain::Now;
use std::collections::BTreeSet;
use wire::Envelope;

impl Replica {
    /// Put a loaded document's records into the projection anew and write its part as one.
    pub fn rebuild(&mut self, key: DocumentKey) -> Vec<StoreOp> {
        let Some(loaded) = self.loaded.remove(&key) else { return Vec::new() };
        self.show_document(key, &loaded.document);
        let mut ops = Vec::new();
        self.fold(key, &loaded.document, &mut ops);
        self.loaded.insert(key, loaded);
        ops
    }

    /// Show a document's records as it holds them, and none that it does not. Gives whether anything was shown otherwise.
    pub fn show_document(&mut self, key: DocumentKey, document: &Document) -> bool {
        let class = self.class_of_space(self.projection.document(key).space);
        let mut differs = false;
        let mut found = BTreeSet::new();
        for row in document.records().iter().filter_map(|state| Row::within(class, key, state)) {
            found.insert(row.id);
            self.sync.batches.is_shown(key, row.id);
            differs |= self.projection.upsert_row(row).is_some();
        }
        let rows: Vec<Row> = self.projection.rows_of(key).cloned().collect();
        for row in rows.into_iter().filter(|row| !found.contains(&row.id)) {
            differs |= self.projection.upsert_row(Row::new(row.id, key, row.kind)).is_some();
        }
        let (heads, shard) = (document.heads(), document.shard().unwrap_or_default());
        let entry = self.projection.document_mut(key);
        differs |= entry.heads != heads || entry.shard != shard;
        (entry.heads, entry.shard) = (heads, shard);
        differs
    }

    /// Make a damaged document again from the snapshot that its space began with here, if it did, and the envelopes since.
    /// `None` when they do not hold it (a sample team has none).
    pub fn remake(
        &mut self,
        now: Now,
        key: DocumentKey,
        parts: &[Vec<u8>],
        envelopes: impl Iterator<Item = Vec<u8>>,
    ) -> Option<Vec<StoreOp>> {
        let id = self.projection.document(key).id;
        let base = self.from_base(key, parts);
        let has_base = base.is_some();
        if !has_base && self.is_in_base(key) {
            // The envelopes since do not hold all of it.
            return None;
        }
        let mut document = base.or_else(|| Document::begin(&self.actor).ok())?;
        let mut waiting: Vec<_> = envelopes
            .filter_map(|bytes| Envelope::verify(bytes).ok())
            .filter(|envelope| envelope.header().tag.0 == id.0)
            .filter(|envelope| {
                let (header, quarantined) = (envelope.header(), self.sync.quarantined());
                let right = self.access.device_may_write_at(header.access_head, header.device, header.space);
                right.is_ok() && !quarantined.contains_key(&envelope.id())
            })
            .filter_map(|envelope| {
                let header = envelope.header();
                let key = self.keys.get(&(header.space, header.epoch))?;
                Some((header.device, envelope.open(key).ok()?))
            })
            .collect();
        if waiting.is_empty() && !has_base {
            return None;
        }
        // Chains of several devices: go round until nothing more fits.
        loop {
            let before = waiting.len();
            let mut left = Vec::new();
            for (device, body) in waiting {
                match Checker::new(&document).check(&body.changes, actor_prefix(&device)) {
                    Ok(changes) => drop(document.apply(&changes)),
                    Err(_) => left.push((device, body)),
                }
            }
            if left.is_empty() || left.len() == before {
                break;
            }
            waiting = left;
        }
        self.loaded.insert(key, Loaded { document, used_at: now.at });
        Some(self.rebuild(key))
    }
}
