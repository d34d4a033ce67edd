//! The read model in memory: one row per record, a few indexes, no Automerge.
//!
//! Rows are updated from documents after each edit and persisted per document as a base and deltas (see
//! [`part`]), each tagged with the document's heads. Starting reads the parts and walks over the rows without
//! decoding them.

mod columns;
mod customers;
mod deals;
mod kinds;
mod names;
mod part;
mod tasks;
#[cfg(test)]
mod tests;
mod text;
mod touches;

pub use columns::Facts;
pub use customers::CustomerFacts;
pub use deals::DealFacts;
pub use part::{Part, schema_fingerprint};
pub use tasks::TaskFacts;
pub use text::is_searched;
pub use touches::Touch;

use crate::document::RecordState;
use crate::packed::Packed;
use crate::query::Listing;
use crate::storage::DocumentId;
use domain::follow_up::FollowUp;
use domain::record::{FieldIndex, Fields, KindSpec, Record, SpaceClass, Value};
use domain::search::SearchColumn;
use domain::{RecordId, Timestamp};
use litemap::LiteMap;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use wire::SpaceId;

/// Position of a row; stable while the engine runs.
pub type RowKey = u32;
/// Position of a document entry; stable while the engine runs.
pub type DocumentKey = u32;

/// Hash map keyed by random ids: their own bytes are hash enough.
pub type IdMap<V> = HashMap<RecordId, V, ById>;

/// How the bytes of random ids become hashes.
type ById = BuildHasherDefault<IdHasher>;

/// Takes eight of the random bytes.
#[derive(Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk::<8>() {
            self.0 ^= u64::from_le_bytes(*first);
        }
    }
    fn write_usize(&mut self, _length: usize) {}
}

/// One record as screens need it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: RecordId,
    pub document: DocumentKey,
    pub kind: &'static KindSpec,
    pub live: bool,
    pub packed: Packed,
    /// An import brought it and nobody has changed it since.
    pub as_imported: bool,
    /// Fields with concurrent values: what lost.
    pub two_edits: Option<Box<LiteMap<FieldIndex, Vec<Option<Value>>>>>,
}

impl Row {
    /// A record's state in its document as a row; `None` for a kind that this build does not know.
    pub fn of(document: DocumentKey, state: &RecordState) -> Option<Self> {
        Some(Self {
            id: state.id,
            document,
            kind: domain::kind(&state.kind)?,
            live: state.live,
            packed: Packed::new(&state.fields),
            as_imported: state.as_imported,
            two_edits: (!state.two_edits.is_empty()).then(|| Box::new(state.two_edits.clone())),
        })
    }

    /// The same in a space of this class: a kind is projected only from the space it belongs to.
    pub fn within(class: Option<SpaceClass>, document: DocumentKey, state: &RecordState) -> Option<Self> {
        Self::of(document, state).filter(|row| row.may_be_in(class))
    }

    /// Whether its kind belongs into a space of this class.
    pub fn may_be_in(&self, class: Option<SpaceClass>) -> bool {
        class.is_some_and(|class| self.kind.may_live_in(class))
    }

    /// A record of which nothing is known yet.
    pub fn new(id: RecordId, document: DocumentKey, kind: &'static KindSpec) -> Self {
        let packed = Packed::new(&Fields::default());
        Self { id, document, kind, live: false, packed, as_imported: false, two_edits: None }
    }

    /// Write to it as a document would.
    pub fn write(&mut self, writes: &[(FieldIndex, Option<Value>)], live: bool) {
        let mut fields = self.packed.fields();
        for (index, value) in writes {
            fields.set(*index, value.clone());
            if let Some(two_edits) = &mut self.two_edits {
                two_edits.remove(index);
            }
        }
        self.two_edits.take_if(|two_edits| two_edits.is_empty());
        self.packed = Packed::new(&fields);
        self.live = live;
        self.as_imported = false;
    }

    /// The typed record.
    pub fn read<R: Record>(&self) -> R {
        R::from_fields(&self.packed.fields())
    }

    pub fn is<R: Record>(&self) -> bool {
        self.kind.name == R::SPEC.name
    }

    /// What people call the record.
    pub fn title(&self) -> &str {
        self.kind.title().map_or("", |(index, _)| self.packed.text(index))
    }
}

