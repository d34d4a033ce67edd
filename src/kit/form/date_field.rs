//! A day: the system's own picker, and the days people mean most.

use crate::live::State;
use crate::store::Page;
use crate::store::now;
use chrono::{Days, NaiveDate};
use language::words::customer;
use leptos::prelude::*;

/// A day or none.
#[component]
pub fn DateField(
    #[prop(into)] id: String,
    day: Option<NaiveDate>,
    #[prop(into)] on_change: Callback<Option<NaiveDate>>,
) -> impl IntoView {
    let language = Page::here().language();
    let today = now().today;
    let chosen = State::new(day);
    let choose = move |day: Option<NaiveDate>| {
        chosen.set(day);
        on_change.run(day);
    };
    let near = [
        (1, customer::TOMORROW),
        (3, customer::IN_THREE_DAYS),
        (7, customer::NEXT_WEEK),
        (14, customer::IN_TWO_WEEKS),
    ];
    view! {
        <input
            class="input" type="date" id=id prop:value=move || chosen.get().map(|day| day.to_string()).unwrap_or_default()
            on:change=move |event| choose(read_day(&event_target_value(&event)))
        />
        <div class="scroll-x">
            {near
                .into_iter()
                .map(|(days, word)| {
                    let day = today.checked_add_days(Days::new(days));
                    let is_chosen = move || (day.is_some() && chosen.get() == day).to_string();
                    view! {
                        <button type="button" class="choice" aria-pressed=is_chosen on:click=move |_| choose(day)>
                            {word.say(language)}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

/// `2026-03-05`, as the input writes it.
fn read_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    NaiveDate::from_ymd_opt(year, month, day)
}
