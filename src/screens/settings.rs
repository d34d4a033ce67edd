//! Settings: how it looks, where the data is, who has it, and how to leave.

mod about;
mod appearance;
mod devices;
mod files;
mod quarantine;
mod sync;

use super::frame::Head;
use crate::live::{Live, live_if};
use crate::store::{Page, Slot};
use ::markup::view;
use about::About;
use appearance::AppearancePart;
use contract::Query;
use contract::view::Settings as SettingsView;
use devices::Devices;
use files::Files;
use language::words;
use leptos::prelude::*;
use quarantine::Quarantine;
use sync::SyncPart;

/// Settings.
#[component]
pub fn Settings() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Settings, Query::Settings);
    let settings: Live<Option<Box<SettingsView>>> =
        Live::new(move || page.state.settings.with(|settings| settings.0.clone()));
    let is_known = Live::new(move || settings.with(Option::is_some));
    let rest = move || {
        is_known.get().then(|| {
            view! {
                <SyncPart settings=settings />
                <Quarantine settings=settings />
                <Devices settings=settings />
                <Files settings=settings />
                <About settings=settings />
            }
        })
    };
    view! {
        <Head title=Live::new(move || words::home::SETTINGS.say(language).to_owned()) />
        <AppearancePart />
        {live_if(rest)}
    }
}
