//! WeChat's own browser throws stored data away: never create or join there.

use ::markup::view;
use language::{Language, words::onboarding};
use leptos::prelude::*;

/// How to open the page in the system's browser, and nothing else.
#[component]
pub fn InWechat() -> impl IntoView {
    let tag = window().navigator().language().unwrap_or_default();
    let language = Language::from_tag(&tag);
    view! {
        <main class="welcome">
            <div class="column">
                <p style="text-align:end;font-size:var(--size-26)" aria-hidden="true">"↗"</p>
                <h1>{onboarding::IN_WECHAT.say(language)}</h1>
                <p class="prose muted">{onboarding::IN_WECHAT_WHY.say(language)}</p>
            </div>
        </main>
    }
}
