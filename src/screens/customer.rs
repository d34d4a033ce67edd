//! One customer: who owns it, last touch, next touch; then what to do; then everything that happened.

mod contacts;
mod deals;
mod details;
mod tasks;
mod timeline;
mod top_line;

use super::record_page::{Own, record_page};
use super::sheets::SheetKind;
use super::thread::Thread;
use crate::kit::{Icon, Picture, call_address};
use crate::live::{Live, State, called, follow, live_if};
use crate::store::{Page, Slot, Toast, copy_text, now};
use ::markup::view;
use contacts::Contacts;
use contract::Query;
use contract::view::CustomerDetail;
use deals::Deals;
use details::details;
use domain::customer::CustomerId;
use language::{wechat, words};
use leptos::prelude::*;
use tasks::Tasks;
use timeline::Timeline;
use top_line::TopLine;

/// Touches shown before "older".
const TIMELINE_COUNT: u32 = 20;

/// One customer.
#[component]
pub fn Customer(id: CustomerId) -> impl IntoView {
    let page = Page::here();
    let timeline_count = State::new(TIMELINE_COUNT);
    follow(move || {
        page.subscribe(Slot::Customer, Query::Customer { id, timeline_count: timeline_count.get() });
    });
    on_cleanup(move || page.unsubscribe(Slot::Customer));
    let detail = move || {
        page.state.customer.with(|customer| match &customer.0 {
            Some(Some(detail)) if detail.row.id == id => Some((**detail).clone()),
            _ => None,
        })
    };
    let is_here =
        Live::new(move || page.state.customer.with(|customer| Some(customer.0.as_ref()?.is_some())));
    let own = Own {
        kind: "customer",
        is_here,
        tools: called(move |()| copy_button(page)),
        body: called(move |open| {
            let Some(detail) = Live::kept(detail) else { return ().into_any() };
            view! {
                <TopLine detail=detail />
                <Contacts customer=id detail=detail />
                <Timeline detail=detail count=timeline_count />
                <Deals id=id detail=detail />
                <Tasks id=id detail=detail />
                <Thread about=id.0 />
                {details(page, open)}
            }
            .into_any()
        }),
        last: called(|()| ().into_any()),
        actions: called(move |()| {
            Live::kept(detail).map_or_else(|| ().into_any(), |detail| actions(page, id, detail))
        }),
    };
    record_page(page, id.0, own)
}

fn copy_button(page: Page) -> AnyView {
    let language = page.language();
    let copy = move |_| {
        let detail = page.state.customer.with_untracked(|customer| customer.0.clone().flatten());
        copy_customer(page, detail);
    };
    view! {
        <button type="button" class="icon-button" aria-label=words::customer::COPY_WECHAT.say(language) title=words::customer::COPY_WECHAT.say(language) on:click=copy>
            <Icon picture=Picture::Copy />
        </button>
    }
    .into_any()
}

fn actions(page: Page, id: CustomerId, detail: Live<CustomerDetail>) -> AnyView {
    let language = page.language();
    let facts = Live::new(move || {
        detail.with(|detail| {
            let main = detail.contacts.iter().map(|contact| &contact.phone).find(|phone| !phone.is_empty());
            let own = Some(&detail.row.phone).filter(|phone| !phone.is_empty());
            (detail.row.name.clone(), own.or(main).cloned().unwrap_or_default())
        })
    });
    let log = move |_| {
        page.sheet
            .set(Some(SheetKind::Log { customer: id, name: facts.with_untracked(|(name, _)| name.clone()) }));
    };
    let call = move || {
        facts.with(|(name, phone)| {
            call_address(phone).map(|address| {
                let name = name.clone();
                view! {
                    <a class="button" href=address on:click=move |_| page.called.set(Some((id, name.clone())))>
                        <Icon picture=Picture::Phone /> {words::customer::CALL.say(language)}
                    </a>
                }
            })
        })
    };
    view! {
        <div class="actions">
            {live_if(call)}
            <button type="button" class="button primary" on:click=log>
                <Icon picture=Picture::Pencil /> {words::customer::LOG.say(language)}
            </button>
        </div>
    }
    .into_any()
}

fn copy_customer(page: Page, detail: Option<Box<CustomerDetail>>) {
    let Some(detail) = detail else { return };
    let language = page.language();
    let text = wechat::customer_text(language, &detail, &now());
    copy_text(text, move |worked| {
        let word = if worked { words::COPIED } else { words::NOT_COPIED };
        page.toasts.show(Toast::new(word.say(language)));
    });
}
