//! What was typed into forms that were closed before they were saved. Kept in the tab's own storage, so that taking a
//! new version, which reloads the page, loses none.

use domain::RecordId;
use domain::record::{Fields, Value};
use leptos::prelude::*;

const KEY: &str = "tongzhou.drafts";

/// What was typed, and the titles of the records that were picked.
pub type Typed = (Fields, Vec<(RecordId, String)>);

/// By name; a handful at most.
type Kept = Vec<(String, Typed)>;

/// The drafts. Copied freely.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<Kept>);

impl Drafts {
    /// Those of this tab, from before it was reloaded.
    pub fn restored() -> Self {
        let read = || {
            let text = storage()?.get_item(KEY).ok()??;
            let bytes: Vec<u8> = text.chars().map(|byte| byte as u8).collect();
            // Of another version, and of another shape: gone, as they were before there was a storage.
            postcard::from_bytes(&bytes).ok()
        };
        Self(StoredValue::new(read().unwrap_or_default()))
    }

    /// What was typed under this name.
    pub fn get(self, name: &str) -> Option<Typed> {
        self.0.with_value(|drafts| {
            drafts.iter().find(|(known, _)| known == name).map(|(_, typed)| typed.clone())
        })
    }

    /// Keep what was typed.
    pub fn keep(self, name: String, typed: Typed) {
        self.change(|drafts| {
            drafts.retain(|(known, _)| *known != name);
            drafts.push((name, typed));
        });
    }

    /// The sentence typed under this name.
    pub fn sentence(self, name: &str) -> String {
        match self.get(name).and_then(|(fields, _)| fields.get(0).cloned()) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        }
    }

    /// Keep a sentence; an empty one is none.
    pub fn keep_sentence(self, name: &str, text: String) {
        if text.is_empty() {
            return self.forget(name);
        }
        let mut fields = Fields::default();
        fields.set(0, Some(Value::Text(text)));
        self.keep(name.to_owned(), (fields, Vec::new()));
    }

    /// It was saved, or is not wanted any more.
    pub fn forget(self, name: &str) {
        self.change(|drafts| drafts.retain(|(known, _)| known != name));
    }

    /// Forget all: the team is gone.
    pub fn clear(self) {
        self.change(Vec::clear);
    }

    fn change(self, change: impl FnOnce(&mut Kept)) {
        self.0.update_value(change);
        self.0.with_value(store);
    }
}

/// A private window may have no such place: then drafts last as long as the page.
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// One character per byte: the storage takes text, and another codec would be bytes to download.
fn store(drafts: &Kept) {
    let Some(storage) = storage() else { return };
    let bytes = postcard::to_stdvec(drafts).unwrap_or_default();
    let text: String = bytes.into_iter().map(char::from).collect();
    // A full storage keeps the draft in the page alone.
    let _ = if drafts.is_empty() { storage.remove_item(KEY) } else { storage.set_item(KEY, &text) };
}
