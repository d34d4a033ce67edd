//! Making again what is damaged or of an older build: rows from a document, a document from its envelopes.

use super::{Loaded, Replica, class_of};
use crate::document::{Checker, Document};
use crate::host::StoreOp;
use crate::identity::actor_prefix;
use crate::projection::DocumentKey;
use domain::Now;
use wire::Envelope;

impl Replica {
    /// Put a loaded document's records into the projection anew and write its part as one.
    pub fn rebuild(&mut self, key: DocumentKey) -> Vec<StoreOp> {
        let Some(loaded) = self.loaded.remove(&key) else { return Vec::new() };
        let states = loaded.document.records();
        let space = self.projection.document(key).space;
        let class = self.access.state().spaces.get(&space).map(|space| class_of(space.class));
        for state in &states {
            if domain::kind(&state.kind).zip(class).is_some_and(|(kind, class)| kind.may_live_in(class)) {
                self.sync.batches.is_shown(key, state.id);
                self.projection.upsert(key, state);
            }
        }
        let entry = self.projection.document_mut(key);
        entry.heads = loaded.document.heads();
        entry.shard = loaded.document.shard().unwrap_or_default();
        let mut ops = Vec::new();
        self.fold(key, &loaded.document, &mut ops);
        self.loaded.insert(key, loaded);
        ops
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
