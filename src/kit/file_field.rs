//! One file that somebody chooses.

use crate::store::{Page, read_chosen};
use ::markup::view;
use contract::File;
use language::Word;
use leptos::ev;
use leptos::prelude::*;

/// The input under its label. `then` hears the file's content once it is read.
pub fn file_field(
    page: Page,
    id: &'static str,
    label: Word,
    then: impl Fn(File) + Clone + 'static,
) -> AnyView {
    let language = page.language();
    let changed = move |event: ev::Event| {
        let then = then.clone();
        let first = move |files: Vec<(String, File)>| {
            if let Some((_, file)) = files.into_iter().next() {
                then(file);
            }
        };
        read_chosen(&event_target(&event), Box::new(first));
    };
    view! {
        <div class="field">
            <label class="label" for=id>{label.say(language)}</label>
            <input class="input" type="file" id=id on:change=changed />
        </div>
    }
    .into_any()
}
