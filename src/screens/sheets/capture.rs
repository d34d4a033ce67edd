//! ＋: what can be written down from anywhere.

use super::{AfterPick, SheetKind};
use crate::kit::{Icon, Picture, Sheet};
use crate::store::Page;
use ::markup::view;
use domain::comment::Praise;
use language::{Word, words::home};
use leptos::prelude::*;

/// Quick capture.
#[component]
pub fn Capture() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let may_invite = page.team_session().is_some_and(|team| team.role.is_manager() && !team.is_sample);
    let item = move |picture: Picture, word: Word, sheet: SheetKind| {
        view! {
            <button type="button" class="row" on:click=move |_| page.sheet.set(Some(sheet.clone()))>
                <span class="muted"><Icon picture=picture /></span>
                <span class="body title">{word.say(language)}</span>
            </button>
        }
    };
    view! {
        <Sheet title=home::ADD.say(language)>
            <div class="rows">
                {item(Picture::Phone, home::LOG_FOLLOW_UP, SheetKind::PickCustomer { then: AfterPick::Log })}
                {item(Picture::List, home::NEW_TASK, SheetKind::new_task(page, None, None))}
                {item(Picture::Building, home::NEW_CUSTOMER, SheetKind::new_customer())}
                {item(Picture::Columns, home::NEW_DEAL, SheetKind::PickCustomer { then: AfterPick::Deal })}
                {item(Picture::Star, home::NEW_PRAISE, SheetKind::new(&Praise::default(), vec![]))}
                {item(Picture::Hand, home::ASK_FOR_HELP, SheetKind::ask_for_help(None))}
                {item(Picture::Person, home::NEW_CONTACT, SheetKind::PickCustomer { then: AfterPick::Contact })}
                {may_invite.then(|| item(Picture::People, home::INVITE, SheetKind::Invite { member: None }))}
            </div>
        </Sheet>
    }
}
