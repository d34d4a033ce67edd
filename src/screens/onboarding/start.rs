//! Start a team: two names and an address that is filled in already.

use crate::kit::Asked;
use crate::live::State;
use crate::store::{Page, new_record_id, own_relay_address};
use ::markup::view;
use contract::Command;
use language::{template, words::onboarding};
use leptos::ev;
use leptos::prelude::*;

/// Start a team.
#[component]
pub fn StartForm() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let team = State::new(String::new());
    let name = State::new(String::new());
    let relay = State::new(own_relay_address());
    let asked = Asked::nothing();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let trimmed = |text: State<String>| text.with_untracked(|text| text.trim().to_owned());
        asked.begin();
        let command = Command::FoundTeam { team: trimmed(team), name: trimmed(name), relay: trimmed(relay) };
        page.ask(command, move |result| match result {
            Ok(_) => {
                asked.done();
                // The first deal needs a stage to stand in. Should this be refused, the board offers it again.
                page.run(Command::CreateMany { records: template::stages(language, new_record_id) }, drop);
            }
            Err(why) => asked.refused(page, why),
        });
    };
    let is_ready = move || {
        let is_filled = |text: State<String>| text.with(|text| !text.trim().is_empty());
        is_filled(team) && is_filled(name) && !asked.is_running()
    };
    view! {
        <h1 tabindex="-1">{onboarding::START.say(language)}</h1>
        <form class="form" on:submit=submit>
            <div class="field">
                <label class="label" for="team-name">{onboarding::TEAM_NAME.say(language)}</label>
                <input
                    class="input" id="team-name" autocomplete="organization" maxlength="60" autofocus=true
                    placeholder=onboarding::TEAM_NAME_EXAMPLE.say(language) prop:value=move || team.get()
                    on:input=move |event| team.set(event_target_value(&event))
                />
            </div>
            <div class="field">
                <label class="label" for="my-name">{onboarding::MY_NAME.say(language)}</label>
                <input
                    class="input" id="my-name" autocomplete="name" maxlength="60"
                    placeholder=onboarding::MY_NAME_EXAMPLE.say(language) prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
            </div>
            <div class="field">
                <label class="label" for="relay">{onboarding::RELAY.say(language)}</label>
                <input
                    class="input" id="relay" type="url" inputmode="url" autocomplete="off" autocapitalize="off" spellcheck="false"
                    aria-describedby="relay-hint" prop:value=move || relay.get() on:input=move |event| relay.set(event_target_value(&event))
                />
                <p class="muted small prose" id="relay-hint">{onboarding::RELAY_HINT.say(language)}</p>
            </div>
            {asked.note(page)}
            <button type="submit" class="button primary" disabled=move || !is_ready()>
                {onboarding::START_NOW.say(language)}
            </button>
        </form>
    }
}
