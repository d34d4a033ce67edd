//! Log a touch with one customer.

use crate::kit::Sheet;
use crate::screens::today::LogPad;
use crate::store::Page;
use domain::customer::CustomerId;
use language::{sentence, words::today};
use leptos::prelude::*;

/// Channel and outcome; text if there is something to say.
#[component]
pub fn LogFollowUp(customer: CustomerId, name: String) -> impl IntoView {
    let language = Page::here().language();
    let text = RwSignal::new(String::new());
    view! {
        <Sheet title=sentence::log_with(language, &name) class="log-sheet">
            <LogPad customer=customer text=text />
            <div class="field">
                <label class="label" for="said">{today::WHAT_WAS_SAID.say(language)}</label>
                <textarea class="input" id="said" rows="2" on:input=move |event| text.set(event_target_value(&event))></textarea>
            </div>
        </Sheet>
    }
}
