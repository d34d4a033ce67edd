//! One customer: who owns it, last touch, next touch; then what to do; then everything that happened.

mod contacts;
mod deals;
mod details;
mod history;
mod tasks;
mod timeline;
mod top_line;

use super::sheets::SheetKind;
use super::thread::Thread;
use crate::kit::{Icon, Picture, StorageFaultLine};
use crate::live::{Live, State, follow, live, live_if, live_text};
use crate::store::{Page, Route, Slot, Toast, copy_text, focus_when_drawn, now};
use ::markup::view;
use contacts::Contacts;
use contract::view::CustomerDetail;
use contract::{Command, Query};
use deals::Deals;
use details::Details;
use domain::customer::CustomerId;
pub use history::History;
use language::{sentence, wechat, words};
use leptos::prelude::*;
use tasks::Tasks;
use timeline::Timeline;
use top_line::TopLine;

/// Touches shown before "older".
const TIMELINE_COUNT: u32 = 20;

/// One customer, beside the list on a desk, above it on a phone.
#[component]
pub fn Customer(id: CustomerId) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let timeline_count = State::new(TIMELINE_COUNT);
    follow(move || {
        page.subscribe(Slot::Customer, Query::Customer { id, timeline_count: timeline_count.get() });
    });
    on_cleanup(move || page.unsubscribe(Slot::Customer));

    let detail = Live::new(move || {
        page.state.customer.with(|customer| match &customer.0 {
            Some(Some(detail)) if detail.row.id == id => Some((**detail).clone()),
            _ => None,
        })
    });
    let is_missing = Live::new(move || page.state.customer.with(|customer| matches!(customer.0, Some(None))));
    let is_here = Live::new(move || detail.with(Option::is_some));
    follow(move || {
        if is_here.get() {
            focus_when_drawn(".side h1");
        }
    });
    let body = move || {
        if is_missing.get() {
            return view! {
                <div class="empty">
                    <h1 tabindex="-1">{words::customer::NOT_FOUND.say(language)}</h1>
                    <p>{words::customer::NOT_FOUND_HINT.say(language)}</p>
                </div>
            }
            .into_any();
        }
        if !is_here.get() {
            return ().into_any();
        }
        let detail = Live::new(move || detail.get().unwrap_or_else(|| empty_detail(id)));
        view! { <Found id=id detail=detail timeline_count=timeline_count /> }.into_any()
    };
    let may_act = move || detail.with(|detail| detail.as_ref().is_some_and(|detail| !detail.is_deleted));
    view! {
        <aside class="side" aria-label=language::label::kind_label(language, "customer")>
            <SideHead>
                {live_if(move || may_act().then(|| {
                    let edit = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "customer", id: id.0 }));
                    let copy = move |_| copy_customer(page, detail.get_untracked());
                    view! {
                        <button type="button" class="icon-button" aria-label=words::customer::COPY_WECHAT.say(language) title=words::customer::COPY_WECHAT.say(language) on:click=copy>
                            <Icon picture=Picture::Copy />
                        </button>
                        <button type="button" class="icon-button" aria-label=words::EDIT.say(language) title=words::EDIT.say(language) on:click=edit>
                            <Icon picture=Picture::Pencil />
                        </button>
                    }
                }))}
            </SideHead>
            <div class="inside" tabindex="-1">{live(body)}</div>
            {live_if(move || may_act().then(|| view! { <Actions id=id detail=detail /> }))}
        </aside>
    }
}

/// Back to the list, and what else belongs at the top of a record.
#[component]
pub fn SideHead(children: Children) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let back = move || Route::from(page.route.get().place).to_string();
    view! {
        <header>
            <a class="icon-button" href=live_text(back) aria-label=words::BACK.say(language)><Icon picture=Picture::Back /></a>
            <StorageFaultLine />
            {children()}
        </header>
    }
}

