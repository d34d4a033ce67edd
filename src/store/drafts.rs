//! What was typed into forms that were closed before they were saved.

use domain::record::Fields;
use leptos::prelude::*;

/// Drafts by name; a handful at most. Copied freely.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<Vec<(String, Fields)>>);

impl Drafts {
    /// None yet.
    pub fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// What was typed under this name.
    pub fn get(self, name: &str) -> Option<Fields> {
        self.0.with_value(|drafts| {
            drafts.iter().find(|(known, _)| known == name).map(|(_, fields)| fields.clone())
        })
    }

    /// Keep what was typed.
    pub fn keep(self, name: String, fields: Fields) {
        self.forget(&name);
        self.0.update_value(|drafts| drafts.push((name, fields)));
    }

    /// It was saved, or is not wanted any more.
    pub fn forget(self, name: &str) {
        self.0.update_value(|drafts| drafts.retain(|(known, _)| known != name));
    }

    /// Forget all: the team is gone.
    pub fn clear(self) {
        self.0.update_value(Vec::clear);
    }
}
