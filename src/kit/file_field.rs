//! One file that somebody chooses.

use crate::live::{Live, State};
use crate::store::{Page, read_chosen};
use ::markup::view;
use contract::File;
use language::Word;
use leptos::ev;
use leptos::prelude::*;

/// The input under its label. Its size appears once it is read, and `then` hears the content.
pub fn file_field(
    page: Page,
    id: &'static str,
    label: Word,
    then: impl Fn(File) + Clone + 'static,
) -> AnyView {
    let size = State::new(String::new());
    let changed = move |event: ev::Event| {
        let then = then.clone();
        let first = move |files: Vec<(String, File)>| {
            if let Some((_, file)) = files.into_iter().next() {
                size.set(language::file::size(file.0.len()));
                then(file);
            }
        };
        read_chosen(&event_target(&event), Box::new(first));
    };
    view! {
        <div class="field">
            <label class="label" for=id>{label.say(page.language())}</label>
            <input class="input" type="file" id=id on:change=changed />
            <p class="tiny muted" role="status" data-read="">{Live::from(size)}</p>
        </div>
    }
    .into_any()
}
