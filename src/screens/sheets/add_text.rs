//! Add what was said to a touch that is saved already.

use crate::kit::Sheet;
use crate::live::State;
use crate::store::Page;
use contract::{Command, FieldWrite};
use domain::follow_up::FollowUpId;
use domain::record::Value;
use language::{words, words::today};
use leptos::ev;
use leptos::prelude::*;

/// What was said.
#[component]
pub fn AddText(follow_up: FollowUpId) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let text = State::new(String::new());
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = text.with_untracked(|text| text.trim().to_owned());
        if !text.is_empty() {
            let fields = vec![FieldWrite { field: "text".to_owned(), value: Some(Value::Text(text)) }];
            page.run_undoable(Command::Edit { id: follow_up.0, fields }, words::SAVED.say(language));
        }
        page.sheet.set(None);
    };
    view! {
        <Sheet title=today::ADD_TEXT.say(language)>
            <form class="form" on:submit=save>
                <div class="field">
                    <label class="label" for="said">{today::WHAT_WAS_SAID.say(language)}</label>
                    <textarea class="input" id="said" rows="4" autofocus=true on:input=move |event| text.set(event_target_value(&event))></textarea>
                </div>
                <div class="foot">
                    <button type="submit" class="button primary">{words::SAVE.say(language)}</button>
                </div>
            </form>
        </Sheet>
    }
}
