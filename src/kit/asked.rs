//! Something that a form has asked for: whether it is under way, and why it was refused.

use crate::live::{LivePart, State, live_if};
use crate::store::Page;
use ::markup::view;
use contract::Refusal;

/// What a form has asked for. Copied freely.
#[derive(Clone, Copy)]
pub struct Asked {
    is_running: State<bool>,
    refusal: State<Option<Refusal>>,
}

impl Asked {
    /// Nothing so far.
    pub fn nothing() -> Self {
        Self { is_running: State::new(false), refusal: State::new(None) }
    }

    /// It is under way.
    pub fn begin(self) {
        self.is_running.set(true);
        self.refusal.set(None);
    }

    /// Whether it is; who asks runs again when that changes.
    pub fn is_running(self) -> bool {
        self.is_running.get()
    }

    /// It was done.
    pub fn done(self) {
        self.is_running.set(false);
    }

    /// It was refused. Should the form be gone, the whole page says so.
    pub fn refused(self, page: Page, why: Refusal) {
        self.is_running.set(false);
        if self.refusal.try_set(Some(why.clone())).is_some() {
            page.tell_refusal(&why);
        }
    }

    /// The refusal in words; absent while there is none.
    pub fn note(self, page: Page) -> LivePart {
        let language = page.language();
        live_if(move || {
            self.refusal.get().map(|refusal| {
                view! { <p class="note late" role="alert">{language::fault::refusal(language, &refusal)}</p> }
            })
        })
    }
}
