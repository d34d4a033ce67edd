//! The team: people with role and progress.

use super::frame::Head;
use super::sheets::SheetKind;
use super::today::PersonRow;
use crate::kit::{Empty, Icon, LiveRows, Picture};
use crate::live::{Live, live_if};
use crate::store::Page;
use ::markup::view;
use contract::view::PersonProgress;
use language::{sentence, words};
use leptos::prelude::*;

/// Everybody who has not left.
#[component]
pub fn Team() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let members = Live::new(move || {
        page.state.team.with(|team| team.0.as_ref().map(|team| team.members.clone()).unwrap_or_default())
    });
    let is_sample = page.team_session().is_some_and(|team| team.is_sample);
    let may_invite = Live::new(move || {
        !is_sample && page.state.team.with(|team| team.0.as_ref().is_some_and(|team| team.may_invite))
    });
    let is_alone = Live::new(move || members.with(|members| members.len() == 1));
    let invite = move |_| page.sheet.set(Some(SheetKind::Invite { member: None }));
    let title = Live::new(move || page.team_session().map(|team| team.team_name).unwrap_or_default());
    let detail = Live::new(move || sentence::members(language, members.with(Vec::len) as u32));
    let alone = move || {
        (is_alone.get() && may_invite.get()).then(|| {
            view! {
                <Empty title=words::team::ALONE.say(language) example=words::team::ALONE_HINT.say(language)>
                    <button type="button" class="button primary" on:click=invite>{words::team::INVITE.say(language)}</button>
                </Empty>
            }
        })
    };
    let invite_button = move || {
        (may_invite.get() && !is_alone.get()).then(|| {
            view! {
                <button type="button" class="button quiet" on:click=invite>
                    <Icon picture=Picture::Plus /> {words::team::INVITE.say(language)}
                </button>
            }
        })
    };
    view! {
        <Head title=title detail=detail />
        <section class="part">
            <header><h2>{words::team::MEMBERS.say(language)}</h2> {live_if(invite_button)}</header>
            <ul class="rows">
                <LiveRows items=members id=|row: &PersonProgress| row.person.id.0 row=|row| view! { <li><PersonRow row=row /></li> }.into_any() />
            </ul>
        </section>
        {live_if(alone)}
    }
}
