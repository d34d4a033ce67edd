//! The checklist of a task.

use super::Open;
use crate::kit::{Icon, LiveRows, Picture};
use crate::live::{Live, live_if, live_text};
use crate::store::{Page, new_record_id, now};
use ::markup::view;
use contract::view::StepRow;
use contract::{Command, FieldWrite};
use domain::record::Value;
use domain::task::TaskId;
use language::{sentence, words, words::task};
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The lines: tick, add, delete.
#[component]
pub fn Steps(id: TaskId, detail: Open, may_edit: Live<bool>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let steps = Live::new(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.steps.clone()).unwrap_or_default())
    });
    let is_there = Live::new(move || may_edit.get() || steps.with(|steps| !steps.is_empty()));
    let count = live_text(move || {
        let (done, all) = steps.with(|steps| (steps.iter().filter(|step| step.done).count(), steps.len()));
        if all == 0 { String::new() } else { format!("{done}/{all}") }
    });
    let input: NodeRef<html::Input> = NodeRef::new();
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        let text = input.value().trim().to_owned();
        if text.is_empty() {
            return;
        }
        input.set_value("");
        let field = |field: &str, value: Value| FieldWrite { field: field.to_owned(), value: Some(value) };
        // Lines stand in the order in which they were added, whoever added them.
        let place = Value::Int(now().at.0);
        let fields =
            vec![field("text", Value::Text(text)), field("task", Value::Id(id.0)), field("place", place)];
        page.run(Command::Create { kind: "step".to_owned(), id: new_record_id(), fields }, |_| {});
    };
    let adder = live_if(move || {
        may_edit.get().then(|| {
            view! {
                <form class="add-line" on:submit=add>
                    <input class="input" node_ref=input placeholder=task::ADD_STEP.say(language) aria-label=task::ADD_STEP.say(language) enterkeyhint="done" />
                    <button type="submit" class="icon-button" aria-label=task::ADD_STEP.say(language)><Icon picture=Picture::Plus /></button>
                </form>
            }
        })
    });
    view! {
        <section class="part" class:gone=move || !is_there.get()>
            <header><h2>{task::STEPS.say(language)} " " {count}</h2></header>
            <ul class="steps">
                <LiveRows items=steps id=|step: &StepRow| step.id.0 row=|step| view! { <StepLine step=step /> }.into_any() />
            </ul>
            {adder}
        </section>
    }
    .into_any()
}

#[component]
fn StepLine(step: Live<StepRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let id = step.with_untracked(|step| step.id.0);
    let tick = move |event: ev::Event| {
        let done = event_target_checked(&event).then_some(Value::Bool(true));
        let fields = vec![FieldWrite { field: "done".to_owned(), value: done }];
        page.run(Command::Edit { id, fields }, |_| {});
    };
    let text = move || step.with(|step| step.text.clone());
    let delete = move |_| {
        page.run_undoable(
            Command::Delete { id },
            sentence::deleted(language, &step.with_untracked(|step| step.text.clone())),
        );
    };
    let delete_name = live_text(move || task::DELETE_STEP.of(language, &text()));
    view! {
        <li>
            <label class="check">
                <input type="checkbox" prop:checked=move || step.with(|step| step.done) on:change=tick />
                <span>{live_text(text)}</span>
            </label>
            <button type="button" class="icon-button" aria-label=delete_name title=words::DELETE.say(language) on:click=delete>
                <Icon picture=Picture::Cross />
            </button>
        </li>
    }
    .into_any()
}
