//! Where two people wrote the same field at the same time: both values, who wrote them when, and a choice.

use super::{Open, write_field};
use crate::live::{State, live_if};
use crate::store::{Page, Slot, now, titles_of};
use ::markup::view;
use contract::Query;
use contract::view::TwoEdits;
use domain::record::Value;
use language::{day, label, list, value, words::customer};
use leptos::prelude::*;

/// A chip that names the fields, and what it unfolds: for each the value shown and the ones that lost. Nothing is
/// drawn while there are none.
pub fn two_edits(page: Page, kind: &'static str, open: Open) -> AnyView {
    let language = page.language();
    let is_open = State::new(false);
    on_cleanup(move || page.unsubscribe(Slot::History));
    live_if(move || {
        let detail = open.get().filter(|detail| !detail.two_edits.is_empty())?;
        let spec = domain::kind(kind)?;
        let said = |written: &Option<Value>, field: &str| match written {
            Some(written) => value::value(language, spec, field, written, now(), titles_of(&detail.titles)),
            None => customer::EMPTY_VALUE.say(language).to_owned(),
        };
        let id = detail.id;
        let choice = |field: &str, written: &Option<Value>, word: language::Word| {
            let (field_name, value) = (field.to_owned(), written.clone());
            let write = move |_| write_field(page, id, &field_name, &value);
            let by = written_by(page, field, written).map(|by| view! { <p class="small muted">{by}</p> });
            view! {
                <p class="prose">{said(written, field)}</p>
                {by}
                <button type="button" class="button" on:click=write>{word.say(language)}</button>
            }
            .into_any()
        };
        let of_field = |edits: &TwoEdits| {
            let field = edits.field.as_str();
            let shown = spec.field(field).and_then(|(index, _)| detail.fields.get(index).cloned());
            let others = edits.others.iter().map(|other| choice(field, other, customer::USE_OTHER));
            view! {
                <h2>{label::field_label(language, kind, field)}</h2>
                {choice(field, &shown, customer::KEEP_SHOWN)}
                {others.collect::<Vec<_>>()}
            }
            .into_any()
        };
        let show = move |_| {
            if !is_open.get_untracked() {
                page.subscribe(Slot::History, Query::History { id });
            }
            is_open.update(|open| *open = !*open);
        };
        let names: Vec<_> =
            detail.two_edits.iter().map(|edits| label::field_label(language, kind, &edits.field)).collect();
        let choices = is_open.get().then(|| {
            view! {
                <div class="note due two-edits">
                    <p>{customer::TWO_EDITS_WHY.say(language)}</p>
                    {detail.two_edits.iter().map(of_field).collect::<Vec<_>>()}
                </div>
            }
        });
        Some(view! {
            <div>
                <button type="button" class="chip due" aria-expanded=is_open.get().to_string() on:click=show>
                    {customer::TWO_EDITS.say(language)} " · " {list::list(language, &names)}
                </button>
                {choices}
            </div>
        })
    })
    .into_any()
}

/// Who wrote a value and when, once the record's history has been read.
fn written_by(page: Page, field: &str, written: &Option<Value>) -> Option<String> {
    let language = page.language();
    page.state.history.with(|history| {
        let entries = history.0.iter().flatten().flatten();
        let of_it = entries.filter(|entry| {
            entry.changes.iter().any(|change| change.field == field && change.after == *written)
        });
        let last = of_it.max_by_key(|entry| entry.at)?;
        let by = last.by.as_ref().map_or(customer::SOMEBODY.say(language), |by| by.name.as_str());
        Some(format!("{by} · {}", day::moment(language, last.at, now())))
    })
}
