//! The top of a place: its name, the sync sentence, my own face.

use super::super::sheets::SheetKind;
use crate::kit::{Avatar, Icon, Picture, SyncLine};
use crate::live::{Live, live_if};
use crate::store::Page;
use ::markup::view;
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
                <button type="button" class="icon-button on-phone" aria-label=words::home::SEARCH.say(language) on:click=move |_| page.sheet.set(Some(SheetKind::Palette))>
                    <Icon picture=Picture::Search />
                </button>
                // A title, not a label: a label would have to contain the initials, which are seen and never said.
                <button type="button" class="icon-button on-phone" title=words::home::MORE.say(language) on:click=move |_| page.sheet.set(Some(SheetKind::More))>
                    <Avatar person=me />
                </button>
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
