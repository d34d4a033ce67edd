//! The customers: search, filters, and a list that stays smooth with ten thousand rows.

mod customer_row;
mod filters;

use super::frame::Head;
use super::list_bar::{ListBar, show_search_text};
use super::sheets::SheetKind;
use crate::kit::{
    Empty, Icon, ListWindow, Picture, SearchField, TWO_LINES, VirtualList, brief_row, list_window,
};
use crate::live::{Live, State, follow, live};
use crate::store::{Page, Slot};
use ::markup::view;
use contract::view::CustomerRow;
use contract::{CustomerFilter, CustomerSort, Query, Window};
use customer_row::CustomerLine;
use domain::customer::Customer;
use filters::{Filters, SortSelect};
use language::{sentence, words};
use leptos::prelude::*;

/// The customer list.
#[component]
pub fn Customers() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let filter = page.customer_filter;
    let sort = State::new(CustomerSort::default());
    let window = list_window(TWO_LINES, move || {
        filter.track();
        sort.track();
    });
    let query = Live::new(move || {
        let ListWindow { offset, count } = window.get();
        Query::Customers { filter: filter.get(), sort: sort.get(), window: Window { offset, count } }
    });
    follow(move || page.subscribe(Slot::Customers, query.get()));
    on_cleanup(move || page.unsubscribe(Slot::Customers));
    let list = page.state.customers;
    let total =
        Live::new(move || list.with(|list| list.0.as_ref().map(|list| list.total).unwrap_or_default()));
    let offset =
        Live::new(move || list.with(|list| list.0.as_ref().map(|list| list.offset).unwrap_or_default()));
    let rows = Live::new(move || {
        list.with(|list| list.0.as_ref().map(|list| list.rows.clone()).unwrap_or_default())
    });
    let is_empty = Live::new(move || list.with(|list| list.0.as_ref().is_some_and(|list| list.total == 0)));
    let search = move |text: String| filter.update(|filter| filter.text = text);
    let said = Live::new(move || sentence::customers(language, total.get()));
    let written = Live::new(move || filter.with(CustomerFilter::written));
    let pick = move |written: String| {
        filter.set(CustomerFilter::read(&written));
        filter.with_untracked(|filter| filter.text.clone())
    };
    let ids = Live::new(move || rows.with(|rows| rows.iter().map(|row| row.id.0).collect()));
    let order = move |_: Page| view! { <SortSelect sort=sort /> }.into_any();
    let body = move || {
        if is_empty.get() {
            view! { <NoCustomers /> }.into_any()
        } else {
            view! {
                <VirtualList
                    total=total offset=offset rows=rows row_rem=TWO_LINES window=window id=|row: &CustomerRow| row.id.0
                    row=|row| view! { <CustomerLine row=row /> }.into_any() brief=|row| brief_row(&row.name, "brief")
                />
            }
            .into_any()
        }
    };
    view! {
        <Head title=Live::new(move || words::home::CUSTOMERS.say(language).to_owned()) />
        <div class="part">
            <div class="list-top">
                <SearchField label=words::customer::SEARCH.say(language) start=filter.with_untracked(|filter| filter.text.clone()) on_search=search />
                <Filters filter=filter />
            </div>
            <ListBar
                spec=Customer::SPEC list="customers" filter=written on_pick=pick said=said total=total ids=ids window=window
                order=order
            />
            {live(body)}
        </div>
    }
}

#[component]
fn NoCustomers() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let is_filtered = Live::new(move || page.customer_filter.get() != CustomerFilter::default());
    live(move || {
        if is_filtered.get() {
            let clear = move |_| {
                page.customer_filter.set(CustomerFilter::default());
                show_search_text("");
            };
            let new = move |_| {
                let text = page.customer_filter.with_untracked(|filter| filter.text.trim().to_owned());
                // A telephone number is no name.
                let is_name = !text.starts_with(|first: char| first.is_ascii_digit());
                let name = if is_name { text } else { String::new() };
                page.sheet.set(Some(SheetKind::NewCustomer { name }));
            };
            return view! {
                <div class="empty">
                    <h2>{words::customer::NO_MATCH.say(language)}</h2>
                    <button type="button" class="button" on:click=clear>{words::customer::CLEAR_FILTERS.say(language)}</button>
                    <button type="button" class="button quiet" on:click=new>
                        <Icon picture=Picture::Plus /> {words::home::NEW_CUSTOMER.say(language)}
                    </button>
                </div>
            }
            .into_any();
        }
        let new = move |_| page.sheet.set(Some(SheetKind::new_customer()));
        view! {
            <Empty title=words::customer::EMPTY.say(language) example=words::customer::EMPTY_HINT.say(language)>
                <button type="button" class="button primary" on:click=new>{words::home::NEW_CUSTOMER.say(language)}</button>
            </Empty>
        }
        .into_any()
    })
}
