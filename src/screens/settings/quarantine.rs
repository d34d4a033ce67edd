//! What arrived and was not used, in plain words.

use crate::kit::{Chip, Tone};
use crate::live::{Live, live};
use crate::store::{Page, Toast};
use ::markup::view;
use contract::Command;
use contract::view::{QuarantineRow, Settings};
use language::{fault, words, words::settings};
use leptos::prelude::*;

/// What was not used; absent while there is nothing.
#[component]
pub fn Quarantine(settings: Live<Option<Box<Settings>>>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let rows = Live::new(move || {
        settings.with(|settings| {
            settings.as_ref().map(|settings| settings.quarantine.clone()).unwrap_or_default()
        })
    });
    let retry = move |_| {
        page.run(Command::RetryQuarantine, move |_| {
            page.toasts.show(Toast::new(settings::RETRIED.say(language)))
        });
    };
    let row = move |row: QuarantineRow| {
        let from = row
            .person
            .map_or_else(|| words::customer::SOMEBODY.say(language).to_owned(), |person| person.name);
        let chip = if row.is_waiting {
            view! { <Chip text=settings::WAITING.say(language) tone=Tone::Due /> }.into_any()
        } else {
            view! { <Chip text=settings::REFUSED.say(language) tone=Tone::Late /> }.into_any()
        };
        view! {
            <li class="row">
                <span class="body">
                    <span class="line"><span class="title one-line">{from}</span> {chip} <span class="tiny muted">{row.short_id}</span></span>
                    <span class="small muted">{fault::quarantine(row.reason).say(language)}</span>
                </span>
            </li>
        }
    };
    live(move || {
        rows.with(|rows| !rows.is_empty()).then(|| {
            view! {
                <section class="part">
                    <header>
                        <h2>{settings::QUARANTINE.say(language)}</h2>
                        <button type="button" class="button quiet" on:click=retry>{settings::RETRY.say(language)}</button>
                    </header>
                    <p class="small muted">{settings::QUARANTINE_WHY.say(language)}</p>
                    <ul class="rows">{rows.get().into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    })
}
