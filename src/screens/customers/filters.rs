//! Which customers, in which order.

use crate::live::{Live, State};
use crate::screens::list_bar::whose_chips;
use crate::store::Page;
use ::markup::view;
use contract::{CustomerFilter, CustomerSort};
use domain::customer::CustomerClass;
use language::{label, words::customer};
use leptos::prelude::*;

/// The filter chips.
#[component]
pub fn Filters(filter: State<CustomerFilter>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let chip = move |text: &'static str,
                     is_on: fn(&CustomerFilter) -> bool,
                     toggle: fn(&mut CustomerFilter)| {
        view! {
            <button
                type="button" class="choice" aria-pressed=move || filter.with(is_on).to_string() on:click=move |_| filter.update(toggle)
            >
                {text}
            </button>
        }
    };
    let whose = Live::new(move || filter.with(|filter| filter.whose));
    let choose = Callback::new(move |whose| filter.update(|filter| filter.whose = whose));
    let class = move |class: CustomerClass| {
        let is_on = move || filter.with(|filter| filter.class == Some(class)).to_string();
        let toggle = move |_| {
            filter.update(|filter| filter.class = (filter.class != Some(class)).then_some(class));
        };
        view! {
            <button type="button" class="choice" aria-pressed=is_on on:click=toggle>
                {label::class(class).say(language)}
            </button>
        }
    };
    view! {
        <div class="scroll-x" role="group" aria-label=customer::FILTERS.say(language)>
            {whose_chips(page, whose, choose)}
            {chip(customer::DUE.say(language), |filter| filter.due, |filter| { filter.due = !filter.due; filter.unplanned = false; })}
            {chip(customer::UNPLANNED.say(language), |filter| filter.unplanned, |filter| { filter.unplanned = !filter.unplanned; filter.due = false; })}
            {CustomerClass::ALL.iter().copied().map(class).collect_view()}
        </div>
    }
}

/// The order.
#[component]
pub fn SortSelect(sort: State<CustomerSort>) -> impl IntoView {
    let language = Page::here().language();
    let orders = [
        (CustomerSort::NextDate, customer::BY_NEXT_DATE),
        (CustomerSort::LastTouch, customer::BY_LAST_TOUCH),
        (CustomerSort::Name, customer::BY_NAME),
        (CustomerSort::Class, customer::BY_CLASS),
    ];
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|index| orders.get(index));
        if let Some((order, _)) = chosen {
            sort.set(*order);
        }
    };
    view! {
        <select aria-label=customer::SORT.say(language) on:change=choose>
            {orders
                .iter()
                .enumerate()
                .map(|(index, (order, word))| {
                    view! { <option value=index.to_string() selected=*order == sort.get_untracked()>{word.say(language)}</option> }
                })
                .collect_view()}
        </select>
    }
}
