//! The whole page: start, and what is shown for where this device stands.

use super::frame::Frame;
use super::keyboard;
use super::onboarding::{InWechat, Joining, Onboarding};
use super::{second_tap, swipe};
use crate::kit::IconSprite;
use crate::live::{Live, follow, live};
use crate::screens::SheetKind;
use crate::store::{Page, Route, Toast, ToastAction, back, is_wechat_browser};
use ::markup::view;
use contract::view::Session;
use language::{Language, words};
use leptos::ev;
use leptos::prelude::*;
use std::time::Duration;

/// Where this device stands, as far as it decides what is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Starting,
    NoTeam,
    Joining,
    InTeam,
}

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    if is_wechat_browser() {
        // The invite stays in the address, so that the system's browser gets it.
        return view! { <InWechat /> }.into_any();
    }
    let page = Page::start();
    provide_context(page);
    listen(page);
    let standing = Live::new(move || {
        page.state.session.with(|session| match &session.0 {
            None => Standing::Starting,
            Some(Session::NoTeam) => Standing::NoTeam,
            Some(Session::Joining) => Standing::Joining,
            Some(Session::InTeam(_)) => Standing::InTeam,
        })
    });
    let screen = move || {
        // Everything is drawn anew in another language; what was typed is in drafts, where we are in the address.
        page.appearance.language.track();
        if let Some(notice) = page.trouble.get() {
            return view! { <Trouble notice=notice /> }.into_any();
        }
        match standing.get() {
            Standing::Starting => ().into_any(),
            Standing::NoTeam => view! { <Onboarding /> }.into_any(),
            Standing::Joining => view! { <Joining /> }.into_any(),
            Standing::InTeam => view! { <Frame /> }.into_any(),
        }
    };
    view! {
        <IconSprite />
        {live(screen)}
    }
    .into_any()
}

/// What the page cannot go on with, and what to do.
#[component]
fn Trouble(notice: contract::Notice) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    // Nothing happens when the browser refuses to reload; its own button is there.
    let reload = move |_| drop(window().location().reload());
    view! {
        <main class="welcome">
            <div class="column">
                <h1>{words::onboarding::CANNOT_START.say(language)}</h1>
                <p class="prose" role="alert">{language::fault::notice(language, &notice)}</p>
                <button type="button" class="button primary" on:click=reload>{words::onboarding::RELOAD.say(language)}</button>
            </div>
        </main>
    }
}

fn listen(page: Page) {
    let on_hash = window_event_listener(ev::hashchange, move |_| {
        let (route, invite) = Route::from_address();
        if invite.is_some() {
            page.invite.set(invite);
        }
        page.sheet.set(None);
        if page.route.get_untracked() != route {
            page.route.set(route);
            page.toasts.go_on();
        }
    });
    // Later, because to go to a route is heard here, too, and at once.
    let on_back = window_event_listener(ev::popstate, move |_| {
        set_timeout(
            move || {
                if back::went(page.sheet.with_untracked(Option::is_some)) {
                    page.sheet.set(None);
                }
            },
            Duration::ZERO,
        );
    });
    back::look();
    follow(move || {
        if page.sheet.with(Option::is_some) {
            back::sheet_opened();
        }
    });
    let on_visible = window_event_listener_untyped("visibilitychange", move |_| {
        let is_visible = !document().hidden();
        page.visible(is_visible);
        if is_visible {
            ask_after_call(page);
        }
    });
    swipe::listen(page);
    second_tap::listen();
    let on_key = window_event_listener(ev::keydown, move |event| keyboard::pressed(page, &event));
    // They live as long as the page.
    std::mem::forget((on_hash, on_back, on_visible, on_key));
    follow(move || {
        page.appearance.language.track();
        page.toasts.clear();
    });
    follow(move || {
        let product = words::PRODUCT.say(page.appearance.language.get());
        let team = page.state.session.with(|session| match &session.0 {
            Some(Session::InTeam(team)) => Some(team.team_name.clone()),
            _ => None,
        });
        document().set_title(&team.map_or(product.to_owned(), |team| format!("{team} · {product}")));
    });
}

/// Back from a call that began with a tap here: offer to log it.
fn ask_after_call(page: Page) {
    let Some((customer, name)) = page.called.get_untracked() else { return };
    page.called.set(None);
    let language: Language = page.language();
    let log = ToastAction::new(words::home::LOG_FOLLOW_UP.say(language), move || {
        page.sheet.set(Some(SheetKind::Log { customer, name: name.clone() }));
    });
    page.toasts.show(Toast::new(words::today::ASK_AFTER_CALL.say(language)).with(log));
}
