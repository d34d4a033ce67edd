//! Everything that happened with a customer, newest first.

use crate::kit::LiveRows;
use crate::live::{Live, State, live_if};
use crate::screens::today::TouchRow;
use crate::store::Page;
use ::markup::view;
use contract::view::{CustomerDetail, TimelineEntry};
use language::words::customer;
use leptos::prelude::*;

/// Asked for at a time.
const STEP: u32 = 50;

/// The touches of a customer.
#[component]
pub fn Timeline(detail: Live<CustomerDetail>, count: State<u32>) -> impl IntoView {
    let language = Page::here().language();
    let entries = Live::new(move || detail.with(|detail| detail.timeline.clone()));
    let older = Live::new(move || detail.with(|detail| detail.timeline_total > detail.timeline.len() as u32));
    let is_empty = Live::new(move || entries.with(Vec::is_empty));
    let more = move |_| count.update(|count| *count += STEP);
    view! {
        <section class="part">
            <header><h2>{customer::TIMELINE.say(language)}</h2></header>
            {live_if(move || is_empty.get().then(|| view! { <p class="muted prose">{customer::NO_TIMELINE.say(language)}</p> }))}
            <ul class="timeline">
                <LiveRows items=entries id=|entry: &TimelineEntry| entry.id.0 row=|entry| view! { <TouchRow entry=entry /> }.into_any() />
            </ul>
            {live_if(move || older.get().then(|| view! {
                <button type="button" class="button quiet" on:click=more>{customer::SHOW_OLDER.say(language)}</button>
            }))}
        </section>
    }
}
