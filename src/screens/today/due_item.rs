//! A customer that wants attention: why in chips, and a tap unfolds the log pad.

use super::{LogPad, Unfolded};
use crate::kit::{Chip, Icon, Picture, Tone, call_address};
use crate::live::{Live, live, live_if, live_text};
use crate::store::{Page, now};
use ::markup::view;
use contract::view::{DueRow, DueTerm};
use language::{day, label, sentence, words};
use leptos::prelude::*;

/// A due row.
#[component]
pub fn DueItem(row: Live<DueRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let customer = row.with_untracked(|row| row.customer.id);
    let Unfolded(unfolded) = expect_context();
    let is_open = Live::new(move || unfolded.get() == Some(customer.0));
    let toggle = move |_| unfolded.set((!is_open.get_untracked()).then_some(customer.0));
    let chips = move || {
        row.with(|row| {
            let lateness = match row.overdue_days {
                1.. => Tone::Late,
                0 => Tone::Due,
                _ => Tone::Plain,
            };
            // What is still to come is named by its day, as people say it.
            let when = match row.customer.next_date.filter(|_| row.overdue_days < 0) {
                Some(next) => day::day(language, next, now().today),
                None => sentence::overdue(language, row.overdue_days),
            };
            let has = |term| row.terms.iter().any(|(known, _)| *known == term);
            let class =
                row.customer.class.map(|class| view! { <Chip text=label::class(class).say(language) /> });
            let is_new = has(DueTerm::NeverTouched)
                .then(|| view! { <Chip text=words::today::NEVER.say(language) tone=Tone::Accent /> });
            view! {
                <Chip text=when tone=lateness />
                {class}
                {is_new}
            }
        })
    };
    let step = move || {
        row.with(|row| {
            let parts: Vec<&str> = [row.customer.next_action.as_str(), &row.customer.region]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            (!parts.is_empty())
                .then(|| view! { <span class="muted small one-line">{parts.join(" · ")}</span> })
        })
    };
    let call = move || {
        row.with(|row| {
            let name = row.customer.name.clone();
            call_address(&row.customer.phone).map(|address| {
                let called = name.clone();
                view! {
                    <a
                        class="icon-button call" href=address aria-label=words::today::CALL.of(language, &name)
                        on:click=move |_| page.called.set(Some((customer, called.clone())))
                    >
                        <Icon picture=Picture::Phone />
                    </a>
                }
            })
        })
    };
    let day = live_text(move || {
        row.with(|row| row.customer.next_date.map(|next| next.to_string()).unwrap_or_default())
    });
    let name = move || row.with(|row| row.customer.name.clone());
    view! {
        <li class="due-item" class:open=move || is_open.get()>
            <button type="button" class="row" data-row=customer.0.to_string() data-day=day aria-expanded=move || is_open.get().to_string() on:click=toggle>
                <span class="body">
                    <span class="title one-line">{live_text(name)}</span>
                    <span class="chips">{live(chips)}</span>
                    {live_if(step)}
                </span>
            </button>
            {live_if(call)}
            {live_if(move || is_open.get().then(|| view! { <LogPad customer=customer name=row.with_untracked(|row| row.customer.name.clone()) row=row /> }))}
        </li>
    }
}
