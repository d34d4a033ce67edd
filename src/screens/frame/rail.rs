//! The left rail of a desk.

use super::super::sheets::SheetKind;
use crate::kit::{Avatar, Icon, Picture, SyncLine};
use crate::live::{Live, live_if};
use crate::screens::frame::PLACES;
use crate::store::{Page, Place, Route, Target};
use ::markup::view;
use contract::view::Person;
use language::{label, words};
use leptos::prelude::*;

/// The left rail.
#[component]
pub fn Rail(place: Live<Place>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let item = move |here: Place, picture: Picture, word: language::Word| {
        let current = move || (place.get() == here).then_some("page");
        view! {
            <a class="item" href=Route::from(here).to_string() aria-current=current>
                <Icon picture=picture /> {word.say(language)}
            </a>
        }
    };
    let session = Live::new(move || {
        page.team_session()
            .map(|team| (team.team_name, Person { id: team.me, name: team.my_name }, team.role))
    });
    let team = move || session.get().map(|(team, _, _)| view! { <b class="one-line">{team}</b> });
    let me = move || {
        session.get().map(|(_, me, role)| {
            let name = me.name.clone();
            let mine = Route::from(place.get()).with(Target::Member(me.id.0)).to_string();
            view! {
                <a class="item" href=mine>
                    <Avatar person=me />
                    <span class="one-line">{name}<br/><span class="tiny muted">{label::role(role).say(language)}</span></span>
                </a>
            }
        })
    };
    view! {
        <nav class="rail" aria-label=words::home::NAVIGATION.say(language)>
            <div class="team">
                {live_if(team)}
                <span class="tiny muted">{words::PRODUCT.say(language)}</span>
            </div>
            <button type="button" class="item" on:click=move |_| page.sheet.set(Some(SheetKind::Palette))>
                <Icon picture=Picture::Search /> {words::home::SEARCH.say(language)} <kbd>"/"</kbd>
            </button>
            <button type="button" class="item add" on:click=move |_| page.sheet.set(Some(SheetKind::Capture))>
                <Icon picture=Picture::Plus /> {words::home::ADD.say(language)} <kbd>"C"</kbd>
            </button>
            {PLACES.map(|(place, picture, word)| item(place, picture, word)).collect_view()}
            <div class="foot">
                <SyncLine />
                {live_if(me)}
            </div>
        </nav>
    }
}
