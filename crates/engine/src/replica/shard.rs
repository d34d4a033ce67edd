//! Which document takes a new record.

use super::Replica;
use crate::projection::DocumentKey;
use crate::storage::DocumentId;
use chrono::{Datelike, NaiveDate};
use domain::RecordId;
use domain::record::{KindSpec, Shard};
use std::collections::HashMap;
use wire::SpaceId;
use wire::access::SpaceCreate;

/// A document takes this many records, so that touching a cold one costs a few milliseconds on a phone. See
/// ARCHITECTURE.md for the measurement behind the number.
pub const SHARD_RECORDS: usize = 120;

/// What a document of this kind collects: the kind's name, with the month for kinds that roll over.
pub fn shard_name(kind: &KindSpec, today: NaiveDate) -> String {
    match kind.shard {
        Shard::ByCount => kind.name.to_owned(),
        Shard::ByMonth => format!("{}/{:04}-{:02}", kind.name, today.year(), today.month()),
    }
}

/// Documents that still take records, while one command places many.
#[derive(Default)]
pub struct Placing {
    open: HashMap<(SpaceId, String), (DocumentKey, usize)>,
}

impl Placing {
    /// The document for one more record of this shard: the fullest one that is not full, else a new one.
    pub fn place(&mut self, replica: &mut Replica, space: SpaceId, shard: &str) -> DocumentKey {
        let wanted = (space, shard.to_owned());
        if let Some((document, room)) = self.open.get_mut(&wanted)
            && *room > 0
        {
            *room -= 1;
            return *document;
        }
        let (document, room) = match fullest(replica, space, shard) {
            // When the stored ones are full for this command already, begin a new one.
            Some((document, room)) if !self.open.contains_key(&wanted) => (document, room),
            _ => {
                let id = DocumentId(replica.random());
                (replica.projection.ensure_document(id, space, shard), SHARD_RECORDS)
            }
        };
        self.open.insert(wanted, (document, room - 1));
        document
    }
}

/// The document that a record gives its name: the same one on every device, so that a record that several of them make
/// is one record with all that is written to it. Nobody without the space's key can tell that it is named after anything.
pub fn named(replica: &mut Replica, space: SpaceId, shard: &str, first: RecordId) -> Option<DocumentKey> {
    // Whoever joins later is given the first key, too.
    let key = replica.keys.get(&(space, SpaceCreate::FIRST_EPOCH))?;
    let id = DocumentId(key.document_tag(shard, &first.0).0);
    Some(replica.projection.ensure_document(id, space, shard))
}

/// The fullest document of a shard that still takes records, and for how many.
pub fn fullest(replica: &Replica, space: SpaceId, shard: &str) -> Option<(DocumentKey, usize)> {
    let documents = replica.projection.documents();
    let open = documents.iter().enumerate().filter(|(_, entry)| {
        entry.space == space && entry.shard == shard && entry.rows.len() < SHARD_RECORDS
    });
    open.max_by_key(|(_, entry)| (entry.rows.len(), entry.id))
        .map(|(key, entry)| (key as DocumentKey, SHARD_RECORDS - entry.rows.len()))
}
