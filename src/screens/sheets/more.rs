//! What is not in the bottom bar: the other lists, my own page, settings.

use crate::kit::{Icon, Picture, Sheet};
use crate::screens::frame::PLACES;
use crate::store::{Page, Place, Route, Target};
use ::markup::view;
use language::words::home;
use leptos::prelude::*;

/// Everything else, by name.
#[component]
pub fn More() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let item = move |picture: Picture, name: &'static str, route: Route| {
        view! {
            <a class="row" href=route.to_string() on:click=move |_| page.sheet.set(None)>
                <span class="muted"><Icon picture=picture /></span>
                <span class="body title">{name}</span>
            </a>
        }
        .into_any()
    };
    let mine = page.team_session().map(|team| {
        let here = Route::from(page.route.get_untracked().place);
        item(Picture::Person, home::MY_PAGE.say(language), here.with(Target::Member(team.me.0)))
    });
    let places = PLACES.into_iter().filter(|(place, ..)| *place != Place::Today);
    view! {
        <Sheet title=home::MORE.say(language)>
            <div class="rows">
                {mine}
                {places.map(|(place, picture, word)| item(picture, word.say(language), Route::from(place))).collect_view()}
            </div>
        </Sheet>
    }
    .into_any()
}
