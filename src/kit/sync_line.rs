//! Where my changes are, in one small true sentence.

use super::{Icon, Picture};
use crate::live::{Live, live, live_if};
use crate::store::{Page, Place, Route};
use ::markup::view;
use contract::view::{Session, SyncStage, SyncState};
use language::{fault, sync, words};
use leptos::prelude::*;

/// The sentence; a tap explains it.
#[component]
pub fn SyncLine() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let state = Live::new(move || {
        page.state.session.with(|session| match &session.0 {
            Some(Session::InTeam(team)) => Some(team.sync.clone()),
            _ => None,
        })
    });
    live(move || {
        state.get().map(|state| {
            let obstacle = sync::obstacle(language, &state);
            let sentence = match (&state.storage_fault, &obstacle) {
                (Some(_), Some(obstacle)) => obstacle.clone(),
                (None, Some(obstacle)) => format!("{} · {obstacle}", sync::stage(language, state.stage)),
                (_, None) => sync::stage(language, state.stage),
            };
            let class = if state.storage_fault.is_some() { "sync fault" } else { "sync" };
            let label = format!("{}: {sentence}", words::home::SYNC.say(language));
            view! {
                <a class=class href=Route::from(Place::Settings).to_string() aria-label=label>
                    <Icon picture=picture(&state) />
                    <span class="one-line">{sentence}</span>
                </a>
            }
        })
    })
}

/// On a phone a record covers the sentence: what could not be stored is said above the record, too.
#[component]
pub fn StorageFaultLine() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let why = Live::new(move || page.team_session().and_then(|team| team.sync.storage_fault));
    let line = move || {
        why.get().map(|why| {
            view! {
                <a class="sync fault on-phone" href=Route::from(Place::Settings).to_string()>
                    <Icon picture=Picture::Alert />
                    <span class="one-line">{fault::storage(language, &why)}</span>
                </a>
            }
        })
    };
    view! { <span class="one-line" role="alert">{live_if(line)}</span> }
}

fn picture(state: &SyncState) -> Picture {
    match (&state.storage_fault, state.stage) {
        (Some(_), _) => Picture::Alert,
        (None, SyncStage::Saving | SyncStage::SavedHere) => Picture::Device,
        (None, SyncStage::Uploaded) => Picture::Cloud,
        (None, SyncStage::Received { .. }) => Picture::Checks,
    }
}