/// A document as far as the projection knows it.
#[derive(Clone, Debug)]
pub struct DocumentEntry {
    pub id: DocumentId,
    pub space: SpaceId,
    pub shard: String,
    pub heads: Vec<[u8; 32]>,
    pub rows: Vec<RowKey>,
    /// The number of the next chunk, which is also that of the next projection part: they are written together.
    pub next: u64,
    /// `next` after the last fold.
    pub folded_at: u64,
}

/// The read model.
#[derive(Default)]
pub struct Projection {
    documents: Vec<DocumentEntry>,
    by_document: HashMap<DocumentId, DocumentKey, ById>,
    rows: Vec<Row>,
    by_id: IdMap<RowKey>,
    kinds: kinds::Kinds,
    children: IdMap<Vec<RowKey>>,
    last_touch: IdMap<Timestamp>,
    /// Live follow-ups by time, oldest first.
    touches: Vec<Touch>,
    touches_sorted: bool,
    /// Built when first asked for, as is what follows.
    last_activity: Option<IdMap<Timestamp>>,
    columns: Option<columns::Columns>,
    name_positions: Vec<u32>,
    search: SearchColumn,
    /// So many rows are in `search`.
    searched: usize,
    /// Records of which something that belongs to them has not arrived.
    partial: HashSet<RecordId>,
    /// What is on the list that was asked for last.
    pub listing: Option<Listing>,
    /// Counts every change of rows: live queries compare it.
    pub revision: u64,
}

impl Projection {
    /// Whether something that one command wrote together with this record has not arrived, and was waited for.
    pub fn is_partial(&self, id: RecordId) -> bool {
        self.partial.contains(&id)
    }

    /// Exactly these records lack something.
    pub fn mark_partial(&mut self, records: HashSet<RecordId>) {
        if self.partial != records {
            self.partial = records;
            self.revision += 1;
        }
    }

    pub fn documents(&self) -> &[DocumentEntry] {
        &self.documents
    }

    pub fn document(&self, key: DocumentKey) -> &DocumentEntry {
        &self.documents[key as usize]
    }

    pub fn document_mut(&mut self, key: DocumentKey) -> &mut DocumentEntry {
        &mut self.documents[key as usize]
    }

    pub fn find_document(&self, id: DocumentId) -> Option<DocumentKey> {
        self.by_document.get(&id).copied()
    }

    /// The entry of a document, made when it is new.
    pub fn ensure_document(&mut self, id: DocumentId, space: SpaceId, shard: &str) -> DocumentKey {
        if let Some(key) = self.find_document(id) {
            return key;
        }
        let key = self.documents.len() as DocumentKey;
        self.documents.push(DocumentEntry {
            id,
            space,
            shard: shard.to_owned(),
            heads: Vec::new(),
            rows: Vec::new(),
            next: 0,
            folded_at: 0,
        });
        self.by_document.insert(id, key);
        key
    }

    pub fn row(&self, key: RowKey) -> &Row {
        &self.rows[key as usize]
    }

