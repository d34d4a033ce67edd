//! The slow, obvious model: every change ever made, read operation by operation into plain maps.
//!
//! A write is visible when no other write names it as its predecessor. Of the visible writes of a field the one with
//! the highest (number, actor) is the value and the others are "two edits"; a record is live when any visible `live`
//! is above zero; a member is in a set when any visible write says so. Where several devices made a record, the highest
//! one that is live and that somebody has written to since an import is the record, and what others of that sort say
//! differently are "two edits". Nothing here knows how documents are kept, loaded, patched or projected.

use crate::Device;
use automerge::legacy::{Key, ObjectId, OpId, OpType};
use automerge::{Change, ObjType, ScalarValue};
use chrono::NaiveDate;
use domain::record::{FieldIndex, FieldType, Fields, Value};
use domain::{RecordId, Timestamp};
use engine::storage;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wire::{Envelope, Epoch, SpaceId, SpaceKey};

/// A record as the changes say it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelRecord {
    /// Its kind's name.
    pub kind: String,
    /// Whether it is live.
    pub live: bool,
    /// Its fields.
    pub fields: Fields,
    /// What lost.
    pub two_edits: BTreeMap<FieldIndex, Vec<Option<Value>>>,
}

/// An operation's number and actor.
type Stamp = (u64, Vec<u8>);
/// A field of an object.
type Place = (Option<Stamp>, String);

enum Written {
    Map,
    Scalar(ScalarValue),
}

/// All writes of one document.
#[derive(Default)]
struct Writes {
    all: BTreeMap<Place, BTreeMap<Stamp, Written>>,
    overwritten: BTreeSet<(Place, Stamp)>,
}

/// See the module.
#[derive(Default)]
pub struct Model {
    documents: BTreeMap<(SpaceId, [u8; 16]), Writes>,
    texts: BTreeSet<String>,
}

impl Model {
    /// Everything in the envelopes that a device keeps, except what lies in quarantine.
    pub fn of(device: &Device) -> Self {
        let replica = device.replica();
        let quarantined = replica.sync.quarantined();
        let envelopes = device.disk.now.scan(storage::ENVELOPES).into_iter().filter_map(|(_, bytes)| {
            let envelope = Envelope::verify(bytes).ok()?;
            (!quarantined.contains_key(&envelope.id())).then_some(envelope)
        });
        Self::read(envelopes, &replica.keys)
    }

    /// Everything in the envelopes that somebody of these keeps, as far as the first may read it: for a device that has a
    /// snapshot in the place of envelopes.
    pub fn of_all(first: &Device, devices: &[&Device]) -> Self {
        let all = devices.iter().flat_map(|device| device.disk.now.scan(storage::ENVELOPES));
        let all: BTreeMap<_, _> = all.collect();
        let envelopes = all.into_values().filter_map(|bytes| Envelope::verify(bytes).ok());
        Self::read(envelopes, &first.replica().keys)
    }

    /// Everything in these envelopes that the keys open.
    pub fn read(
        envelopes: impl Iterator<Item = Envelope>,
        keys: &HashMap<(SpaceId, Epoch), SpaceKey>,
    ) -> Self {
        let mut model = Self::default();
        for envelope in envelopes {
            let header = envelope.header();
            let Some(key) = keys.get(&(header.space, header.epoch)) else { continue };
            let Ok(body) = envelope.open(key) else { continue };
            for bytes in body.changes {
                if let Ok(change) = Change::from_bytes(bytes) {
                    model.add(header.space, body.document, &change);
                }
            }
        }
        model
    }

    fn add(&mut self, space: SpaceId, document: [u8; 16], change: &Change) {
        let writes = self.documents.entry((space, document)).or_default();
        let change = change.decode();
        let actor = change.actor_id.to_bytes().to_vec();
        for (offset, op) in change.operations.iter().enumerate() {
            let Key::Map(key) = &op.key else { continue };
            let object = match &op.obj {
                ObjectId::Root => None,
                ObjectId::Id(id) => Some(stamp(id)),
            };
            let place = (object, key.to_string());
            for before in op.pred.iter() {
                writes.overwritten.insert((place.clone(), stamp(before)));
            }
            let written = match &op.action {
                OpType::Make(ObjType::Map) => Written::Map,
                OpType::Put(value) => Written::Scalar(value.clone()),
                _ => continue,
            };
            if let Written::Scalar(ScalarValue::Str(text)) = &written {
                self.texts.insert(text.to_string());
            }
            let at = (change.start_op.get() + offset as u64, actor.clone());
            writes.all.entry(place).or_default().insert(at, written);
        }
    }

    /// Whether anybody ever wrote exactly this text.
    pub fn has_text(&self, text: &str) -> bool {
        self.texts.contains(text)
    }

    /// Every record of one space. What two documents hold is that of the smaller one.
    pub fn records(&self, space: SpaceId) -> BTreeMap<RecordId, ModelRecord> {
        let of_space = self.documents.iter().filter(|((other, _), _)| *other == space);
        of_space.rev().flat_map(|(_, writes)| writes.records()).collect()
    }
}

impl Writes {
    /// Visible writes, the winner last.
    fn visible(&self, place: &Place) -> Vec<(&Stamp, &Written)> {
        let all = self.all.get(place).into_iter().flatten();
        all.filter(|(stamp, _)| !self.overwritten.contains(&(place.clone(), (*stamp).clone()))).collect()
    }

