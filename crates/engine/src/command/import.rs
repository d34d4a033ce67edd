//! Bring in what stands in another program's files, and take it back.
//!
//! Every record that an import brings carries the import's id, so that any device can take it back at any time. What
//! is taken back loses that id with its life: a record that somebody deleted keeps it, and so stays deleted when the
//! same files are brought in again.

use super::Plan;
use super::record::{self, NewRecord, NewRecords};
use crate::document::RecordWrite;
use crate::packed::{Peek, ids};
use crate::projection::Row;
use crate::replica::Replica;
use crate::replica::shard::SHARD_RECORDS;
use contract::{FieldWrite, Refusal};
use domain::import::{Import, ImportId};
use domain::record::{FieldIndex, KindSpec, Value};
use domain::{Now, RecordId};
use std::collections::{BTreeMap, HashSet};

/// One batch of an import. What is here already stays as it is; of that, what the files say differently is named.
pub fn bring(
    replica: &Replica,
    now: Now,
    import: ImportId,
    about: &[FieldWrite],
    records: &[NewRecord],
) -> Result<Plan, Refusal> {
    let mut wanted = Vec::new();
    let mut new = NewRecords::new();
    let mut plan = Plan::default();
    for record in records {
        let (kind, id, fields) = record;
        let (spec, field) = brought(kind)?;
        let known = replica.projection.find(*id).filter(|row| row.live || row.packed.id(field).is_some());
        if let Some(row) = known {
            if row.live && differs(row, fields) {
                plan.kept.push((*id, String::new()));
            }
            continue;
        }
        replica.rights().write_kind(spec).map_err(Refusal::NotAllowed)?;
        if new.insert(*id, spec.name).is_some() {
            return Err(Refusal::AlreadyExists(*id));
        }
        wanted.push((spec, field, record));
    }
    if wanted.is_empty() {
        return Ok(plan);
    }
    plan.firsts = firsts(records);
    plan.firsts.insert(import.0, import.0);
    let known = replica.projection.find(import.0);
    if known.is_none_or(|row| !row.live) {
        let mut values = record::complete(replica, Import::SPEC, about, &new)?;
        record::sign(replica, now, Import::SPEC, &mut values);
        put(&mut plan, known, import.0, Import::SPEC, values);
    }
    for (spec, field, (_, id, fields)) in wanted {
        let mut values = record::complete(replica, spec, fields, &new)?;
        // The newest write of the record: whatever comes after it is somebody's change (`RecordState::as_imported`).
        values.push((field, Some(Value::Id(import.0))));
        put(&mut plan, replica.projection.find(*id), *id, spec, values);
    }
    Ok(plan)
}

/// Whether the files say something else of a record than what is here.
fn differs(row: &Row, fields: &[FieldWrite]) -> bool {
    let here = row.packed.fields();
    fields.iter().any(|write| {
        let field = row.kind.field(&write.field);
        field.is_some_and(|(index, _)| here.get(index) != write.value.as_ref())
    })
}

/// Which record names the document of each: all records of the batch are counted, also those that are here already, so
/// that whoever else brings in these files fills the same documents.
fn firsts(records: &[NewRecord]) -> BTreeMap<RecordId, RecordId> {
    let mut firsts = BTreeMap::new();
    // The kind, the document's first record, and how many it has: an import brings a handful of kinds.
    let mut open: Vec<(&str, RecordId, usize)> = Vec::new();
    for (kind, id, _) in records {
        let at = open.iter().position(|(other, ..)| other == kind).unwrap_or_else(|| {
            open.push((kind, *id, 0));
            open.len() - 1
        });
        let (_, first, count) = &mut open[at];
        if *count == SHARD_RECORDS {
            (*first, *count) = (*id, 0);
        }
        *count += 1;
        firsts.insert(*id, *first);
    }
    firsts
}

/// Take back what an import brought. What somebody changed stays, what others refer to stays, and so does what those
/// need.
pub fn take_back(replica: &Replica, import: ImportId) -> Result<Plan, Refusal> {
    let row = replica.projection.find(import.0).filter(|row| row.is::<Import>());
    let row = row.ok_or(Refusal::NoSuchRecord(import.0))?;
    let mut plan = Plan::default();
    let came = came_with(replica, import);
    let kept = kept(replica, &came);
    let rights = replica.rights();
    for (id, field) in &came {
        let Some(row) = replica.projection.find(*id) else { continue };
        if kept.contains(id) {
            plan.kept.push((*id, String::new()));
            continue;
        }
        rights.delete(row).map_err(Refusal::NotAllowed)?;
        plan.writes.push(RecordWrite { id: *id, kind: row.kind, fields: vec![(*field, None)], live: false });
    }
    if row.live {
        plan.writes.push(RecordWrite { id: import.0, kind: Import::SPEC, fields: Vec::new(), live: false });
    }
    Ok(plan)
}

/// Live records that an import brought, with the field that says so.
fn came_with(replica: &Replica, import: ImportId) -> BTreeMap<RecordId, FieldIndex> {
    let kinds = domain::KINDS.iter().filter_map(|kind| Some((kind.name, kind.import()?)));
    kinds
        .flat_map(|(kind, field)| replica.projection.of_kind(kind).map(move |row| (row, field)))
        .filter(|(row, field)| row.live && row.packed.id(*field) == Some(import.0))
        .map(|(row, field)| (row.id, field))
        .collect()
}

/// Which of them stay.
fn kept(replica: &Replica, came: &BTreeMap<RecordId, FieldIndex>) -> HashSet<RecordId> {
    let mut kept = HashSet::new();
    let mut next: Vec<&Row> = Vec::new();
    for row in replica.projection.rows().filter(|row| row.live) {
        let was_brought = came.contains_key(&row.id);
        if was_brought && !row.as_imported {
            kept.insert(row.id);
        }
        if !was_brought || !row.as_imported {
            next.push(row);
        }
    }
    while let Some(row) = next.pop() {
        for id in pointed_to(row).filter(|id| came.contains_key(id)) {
            if kept.insert(id) {
                next.extend(replica.projection.find(id));
            }
        }
    }
    kept
}

fn pointed_to(row: &Row) -> impl Iterator<Item = RecordId> + '_ {
    row.packed.iter().flat_map(|(_, value)| {
        let (one, many) = match value {
            Peek::Id(id) => (Some(id), [].as_slice()),
            Peek::Ids(bytes) => (None, bytes),
            _ => (None, [].as_slice()),
        };
        one.into_iter().chain(ids(many))
    })
}

/// The kind with this name and its field for the import, where imports bring such records.
fn brought(kind: &str) -> Result<(&'static KindSpec, FieldIndex), Refusal> {
    let spec = domain::kind(kind);
    spec.and_then(|spec| Some((spec, spec.import()?))).ok_or_else(|| Refusal::UnknownKind(kind.to_owned()))
}

/// A record anew, or again.
fn put(
    plan: &mut Plan,
    known: Option<&Row>,
    id: RecordId,
    kind: &'static KindSpec,
    fields: Vec<(FieldIndex, Option<Value>)>,
) {
    match known {
        None => plan.create(id, kind, fields),
        Some(_) => plan.writes.push(RecordWrite { id, kind, fields, live: true }),
    }
}
