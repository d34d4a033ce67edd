//! The deals of a customer.

use crate::kit::LiveRows;
use crate::live::Live;
use crate::screens::deals::DealLink;
use crate::screens::sheets::SheetKind;
use crate::store::Page;
use ::markup::view;
use contract::view::{CustomerDetail, DealCard};
use domain::customer::CustomerId;
use language::words::home;
use leptos::prelude::*;

/// The deals, open ones first, and a new one.
#[component]
pub fn Deals(id: CustomerId, detail: Live<CustomerDetail>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let deals = Live::new(move || detail.with(|detail| detail.deals.clone()));
    let add = move |_| {
        let name = detail.with_untracked(|detail| detail.row.name.clone());
        page.sheet.set(Some(SheetKind::new_deal(id, name)));
    };
    view! {
        <section class="part">
            <header>
                <h2>{home::DEALS.say(language)}</h2>
                <button type="button" class="button quiet" on:click=add>{home::NEW_DEAL.say(language)}</button>
            </header>
            <ul class="rows">
                <LiveRows items=deals id=|row: &DealCard| row.id.0 row=|row| view! { <li><DealLink row=row /></li> }.into_any() />
            </ul>
        </section>
    }
    .into_any()
}
