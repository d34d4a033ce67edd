//! What a person does, checked against rules and role before anything changes.
//!
//! A command becomes a [`Plan`]: record writes, decided from the projection alone. Carrying it out is
//! [`crate::replica::Replica::edit`]'s business.

mod follow_up;
mod record;
mod undo;

pub use record::new_members_record;

use crate::document::RecordWrite;
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
    /// Something for the person to take away.
    pub made: Option<Made>,
    /// Fields that an undo leaves alone.
    pub kept: Vec<(RecordId, String)>,
}

impl Plan {
    /// A new record.
    fn create(&mut self, id: RecordId, kind: &'static KindSpec, fields: Vec<(FieldIndex, Option<Value>)>) {
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

/// Decide what a command on records writes; `None` for commands that are not about records.
pub fn plan(replica: &Replica, now: Now, command: &Command) -> Option<Result<Plan, Refusal>> {
    Some(match command {
        Command::Create { kind, id, fields } => record::create(replica, kind, *id, fields),
        Command::CreateMany { records } => record::create_many(replica, records),
        Command::Edit { id, fields } => record::edit(replica, *id, fields),
        Command::Delete { id } => record::set_live(replica, *id, false),
        Command::Restore { id } => record::set_live(replica, *id, true),
        Command::LogFollowUp { .. } => follow_up::log(replica, now, command),
        Command::Undo { batch } => undo::undo(replica, *batch),
        _ => return None,
    })
}
