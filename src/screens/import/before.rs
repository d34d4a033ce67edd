//! What was imported before, each undone as one.

use crate::live::{State, live_if};
use crate::store::{Page, Toast, now};
use ::markup::view;
use contract::Command;
use domain::RecordId;
use domain::import::{Import, ImportId};
use domain::record::{Fields, Record};
use language::words::files;
use language::{day, import as say, words};
use leptos::prelude::*;

/// The imports; absent while there are none.
pub(super) fn before(page: Page) -> AnyView {
    let language = page.language();
    let asked = State::new(None::<RecordId>);
    let is_running = State::new(false);
    let take_back = move |id: RecordId| {
        is_running.set(true);
        page.ask(Command::UndoImport { import: ImportId(id) }, move |result| {
            let _ = (is_running.try_set(false), asked.try_set(None));
            match result {
                Ok(done) => {
                    let gone = done.changed.iter().filter(|changed| **changed != id).count();
                    let left = done.kept.len();
                    page.toasts.show(Toast::new(say::taken_back(language, gone, left, &[])));
                }
                Err(why) => page.tell_refusal(&why),
            }
        });
    };
    let row = move |(id, fields): (RecordId, Fields)| {
        let import = Import::from_fields(&fields);
        let when = import.at.map(|at| day::moment(language, at, now()));
        let sure = move || {
            (asked.get() == Some(id)).then(|| {
                view! {
                    <p class="prose small">{files::TAKE_BACK_SURE.say(language)}</p>
                    <div class="line">
                        <button type="button" class="button danger" disabled=move || is_running.get() on:click=move |_| take_back(id)>{files::TAKE_BACK.say(language)}</button>
                        <button type="button" class="button quiet" on:click=move |_| asked.set(None)>{words::CANCEL.say(language)}</button>
                    </div>
                }
            })
        };
        view! {
            <li>
                <div class="setting">
                    <span>{import.title}<br/><span class="small muted">{when}</span></span>
                    {live_if(move || asked.get().is_none().then(|| view! {
                        <button type="button" class="button" on:click=move |_| asked.set(Some(id))>{files::TAKE_BACK.say(language)}</button>
                    }))}
                </div>
                {live_if(sure)}
            </li>
        }
    };
    let list = move || {
        let rows = page.state.imports.with(|imports| imports.0.as_ref().map(|all| all.rows.clone()))?;
        (!rows.is_empty()).then(|| {
            view! {
                <section class="part">
                    <header><h2>{files::IMPORTED_BEFORE.say(language)}</h2></header>
                    <ul>{rows.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    };
    live_if(list).into_any()
}
