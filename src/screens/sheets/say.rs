//! One sentence that something needs: a reason, a solution, what was said.

use crate::kit::{Asked, Sheet};
use crate::live::State;
use crate::store::Page;
use ::markup::view;
use contract::{Command, Refusal};
use domain::record::Value;
use language::{Word, words};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// A sentence for a command; an empty one only where the command does without.
#[component]
pub fn Say(title: Word, optional: bool, command: Arc<Command>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let text = State::new(String::new());
    let asked = Asked::nothing();
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = text.with_untracked(|text| text.trim().to_owned());
        if text.is_empty() && !optional {
            asked.refused(page, Refusal::ReasonMissing);
            return;
        }
        page.ask(with_text((*command).clone(), text), move |result| match result {
            Err(why) => asked.refused(page, why),
            Ok(done) => {
                page.sheet.set(None);
                page.say_undoable(words::SAVED.say(language).to_owned(), &done);
            }
        });
    };
    view! {
        <Sheet title=title.say(language)>
            <form class="form" on:submit=save>
                <div class="field">
                    <label class="unseen" for="said">{title.say(language)}</label>
                    <textarea class="input" id="said" rows="4" autofocus=true on:input=move |event| text.set(event_target_value(&event))></textarea>
                </div>
                {asked.note(page)}
                <div class="foot">
                    <button type="submit" class="button primary">{words::SAVE.say(language)}</button>
                </div>
            </form>
        </Sheet>
    }
    .into_any()
}

/// The command with the sentence in its place; of a record's fields it is the last one.
fn with_text(mut command: Command, text: String) -> Command {
    match &mut command {
        Command::MoveTask { said: place, .. }
        | Command::RateTask { feedback: place, .. }
        | Command::MoveDeal { loss_reason: place, .. }
        | Command::SolveHelp { solution: place, .. } => *place = text,
        Command::Edit { fields, .. } | Command::Create { fields, .. } => {
            if let Some(write) = fields.last_mut() {
                write.value = (!text.is_empty()).then_some(Value::Text(text));
            }
        }
        _ => {}
    }
    command
}
