//! Change the relay's address.

use crate::kit::{Asked, Sheet};
use crate::live::State;
use crate::store::{Page, Toast, own_relay_address};
use ::markup::view;
use contract::Command;
use language::{words, words::onboarding, words::settings};
use leptos::ev;
use leptos::prelude::*;

/// The relay's address.
#[component]
pub fn Relay(address: String) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let address = State::new(if address.is_empty() { own_relay_address() } else { address });
    let asked = Asked::nothing();
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let relay = address.with_untracked(|address| address.trim().to_owned());
        page.ask(Command::SetRelay { relay }, move |result| match result {
            Err(why) => asked.refused(page, why),
            Ok(_) => {
                page.sheet.set(None);
                page.toasts.show(Toast::new(settings::RELAY_SAVED.say(language)));
            }
        });
    };
    view! {
        <Sheet title=settings::RELAY.say(language)>
            <form class="form" on:submit=save>
                <div class="field">
                    <label class="unseen" for="relay">{settings::RELAY.say(language)}</label>
                    <input
                        class="input" id="relay" type="url" inputmode="url" autocomplete="off" autocapitalize="off" spellcheck="false" autofocus=true
                        prop:value=move || address.get() on:input=move |event| address.set(event_target_value(&event))
                    />
                    <p class="muted small prose">{onboarding::RELAY_HINT.say(language)}</p>
                </div>
                {asked.note(page)}
                <div class="foot">
                    <button type="submit" class="button primary">{words::SAVE.say(language)}</button>
                </div>
            </form>
        </Sheet>
    }
}
