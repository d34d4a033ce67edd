//! A small fact in a line, and a small choice.

use crate::live::{Live, live_text};
use ::markup::view;
use leptos::prelude::*;

/// What a chip means; the words in it say so too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Just a fact.
    #[default]
    Plain,
    /// Something to act on.
    Accent,
    /// Due.
    Due,
    /// Overdue or refused.
    Late,
}

impl Tone {
    /// The class of a chip in this tone.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "chip",
            Self::Accent => "chip accent",
            Self::Due => "chip due",
            Self::Late => "chip late",
        }
    }
}

/// A small fact in a line.
#[component]
pub fn Chip(#[prop(into)] text: String, #[prop(optional)] tone: Tone) -> impl IntoView {
    view! { <span class=tone.class()>{text}</span> }
}

/// A choice that is on or off: a filter, a person.
pub fn toggle_chip(text: &str, is_on: Live<bool>, set: Callback<bool>) -> AnyView {
    let text = text.to_owned();
    let pressed = live_text(move || is_on.get().to_string());
    view! {
        <button type="button" class="choice" aria-pressed=pressed on:click=move |_| set.run(!is_on.get_untracked())>{text}</button>
    }
    .into_any()
}
