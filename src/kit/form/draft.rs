//! What is being typed, apart from what is stored.

use crate::live::State;
use crate::store::Page;
use contract::FieldWrite;
use domain::record::{FieldFault, FieldIndex, Fields, KindSpec, Mark, Value};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A record while it is being typed. Kept in the page under a name until it is saved.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    page: Page,
    name: StoredValue<String>,
    start: StoredValue<Fields>,
    fields: StoredValue<Fields>,
    faults: State<BTreeMap<FieldIndex, FieldFault>>,
}

impl Draft {
    /// Begin with what is stored, or with what was typed before the form was closed.
    pub(super) fn open(page: Page, name: String, start: Fields) -> Self {
        let kept = page.drafts.get(&name);
        Self {
            page,
            name: StoredValue::new(name),
            fields: StoredValue::new(kept.unwrap_or_else(|| start.clone())),
            start: StoredValue::new(start),
            faults: State::new(BTreeMap::new()),
        }
    }

    pub(super) fn get(self, index: FieldIndex) -> Option<Value> {
        self.fields.with_value(|fields| fields.get(index).cloned())
    }

    pub(super) fn set(self, index: FieldIndex, value: Option<Value>) {
        self.fields.update_value(|fields| fields.set(index, value));
        self.faults.update(|faults| {
            faults.remove(&index);
        });
        let (name, fields) = (self.name.get_value(), self.fields.get_value());
        self.page.drafts.keep(name, fields);
    }

    pub(super) fn fields(self) -> Fields {
        self.fields.get_value()
    }

    pub(super) fn differs(self, index: FieldIndex) -> bool {
        self.start.with_value(|start| start.get(index).cloned()) != self.get(index)
    }

    pub(super) fn fault(self, index: FieldIndex) -> Option<FieldFault> {
        self.faults.with(|faults| faults.get(&index).cloned())
    }

    pub(super) fn blame(self, index: FieldIndex, fault: FieldFault) {
        self.faults.update(|faults| {
            faults.insert(index, fault);
        });
    }

    /// Whether every typed field fits. Fields that the caller fills in are not this form's to judge.
    pub(super) fn check(self, spec: &KindSpec) -> bool {
        let fields = self.fields.get_value();
        let mut faults = BTreeMap::new();
        for (index, field) in spec.fields.iter().enumerate() {
            let index = index as FieldIndex;
            let is_filled_by_caller = field.has(Mark::Automatic) || field.has(Mark::Parent);
            if let Err(fault) = field.check(fields.get(index))
                && !is_filled_by_caller
            {
                faults.insert(index, fault);
            }
        }
        let fits = faults.is_empty();
        self.faults.set(faults);
        fits
    }

    /// The fields that differ from what is stored.
    pub(super) fn changes(self, spec: &KindSpec) -> Vec<FieldWrite> {
        let (start, now) = (self.start.get_value(), self.fields.get_value());
        let indexes = (0..spec.fields.len()).map(|index| index as FieldIndex);
        indexes
            .filter(|index| start.get(*index) != now.get(*index))
            .map(|index| FieldWrite {
                field: spec.fields[usize::from(index)].name.to_owned(),
                value: now.get(index).cloned(),
            })
            .collect()
    }
}
