//! Taking a snapshot over: its documents go to the disk as they are, its chain ends become this device's.

use super::Stated;
use super::content::Content;
use crate::document::{Document, is_by};
use crate::host::StoreOp;
use crate::identity::actor_prefix;
use crate::projection::{DocumentKey, Part, Row};
use crate::replica::Replica;
use crate::saving::OnDurable;
use crate::storage::{self, DocumentId};
use crate::sync::care::Tried;
use crate::sync::connection::Out;
use domain::Now;
use wire::frame::Denied;
use wire::{ClientFrame, Cursor, DeviceId, PartId, SnapshotDocument, SnapshotId, SpaceId};

/// So many documents are taken over in one go: some tens of milliseconds on a phone.
const AT_ONCE: usize = 16;
/// So many parts are asked for at once; the relay gives as many of the first as fit in a frame.
const ASKED: usize = 1_000;

/// A snapshot that is being taken over.
pub struct Taking {
    stated: Stated,
    /// How many of its documents are done. Those that are here as they are there are not left out: their parts are kept, to
    /// be given to a relay that lost them.
    done: usize,
    /// Parts of the others that have come.
    have: Vec<(PartId, Vec<u8>)>,
}

impl Taking {
    /// With the parts that are here already.
    pub fn begin(stated: Stated, have: Vec<(PartId, Vec<u8>)>) -> Self {
        Self { stated, done: 0, have }
    }

    /// Whether nothing more has to come.
    pub fn has_all_parts(&self) -> bool {
        self.wanted().next().is_none()
    }

    fn documents(&self) -> &[SnapshotDocument] {
        &self.stated.snapshot.documents
    }

    /// Parts that have not come, in the order in which they are needed.
    fn wanted(&self) -> impl Iterator<Item = &PartId> + '_ {
        let parts = self.documents().iter().skip(self.done).flat_map(|document| &document.parts);
        parts.filter(|part| self.part(part).is_none())
    }

    fn part(&self, id: &PartId) -> Option<&Vec<u8>> {
        self.have.iter().find(|(other, _)| other == id).map(|(_, part)| part)
    }

    fn ask(&self, out: &mut Out) {
        let parts = self.wanted().take(ASKED).copied().collect();
        out.frames.push(ClientFrame::FetchParts { space: self.stated.snapshot.space, parts });
    }
}

/// What a step of taking over leads to.
#[derive(Default)]
pub struct Taken {
    pub ops: Vec<StoreOp>,
    /// Documents that are here already, in another state: to be merged once they are loaded.
    pub merges: Vec<Merge>,
    /// Documents whose rows must be made here.
    pub rebuild: Vec<DocumentKey>,
    /// There are further documents whose parts are here.
    pub more: bool,
    /// All documents are done.
    pub is_complete: bool,
    /// One of them cannot be read.
    pub has_failed: bool,
}

/// A document of a snapshot for one that is here.
pub struct Merge {
    pub document: DocumentKey,
    /// Of this snapshot.
    pub of: SnapshotId,
    chunks: Vec<Vec<u8>>,
    heads: Vec<[u8; 32]>,
    first_part: PartId,
}

impl Merge {
    /// What the marker against crashes calls it.
    pub fn tried(&self) -> Tried {
        self.first_part.0
    }
}

impl Replica {
    /// Take the newest snapshot over that enough people stand by and that has something this device lacks; without one,
    /// pull.
    pub fn take_or_pull(&mut self, space: SpaceId, out: &mut Out) {
        self.sync.snapshots.of_mut(space).is_awaited = false;
        if self.begin_taking(space, out) {
            return;
        }
        let after = self.sync.cursors.get(&space).copied().unwrap_or_default();
        out.frames.push(ClientFrame::Pull { space, after });
    }

