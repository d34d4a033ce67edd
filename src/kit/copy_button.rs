//! Copies text and says so.

use super::{Icon, Picture};
use crate::live::{State, live};
use crate::store::{Page, Toast, copy_text};
use ::markup::view;
use language::words;
use leptos::prelude::*;

/// A button that copies what `text` makes at that moment.
#[component]
pub fn CopyButton(
    #[prop(into)] label: String,
    #[prop(into)] text: Callback<(), String>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let copied = State::new(false);
    let copy = move |_| {
        copy_text(text.run(()), move |worked| {
            let word = if worked { words::COPIED } else { words::NOT_COPIED };
            copied.set(worked);
            page.toasts.show(Toast::new(word.say(language)));
        });
    };
    view! {
        <button type="button" class=format!("button {class}") on:click=copy>
            {live(move || view! { <Icon picture=if copied.get() { Picture::Check } else { Picture::Copy } /> })}
            {label}
        </button>
    }
}
