//! The top of a place: its name, the sync sentence, my own face.

use crate::kit::{Avatar, SyncLine};
use crate::live::{Live, live_if};
use crate::store::{Page, Place, Route};
use contract::view::Person;
use language::words;
use leptos::prelude::*;

/// The top of a place; children stand between title and face.
#[component]
pub fn Head(
    #[prop(into)] title: Live<String>,
    #[prop(optional, into)] detail: Option<Live<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let me = Live::new(move || page.team_session().map(|team| Person { id: team.me, name: team.my_name }));
    let face = move || {
        me.get().map(|me| {
            view! {
                <a class="icon-button on-phone" href=Route::from(Place::Settings).to_string()>
                    <Avatar person=me />
                    <span class="unseen">{words::home::SETTINGS.say(language)}</span>
                </a>
            }
        })
    };
    view! {
        <header class="head">
            <div>
                <h1 tabindex="-1">{title}</h1>
                {detail.map(|detail| view! { <p class="muted">{detail}</p> })}
                <SyncLine />
            </div>
            <div class="tools">{children.map(|children| children())} {live_if(face)}</div>
        </header>
    }
}
