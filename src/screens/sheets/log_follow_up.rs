//! Log a touch with one customer.

use crate::kit::Sheet;
use crate::live::State;
use crate::screens::today::LogPad;
use crate::store::Page;
use ::markup::view;
use domain::customer::CustomerId;
use language::{sentence, words, words::today};
use leptos::prelude::*;

/// Text if there is something to say; then channel and outcome, which saves.
#[component]
pub fn LogFollowUp(customer: CustomerId, name: String) -> impl IntoView {
    let language = Page::here().language();
    let text = State::new(String::new());
    view! {
        <Sheet title=sentence::log_with(language, &name) class="log-sheet">
            <div class="field">
                <label class="label" for="said">{today::WHAT_WAS_SAID.say(language)} " · " {words::OPTIONAL.say(language)}</label>
                <textarea class="input" id="said" rows="2" on:input=move |event| text.set(event_target_value(&event))></textarea>
            </div>
            <LogPad customer=customer text=text />
        </Sheet>
    }
}
