//! What recent commands of this device did: answers repeated command ids, and says what undo must restore.

use crate::host::StoreOp;
use crate::storage;
use contract::{BatchId, CommandId, Outcome};
use domain::RecordId;
use domain::record::{FieldIndex, Value};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How many commands are remembered.
const KEPT: usize = 300;

/// One record's change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordDone {
    pub id: RecordId,
    /// `None`: the record was made by this command.
    pub was_live: Option<bool>,
    pub is_live: bool,
    /// Field, before, after.
    pub fields: Vec<(FieldIndex, Option<Value>, Option<Value>)>,
}

/// One command's effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    pub command: CommandId,
    pub outcome: Outcome,
    pub records: Vec<RecordDone>,
}

/// The last few hundred commands.
#[derive(Default)]
pub struct Done {
    next: u64,
    deeds: VecDeque<(u64, Deed)>,
}

impl Done {
    pub fn load(pairs: &[(Vec<u8>, Vec<u8>)]) -> Self {
        let mut done = Self::default();
        for (key, value) in pairs {
            let number = key.get(1..).and_then(|rest| rest.try_into().ok()).map(u64::from_be_bytes);
            if let (Some(number), Ok(deed)) = (number, postcard::from_bytes(value)) {
                done.next = number + 1;
                done.deeds.push_back((number, deed));
            }
        }
        done
    }

    pub fn find_command(&self, command: CommandId) -> Option<&Outcome> {
        self.deeds.iter().rev().find(|(_, deed)| deed.command == command).map(|(_, deed)| &deed.outcome)
    }

    pub fn find_batch(&self, batch: BatchId) -> Option<&Deed> {
        self.deeds.iter().rev().find(|(_, deed)| deed.outcome.undo == Some(batch)).map(|(_, deed)| deed)
    }

    /// Remember a deed; the operations belong into the command's transaction.
    pub fn push(&mut self, deed: Deed) -> Vec<StoreOp> {
        let number = self.next;
        self.next += 1;
        let value = postcard::to_stdvec(&deed).unwrap_or_default();
        let mut ops = vec![StoreOp::Put { key: storage::done(number), value }];
        self.deeds.push_back((number, deed));
        while self.deeds.len() > KEPT {
            if let Some((oldest, _)) = self.deeds.pop_front() {
                ops.push(StoreOp::Delete { key: storage::done(oldest) });
            }
        }
        ops
    }
}
