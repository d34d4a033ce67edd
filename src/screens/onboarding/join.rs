//! Join with an invite: pasted, or the one the page was opened with; without a server, together with a sync file.

use crate::kit::{Asked, file_field};
use crate::live::{State, live_text};
use crate::store::Page;
use ::markup::view;
use contract::command::Made;
use contract::{Command, File};
use language::words::{files, onboarding};
use leptos::ev;
use leptos::prelude::*;

/// Join with an invite. One that came with the address is used at once.
#[component]
pub fn JoinForm() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let invited_with = page.invite.get_untracked();
    let was_invited = invited_with.is_some();
    let again = page.refused_invite.get_untracked();
    let link = State::new(invited_with.or(again).unwrap_or_default());
    let file = State::new(None::<File>);
    let asked = Asked::nothing();
    let join = move || {
        asked.begin();
        let link = link.with_untracked(|link| link.trim().to_owned());
        let invite = link.clone();
        let command = match file.get_untracked() {
            Some(file) => Command::JoinByFile { link, file },
            None => Command::JoinTeam { link },
        };
        page.ask(command, move |result| match result {
            Ok(done) => {
                asked.done();
                page.invite.set(None);
                page.refused_invite.set(None);
                if let Some(Made::Received { waits_for_admission: true, .. }) = done.made {
                    page.say(files::READS_ONLY);
                }
            }
            // The form may be gone: joining has a screen of its own.
            Err(why) => {
                page.refused_invite.set(Some(invite));
                asked.refused(page, why);
            }
        });
    };
    if was_invited {
        join();
    }
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        join();
    };
    let title = if was_invited { onboarding::INVITED } else { onboarding::JOIN };
    view! {
        <h1 tabindex="-1">{title.say(language)}</h1>
        <form class="form" on:submit=submit>
            <div class="field">
                <label class="label" for="invite">{onboarding::INVITE_LINK.say(language)}</label>
                <textarea
                    class="input" id="invite" rows="4" inputmode="url" autocapitalize="off" spellcheck="false" autofocus=!was_invited
                    aria-describedby="invite-hint" prop:value=move || link.get() on:input=move |event| link.set(event_target_value(&event))
                ></textarea>
                <p class="muted small prose" id="invite-hint">{onboarding::INVITE_LINK_HINT.say(language)}</p>
            </div>
            <details>
                <summary class="button quiet">{files::JOIN_BY_FILE.say(language)}</summary>
                {file_field(page, "join-file", files::SYNC_FILE, move |chosen| file.set(Some(chosen)))}
                <p class="muted small prose">{files::JOIN_BY_FILE_HINT.say(language)}</p>
            </details>
            {asked.note(page)}
            <button type="submit" class="button primary" disabled=move || asked.is_running() || link.with(|link| link.trim().is_empty())>
                {live_text(move || if asked.is_running() { onboarding::JOINING } else { onboarding::JOIN_NOW }.say(language).to_owned())}
            </button>
        </form>
    }
}
