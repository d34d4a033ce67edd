//! Which customers, in which order.

use crate::kit::toggle_chip;
use crate::live::{Live, State};
use crate::screens::list_bar::whose_chips;
use crate::store::Page;
use ::markup::view;
use contract::{CustomerFilter, CustomerSort, Schedule};
use domain::customer::CustomerClass;
use language::{Word, label, words::customer};
use leptos::prelude::*;

/// The filter chips.
#[component]
pub fn Filters(filter: State<CustomerFilter>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let schedule = move |(word, schedule): (Word, Schedule)| {
        let is_on = Live::new(move || filter.with(|filter| filter.schedule == Some(schedule)));
        let set = move |on| filter.update(|filter| filter.schedule = Some(schedule).filter(|_| on));
        toggle_chip(word.say(language), is_on, Callback::new(set))
    };
    let schedules = [
        (customer::DUE, Schedule::Due),
        (customer::OVERDUE, Schedule::Overdue),
        (customer::UNPLANNED, Schedule::Unplanned),
    ];
    let whose = Live::new(move || filter.with(|filter| filter.whose));
    let choose = Callback::new(move |whose| filter.update(|filter| filter.whose = whose));
    let class = move |class: CustomerClass| {
        let is_on = Live::new(move || filter.with(|filter| filter.class == Some(class)));
        let set = move |on| filter.update(|filter| filter.class = Some(class).filter(|_| on));
        toggle_chip(label::class(class).say(language), is_on, Callback::new(set))
    };
    view! {
        <div class="scroll-x" role="group" aria-label=customer::FILTERS.say(language)>
            {whose_chips(page, whose, choose)}
            {schedules.into_iter().map(schedule).collect_view()}
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
