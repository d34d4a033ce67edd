//! Which customers, in which order.

use crate::live::{Live, State};
use crate::screens::list_bar::{filter_chip, whose_chips};
use crate::store::Page;
use ::markup::view;
use contract::{CustomerFilter, CustomerSort, Planned};
use domain::customer::CustomerClass;
use language::{Word, label, words::customer};
use leptos::prelude::*;

/// The filter chips.
#[component]
pub fn Filters(filter: State<CustomerFilter>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let plan = move |(word, plan): (Word, Planned)| {
        let is_on = Live::new(move || filter.with(|filter| filter.plan == Some(plan)));
        let set = move |on| filter.update(|filter| filter.plan = Some(plan).filter(|_| on));
        filter_chip(word.say(language), is_on, Callback::new(set))
    };
    let plans = [
        (customer::DUE, Planned::Due),
        (customer::OVERDUE, Planned::Overdue),
        (customer::UNPLANNED, Planned::Unplanned),
    ];
    let whose = Live::new(move || filter.with(|filter| filter.whose));
    let choose = Callback::new(move |whose| filter.update(|filter| filter.whose = whose));
    let class = move |class: CustomerClass| {
        let is_on = Live::new(move || filter.with(|filter| filter.class == Some(class)));
        let set = move |on| filter.update(|filter| filter.class = Some(class).filter(|_| on));
        filter_chip(label::class(class).say(language), is_on, Callback::new(set))
    };
    view! {
        <div class="scroll-x" role="group" aria-label=customer::FILTERS.say(language)>
            {whose_chips(page, whose, choose)}
            {plans.into_iter().map(plan).collect_view()}
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
