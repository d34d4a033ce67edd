//! One sentence that something needs: a reason, a solution, what was said.

use super::SheetKind;
use crate::kit::{Asked, Sheet};
use crate::live::State;
use crate::screens::record_page::open_title;
use crate::store::{Page, Toast, ToastAction};
use ::markup::view;
use contract::{Command, Refusal};
use domain::RecordId;
use domain::record::Value;
use domain::task::TaskState;
use language::{Language, Word, label, words};
use leptos::ev;
use leptos::prelude::*;
use std::sync::Arc;

/// A sentence for a command; an empty one only where the command does without.
#[component]
pub fn Say(title: Word, optional: bool, command: Arc<Command>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let is_key = matches!(*command, Command::JoinTeam { .. });
    // Kept until it is saved: a reason is not typed twice because the sheet was closed by mistake.
    let draft = StoredValue::new(draft_of(title, &command));
    let start = draft.with_value(|draft| page.drafts.sentence(draft));
    let text = State::new(start.clone());
    let says = move |said| {
        text.set(said);
        // A link is a key: it is not kept.
        if is_key {
            return;
        }
        draft.with_value(|draft| page.drafts.keep_sentence(draft, text.get_untracked()));
    };
    // What stands in the field but by typing.
    let shown = State::new(start);
    let often = often_said(&command).iter().map(move |word| {
        let add = move |_| {
            let before = text.with_untracked(|text| text.trim().to_owned());
            let word = word.say(language);
            let said = if before.is_empty() {
                word.to_owned()
            } else {
                [&before, words::COMMA.say(language), word].concat()
            };
            shown.set(said.clone());
            says(said);
        };
        view! { <button type="button" class="choice" on:click=add>{word.say(language)}</button> }
    });
    let often: Vec<_> = often.collect();
    let often = (!often.is_empty()).then(|| view! { <div class="choices">{often}</div> });
    let (button, said) = words_of(&command);
    let closed = (title, optional, command.clone(), draft.get_value());
    on_cleanup(move || {
        let (title, optional, command, draft) = closed;
        if page.drafts.sentence(&draft).is_empty() {
            return;
        }
        // What was asked for may not be asked for again: a toast leads back to what was typed.
        let again = ToastAction::new(words::WRITE_ON.say(language), move || {
            page.sheet.set(Some(SheetKind::Say { title, optional, command: command.clone() }));
        });
        page.toasts.show(Toast::new(words::NOT_SAVED_YET.say(language)).with(again));
    });
    let asked = Asked::nothing();
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = text.with_untracked(|text| text.trim().to_owned());
        if text.is_empty() && !optional {
            asked.refused(page, Refusal::ReasonMissing);
            return;
        }
        let draft = draft.get_value();
        // Named where it can still be seen: by its page, or by the word that was just typed for it.
        let name = match (&*command, about(&command)) {
            (Command::Create { .. }, _) => text.clone(),
            (_, Some(id)) => open_title(page, id),
            (_, None) => String::new(),
        };
        let said = said.about(language, &name);
        page.ask(with_text((*command).clone(), text), move |result| match result {
            Err(why) => asked.refused(page, why),
            Ok(done) => {
                page.drafts.forget(&draft);
                page.sheet.set(None);
                page.say_undoable(said, &done);
            }
        });
    };
    view! {
        <Sheet title=title.say(language)>
            <form class="form" on:submit=save>
                <div class="field">
                    <label class="unseen" for="said">{title.say(language)}</label>
                    <textarea class="input" id="said" rows="4" autofocus=true prop:value=move || shown.get() on:input=move |event| says(event_target_value(&event))></textarea>
                </div>
                {often}
                {asked.note(page)}
                <div class="foot">
                    <button type="submit" class="button primary">{button.say(language)}</button>
                </div>
            </form>
        </Sheet>
    }
    .into_any()
}

/// What the button says, and what is said when it is done.
fn words_of(command: &Command) -> (Word, Word) {
    match command {
        Command::MoveTask { to: TaskState::Declined, .. } => {
            (words::task::DECLINE, label::task_state(TaskState::Declined))
        }
        Command::MoveTask { .. } => (words::task::SEND, words::task::SENT),
        Command::JoinTeam { .. } => (words::settings::REJOIN, words::settings::REJOINING),
        Command::SolveHelp { .. } => (words::help::SOLVE, words::help::SOLVED),
        _ => (words::SAVE, words::SAVED),
    }
}

/// What is often said there: a tap on the way to the next customer.
fn often_said(command: &Command) -> &'static [Word] {
    match command {
        Command::MoveDeal { .. } => &[
            words::deal::TOO_DEAR,
            words::deal::CHOSE_ANOTHER,
            words::deal::NO_BUDGET,
            words::deal::NO_NEED,
            words::deal::NO_CONTACT,
        ],
        Command::MoveTask { to: TaskState::Declined, .. } => {
            &[words::task::NO_TIME, words::task::NOT_MINE, words::task::UNCLEAR]
        }
        _ => &[],
    }
}

/// Under which name the sentence is kept: what is asked, and about which record.
fn draft_of(title: Word, command: &Command) -> String {
    let about = about(command).map(|id| id.to_string()).unwrap_or_default();
    ["say ", title.say(Language::Chinese), " ", &about].concat()
}

/// Which record the sentence is about.
fn about(command: &Command) -> Option<RecordId> {
    match command {
        Command::MoveTask { id, .. } | Command::RateTask { id, .. } => Some(id.0),
        Command::MoveDeal { id, .. } => Some(id.0),
        Command::SolveHelp { id, .. } => Some(id.0),
        Command::Edit { id, .. } => Some(*id),
        // A record that is new with every sheet: known by what it points to.
        Command::Create { fields, .. } => fields.iter().find_map(|write| match write.value {
            Some(Value::Id(id)) => Some(id),
            _ => None,
        }),
        _ => None,
    }
}

/// The command with the sentence in its place; of a record's fields it is the last one.
fn with_text(mut command: Command, text: String) -> Command {
    match &mut command {
        Command::MoveTask { said: place, .. }
        | Command::RateTask { feedback: place, .. }
        | Command::MoveDeal { loss_reason: place, .. }
        | Command::SolveHelp { solution: place, .. }
        | Command::JoinTeam { link: place } => *place = text,
        Command::Edit { fields, .. } | Command::Create { fields, .. } => {
            if let Some(write) = fields.last_mut() {
                write.value = (!text.is_empty()).then_some(Value::Text(text));
            }
        }
        _ => {}
    }
    command
}
