//! What concerns every screen: this is a sample, or an invite waits.

use super::super::sheets::SheetKind;
use crate::live::{Live, live_if};
use crate::store::Page;
use ::markup::view;
use language::words::{home, onboarding};
use leptos::prelude::*;

/// What concerns every screen.
#[component]
pub fn Banner() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let is_sample = Live::new(move || page.team_session().is_some_and(|team| team.is_sample));
    let leave = move |_| page.sheet.set(Some(SheetKind::Forget));
    let invite = move || {
        page.invite.get().map(|_| {
            view! {
                <div class="banner">
                    <span>{onboarding::ANOTHER_TEAM_HERE.say(language)}</span>
                    <button type="button" class="button quiet" on:click=move |_| page.invite.set(None)>
                        {onboarding::INVITE_NOT_NEEDED.say(language)}
                    </button>
                </div>
            }
        })
    };
    let sample = move || {
        is_sample.get().then(|| {
            view! {
                <div class="banner">
                    <span>{home::SAMPLE_TEAM.say(language)}</span>
                    <button type="button" class="button quiet" on:click=leave>{home::LEAVE_SAMPLE.say(language)}</button>
                </div>
            }
        })
    };
    view! { {live_if(invite)} {live_if(sample)} }
}
