//! What is said to the person for a moment, with what they may still do about it.

use crate::live::{Call, State, called_anywhere};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long a toast stays.
const SHOWN_FOR: Duration = Duration::from_secs(10);
/// How long a sentence without buttons covers a toast that can still be undone: long enough to read a refusal.
const COVERS_FOR: Duration = Duration::from_secs(6);

/// A button in a toast.
#[derive(Clone)]
pub struct ToastAction {
    /// What it says.
    pub label: String,
    /// What it does.
    pub run: Arc<dyn Call<(), ()> + Send + Sync>,
}

impl ToastAction {
    /// A button.
    pub fn new(label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self { label: label.into(), run: called_anywhere(move |()| run()).into() }
    }
}

/// Something said.
#[derive(Clone)]
pub struct Toast {
    /// The sentence.
    pub text: String,
    /// The buttons.
    pub actions: Vec<ToastAction>,
    /// Whether it is about more than the page on which it is said.
    stays: bool,
}

impl Toast {
    /// A sentence without buttons.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), actions: Vec::new(), stays: false }
    }

    /// The same on the pages that follow: nobody misses what went wrong because they went on.
    pub fn staying(mut self) -> Self {
        self.stays = true;
        self
    }

    /// With one more button, if there is one.
    pub fn with(mut self, action: impl Into<Option<ToastAction>>) -> Self {
        self.actions.extend(action.into());
        self
    }
}

/// The toast on screen: one at a time, the newest. What it offered stays reachable (history, record).
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: State<Option<Toast>>,
    /// One with buttons, covered by a word without.
    covered: State<Option<Toast>>,
    /// Counts toasts, so that an old timer does not end a new toast.
    turn: StoredValue<u32>,
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self { shown: State::new(None), covered: State::new(None), turn: StoredValue::new(0) }
    }

    /// The toast on screen.
    pub fn current(self) -> Option<Toast> {
        self.shown.get()
    }

    /// Say something. What the toast before offered comes back after a word that offers nothing ("copied").
    pub fn show(self, toast: Toast) {
        let before = self.shown.get_untracked().filter(|before| !before.actions.is_empty());
        if !toast.actions.is_empty() || before.is_some() {
            self.covered.set(before.filter(|_| toast.actions.is_empty()));
        }
        self.shown.set(Some(toast));
        self.stay();
    }

    /// Give the person the whole time again: they are looking at it.
    pub fn stay(self) {
        let shown_for = if self.covered.with_untracked(Option::is_some) { COVERS_FOR } else { SHOWN_FOR };
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(turn) {
                    self.hide();
                }
            },
            shown_for,
        );
    }

    /// Keep it while a pointer or the focus is on it.
    pub fn hold(self) {
        self.turn.update_value(|turn| *turn += 1);
    }

    /// Another page is shown: a word about the one before goes, what can still be done about it stays.
    pub fn go_on(self) {
        let is_over = |toast: &Toast| toast.actions.is_empty() && !toast.stays;
        if self.shown.with_untracked(|shown| shown.as_ref().is_some_and(is_over)) {
            self.hide();
        }
    }

    /// None any more: they are in another language. What they offered stays reachable.
    pub fn clear(self) {
        self.covered.set(None);
        self.shown.set(None);
    }

    /// Take it away; what it covered comes back.
    pub fn hide(self) {
        self.shown.set(self.covered.get_untracked());
        if self.covered.with_untracked(Option::is_some) {
            self.covered.set(None);
            self.stay();
        }
    }
}
