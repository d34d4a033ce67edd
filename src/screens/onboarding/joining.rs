//! While the relay is being asked.

use crate::kit::ToastArea;
use crate::store::Page;
use ::markup::view;
use contract::Command;
use language::words::{self, onboarding};
use leptos::prelude::*;

/// While the relay is being asked.
#[component]
pub fn Joining() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.invite.set(None);
    let cancel = move |_| page.run(Command::ForgetTeam, |_| {});
    view! {
        <main class="welcome">
            <div class="column" role="status">
                <h1>{onboarding::JOINING.say(language)}</h1>
                <p class="prose muted">{onboarding::JOINING_HINT.say(language)}</p>
                <button type="button" class="button" on:click=cancel>{words::CANCEL.say(language)}</button>
            </div>
        </main>
        <ToastArea />
    }
}
