//! Whether what changes do fits into a document, looked at before Automerge does it: it ends the program when it reads
//! back a value that took the place of another field's, or a change that wrote into what is not there.
//!
//! Documents hold maps of scalars. So an operation puts a scalar or a new map under a key of a map that is there, and what
//! it takes the place of stood under that key. Or it takes values away: putting the value that has won already, Automerge
//! writes a deletion of those that are concurrent to it.

use super::Document;
use automerge::legacy::{Key, ObjectId, Op, OpId, OpType};
use automerge::{ExpandedChange, ObjId, ObjType, ROOT, ReadDoc};

/// Changes that are about to be applied, as their authors' programs wrote them.
pub(super) struct Fitting<'a> {
    document: &'a Document,
    changes: &'a [ExpandedChange],
    /// Indices of `changes` by actor and first operation.
    order: Vec<usize>,
}

impl<'a> Fitting<'a> {
    pub fn new(document: &'a Document, changes: &'a [ExpandedChange]) -> Self {
        let mut order: Vec<usize> = (0..changes.len()).collect();
        order.sort_by(|a, b| place(&changes[*a]).cmp(&place(&changes[*b])));
        Self { document, changes, order }
    }

    pub fn all_fit(&self) -> bool {
        self.changes.iter().all(|change| {
            (change.start_op.get()..).zip(&change.operations).all(|(counter, op)| self.fits(counter, op))
        })
    }

    fn fits(&self, counter: u64, op: &Op) -> bool {
        let is_known = match op.action {
            OpType::Put(_) | OpType::Make(ObjType::Map) => !op.insert,
            OpType::Delete => !op.insert && !op.pred.is_empty(),
            _ => false,
        };
        let Key::Map(key) = &op.key else { return false };
        is_known
            && self.is_map(counter, &op.obj)
            && op.pred.iter().all(|replaced| replaced.0 < counter && self.stood(replaced, op, key))
    }

    fn is_map(&self, counter: u64, object: &ObjectId) -> bool {
        let ObjectId::Id(id) = object else { return true };
        match self.made(id) {
            Some(op) => id.0 < counter && matches!(op.action, OpType::Make(ObjType::Map)),
            None => matches!(self.document.automerge.object_type(named(id)), Ok(ObjType::Map)),
        }
    }

    /// Whether what an operation replaces was put where it puts something itself.
    fn stood(&self, replaced: &OpId, op: &Op, key: &str) -> bool {
        if let Some(made) = self.made(replaced) {
            return made.obj == op.obj && made.key == op.key;
        }
        let map = match &op.obj {
            ObjectId::Root => ROOT,
            ObjectId::Id(id) => named(id),
        };
        let automerge = &self.document.automerge;
        let replaced = named(replaced);
        let is_among = |values: Vec<(_, ObjId)>| values.iter().any(|(_, id)| *id == replaced);
        // Mostly it stands there still; else it did when its own change had been made.
        automerge.get_all(&map, key).is_ok_and(is_among)
            || automerge
                .hash_for_opid(&replaced)
                .is_some_and(|hash| automerge.get_all_at(&map, key, &[hash]).is_ok_and(is_among))
    }

    /// An operation of the changes themselves.
    fn made(&self, id: &OpId) -> Option<&Op> {
        let behind = self.order.partition_point(|at| place(&self.changes[*at]) <= (id.1.to_bytes(), id.0));
        let change = &self.changes[*self.order.get(behind.checked_sub(1)?)?];
        let offset = id.0.checked_sub(change.start_op.get()).filter(|_| change.actor_id == id.1)?;
        change.operations.get(usize::try_from(offset).ok()?)
    }
}

fn place(change: &ExpandedChange) -> (&[u8], u64) {
    (change.actor_id.to_bytes(), change.start_op.get())
}

fn named(id: &OpId) -> ObjId {
    ObjId::Id(id.0, id.1.clone(), 0)
}
