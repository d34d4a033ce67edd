//! Forget the team on this device: says what is lost before it is.

use crate::kit::Sheet;
use crate::store::{Page, Place, Route, forget_backup};
use ::markup::view;
use contract::Command;
use contract::view::SyncStage;
use language::{sentence, words, words::settings};
use leptos::prelude::*;

/// Forget the team on this device.
#[component]
pub fn Forget() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let session = page.team_session();
    let is_sample = session.as_ref().is_some_and(|team| team.is_sample);
    let waiting = session
        .as_ref()
        .filter(|team| !is_sample && matches!(team.sync.stage, SyncStage::Saving | SyncStage::SavedHere))
        .map(|team| team.sync.waiting);
    let (title, warning, button) = if is_sample {
        (settings::FORGET_SAMPLE, settings::FORGET_SAMPLE_WARNING, settings::FORGET_SAMPLE)
    } else {
        (settings::FORGET_TITLE, settings::FORGET_WARNING, settings::FORGET_NOW)
    };
    let forget = move |_| {
        page.sheet.set(None);
        page.run(Command::ForgetTeam, move |_| {
            page.drafts.clear();
            forget_backup();
            page.customer_filter.set(contract::CustomerFilter::default());
            Route::from(Place::Today).go();
        });
    };
    view! {
        <Sheet title=title.say(language)>
            <p class="prose">{warning.say(language)}</p>
            {waiting.filter(|waiting| *waiting > 0).map(|waiting| view! { <p class="note late">{sentence::waiting(language, waiting)}</p> })}
            <div class="foot">
                <button type="button" class="button" autofocus=true on:click=move |_| page.sheet.set(None)>{words::CANCEL.say(language)}</button>
                <button type="button" class="button danger primary" on:click=forget>{button.say(language)}</button>
            </div>
        </Sheet>
    }
}