    /// Whether one is being taken over now.
    pub fn begin_taking(&mut self, space: SpaceId, out: &mut Out) -> bool {
        if self.takes_over(space) {
            return true;
        }
        let told = self.sync.snapshots.told(space);
        let usable = told.into_iter().flatten().rev().find(|stated| self.is_usable(stated));
        let Some(stated) = usable.cloned() else { return false };
        let taking = Taking::begin(stated, Vec::new());
        let of = self.sync.snapshots.of_mut(space);
        match taking.has_all_parts() {
            true => out.take_over.push(space),
            false => {
                of.asks += 1;
                taking.ask(out);
            }
        }
        of.taking = Some(taking);
        self.sync.pulling.insert(space);
        if let Some((op, marked)) = self.sync.care.begin_receiving(space) {
            out.ops.push(op);
            out.on_durable.push(marked);
        }
        true
    }

    /// Whether a snapshot can be read, enough people stand by it, and it has something that this device lacks.
    pub fn is_usable(&self, stated: &Stated) -> bool {
        let Stated { id, snapshot, is_done_with, .. } = stated;
        self.keys.contains_key(&(snapshot.space, snapshot.epoch))
            && !is_done_with
            && !self.sync.snapshots.is_refused(*id)
            && self.is_vouched_for(stated)
            && !self.has_all_of(snapshot)
    }

    /// Parts have come.
    pub fn take_parts(&mut self, space: SpaceId, parts: Vec<Vec<u8>>, out: &mut Out) {
        let of = self.sync.snapshots.of_mut(space);
        of.asks = of.asks.saturating_sub(1);
        let Some(taking) = &mut of.taking else { return };
        let before = taking.have.len();
        for part in parts {
            let id = PartId::of(&part);
            if taking.wanted().any(|wanted| *wanted == id) {
                taking.have.push((id, part));
            }
        }
        let is_missing_some = !taking.has_all_parts();
        if taking.have.len() == before && is_missing_some {
            // Neither the relay nor anybody whom it serves has them. (Or it was asked for those of another snapshot.)
            if of.asks == 0 {
                let id = taking.stated.id;
                self.taking_failed(space, id, out);
            }
            return;
        }
        if is_missing_some {
            of.asks += 1;
            taking.ask(out);
        }
        out.take_over.push(space);
    }

    /// The snapshot that is being taken over, if that has begun.
    pub fn taken_now(&self, space: SpaceId) -> Option<SnapshotId> {
        Some(self.sync.snapshots.of(space)?.taking.as_ref()?.stated.id)
    }

    /// Another snapshot, or none.
    pub fn taking_failed(&mut self, space: SpaceId, id: SnapshotId, out: &mut Out) {
        let is_it = |taking: &mut Taking| taking.stated.id == id;
        let Some(taking) = self.sync.snapshots.of_mut(space).taking.take_if(is_it) else { return };
        if let Some(stated) = self.sync.snapshots.stated(space, taking.stated.id) {
            stated.is_done_with = true;
        }
        self.take_or_pull(space, out);
    }

    /// Take some documents over whose parts have come.
    pub fn take_over(&mut self, space: SpaceId) -> Taken {
        let mut taken = Taken::default();
        let Some(mut taking) = self.sync.snapshots.of_mut(space).taking.take() else { return taken };
        self.projection.begin_loading();
        for _ in 0..AT_ONCE {
            let Some(document) = taking.documents().get(taking.done) else { break };
            if document.parts.iter().any(|part| taking.part(part).is_none()) {
                break;
            }
            taken.has_failed = self.take_document(space, &taking, document, &mut taken).is_none();
            if taken.has_failed {
                break;
            }
            let used = &taking.stated.snapshot.documents[taking.done].parts;
            taking.have.retain(|(part, _)| !used.contains(part));
            taking.done += 1;
        }
        self.projection.finish_loading();
        let next = taking.documents().get(taking.done);
        taken.is_complete = next.is_none();
        taken.more = next.is_some_and(|next| next.parts.iter().all(|part| taking.part(part).is_some()));
        self.sync.snapshots.of_mut(space).taking = Some(taking);
        taken.ops.push(self.sync.snapshots.unproven_op());
        taken
    }

