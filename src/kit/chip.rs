//! A small fact in a line.

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