    fn scalars(&self, place: &Place) -> Vec<&ScalarValue> {
        fn scalar(written: &Written) -> Option<&ScalarValue> {
            match written {
                Written::Scalar(value) => Some(value),
                Written::Map => None,
            }
        }
        self.visible(place).into_iter().filter_map(|(_, written)| scalar(written)).collect()
    }

    fn records(&self) -> Vec<(RecordId, ModelRecord)> {
        let objects = self.all.keys().filter(|(object, _)| object.is_some()).filter_map(|place| {
            let id: RecordId = place.1.parse().ok()?;
            let made = self.visible(place).into_iter().filter(|(_, written)| matches!(written, Written::Map));
            let mut made: Vec<(ModelRecord, bool)> = made
                .filter_map(|(object, _)| Some((self.record(object)?, self.is_as_imported(object))))
                .collect();
            // The highest first, then what counts more than it.
            made.reverse();
            made.sort_by_key(|(record, is_as_imported)| (!record.live, *is_as_imported));
            let mut made = made.into_iter();
            let (mut record, _) = made.next()?;
            for (other, _) in made.filter(|(other, is_as_imported)| other.live && !is_as_imported) {
                for index in 0..domain::kind(&record.kind)?.fields.len() as FieldIndex {
                    let theirs = other.fields.get(index).cloned();
                    if theirs.as_ref() != record.fields.get(index) {
                        record.two_edits.entry(index).or_default().push(theirs);
                    }
                }
            }
            for lost in record.two_edits.values_mut() {
                lost.sort();
                lost.dedup();
            }
            Some((id, record))
        });
        objects.collect()
    }

    /// Whether the newest of all visible writes is that of the import it came with.
    fn is_as_imported(&self, object: &Stamp) -> bool {
        let places = self.all.keys().filter(|(of, _)| of.as_ref() == Some(object));
        let visible = places
            .flat_map(|place| self.visible(place).into_iter().map(|(at, written)| (at.0, &place.1, written)));
        let newest = visible.max_by_key(|(number, key, _)| (*number, *key != "import"));
        newest.is_some_and(|(_, key, written)| {
            key == "import" && !matches!(written, Written::Scalar(ScalarValue::Null))
        })
    }

    fn record(&self, object: &Stamp) -> Option<ModelRecord> {
        let at = |key: &str| (Some(object.clone()), key.to_owned());
        let ScalarValue::Str(kind) = self.scalars(&at("kind")).pop()? else { return None };
        let live =
            self.scalars(&at("live")).iter().any(|value| matches!(value, ScalarValue::Int(n) if *n > 0));
        let mut record = ModelRecord {
            kind: kind.to_string(),
            live,
            fields: Fields::default(),
            two_edits: BTreeMap::new(),
        };
        let spec = domain::kind(&record.kind)?;
        for (index, field) in spec.fields.iter().enumerate() {
            let index = index as FieldIndex;
            if let FieldType::References(_) = field.field_type {
                let members = self.members(object, field.name);
                record.fields.set(index, (!members.is_empty()).then_some(Value::Ids(members)));
                continue;
            }
            let mut values: Vec<Option<Value>> = self
                .scalars(&at(field.name))
                .into_iter()
                .map(|value| read(field.field_type, value))
                .collect();
            let Some(winner) = values.pop() else { continue };
            values.retain(|other| *other != winner);
            values.sort();
            values.dedup();
            if !values.is_empty() {
                record.two_edits.insert(index, values);
            }
            record.fields.set(index, winner);
        }
        Some(record)
    }

    fn members(&self, object: &Stamp, field: &str) -> BTreeSet<RecordId> {
        let prefix = format!("{field}/");
        let places = self.all.keys().filter(|(of, _)| of.as_ref() == Some(object));
        let members = places.filter_map(|place| {
            let member = place.1.strip_prefix(&prefix)?.parse().ok()?;
            let is_in = self.scalars(place).iter().any(|value| matches!(value, ScalarValue::Boolean(true)));
            is_in.then_some(member)
        });
        members.collect()
    }
}

fn stamp(id: &OpId) -> Stamp {
    (id.0, id.1.to_bytes().to_vec())
}

fn read(field_type: FieldType, value: &ScalarValue) -> Option<Value> {
    Some(match (field_type, value) {
        (FieldType::Date, ScalarValue::Str(text)) => {
            Value::Date(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?)
        }
        (FieldType::Text | FieldType::Choice(_), ScalarValue::Str(text)) => Value::Text(text.to_string()),
        (FieldType::Int | FieldType::Money | FieldType::Minutes | FieldType::Clock, ScalarValue::Int(n)) => {
            Value::Int(*n)
        }
        (FieldType::Bool, ScalarValue::Boolean(b)) => Value::Bool(*b),
        (FieldType::Time, ScalarValue::Timestamp(at)) => Value::Time(Timestamp(*at)),
        (FieldType::Reference(_) | FieldType::AnyReference, ScalarValue::Bytes(id)) => {
            Value::Id(RecordId(id.as_slice().try_into().ok()?))
        }
        _ => return None,
    })
}
