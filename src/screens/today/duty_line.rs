//! A duty of the day, the week or the month: a tick, and what is asked.

use crate::kit::{Icon, Picture};
use crate::live::{Live, live};
use crate::screens::sheets::SheetKind;
use crate::store::{Page, Toast, ToastAction, new_record_id, now};
use ::markup::view;
use contract::view::DutyDue;
use contract::{Command, FieldWrite};
use domain::record::Value;
use language::{day, label, sentence, words, words::today};
use leptos::prelude::*;
use std::sync::Arc;

/// A duty: one tap ticks it off, the toast takes the evidence.
#[component]
pub fn DutyLine(row: Live<DutyDue>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let tick = move |_| {
        let due = row.get_untracked();
        match due.done {
            Some((done, ..)) => page.run_undoable(
                Command::Delete { id: done },
                today::DUTY_UNDONE.about(language, &due.duty.name),
            ),
            None => tick_off(page, &due),
        }
    };
    live(move || {
        let due = row.get();
        let today = now().today;
        let is_done = due.done.is_some();
        let picture = if is_done { Picture::Check } else { Picture::Circle };
        let (tone, when) = match due.occurrence.due {
            _ if is_done => ("small end muted", String::new()),
            day if day < today => {
                ("small end late", sentence::overdue(language, (today - day).num_days() as i32))
            }
            day if day == today => ("small end due", day::day(language, day, today)),
            day => ("small end muted", day::day(language, day, today)),
        };
        let often = due.duty.frequency.map(|frequency| label::frequency(frequency).say(language));
        let what = match due.done {
            Some((_, by, at, evidence)) => [by.name, day::moment(language, at, now()), evidence].join(" "),
            None => due.duty.requirement,
        };
        let name =
            [if is_done { today::DUTY_UNTICK } else { today::DUTY_TICK }.say(language), &due.duty.name]
                .join(" ");
        view! {
            <li class="task">
                <button type="button" class="icon-button tick" class:done=is_done aria-label=name on:click=tick><Icon picture=picture /></button>
                <div class="row">
                    <span class="body">
                        <span class="line"><span class="title one-line">{due.duty.name}</span> <span class=tone>{when}</span></span>
                        <span class="line small muted"><span style="flex:none">{often}</span> <span class="one-line">{what}</span></span>
                    </span>
                </div>
            </li>
        }
    })
}

fn tick_off(page: Page, due: &DutyDue) {
    let language = page.language();
    let id = new_record_id();
    let write = |field: &str, value: Value| FieldWrite { field: field.to_owned(), value: Some(value) };
    let fields =
        vec![write("duty", Value::Id(due.id.0)), write("period", Value::Date(due.occurrence.period))];
    let said = sentence::task_done(language, &due.duty.name);
    page.run(Command::Create { kind: "duty_done".to_owned(), id, fields }, move |done| {
        let evidence = ToastAction::new(words::today::EVIDENCE.say(language), move || {
            let field = FieldWrite { field: "evidence".to_owned(), value: None };
            let command = Arc::new(Command::Edit { id, fields: vec![field] });
            page.sheet.set(Some(SheetKind::Say { title: today::EVIDENCE, optional: true, command }));
        });
        let undo = done.undo.map(|batch| page.undo_action(batch));
        page.toasts.show(Toast::new(said).with(evidence).with(undo));
    });
}
