//! Which records changes concern, read from their operations.
//!
//! Automerge's patches tell of winners only: a third concurrent value of a field that was in conflict before makes
//! no patch, yet "two edits" shows it.

use super::Document;
use automerge::legacy::{Key, ObjectId, OpId, OpType};
use automerge::{ExpandedChange, ObjId, Prop, ReadDoc};
use domain::RecordId;
use std::collections::{BTreeMap, BTreeSet};

impl Document {
    /// The records that these changes, which were applied, wrote to.
    pub fn touched_records(&self, changes: &[ExpandedChange]) -> BTreeSet<RecordId> {
        let mut touched = BTreeSet::new();
        let mut objects: BTreeMap<OpId, Option<Touched>> = BTreeMap::new();
        for change in changes {
            for (op, counter) in change.operations.iter().zip(change.start_op.get()..) {
                let ObjectId::Id(id) = &op.obj else { continue };
                let object = objects.entry(id.clone()).or_insert_with(|| self.object(id));
                match (object, &op.key) {
                    (Some(Touched::Record(id)), _) => drop(touched.insert(*id)),
                    (Some(Touched::RecordMap), Key::Map(key)) => {
                        let record = key.parse::<RecordId>().ok();
                        touched.extend(record);
                        // What follows in a new record names it by this operation.
                        if let OpType::Make(_) = op.action {
                            let made = OpId(counter, change.actor_id.clone());
                            objects.insert(made, record.map(Touched::Record));
                        }
                    }
                    _ => {}
                }
            }
        }
        touched
    }

    fn object(&self, id: &OpId) -> Option<Touched> {
        let (object, _) = self.automerge.import(&format!("{}@{}", id.0, id.1)).ok()?;
        if object == self.records {
            return Some(Touched::RecordMap);
        }
        self.record_of(&object).map(Touched::Record)
    }

    /// The record that an object is, or is part of.
    fn record_of(&self, object: &ObjId) -> Option<RecordId> {
        let mut parents = self.automerge.parents(object).ok()?;
        let parent = parents.find(|parent| parent.obj == self.records)?;
        match parent.prop {
            Prop::Map(key) => key.parse().ok(),
            Prop::Seq(_) => None,
        }
    }
}

enum Touched {
    RecordMap,
    Record(RecordId),
}
