//! Who changed what when, on one record.

use super::{Open, write_field};
use crate::live::{Live, State, live, live_if};
use crate::store::{Page, Slot, now, titles_of};
use ::markup::view;
use contract::Query;
use contract::view::{FieldChange, HistoryAction, HistoryEntry};
use domain::RecordId;
use domain::record::{Mark, Value};
use language::{day, label, value, words};
use leptos::prelude::*;

/// The history; read only when asked for, because its document has to be loaded. Whoever may edit the record can put a
/// field back to what it was.
pub fn history(page: Page, kind: &'static str, id: RecordId, open: Open) -> AnyView {
    let language = page.language();
    let is_open = State::new(false);
    let show = move |_| {
        page.subscribe(Slot::History, Query::History { id });
        is_open.set(true);
    };
    on_cleanup(move || page.unsubscribe(Slot::History));
    let entries = Live::new(move || page.state.history.with(|history| history.0.clone().flatten()));
    let list = move || match entries.get() {
        None => view! { <p class="muted">{words::READING.say(language)}</p> }.into_any(),
        Some(entries) if entries.is_empty() => {
            view! { <p class="muted">{words::customer::HISTORY_EMPTY.say(language)}</p> }.into_any()
        }
        Some(entries) => {
            let row = |entry: HistoryEntry| line(page, kind, entry, open);
            view! { <ol class="history">{entries.into_iter().map(row).collect_view()}</ol> }.into_any()
        }
    };
    view! {
        <section class="part">
            <header><h2>{words::customer::HISTORY.say(language)}</h2></header>
            {live(move || {
                if is_open.get() {
                    list().into_any()
                } else {
                    view! {
                        <button type="button" class="button quiet" style="justify-self:start;margin-inline-start:-12px" on:click=show>
                            {words::customer::SHOW_HISTORY.say(language)}
                        </button>
                    }.into_any()
                }
            })}
        </section>
    }
    .into_any()
}

fn line(page: Page, kind: &'static str, entry: HistoryEntry, open: Open) -> AnyView {
    let language = page.language();
    let action = match entry.action {
        HistoryAction::Created => words::customer::CREATED,
        HistoryAction::Edited => words::customer::EDITED,
        HistoryAction::Deleted => words::customer::DELETED,
        HistoryAction::Restored => words::customer::RESTORED,
    };
    let is_edit = matches!(entry.action, HistoryAction::Edited);
    let by = entry.by.map_or_else(|| words::customer::SOMEBODY.say(language).to_owned(), |by| by.name);
    let change = |change: FieldChange| {
        let said = |written: &Option<Value>| match (written, domain::kind(kind)) {
            (Some(written), Some(spec)) => {
                value::value(language, spec, &change.field, written, now(), titles_of(&change.titles))
            }
            _ => words::customer::EMPTY_VALUE.say(language).to_owned(),
        };
        let put_back = is_edit.then(|| put_back(page, kind, open, &change));
        let before = change.before.is_some().then(|| view! { <del>{said(&change.before)}</del> " → " });
        view! {
            <div class="change">
                <span class="muted">{label::field_label(language, kind, &change.field)}</span>
                <span>{before}<ins>{said(&change.after)}</ins></span>
                {put_back}
            </div>
        }
    };
    let undo = entry.batch.map(|batch| {
        view! {
            <button type="button" class="chip accent" on:click=move |_| page.undo(batch)>{words::UNDO.say(language)}</button>
        }
    });
    view! {
        <li>
            <div class="line-of-facts">
                <b>{by}</b> <span>{action.say(language)}</span>
                <time class="small muted">{day::moment_exact(language, entry.at, now())}</time>
                {undo}
            </div>
            {entry.changes.into_iter().map(change).collect_view()}
        </li>
    }
    .into_any()
}

/// Writes what stood in the field before, unless it stands there again or commands of their own set it.
fn put_back(page: Page, kind: &'static str, open: Open, change: &FieldChange) -> AnyView {
    let language = page.language();
    let (name, before) = (change.field.clone(), change.before.clone());
    let known = domain::kind(kind).and_then(|spec| spec.field(&name));
    let Some((index, _)) = known.filter(|(_, field)| !field.has(Mark::Automatic)) else {
        return ().into_any();
    };
    live_if(move || {
        let detail = open.get().filter(|open| open.may_edit && !open.is_deleted)?;
        let (field, value) = (name.clone(), before.clone());
        let write = move |_| write_field(page, detail.id, &field, &value);
        (detail.fields.get(index) != before.as_ref()).then(|| {
            view! {
                <button type="button" class="chip" on:click=write>
                    {words::customer::PUT_BACK.say(language)}
                    <span class="unseen">{label::field_label(language, kind, &name)}</span>
                </button>
            }
        })
    })
    .into_any()
}
