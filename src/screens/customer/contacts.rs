//! The people at a customer.

use crate::kit::{Chip, Icon, Picture, call_address};
use crate::live::{Live, live, live_if};
use crate::screens::sheets::SheetKind;
use crate::store::Page;
use ::markup::view;
use contract::view::{ContactRow, CustomerDetail};
use domain::customer::CustomerId;
use language::words;
use leptos::prelude::*;

/// The people at a customer, the main one first.
#[component]
pub fn Contacts(customer: CustomerId, detail: Live<CustomerDetail>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let contacts = Live::new(move || detail.with(|detail| detail.contacts.clone()));
    let is_deleted = Live::new(move || detail.with(|detail| detail.is_deleted));
    let name = move || detail.with_untracked(|detail| detail.row.name.clone());
    let add = move |_| page.sheet.set(Some(SheetKind::new_contact(customer, name())));
    let rows = move || {
        let contacts = contacts.get();
        if contacts.is_empty() {
            return view! { <p class="muted">{words::customer::NO_CONTACTS.say(language)}</p> }.into_any();
        }
        let row =
            |contact: ContactRow| view! { <ContactLine customer=customer name=name() contact=contact /> };
        view! { <ul class="rows">{contacts.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="part">
            <header>
                <h2>{words::customer::CONTACTS.say(language)}</h2>
                {live_if(move || (!is_deleted.get()).then(|| view! {
                    <button type="button" class="button quiet" on:click=add>{words::customer::ADD_CONTACT.say(language)}</button>
                }))}
            </header>
            {live(rows)}
        </section>
    }
}

#[component]
fn ContactLine(customer: CustomerId, name: String, contact: ContactRow) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let id = contact.id;
    let open = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "contact", id }));
    let main = contact.main.then(|| view! { <Chip text=words::customer::MAIN_CONTACT.say(language) /> });
    let about: Vec<&str> =
        [contact.phone.as_str(), &contact.wechat].into_iter().filter(|part| !part.is_empty()).collect();
    let call = call_address(&contact.phone).map(|address| {
        view! {
            <a
                class="icon-button call" href=address
                aria-label=words::customer::CALL.of(language, &contact.name)
                on:click=move |_| page.called.set(Some((customer, name.clone())))
            >
                <Icon picture=Picture::Phone />
            </a>
        }
    });
    view! {
        <li class="due-item">
            <button type="button" class="row" on:click=open>
                <span class="body">
                    <span class="line">
                        <span class="title one-line">{contact.name.clone()}</span>
                        <span class="muted small one-line">{contact.position.clone()}</span>
                        {main}
                    </span>
                    <span class="muted small one-line">{about.join(" · ")}</span>
                </span>
            </button>
            {call}
        </li>
    }
}
