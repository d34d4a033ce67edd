//! The team's devices, and whether they have what is mine.

use crate::kit::{Avatar, Chip, Icon, Picture, Tone};
use crate::live::{Live, live, live_if};
use crate::screens::sheets::SheetKind;
use crate::store::Page;
use ::markup::view;
use contract::view::{DeviceRow, Settings};
use language::{words, words::settings};
use leptos::prelude::*;

/// The team's devices.
#[component]
pub fn Devices(settings: Live<Option<Box<Settings>>>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let rows = Live::new(move || {
        settings
            .with(|settings| settings.as_ref().map(|settings| settings.devices.clone()).unwrap_or_default())
    });
    let is_sample = Live::new(move || {
        settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.session.is_sample))
    });
    let row = move |row: DeviceRow| {
        let name = row
            .person
            .as_ref()
            .map_or_else(|| words::customer::SOMEBODY.say(language).to_owned(), |person| person.name.clone());
        let face = row.person.map(|person| view! { <Avatar person=person /> });
        let state = match (row.is_this, row.has_all_of_mine) {
            (true, _) => {
                view! { <Chip text=settings::THIS_DEVICE.say(language) tone=Tone::Accent /> }.into_any()
            }
            (false, true) => {
                view! { <span class="small muted">{settings::HAS_ALL.say(language)}</span> }.into_any()
            }
            (false, false) => {
                view! { <span class="small muted">{settings::HAS_NOT_ALL.say(language)}</span> }.into_any()
            }
        };
        view! {
            <li class="row">
                {face}
                <span class="body">
                    <span class="title one-line">{name}</span>
                    <span class="line">{state} <span class="tiny muted">{row.short_id}</span></span>
                </span>
            </li>
        }
    };
    let add = move || {
        (!is_sample.get()).then(|| {
            view! {
                <button type="button" class="button quiet" on:click=move |_| page.sheet.set(Some(SheetKind::AddDevice))>
                    <Icon picture=Picture::Plus /> {words::team::ADD_DEVICE.say(language)}
                </button>
            }
        })
    };
    view! {
        <section class="part">
            <header><h2>{settings::DEVICES.say(language)}</h2> {live_if(add)}</header>
            <ul class="rows">{live(move || rows.get().into_iter().map(row).collect_view())}</ul>
        </section>
    }
}
