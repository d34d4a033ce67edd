//! Records of any kind: for forms, lists, search and history.

use super::Person;
use crate::command::BatchId;
use domain::record::{Fields, Value};
use domain::{RecordId, Timestamp};
use serde::{Deserialize, Serialize};

/// A field that was edited twice at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoEdits {
    /// The field's name.
    pub field: String,
    /// The values that lost.
    pub others: Vec<Option<Value>>,
}

/// One record of any kind, for forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordDetail {
    /// Which.
    pub id: RecordId,
    /// The kind's name.
    pub kind: String,
    /// All fields.
    pub fields: Fields,
    /// Whether it is deleted.
    pub is_deleted: bool,
    /// Whether I may change it.
    pub may_edit: bool,
    /// Whether I may delete it.
    pub may_delete: bool,
    /// Titles of the records it points to.
    pub titles: Vec<(RecordId, String)>,
    /// Fields that were edited twice at the same time.
    pub two_edits: Vec<TwoEdits>,
}

/// One change of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When, as the author's device believed.
    pub at: Timestamp,
    /// Who; `None` when the device is not known (yet).
    pub by: Option<Person>,
    /// What kind of change.
    pub action: HistoryAction,
    /// Field by field: name, value before, value after.
    pub changes: Vec<FieldChange>,
    /// The batch, when it can be undone from here.
    pub batch: Option<BatchId>,
}

/// What kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HistoryAction {
    /// The record was created.
    Created,
    /// Fields changed.
    Edited,
    /// It was deleted.
    Deleted,
    /// It came back.
    Restored,
}

/// One field's change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// Before.
    pub before: Option<Value>,
    /// After.
    pub after: Option<Value>,
    /// Titles of the records named in the values.
    pub titles: Vec<(RecordId, String)>,
}

/// One search result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Which record.
    pub id: RecordId,
    /// Its kind's name.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// What tells it apart: owner, customer, position.
    pub detail: String,
    /// The record to open (a contact opens its customer).
    pub open: RecordId,
}

/// A plain list of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// How many there are.
    pub total: u32,
    /// The rows: id and all fields.
    pub rows: Vec<(RecordId, Fields)>,
    /// Titles of the records the rows point to.
    pub titles: Vec<(RecordId, String)>,
}
