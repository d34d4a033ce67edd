//! The one place where this device's own changes happen: documents, projection, sealed envelopes and what is to be
//! written, in one step.

use super::shard::{Placing, named, shard_name};
use super::{Loaded, Replica};
use crate::command::Plan;
use crate::document::{Document, RecordWrite};
use crate::host::StoreOp;
use crate::projection::{DocumentEntry, DocumentKey, Part, Row, RowKey};
use crate::storage::{self, DocumentId};
use crate::sync::OwnEnvelope;
use contract::{BatchId, Refusal};
use domain::record::KindSpec;
use domain::{Now, RecordId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use wire::envelope::Draft;
use wire::{Body, DocumentTag, Envelope, EnvelopeKind, Epoch, SpaceId};

/// Above this many bytes of text a document's writes are split into several changes, so that each fits an envelope.
const CHANGE_BYTES: usize = 300_000;

/// A write with the document it goes to.
#[derive(Clone, Debug)]
pub struct Placed {
    pub document: DocumentKey,
    pub write: RecordWrite,
}

/// A record that is shown as it will be, and the row that it had.
pub struct Foreseen {
    pub id: RecordId,
    before: Option<Row>,
}

/// What a step changed.
pub struct Edited {
    /// What is to be written, all or nothing.
    pub ops: Vec<StoreOp>,
    pub changed: Vec<RecordId>,
}

impl Replica {
    /// Decide where each write of a plan goes. New documents get an entry and are loaded empty at once.
    pub fn place(&mut self, now: Now, plan: &mut Plan) -> Result<Vec<Placed>, Refusal> {
        let writes = std::mem::take(&mut plan.writes);
        let mut placing = Placing::default();
        let mut placed: Vec<Placed> = Vec::with_capacity(writes.len());
        let mut fresh: BTreeMap<RecordId, SpaceId> = BTreeMap::new();
        for write in writes {
            let document = match self.projection.find(write.id) {
                Some(row) => row.document,
                None => {
                    let parent = plan.parents.get(&write.id);
                    let beside = parent.and_then(|parent| {
                        let row = self
                            .projection
                            .find(*parent)
                            .map(|row| self.projection.document(row.document).space);
                        row.or_else(|| fresh.get(parent).copied())
                    });
                    let beside = beside.filter(|space| {
                        self.class_of_space(*space).is_some_and(|class| write.kind.may_live_in(class))
                    });
                    let space = beside
                        .or_else(|| self.home_space(write.kind.space))
                        .ok_or(Refusal::NotAllowed(contract::command::Right::WriteHere))?;
                    fresh.insert(write.id, space);
                    let shard = shard_name(write.kind, now.today);
                    let named =
                        plan.firsts.get(&write.id).and_then(|first| named(self, space, &shard, *first));
                    named.unwrap_or_else(|| placing.place(self, space, &shard))
                }
            };
            if !self.may_write(self.projection.document(document).space) {
                return Err(Refusal::NotAllowed(contract::command::Right::WriteHere));
            }
            placed.push(Placed { document, write });
        }
        Ok(placed)
    }

    /// Documents of these writes that are not in memory and have something on disk.
    pub fn missing(&self, placed: &[Placed]) -> BTreeSet<DocumentKey> {
        let wanted = placed
            .iter()
            .map(|placed| placed.document)
            .filter(|key| !self.loaded.contains_key(key) && self.projection.document(*key).next > 0);
        domain::few::set(wanted)
    }

    /// Show what these writes will make of their records; the documents have the last word when they are written.
    pub fn foresee(&mut self, placed: &[Placed]) -> Vec<Foreseen> {
        let mut foreseen = Vec::new();
        for Placed { document, write } in placed {
            let before = self.projection.find(write.id).cloned();
            let mut row = before.clone().unwrap_or_else(|| Row::new(write.id, *document, write.kind));
            row.write(&write.fields, write.live);
            if self.projection.upsert_row(row).is_some() {
                foreseen.push(Foreseen { id: write.id, before });
            }
        }
        foreseen
    }

    /// Show rows again as they were.
    pub fn unforesee(&mut self, foreseen: Vec<Foreseen>) {
        for Foreseen { id, before } in foreseen.into_iter().rev() {
            let gone = || self.projection.find(id).map(|row| Row::new(id, row.document, row.kind));
            if let Some(row) = before.or_else(gone) {
                self.projection.upsert_row(row);
            }
        }
    }

    /// Carry out placed writes whose documents are loaded: one change (and envelope) per document. Records that were
    /// foreseen are written to disk although they look as they do already.
    pub fn edit(
        &mut self,
        now: Now,
        batch: BatchId,
        placed: Vec<Placed>,
        foreseen: &[RecordId],
    ) -> Result<Edited, Refusal> {
        let mut by_document: BTreeMap<DocumentKey, Vec<RecordWrite>> = BTreeMap::new();
        for Placed { document, write } in placed {
            by_document.entry(document).or_default().push(write);
        }
        let mut edited = Edited { ops: Vec::new(), changed: Vec::new() };
        let mut bodies = Vec::new();
        for (key, writes) in by_document {
            for part in split(writes) {
                if let Some(change) = self.write_document(now, key, &part, foreseen, &mut edited)? {
                    bodies.push((key, change));
                }
            }
        }
        self.seal(batch, bodies, &mut edited.ops)?;
        Ok(edited)
    }

    fn write_document(
        &mut self,
        now: Now,
        key: DocumentKey,
        writes: &[RecordWrite],
        foreseen: &[RecordId],
        edited: &mut Edited,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        let shard = self.projection.document(key).shard.clone();
        let actor = self.actor;
        let loaded = match self.loaded.entry(key) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                let document = Document::begin(&actor).map_err(|_| Refusal::DamagedDocument)?;
                entry.insert(Loaded { document, used_at: now.at })
            }
        };
        loaded.used_at = now.at;
        let written = loaded
            .document
            .write(now.at.0.div_euclid(1000), &shard, writes)
            .map_err(|_| Refusal::DamagedDocument)?;
        let Some((_, change)) = written else { return Ok(None) };
        let states: Vec<_> = writes.iter().filter_map(|write| loaded.document.record(write.id)).collect();
        let heads = loaded.document.heads();
        let mut rows: Vec<RowKey> = Vec::with_capacity(states.len());
        for state in &states {
            self.sync.batches.is_shown(key, state.id);
            let changed = self.projection.upsert(key, state);
            let shown = || foreseen.contains(&state.id).then(|| self.projection.find_key(state.id)).flatten();
            if let Some(row) = changed.or_else(shown) {
                rows.push(row);
                edited.changed.push(state.id);
            }
        }
        self.projection.document_mut(key).heads = heads;
        self.keep(key, &change, &rows, &mut edited.ops);
        Ok(Some(change))
    }

    /// Put one more chunk of a document and the rows it changed.
    fn keep(&mut self, key: DocumentKey, chunk: &[u8], rows: &[RowKey], ops: &mut Vec<StoreOp>) {
        let part = Part::write(&self.projection, key, rows);
        let entry = self.projection.document_mut(key);
        put_both(entry, chunk.to_vec(), part, ops);
    }

    /// The same for rows that need not be shown yet.
    pub fn keep_unshown(&mut self, key: DocumentKey, chunk: Vec<u8>, rows: &[Row], ops: &mut Vec<StoreOp>) {
        let entry = self.projection.document_mut(key);
        let part = Part::write_rows(entry, rows.iter());
        put_both(entry, chunk, part, ops);
    }

    /// Seal one envelope per change, each continuing this device's chain in its space.
    fn seal(
        &mut self,
        batch: BatchId,
        bodies: Vec<(DocumentKey, Vec<u8>)>,
        ops: &mut Vec<StoreOp>,
    ) -> Result<(), Refusal> {
        if self.identity.is_sample {
            return Ok(());
        }
        let batch_len = u16::try_from(bodies.len()).unwrap_or(u16::MAX);
        for (key, change) in bodies {
            let entry = self.projection.document(key);
            let (space, id) = (entry.space, entry.id);
            let body = Body {
                document: id.0,
                batch: batch.0,
                batch_len,
                actor: self.actor.to_vec(),
                changes: vec![change],
            };
            let own = self.seal_body(space, id, &body).ok_or(Refusal::DamagedDocument)?;
            ops.extend(self.sync.keep_own(&own, self.identity.device.id()));
        }
        Ok(())
    }

    /// Seal one envelope at the end of this device's chain.
    pub fn seal_body(&mut self, space: SpaceId, document: DocumentId, body: &Body) -> Option<OwnEnvelope> {
        let epoch = self.access.state().spaces.get(&space).map_or(Epoch(0), |space| space.epoch);
        let device = self.identity.device.id();
        let tail = self.sync.tail(space, device);
        let draft = Draft {
            team: self.identity.team,
            space,
            tag: DocumentTag(document.0),
            epoch,
            kind: EnvelopeKind::Changes,
            seq: tail.map_or(1, |tail| tail.seq + 1),
            prev: tail.map_or(wire::EnvelopeId::ZERO, |tail| tail.id),
            access_head: self.access.head(),
        };
        let key = self.keys.get(&(space, epoch))?;
        let envelope = Envelope::seal(draft, body, key, &self.identity.device, &mut self.rng).ok()?;
        Some(OwnEnvelope { space, seq: draft.seq, id: envelope.id(), bytes: envelope.into_bytes() })
    }

    /// Unload documents that nobody needed since `before`, folding those with many chunks. Returns operations.
    pub fn unload_idle(&mut self, before: Timestamp) -> Vec<StoreOp> {
        const FOLD_CHUNKS: u64 = 24;
        let idle: Vec<DocumentKey> =
            self.loaded.iter().filter(|(_, loaded)| loaded.used_at < before).map(|(key, _)| *key).collect();
        let mut ops = Vec::new();
        for key in idle {
            let Some(loaded) = self.loaded.remove(&key) else { continue };
            let entry = self.projection.document(key);
            if entry.next - entry.folded_at > FOLD_CHUNKS {
                self.fold(key, &loaded.document, &mut ops);
            }
        }
        ops
    }

    /// Replace a document's chunks and projection parts by one of each.
    pub fn fold(&mut self, key: DocumentKey, document: &Document, ops: &mut Vec<StoreOp>) {
        let rows = self.projection.document(key).rows.clone();
        let part = Part::write(&self.projection, key, &rows);
        let entry = self.projection.document_mut(key);
        ops.push(StoreOp::DeletePrefix { prefix: storage::document(entry.id) });
        ops.push(StoreOp::DeletePrefix { prefix: storage::projection(entry.id) });
        put_both(entry, document.save(), part, ops);
        entry.folded_at = entry.next;
    }
}

fn put_both(entry: &mut DocumentEntry, chunk: Vec<u8>, part: Vec<u8>, ops: &mut Vec<StoreOp>) {
    ops.push(StoreOp::Put { key: storage::document_chunk(entry.id, entry.next), value: chunk });
    ops.push(StoreOp::Put { key: storage::projection_part(entry.id, entry.space, entry.next), value: part });
    entry.next += 1;
}

/// Split writes so that no change grows beyond what an envelope carries.
fn split(writes: Vec<RecordWrite>) -> Vec<Vec<RecordWrite>> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    let mut bytes = 0;
    for write in writes {
        bytes += estimate(write.kind, &write);
        part.push(write);
        if bytes > CHANGE_BYTES {
            parts.push(std::mem::take(&mut part));
            bytes = 0;
        }
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

fn estimate(kind: &KindSpec, write: &RecordWrite) -> usize {
    let text = |value: &Option<domain::record::Value>| match value {
        Some(domain::record::Value::Text(text)) => text.len(),
        Some(domain::record::Value::Ids(ids)) => ids.len() * 48,
        _ => 16,
    };
    kind.fields.len() * 8 + write.fields.iter().map(|(_, value)| text(value)).sum::<usize>()
}
