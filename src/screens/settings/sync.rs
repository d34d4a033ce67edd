//! The three true states spelled out, the connection, and the relay's address.

use crate::kit::{Icon, Picture};
use crate::live::{Live, live_if, live_text};
use crate::screens::sheets::SheetKind;
use crate::store::Page;
use ::markup::view;
use contract::Command;
use contract::view::{LinkState, Settings, SyncStage, SyncState};
use language::{fault, sentence, sync, words::settings};
use leptos::prelude::*;
use std::sync::Arc;

/// Where my changes are and what stands in the way.
#[component]
pub fn SyncPart(settings: Live<Option<Box<Settings>>>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let state = Live::new(move || {
        settings.with(|settings| settings.as_ref().map(|settings| settings.session.sync.clone()))
    });
    let relay = Live::new(move || {
        settings.with(|settings| settings.as_ref().map(|settings| settings.relay.clone()).unwrap_or_default())
    });
    let is_sample = Live::new(move || {
        settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.session.is_sample))
    });
    let states = move || state.get().map(|state| view! { <Stages state=state /> });
    let change = move |_| page.sheet.set(Some(SheetKind::Relay { address: relay.get_untracked() }));
    let address = move || {
        let relay = relay.get();
        if relay.is_empty() { settings::RELAY_NONE.say(language).to_owned() } else { relay }
    };
    let relay_row = move || {
        (!is_sample.get()).then(|| {
            view! {
                <div class="setting">
                    <span>{settings::RELAY.say(language)}<br/><span class="small muted" style="overflow-wrap:anywhere">{live_text(address)}</span></span>
                    <button type="button" class="button" on:click=change>{settings::CHANGE.say(language)}</button>
                </div>
            }
        })
    };
    let rejoin = move |_| {
        let command = Arc::new(Command::JoinTeam { link: String::new() });
        page.sheet.set(Some(SheetKind::Say { title: settings::REJOIN_LINK, optional: false, command }));
    };
    let trouble = move || {
        state.get().map(|state| {
            let storage = state
                .storage_fault
                .as_ref()
                .map(|why| view! { <p class="note late" role="alert">{fault::storage(language, why)}</p> });
            let clock = state
                .clock_off_minutes
                .map(|off| view! { <p class="note due">{sync::clock_off(language, off)}</p> });
            let waiting = (state.waiting > 0)
                .then(|| view! { <span>" "{sentence::waiting(language, state.waiting)}</span> });
            let rejoin = (state.link == LinkState::Forgotten)
                .then(|| view! { <button type="button" class="button" on:click=rejoin>{settings::REJOIN.say(language)}</button> });
            view! {
                {storage}
                {clock}
                <p class="small muted">{sync::link(language, &state.link)} {waiting}</p>
                {rejoin}
            }
        })
    };
    view! {
        <section class="part">
            <header><h2>{settings::SYNC.say(language)}</h2></header>
            {live_if(states)}
            {live_if(trouble)}
            {live_if(relay_row)}
        </section>
    }
}

/// Each state with its meaning; those reached are ticked.
#[component]
fn Stages(state: SyncState) -> impl IntoView {
    let language = Page::here().language();
    let devices = match state.stage {
        SyncStage::Received { devices } => devices,
        _ => 0,
    };
    let reached = match state.stage {
        SyncStage::Saving => 0,
        SyncStage::SavedHere => 1,
        SyncStage::Uploaded => 2,
        SyncStage::Received { .. } => 3,
    };
    let row = move |step: u32, stage: SyncStage, name: String| {
        let is_reached = reached >= step;
        view! {
            <li data-reached=is_reached.to_string()>
                <Icon picture=if is_reached { Picture::Check } else { Picture::Circle } />
                <b>{name}</b>
                <p>{sync::stage_meaning(stage).say(language)}</p>
            </li>
        }
    };
    let received = if reached == 3 {
        sync::stage(language, state.stage)
    } else {
        settings::SYNC_RECEIVED.say(language).to_owned()
    };
    view! {
        <ol class="stages">
            {row(1, SyncStage::SavedHere, settings::SYNC_SAVED.say(language).to_owned())}
            {row(2, SyncStage::Uploaded, settings::SYNC_UPLOADED.say(language).to_owned())}
            {row(3, SyncStage::Received { devices }, received)}
        </ol>
    }
}
