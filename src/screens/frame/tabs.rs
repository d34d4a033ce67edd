//! The bottom bar of a phone, within reach of a thumb.

use super::super::sheets::SheetKind;
use crate::kit::{Icon, Picture};
use crate::live::Live;
use crate::store::{Page, Place, Route};
use ::markup::view;
use language::words;
use leptos::prelude::*;

/// The bottom bar.
#[component]
pub fn Tabs(place: Live<Place>, covered: Live<bool>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let tab = move |here: Place, picture: Picture, word: language::Word| {
        let current = move || (place.get() == here).then_some("page");
        view! {
            <a href=Route::from(here).to_string() aria-current=current>
                <Icon picture=picture />
                <span>{word.say(language)}</span>
            </a>
        }
    };
    // Who leads people looks after tasks and team; who sells, after deals and tasks. The rest is behind the face.
    let tasks = (Place::Tasks, Picture::List, words::home::TASKS);
    let (fourth, fifth) = if page.team_session().is_some_and(|team| team.role.is_manager()) {
        (tasks, (Place::Team, Picture::People, words::home::TEAM))
    } else {
        ((Place::Deals, Picture::Columns, words::home::DEALS), tasks)
    };
    view! {
        <nav class="tabs" aria-label=words::home::NAVIGATION.say(language) inert=move || covered.get()>
            {tab(Place::Today, Picture::Sun, words::home::TODAY)}
            {tab(Place::Customers, Picture::Building, words::home::CUSTOMERS)}
            <button type="button" class="add" aria-label=words::home::ADD.say(language) on:click=move |_| page.sheet.set(Some(SheetKind::Capture))>
                <Icon picture=Picture::Plus />
            </button>
            {tab(fourth.0, fourth.1, fourth.2)}
            {tab(fifth.0, fifth.1, fifth.2)}
        </nav>
    }
}