    fn take_document(
        &mut self,
        space: SpaceId,
        taking: &Taking,
        document: &SnapshotDocument,
        taken: &mut Taken,
    ) -> Option<()> {
        let snapshot = &taking.stated.snapshot;
        let content = self.content_of(snapshot, document, |id| taking.part(id))?;
        // Nothing is put into the mouth of somebody of whom there is no chain.
        let is_author = |actor: &[u8]| {
            let mut devices = snapshot.chains.keys().chain([&snapshot.device]);
            devices.any(|device| actor.starts_with(actor_prefix(device)))
        };
        if !is_by(&content.chunks, &is_author) {
            taken.ops.push(self.sync.snapshots.refuse(taking.stated.id));
            return None;
        }
        for id in &document.parts {
            let value = taking.part(id)?.clone();
            taken.ops.push(StoreOp::Put { key: storage::snapshot_part(space, *id), value });
        }
        let key = self.projection.ensure_document(DocumentId(document.document.0), space, "");
        let entry = self.projection.document(key);
        if entry.space != space {
            return None;
        }
        if entry.next > 0 && entry.heads == document.heads {
            return Some(());
        }
        if entry.next > 0 || self.loaded.contains_key(&key) {
            let (chunks, heads) = (content.chunks, document.heads.clone());
            let (of, first_part) = (taking.stated.id, *document.parts.first()?);
            taken.merges.push(Merge { document: key, of, chunks, heads, first_part });
        } else {
            self.take_new(key, content, &document.heads, taken);
        }
        Some(())
    }

    /// A document that was not here: chunks and rows as they came, if this build knows what the rows are.
    fn take_new(&mut self, key: DocumentKey, content: Content, heads: &[[u8; 32]], taken: &mut Taken) {
        let Content { chunks, rows: runs } = content;
        let entry = self.projection.document(key);
        let (id, space) = (entry.id, entry.space);
        let next = chunks.len() as u64;
        let parts: Option<Vec<Part>> = runs.iter().map(|run| Part::open(run.clone())).collect();
        let parts = parts.filter(|parts| {
            runs.len() == chunks.len()
                && parts.last().is_some_and(|last| last.heads() == heads)
                && parts.iter().all(|part| part.space() == space)
        });
        let class = self.class_of_space(space);
        let rows: Option<Vec<Vec<Row>>> =
            parts.as_ref().and_then(|parts| parts.iter().map(|part| part.rows(key)).collect());
        let rows = rows.filter(|runs| runs.iter().flatten().all(|row| row.may_be_in(class)));
        // As many runs as chunks, also where they say nothing: the number of the next chunk is counted by them.
        let runs = if rows.is_some() { runs } else { vec![Vec::new(); chunks.len().max(1)] };
        for (number, value) in chunks.into_iter().enumerate() {
            taken.ops.push(StoreOp::Put { key: storage::document_chunk(id, number as u64), value });
        }
        for (number, value) in runs.into_iter().enumerate() {
            let key = storage::projection_part(id, space, number as u64);
            taken.ops.push(StoreOp::Put { key, value });
        }
        self.sync.snapshots.unproven.push(id);
        let entry = self.projection.document_mut(key);
        (entry.next, entry.folded_at) = (next.max(1), 0);
        match (rows, parts.as_deref().and_then(<[Part]>::last)) {
            (Some(rows), Some(last)) => {
                entry.heads = heads.to_vec();
                last.shard().clone_into(&mut entry.shard);
                let rows: Vec<Row> = rows.into_iter().flatten().collect();
                self.sync.received = self.sync.received.saturating_add(rows.len() as u32);
                for row in rows {
                    self.projection.upsert_row(row);
                }
            }
            _ => taken.rebuild.push(key),
        }
    }

