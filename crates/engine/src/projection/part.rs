//! The projection on disk: per document a base and deltas, each a run of rows tagged with the document's heads.
//!
//! Bytes: format (1), schema fingerprint (8), space (16), shard (length, UTF-8), number of heads, heads (32 each),
//! then per row: id (16), kind (1), flags (1), length and packed fields, and with flag 2 length and two edits
//! (postcard). A part of another schema is ignored: its document is read again.

use super::{DocumentEntry, DocumentKey, Projection, Row, RowKey};
use crate::packed::{Packed, put_varint, take_varint};
use crate::storage::DocumentId;
use domain::few;
use domain::record::{FieldIndex, Value};
use std::rc::Rc;
use std::sync::OnceLock;
use wire::SpaceId;

const FORMAT: u8 = 3;
const LIVE: u8 = 1;
const TWO_EDITS: u8 = 2;
const AS_IMPORTED: u8 = 4;

/// A number that changes whenever a kind or field is added or changed. Computed once: a start opens hundreds of parts.
pub fn schema_fingerprint() -> u64 {
    static OF_THIS_BUILD: OnceLock<u64> = OnceLock::new();
    *OF_THIS_BUILD.get_or_init(hash_kinds)
}

fn hash_kinds() -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325; // FNV-1a
    let mut feed = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for kind in domain::KINDS {
        feed(kind.name);
        for field in kind.fields {
            feed(field.name);
            feed(&format!("{:?}", field.field_type));
        }
    }
    hash
}

/// One stored run of rows.
pub struct Part {
    blob: Rc<[u8]>,
    space: SpaceId,
    shard: String,
    heads: Vec<[u8; 32]>,
    rows_at: usize,
}

impl Part {
    /// Write the given rows of a document.
    pub fn write(projection: &Projection, document: DocumentKey, rows: &[RowKey]) -> Vec<u8> {
        Self::write_rows(projection.document(document), rows.iter().map(|key| projection.row(*key)))
    }

    /// Write rows that need not be shown yet.
    pub fn write_rows<'a>(entry: &DocumentEntry, rows: impl ExactSizeIterator<Item = &'a Row>) -> Vec<u8> {
        let mut out = Vec::with_capacity(128 + rows.len() * 128);
        out.push(FORMAT);
        out.extend_from_slice(&schema_fingerprint().to_be_bytes());
        out.extend_from_slice(&entry.space.0);
        put_varint(&mut out, entry.shard.len() as u64);
        out.extend_from_slice(entry.shard.as_bytes());
        put_varint(&mut out, entry.heads.len() as u64);
        entry.heads.iter().for_each(|head| out.extend_from_slice(head));
        for row in rows {
            let kind = domain::KINDS.iter().position(|kind| kind.name == row.kind.name).unwrap_or(usize::MAX);
            out.extend_from_slice(&row.id.0);
            out.push(kind as u8);
            let flags =
                [(row.live, LIVE), (row.two_edits.is_some(), TWO_EDITS), (row.as_imported, AS_IMPORTED)];
            out.push(flags.iter().filter(|(is_set, _)| *is_set).fold(0, |all, (_, flag)| all | flag));
            put_varint(&mut out, row.packed.bytes().len() as u64);
            out.extend_from_slice(row.packed.bytes());
            if let Some(two_edits) = &row.two_edits {
                let bytes = postcard::to_stdvec(two_edits.as_slice()).unwrap_or_default();
                put_varint(&mut out, bytes.len() as u64);
                out.extend_from_slice(&bytes);
            }
        }
        out
    }

    /// Read the head of a part; `None` when it is damaged or of another schema.
    pub fn open(bytes: Vec<u8>) -> Option<Self> {
        let blob: Rc<[u8]> = bytes.into();
        let (head, mut rest) = blob.split_at_checked(25)?;
        if head[0] != FORMAT || head[1..9] != schema_fingerprint().to_be_bytes() {
            return None;
        }
        let space = SpaceId(head[9..25].try_into().ok()?);
        let length = usize::try_from(take_varint(&mut rest)?).ok()?;
        let (shard, mut rest) = rest.split_at_checked(length)?;
        let shard = std::str::from_utf8(shard).ok()?.to_owned();
        let count = usize::try_from(take_varint(&mut rest)?).ok()?;
        let (heads, rows) = rest.split_at_checked(count.checked_mul(32)?)?;
        let heads = heads.chunks_exact(32).filter_map(|head| head.try_into().ok()).collect();
        let rows_at = blob.len() - rows.len();
        Some(Self { space, shard, heads, rows_at, blob })
    }

    /// The shard that the document collects.
    pub fn shard(&self) -> &str {
        &self.shard
    }

    /// The heads that the document has with these rows.
    pub fn heads(&self) -> &[[u8; 32]] {
        &self.heads
    }

    /// Where the document belongs.
    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// The rows as those of a document. `None` when they cannot be read.
    pub fn rows(&self, document: DocumentKey) -> Option<Vec<Row>> {
        let mut rest = &self.blob[self.rows_at..];
        let mut rows = Vec::new();
        while !rest.is_empty() {
            rows.push(self.take_row(&mut rest, document)?);
        }
        Some(rows)
    }

    /// Put the part's rows into the projection. `None` when it is damaged: the document must be read again.
    pub fn load(&self, projection: &mut Projection, id: DocumentId) -> Option<DocumentKey> {
        let document = projection.ensure_document(id, self.space, &self.shard);
        let mut rest = &self.blob[self.rows_at..];
        while !rest.is_empty() {
            let row = self.take_row(&mut rest, document)?;
            projection.upsert_row(row);
        }
        projection.document_mut(document).heads.clone_from(&self.heads);
        Some(document)
    }

    fn take_row(&self, rest: &mut &[u8], document: DocumentKey) -> Option<Row> {
        let (head, after) = rest.split_first_chunk::<18>()?;
        *rest = after;
        let id = domain::RecordId(head[..16].try_into().ok()?);
        let kind = *domain::KINDS.get(usize::from(head[16]))?;
        let packed = self.take_span(rest)?;
        let two_edits = if head[17] & TWO_EDITS != 0 {
            let span = self.take_span(rest)?;
            let pairs: Vec<(FieldIndex, Vec<Option<Value>>)> = postcard::from_bytes(span.bytes()).ok()?;
            Some(Box::new(few::map(pairs.into_iter())))
        } else {
            None
        };
        let has = |flag| head[17] & flag != 0;
        Some(Row { id, document, kind, live: has(LIVE), packed, as_imported: has(AS_IMPORTED), two_edits })
    }

    fn take_span(&self, rest: &mut &[u8]) -> Option<Packed> {
        let length = usize::try_from(take_varint(rest)?).ok()?;
        let start = self.blob.len() - rest.len();
        let (_, after) = rest.split_at_checked(length)?;
        *rest = after;
        Packed::within(&self.blob, start, start + length)
    }
}