#[component]
fn Found(id: CustomerId, detail: Live<CustomerDetail>, timeline_count: State<u32>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let name = Live::new(move || detail.with(|detail| detail.row.name.clone()));
    let is_deleted = Live::new(move || detail.with(|detail| detail.is_deleted));
    let may_delete = Live::new(move || detail.with(|detail| detail.may_delete && !detail.is_deleted));
    let restore = move |_| {
        page.run_undoable(Command::Restore { id: id.0 }, words::customer::BROUGHT_BACK.say(language))
    };
    let delete = move |_| {
        page.run_undoable(Command::Delete { id: id.0 }, sentence::deleted(language, &name.get_untracked()));
        // The top of the record says what happened and offers to bring it back.
        focus_when_drawn(".side h1");
    };
    let deleted = move || {
        is_deleted.get().then(|| {
            view! {
                <div class="note late">
                    <p>{words::customer::IS_DELETED.say(language)}</p>
                    <button type="button" class="button" on:click=restore>{words::customer::BRING_BACK.say(language)}</button>
                </div>
            }
        })
    };
    let delete_button = move || {
        may_delete.get().then(|| {
            view! {
                <button type="button" class="button quiet danger" style="justify-self:start;margin-inline-start:-12px" on:click=delete>
                    <Icon picture=Picture::Trash /> {words::customer::DELETE.say(language)}
                </button>
            }
        })
    };
    view! {
        <h1 tabindex="-1">{name}</h1>
        {live_if(deleted)}
        <TopLine detail=detail />
        <Contacts customer=id detail=detail />
        <Timeline detail=detail count=timeline_count />
        <Deals id=id detail=detail />
        <Tasks id=id detail=detail />
        <Thread about=id.0 />
        <Details id=id detail=detail />
        <History id=id.0 kind="customer" />
        {live_if(delete_button)}
    }
}

#[component]
fn Actions(id: CustomerId, detail: Live<Option<CustomerDetail>>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let facts = Live::new(move || {
        detail.with(|detail| {
            let row = detail.as_ref().map(|detail| (&detail.row, &detail.contacts));
            row.map(|(row, contacts)| {
                let main = contacts.iter().map(|contact| &contact.phone).find(|phone| !phone.is_empty());
                let phone =
                    if row.phone.is_empty() { main.cloned().unwrap_or_default() } else { row.phone.clone() };
                (row.name.clone(), phone)
            })
            .unwrap_or_default()
        })
    });
    let log = move |_| {
        page.sheet
            .set(Some(SheetKind::Log { customer: id, name: facts.with_untracked(|(name, _)| name.clone()) }));
    };
    let call = move || {
        facts.with(|(name, phone)| {
            (!phone.is_empty()).then(|| {
                let name = name.clone();
                view! {
                    <a class="button" href=format!("tel:{phone}") on:click=move |_| page.called.set(Some((id, name.clone())))>
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
}

fn copy_customer(page: Page, detail: Option<CustomerDetail>) {
    let Some(detail) = detail else { return };
    let language = page.language();
    let text = wechat::customer_text(language, &detail, now().utc_offset_minutes);
    copy_text(text, move |worked| {
        let word = if worked { words::COPIED } else { words::NOT_COPIED };
        page.toasts.show(Toast::new(word.say(language)));
    });
}

/// Shown for the instant between two customers.
fn empty_detail(id: CustomerId) -> CustomerDetail {
    CustomerDetail {
        row: contract::view::CustomerRow {
            id,
            name: String::new(),
            class: None,
            owner: None,
            next_date: None,
            next_action: String::new(),
            last_touch: None,
            phone: String::new(),
            region: String::new(),
        },
        fields: domain::record::Fields::default(),
        helpers: vec![],
        contacts: vec![],
        timeline: vec![],
        timeline_total: 0,
        deals: vec![],
        tasks: vec![],
        two_edits: vec![],
        may_delete: false,
        is_deleted: false,
        is_partial: false,
    }
}