    /// Put what a document of a snapshot has more into the one that is here and loaded. `None` when it is not what it
    /// says.
    pub fn merge(&mut self, now: Now, merge: &Merge) -> Option<Vec<StoreOp>> {
        if self.closed.contains(&merge.document) {
            // Everybody else's documents must not wait for one that cannot be opened here.
            return Some(Vec::new());
        }
        let other = Document::load(&merge.chunks, &self.actor).ok()?;
        if other.heads() != merge.heads {
            return None;
        }
        let key = merge.document;
        let class = self.class_of_space(self.projection.document(key).space);
        let loaded = self.loaded.get_mut(&key)?;
        loaded.used_at = now.at;
        let lacking = loaded.document.lacking(&other);
        let done = loaded.document.apply(&lacking).ok()?;
        let mut chunk = Vec::new();
        lacking.iter().for_each(|change| chunk.extend_from_slice(change.raw_bytes()));
        let touched = loaded.document.touched_records(&done).into_iter();
        let rows: Vec<Row> =
            touched.filter_map(|id| Row::within(class, key, &loaded.document.record(id)?)).collect();
        let entry = self.projection.document_mut(key);
        entry.heads = loaded.document.heads();
        entry.shard = loaded.document.shard().unwrap_or_default();
        let mut ops = Vec::new();
        if !lacking.is_empty() {
            self.keep_unshown(key, chunk, &rows, &mut ops);
        }
        for row in rows {
            self.projection.upsert_row(row);
        }
        Some(ops)
    }

    /// Everything of a snapshot is here: its chain ends are this device's, and pulling goes on where it ends.
    pub fn end_taking(&mut self, space: SpaceId, out: &mut Out) {
        // One whose predecessor failed may have been begun meanwhile.
        let is_complete = |taking: &mut Taking| taking.done == taking.documents().len();
        let of = self.sync.snapshots.of_mut(space);
        let Some(taking) = of.taking.take_if(is_complete) else { return };
        let Stated { snapshot, bytes, by, .. } = &taking.stated;
        let me = self.identity.device.id();
        let mut unsent = Vec::new();
        for (device, end) in &snapshot.chains {
            if self.sync.tail(space, *device).is_some_and(|tail| tail.seq >= end.seq) {
                continue;
            }
            if *device == me {
                unsent = self.take_back(space, 1, &mut out.ops);
            }
            out.ops.extend(self.sync.keep_chain(space, *device, *end));
        }
        if !unsent.is_empty() {
            let step = self.seal_again(space, unsent, &mut out.ops);
            out.on_durable.push(OnDurable::Release(step));
        }
        let base = taking.stated.clone();
        if let Some(old) = self.sync.snapshots.base(space) {
            let parts = old.snapshot.documents.iter().flat_map(|document| &document.parts);
            for part in parts.filter(|part| !base.snapshot.names(**part)) {
                out.ops.push(StoreOp::Delete { key: storage::snapshot_part(space, *part) });
            }
        }
        out.ops.push(StoreOp::Put { key: storage::snapshot(space), value: bytes.clone() });
        for (device, said) in by {
            out.ops
                .push(StoreOp::Put { key: storage::countersignature(space, *device), value: said.clone() });
        }
        self.sync.snapshots.of_mut(space).base = Some(base);
        out.ops.push(self.sync.snapshots.unproven_op());
        let known = self.sync.cursors.get(&space).copied().unwrap_or_default();
        let after = if snapshot.cursor.position > known.position { snapshot.cursor } else { known };
        self.go_on_from(space, after, out);
        self.sync.receipts_due = true;
        self.sync.snapshots.was_taken = true;
        // What waited for envelopes that are inside may be applied, or is known, now.
        out.retry = true;
    }

    fn go_on_from(&mut self, space: SpaceId, after: Cursor, out: &mut Out) {
        self.sync.cursors.insert(space, after);
        self.sync.asked.insert(space, after);
        let value = postcard::to_stdvec(&after).unwrap_or_default();
        out.ops.push(StoreOp::Put { key: storage::cursor(space), value });
        out.frames.push(ClientFrame::Pull { space, after });
    }

    /// The relay no longer keeps what lies before `until`.
    pub fn dropped(&mut self, now: Now, space: SpaceId, until: Cursor, out: &mut Out) {
        let told = self.sync.snapshots.told(space);
        // What was dropped is inside those that are kept.
        let mut kept = told.into_iter().flatten().filter(|stated| self.is_vouched_for(stated)).peekable();
        if kept.peek().is_some() && kept.all(|stated| self.has_all_of(&stated.snapshot)) {
            self.go_on_from(space, until, out);
        } else if told.is_none() {
            self.await_snapshots(space, out);
        } else if !self.begin_taking(space, out) {
            self.hang_up(now, Denied::Storage, out);
        }
    }

