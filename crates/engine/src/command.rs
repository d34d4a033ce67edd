//! What a person does, checked against rules and role before anything changes.
//!
//! A command becomes a [`Plan`]: record writes, decided from the projection alone. Carrying it out is
//! [`crate::replica::Replica::edit`]'s business.

mod deal;
mod follow_up;
mod help_request;
mod import;
mod record;
pub mod task;
mod undo;

pub use record::new_members_record;

use crate::document::RecordWrite;
use crate::projection::Row;
use crate::replica::Replica;
use contract::command::Made;
use contract::{Command, Refusal};
use domain::record::{FieldIndex, KindSpec, Mark, Value};
use domain::{Now, RecordId};
use std::collections::BTreeMap;

/// What a command will write.
#[derive(Default)]
pub struct Plan {
    pub writes: Vec<RecordWrite>,
    /// For new records that belong to another one: which. They go into its space.
    pub parents: BTreeMap<RecordId, RecordId>,
    /// For new records that other devices may make as well: the first one of the document that each goes into.
    pub firsts: BTreeMap<RecordId, RecordId>,
    /// Something for the person to take away.
    pub made: Option<Made>,
    /// Fields that an undo leaves alone.
    pub kept: Vec<(RecordId, String)>,
}

impl Plan {
    /// A new record.
    pub fn create(
        &mut self,
        id: RecordId,
        kind: &'static KindSpec,
        fields: Vec<(FieldIndex, Option<Value>)>,
    ) {
        let parent = fields.iter().find_map(|(index, value)| {
            let field = kind.fields.get(usize::from(*index))?;
            match value {
                Some(Value::Id(parent)) if field.has(Mark::Parent) => Some(*parent),
                _ => None,
            }
        });
        if let Some(parent) = parent {
            self.parents.insert(id, parent);
        }
        self.writes.push(RecordWrite { id, kind, fields, live: true });
    }
}

/// Change fields of a record, as far as they differ.
fn change(row: &Row, mut values: Vec<(FieldIndex, Option<Value>)>) -> Result<Plan, Refusal> {
    let before = row.packed.fields();
    for (index, value) in &values {
        let Some(field) = row.kind.fields.get(usize::from(*index)) else { continue };
        field.check(value.as_ref()).map_err(|broken| record::fault(row.kind, field, broken))?;
    }
    values.retain(|(index, value)| before.get(*index) != value.as_ref());
    let mut plan = Plan::default();
    if !values.is_empty() {
        plan.writes.push(RecordWrite { id: row.id, kind: row.kind, fields: values, live: true });
    }
    Ok(plan)
}

/// Decide what a command on records writes; `None` for commands that are not about records.
pub fn plan(replica: &Replica, now: Now, command: &Command) -> Option<Result<Plan, Refusal>> {
    Some(match command {
        Command::Create { kind, id, fields } => record::create(replica, now, kind, *id, fields),
        Command::CreateMany { records } => record::create_many(replica, now, records),
        Command::Import { import, about, records } => import::bring(replica, now, *import, about, records),
        Command::UndoImport { import } => import::take_back(replica, *import),
        Command::Edit { id, fields } => record::edit(replica, now, *id, fields),
        Command::EditMany { ids, fields } => record::edit_many(replica, now, ids, fields),
        Command::EditEach { edits } => record::edit_each(replica, now, edits),
        Command::Delete { id } => record::set_live(replica, *id, false),
        Command::Restore { id } => record::set_live(replica, *id, true),
        Command::MoveTask { id, to, said } => task::go_to(replica, now, *id, *to, said),
        Command::RateTask { id, quality, feedback } => task::rate(replica, *id, *quality, feedback),
        Command::MoveDeal { id, stage, loss_reason } => deal::go_to(replica, now, *id, *stage, loss_reason),
        Command::SolveHelp { id, solution } => help_request::solve(replica, now, *id, solution),
        Command::LogFollowUp { .. } => follow_up::log(replica, now, command),
        Command::Undo { batch } => undo::undo(replica, *batch),
        _ => return None,
    })
}
