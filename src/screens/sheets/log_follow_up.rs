//! Log a touch with one customer.

use crate::kit::Sheet;
use crate::live::State;
use crate::screens::log::draft_of;
use crate::screens::today::LogPad;
use crate::store::Page;
use ::markup::view;
use domain::customer::CustomerId;
use language::{sentence, words, words::today};
use leptos::prelude::*;

/// Text if there is something to say, kept until it is logged; then channel and outcome, which saves.
#[component]
pub fn LogFollowUp(customer: CustomerId, name: String) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let draft = draft_of(customer);
    let start = page.drafts.sentence(&draft);
    let text = State::new(start.clone());
    let typed = move |event| {
        text.set(event_target_value(&event));
        page.drafts.keep_sentence(&draft, text.get_untracked());
    };
    view! {
        <Sheet title=sentence::log_with(language, &name) class="log-sheet">
            <div class="field">
                <label class="label" for="said">{today::WHAT_WAS_SAID.say(language)} " · " {words::OPTIONAL.say(language)}</label>
                <textarea class="input" id="said" rows="2" prop:value=start on:input=typed></textarea>
            </div>
            <LogPad customer=customer name=name text=text />
        </Sheet>
    }
}