    /// Documents whose rows are to be compared with them, one at a time.
    pub fn next_unproven(&self) -> Option<DocumentKey> {
        self.sync.snapshots.unproven.iter().find_map(|id| self.projection.find_document(*id))
    }

    /// Whether rows of a document came from somebody else and were not compared with it.
    pub fn is_unproven(&self, key: DocumentKey) -> bool {
        self.sync.snapshots.unproven.contains(&self.projection.document(key).id)
    }

    /// Compare the rows that came with a document with the document itself, which is loaded and has the last word. Gives
    /// what is to be written, and whether the document holds what the snapshot said.
    pub fn prove(&mut self, key: DocumentKey) -> (Vec<StoreOp>, bool) {
        let Some(loaded) = self.loaded.remove(&key) else { return (Vec::new(), true) };
        let entry = self.projection.document(key);
        let (id, space) = (entry.id, entry.space);
        let of = self.sync.snapshots.of(space);
        let taking = of.and_then(|of| of.taking.as_ref()).map(|taking| &taking.stated);
        let taken = taking.into_iter().chain(of.and_then(|of| of.base.as_ref()));
        let mut stated = taken.flat_map(|stated| &stated.snapshot.documents);
        let stated = stated.find(|document| document.document.0 == id.0);
        let is_whole = stated.is_none_or(|document| loaded.document.beyond(&document.heads).is_some());
        let mut ops = Vec::new();
        if self.show_document(key, &loaded.document) {
            self.fold(key, &loaded.document, &mut ops);
        }
        self.sync.snapshots.is_compared(id);
        ops.push(self.sync.snapshots.unproven_op());
        self.loaded.insert(key, loaded);
        (ops, is_whole)
    }

    /// A document of a snapshot cannot be read: nothing of it is kept, and nothing is written to it before it has come
    /// again.
    pub fn forget_document(&mut self, key: DocumentKey) -> Vec<StoreOp> {
        self.closed.insert(key);
        let rows: Vec<Row> = self.projection.rows_of(key).cloned().collect();
        for row in rows {
            self.projection.upsert_row(Row::new(row.id, key, row.kind));
        }
        let entry = self.projection.document_mut(key);
        (entry.next, entry.folded_at) = (0, 0);
        entry.heads.clear();
        let id = entry.id;
        self.sync.snapshots.is_compared(id);
        vec![
            StoreOp::DeletePrefix { prefix: storage::document(id) },
            StoreOp::DeletePrefix { prefix: storage::projection(id) },
            self.sync.snapshots.unproven_op(),
        ]
    }

    /// A document is not what the snapshot that this space began with said: that is not to be relied on. Everything is
    /// pulled again, or another snapshot taken; what is here already is left out then.
    pub fn distrust(&mut self, space: SpaceId, out: &mut Out) {
        let Some(base) = self.sync.snapshots.of_mut(space).base.take() else { return };
        if let Some(stated) = self.sync.snapshots.stated(space, base.id) {
            stated.is_done_with = true;
        }
        out.ops.push(StoreOp::DeletePrefix { prefix: storage::snapshot(space) });
        out.ops.push(StoreOp::DeletePrefix { prefix: storage::snapshot_parts(space) });
        let me = self.identity.device.id();
        let others: Vec<DeviceId> = self.sync.chains_of(space).map(|(device, _)| device).collect();
        for device in others.into_iter().filter(|device| *device != me) {
            out.ops.extend(self.sync.forget_chain(space, device));
        }
        self.sync.cursors.remove(&space);
        out.ops.push(StoreOp::Delete { key: storage::cursor(space) });
        // By the next login, where there is no line now.
        if self.sync.asked.insert(space, Cursor::START).is_some() && self.is_online() {
            self.sync.pulling.insert(space);
            self.take_or_pull(space, out);
        }
    }
}
