//! What records are called in the values of others, and values that lost.

use super::Asking;
use crate::projection::Row;
use contract::view::TwoEdits;
use domain::RecordId;
use domain::record::Value;
use std::collections::BTreeSet;

/// The titles of all records in these values, each once, by id; without those that have not arrived.
pub fn of<'a>(asking: &Asking<'_>, values: impl Iterator<Item = &'a Value>) -> Vec<(RecordId, String)> {
    let mut ids = BTreeSet::new();
    for value in values {
        match value {
            Value::Id(id) => drop(ids.insert(*id)),
            Value::Ids(set) => ids.extend(set),
            _ => {}
        }
    }
    let known = ids.into_iter().filter_map(|id| asking.projection.find(id));
    known.map(|row| (row.id, row.title().to_owned())).collect()
}

/// The fields that were edited twice at the same time.
pub fn two_edits(row: &Row) -> Vec<TwoEdits> {
    let fields = row.two_edits.iter().flat_map(|two_edits| two_edits.iter());
    fields
        .filter_map(|(index, others)| {
            let field = row.kind.fields.get(usize::from(*index))?;
            Some(TwoEdits { field: field.name.to_owned(), others: others.clone() })
        })
        .collect()
}
