//! Take back what a batch changed. A field that somebody changed since is left alone and named.

use super::Plan;
use crate::document::RecordWrite;
use crate::replica::Replica;
use contract::{BatchId, Refusal};

pub fn undo(replica: &Replica, batch: BatchId) -> Result<Plan, Refusal> {
    let deed = replica.done.find_batch(batch).ok_or(Refusal::CannotUndo)?;
    let mut plan = Plan::default();
    for done in &deed.records {
        let Some(row) = replica.projection.find(done.id) else { continue };
        let now = row.packed.fields();
        let mut fields = Vec::new();
        let mut untouched = row.live == done.is_live;
        for (index, before, after) in &done.fields {
            if now.get(*index) == after.as_ref() {
                fields.push((*index, before.clone()));
            } else {
                untouched = false;
                let field = row.kind.fields.get(usize::from(*index));
                plan.kept.push((done.id, field.map_or("", |field| field.name).to_owned()));
            }
        }
        match done.was_live {
            // Made by the batch: gone again, unless somebody has worked on it since.
            None if untouched => {
                plan.writes.push(RecordWrite {
                    id: done.id,
                    kind: row.kind,
                    fields: Vec::new(),
                    live: false,
                });
            }
            None => {}
            Some(was_live) => {
                let live = if row.live == done.is_live { was_live } else { row.live };
                if !fields.is_empty() || live != row.live {
                    plan.writes.push(RecordWrite { id: done.id, kind: row.kind, fields, live });
                }
            }
        }
    }
    Ok(plan)
}
