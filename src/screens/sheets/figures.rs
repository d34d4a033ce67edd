//! The figures behind a figure.

use super::SheetKind;
use crate::kit::Sheet;
use crate::store::Page;
use ::markup::view;
use domain::RecordId;
use language::Word;
use leptos::prelude::*;

/// Figures, how they belong together, and the record that decides them.
#[component]
pub fn Figures(
    title: String,
    rows: Vec<(String, String)>,
    note: Word,
    edit: Option<(Word, &'static str, RecordId)>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let row = |(name, figure): (String, String)| view! { <div><span>{name}</span> <b>{figure}</b></div> };
    let edit = edit.map(|(word, kind, id)| {
        let open = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind, id }));
        view! { <button type="button" class="button quiet" on:click=open>{word.say(language)}</button> }
    });
    view! {
        <Sheet title=title>
            <div class="terms">
                {rows.into_iter().map(row).collect_view()}
                <p>{note.say(language)}</p>
                {edit}
            </div>
        </Sheet>
    }
    .into_any()
}
