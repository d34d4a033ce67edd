//! What is being typed, apart from what is stored.

use crate::live::State;
use crate::store::Page;
use contract::FieldWrite;
use domain::RecordId;
use domain::record::{FieldFault, FieldIndex, Fields, KindSpec, Mark, Value};
use leptos::prelude::*;

/// A record while it is being typed. Kept in the page under a name until it is saved.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    page: Page,
    name: StoredValue<String>,
    start: StoredValue<Fields>,
    fields: StoredValue<Fields>,
    /// Titles of records the fields point to, those picked here too.
    pub(super) titles: StoredValue<Vec<(RecordId, String)>>,
    faults: State<Vec<(FieldIndex, FieldFault)>>,
    /// Fields to be emptied, in a form that begins empty and changes only what is filled in.
    cleared: State<Vec<FieldIndex>>,
}

impl Draft {
    /// Begin with what is stored, or with what was typed before the form was closed.
    pub(super) fn open(page: Page, name: String, start: Fields, mut titles: Vec<(RecordId, String)>) -> Self {
        let (fields, picked) = page.drafts.get(&name).unwrap_or_else(|| (start.clone(), Vec::new()));
        for (id, title) in picked {
            if !titles.iter().any(|(known, _)| *known == id) {
                titles.push((id, title));
            }
        }
        Self {
            page,
            name: StoredValue::new(name),
            fields: StoredValue::new(fields),
            titles: StoredValue::new(titles),
            start: StoredValue::new(start),
            faults: State::new(Vec::new()),
            cleared: State::new(Vec::new()),
        }
    }

    pub(super) fn get(self, index: FieldIndex) -> Option<Value> {
        self.fields.with_value(|fields| fields.get(index).cloned())
    }

    pub(super) fn set(self, index: FieldIndex, value: Option<Value>) {
        self.fields.update_value(|fields| fields.set(index, value));
        self.cleared.update(|cleared| cleared.retain(|at| *at != index));
        self.faults.update(|faults| faults.retain(|(at, _)| *at != index));
        let typed = (self.fields.get_value(), self.titles.get_value());
        self.page.drafts.keep(self.name.get_value(), typed);
    }

    /// The field is to be emptied, whatever the record holds.
    pub(super) fn clear(self, index: FieldIndex) {
        self.set(index, None);
        self.cleared.update(|cleared| cleared.push(index));
    }

    pub(super) fn is_cleared(self, index: FieldIndex) -> bool {
        self.cleared.with(|cleared| cleared.contains(&index))
    }

    pub(super) fn will_clear(self, index: FieldIndex) -> bool {
        self.cleared.with_untracked(|cleared| cleared.contains(&index))
    }

    pub(super) fn fields(self) -> Fields {
        self.fields.get_value()
    }

    pub(super) fn differs(self, index: FieldIndex) -> bool {
        self.start.with_value(|start| start.get(index).cloned()) != self.get(index)
    }

    pub(super) fn fault(self, index: FieldIndex) -> Option<FieldFault> {
        self.faults.with(|faults| {
            let fault = faults.iter().find(|(at, _)| *at == index);
            fault.map(|(_, fault)| fault.clone())
        })
    }

    pub(super) fn blame(self, index: FieldIndex, fault: FieldFault) {
        self.faults.update(|faults| {
            faults.retain(|(at, _)| *at != index);
            faults.push((index, fault));
        });
    }

    /// Whether every typed field fits. Fields that the caller fills in are not this form's to judge.
    pub(super) fn check(self, spec: &KindSpec) -> bool {
        let fields = self.fields.get_value();
        let mut faults = Vec::new();
        for (index, field) in spec.fields.iter().enumerate() {
            let index = index as FieldIndex;
            let is_filled_by_caller = field.has(Mark::Automatic) || field.has(Mark::Parent);
            if let Err(fault) = field.check(fields.get(index))
                && !is_filled_by_caller
            {
                faults.push((index, fault));
            }
        }
        let fits = faults.is_empty();
        self.faults.set(faults);
        fits
    }

    /// The fields that differ from what is stored, and those to be emptied.
    pub(super) fn changes(self, spec: &KindSpec) -> Vec<FieldWrite> {
        let (start, now) = (self.start.get_value(), self.fields.get_value());
        let indexes = (0..spec.fields.len()).map(|index| index as FieldIndex);
        let cleared = self.cleared.get_untracked();
        indexes
            .filter(|index| start.get(*index) != now.get(*index) || cleared.contains(index))
            .map(|index| FieldWrite {
                field: spec.fields[usize::from(index)].name.to_owned(),
                value: now.get(index).cloned(),
            })
            .collect()
    }
}
