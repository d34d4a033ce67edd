//! The rows of each kind.

use super::RowKey;
use super::names::NameOrder;
use domain::record::{FieldIndex, KindSpec, Mark};

/// What is known of the kinds of which there are rows, in the order in which they came. So few that looking through them
/// is quicker than hashing a name, which a start would do for every row.
#[derive(Default)]
pub(super) struct Kinds(Vec<OfKind>);

/// The rows of one kind.
pub(super) struct OfKind {
    kind: &'static KindSpec,
    /// The field that says which record a record belongs to.
    pub(super) parent: Option<FieldIndex>,
    /// Deleted ones too, in the order in which they came.
    pub(super) rows: Vec<RowKey>,
    /// Made when first asked for.
    pub(super) names: Option<NameOrder>,
}

impl Kinds {
    pub(super) fn find(&self, name: &str) -> Option<&OfKind> {
        self.0.iter().find(|of| of.kind.name == name)
    }

    /// The rows of a kind, deleted ones too, in the order in which they came.
    pub(super) fn rows(&self, name: &str) -> &[RowKey] {
        self.find(name).map_or(&[], |of| &of.rows)
    }

    pub(super) fn of(&mut self, kind: &'static KindSpec) -> &mut OfKind {
        let at = self.0.iter().position(|of| of.kind.name == kind.name).unwrap_or_else(|| {
            let parent = kind.fields.iter().position(|field| field.has(Mark::Parent));
            let parent = parent.map(|index| index as FieldIndex);
            self.0.push(OfKind { kind, parent, rows: Vec::new(), names: None });
            self.0.len() - 1
        });
        &mut self.0[at]
    }
}

impl OfKind {
    /// A row came, changed its title or left the kind.
    pub(super) fn name_changed(&mut self, key: RowKey) {
        if let Some(names) = &mut self.names {
            names.changed(key);
        }
    }
}
