//! Who changed what when on one record, read from the document's changes.

use super::{Document, KIND, LIVE, scalar};
use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{ObjType, Value as Stored};
use domain::RecordId;
use domain::record::{FieldType, KindSpec, Value};
use std::collections::{BTreeMap, BTreeSet};

/// One change as far as it concerns one record.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordChange {
    /// The change's hash.
    pub hash: [u8; 32],
    /// The actor's bytes: they begin with the device.
    pub actor: Vec<u8>,
    /// When the author's clock said it was.
    pub time_seconds: i64,
    /// It made the record.
    pub created: bool,
    /// The `live` register it wrote, if it did, when that differs from before.
    pub live: Option<bool>,
    /// Field name, before, after.
    pub fields: Vec<(&'static str, Option<Value>, Option<Value>)>,
}

impl Document {
    /// The record's changes, oldest first (causal order).
    pub fn history(&self, id: RecordId, spec: &'static KindSpec) -> Vec<RecordChange> {
        let key = id.to_string();
        let mut objects: BTreeSet<(u64, Vec<u8>)> = BTreeSet::new();
        let mut now: BTreeMap<&'static str, Value> = BTreeMap::new();
        let mut live = false;
        let mut entries = Vec::new();
        for change in self.automerge.get_changes(&[]) {
            let expanded = change.decode();
            let actor = expanded.actor_id.to_bytes().to_vec();
            let mut entry = RecordChange {
                hash: change.hash().0,
                actor: actor.clone(),
                time_seconds: expanded.time,
                created: false,
                live: None,
                fields: Vec::new(),
            };
            let mut after = now.clone();
            let mut concerns = false;
            for (offset, op) in expanded.operations.iter().enumerate() {
                if makes_record(op, &key) {
                    objects.insert((expanded.start_op.get() + offset as u64, actor.clone()));
                    entry.created = true;
                    concerns = true;
                    continue;
                }
                let ObjectId::Id(OpId(counter, of)) = &op.obj else { continue };
                let Key::Map(name) = &op.key else { continue };
                if !objects.contains(&(*counter, of.to_bytes().to_vec())) {
                    continue;
                }
                concerns = true;
                let OpType::Put(stored) = &op.action else { continue };
                let stored = Stored::Scalar(std::borrow::Cow::Borrowed(stored));
                match name.as_str() {
                    KIND => {}
                    LIVE => {
                        let written = stored.as_i64().is_some_and(|n| n > 0);
                        if written != live {
                            entry.live = Some(written);
                        }
                        live = written;
                    }
                    name => put(&mut after, spec, name, &stored),
                }
            }
            if concerns {
                entry.fields = spec
                    .fields
                    .iter()
                    .filter(|field| now.get(field.name) != after.get(field.name))
                    .map(|field| (field.name, now.get(field.name).cloned(), after.get(field.name).cloned()))
                    .collect();
                now = after;
                entries.push(entry);
            }
        }
        entries
    }
}

fn makes_record(op: &Op, key: &str) -> bool {
    matches!(op.action, OpType::Make(ObjType::Map))
        && matches!(&op.key, Key::Map(name) if name.as_str() == key)
}

fn put(after: &mut BTreeMap<&'static str, Value>, spec: &KindSpec, name: &str, stored: &Stored<'_>) {
    let (name, member) = match name.split_once('/') {
        Some((name, member)) => (name, member.parse::<RecordId>().ok()),
        None => (name, None),
    };
    let Some((_, field)) = spec.field(name) else { return };
    match (field.field_type, member) {
        (FieldType::References(_), Some(member)) => {
            let mut ids = match after.remove(field.name) {
                Some(Value::Ids(ids)) => ids,
                _ => BTreeSet::new(),
            };
            if stored.as_bool() == Some(true) {
                ids.insert(member);
            } else {
                ids.remove(&member);
            }
            if !ids.is_empty() {
                after.insert(field.name, Value::Ids(ids));
            }
        }
        (field_type, None) => match scalar::read(field_type, stored) {
            Some(value) => drop(after.insert(field.name, value)),
            None => drop(after.remove(field.name)),
        },
        _ => {}
    }
}