    /// The rows of a document.
    pub fn rows_of(&self, document: DocumentKey) -> impl Iterator<Item = &Row> + '_ {
        self.document(document).rows.iter().map(|key| self.row(*key))
    }

    pub fn find(&self, id: RecordId) -> Option<&Row> {
        self.by_id.get(&id).map(|key| self.row(*key))
    }

    pub fn find_key(&self, id: RecordId) -> Option<RowKey> {
        self.by_id.get(&id).copied()
    }

    /// A live record of a kind.
    pub fn find_live<R: Record>(&self, id: RecordId) -> Option<&Row> {
        self.find(id).filter(|row| row.live && row.is::<R>())
    }

    /// All rows, deleted ones too.
    pub fn rows(&self) -> impl Iterator<Item = &Row> + '_ {
        self.rows.iter()
    }

    /// Rows of a kind, deleted ones too, in the order in which they came.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Row> + '_ {
        self.kinds.rows(kind).iter().map(|key| self.row(*key))
    }

    /// Live rows of a kind.
    pub fn live<R: Record>(&self) -> impl Iterator<Item = &Row> + '_ {
        self.of_kind(R::SPEC.name).filter(|row| row.live)
    }

    /// Live records of a kind that belong to a record.
    pub fn children<R: Record>(&self, parent: RecordId) -> impl Iterator<Item = &Row> + '_ {
        self.children
            .get(&parent)
            .into_iter()
            .flatten()
            .map(|key| self.row(*key))
            .filter(|row| row.live && row.is::<R>())
    }

    /// Take a record's state from its document. Returns whether anything a screen shows differs.
    pub fn upsert(&mut self, document: DocumentKey, state: &RecordState) -> Option<RowKey> {
        self.upsert_row(Row::of(document, state)?)
    }

    /// Put a row. A record that two documents claim belongs to the one in the space that fewer people write (or a
    /// salesperson could put a follow-up in a manager's place), then to the one with the smaller id, whoever came
    /// first.
    pub fn upsert_row(&mut self, row: Row) -> Option<RowKey> {
        let Some(key) = self.find_key(row.id) else { return Some(self.insert_row(row)) };
        let old = &self.rows[key as usize];
        let claim = |row: &Row| (writers_rank(row.kind.space), self.document(row.document).id);
        if old.document != row.document && claim(old) <= claim(&row) {
            return None;
        }
        if old.kind.name != row.kind.name {
            if old.document == row.document {
                return None; // within a document a record never changes its kind
            }
            self.change_kind(key, row.kind);
        }
        let old = &self.rows[key as usize];
        let same = old.live == row.live
            && old.packed.bytes() == row.packed.bytes()
            && old.as_imported == row.as_imported
            && old.two_edits == row.two_edits
            && old.document == row.document;
        if same {
            return None;
        }
        self.revision += 1;
        let old = std::mem::replace(&mut self.rows[key as usize], row);
        let row = &self.rows[key as usize];
        if old.document != row.document {
            let document = row.document;
            self.documents[document as usize].rows.push(key);
            self.documents[old.document as usize].rows.retain(|other| *other != key);
        }
        self.reindex(key, Some(&old));
        Some(key)
    }

    fn insert_row(&mut self, row: Row) -> RowKey {
        self.revision += 1;
        let key = self.rows.len() as RowKey;
        self.by_id.insert(row.id, key);
        self.kinds.of(row.kind).rows.push(key);
        self.documents[row.document as usize].rows.push(key);
        self.rows.push(row);
        self.reindex(key, None);
        key
    }

    /// Empty a row and make it one of another kind.
    fn change_kind(&mut self, key: RowKey, kind: &'static KindSpec) {
        let row = &mut self.rows[key as usize];
        let emptied =
            Row { live: false, packed: Packed::new(&Fields::default()), two_edits: None, ..row.clone() };
        let old = std::mem::replace(row, emptied);
        self.reindex(key, Some(&old));
        self.kinds.of(old.kind).name_changed(key);
        self.kinds.of(old.kind).rows.retain(|other| *other != key);
        self.kinds.of(kind).rows.push(key);
        self.kinds.of(kind).name_changed(key);
        self.rows[key as usize].kind = kind;
    }

    fn reindex(&mut self, key: RowKey, old: Option<&Row>) {
        let row = &self.rows[key as usize];
        let of_kind = self.kinds.of(row.kind);
        if old.is_none_or(|old| old.title() != row.title()) {
            of_kind.name_changed(key);
        }
        if let Some(index) = of_kind.parent {
            let (before, after) = (old.and_then(|old| old.packed.id(index)), row.packed.id(index));
            if before != after {
                if let Some(siblings) = before.and_then(|parent| self.children.get_mut(&parent)) {
                    siblings.retain(|other| *other != key);
                }
                if let Some(parent) = after {
                    self.children.entry(parent).or_default().push(key);
                }
            }
        }
        if row.is::<FollowUp>() {
            self.update_touches(key, old);
        }
        self.update_columns(key);
        self.update_text(key);
    }

    /// How many records are kept.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Spaces that fewer people write come first.
fn writers_rank(space: SpaceClass) -> u8 {
    match space {
        SpaceClass::Official | SpaceClass::Management | SpaceClass::File => 0,
        SpaceClass::Me | SpaceClass::Pair => 1,
        SpaceClass::Team | SpaceClass::Book => 2,
        SpaceClass::Org | SpaceClass::Beside => 3,
    }
}
