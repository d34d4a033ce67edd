//! A day: the system's own picker, and the days people mean most.

use crate::live::{Live, State, live_if, live_text};
use crate::store::Page;
use crate::store::now;
use ::markup::view;
use chrono::{Days, NaiveDate};
use domain::calendar::off_rest_days;
use language::words::customer;
use language::{day, words};
use leptos::prelude::*;

/// A day or none.
#[component]
pub fn DateField(
    #[prop(into)] id: String,
    day: Option<NaiveDate>,
    #[prop(into)] on_change: Callback<Option<NaiveDate>>,
    /// Whether it does not fit.
    #[prop(optional)]
    is_invalid: Option<Live<bool>>,
) -> impl IntoView {
    let language = Page::here().language();
    let today = now().today;
    let chosen = State::new(day);
    // Allowed, but said: a date in the past is mostly a slip. What stood there before is no news.
    let has_passed =
        Live::new(move || chosen.get().is_some_and(|chosen| chosen < today && day != Some(chosen)));
    let choose = move |day: Option<NaiveDate>| {
        chosen.set(day);
        on_change.run(day);
    };
    let near = [
        (0, words::home::TODAY),
        (1, customer::TOMORROW),
        (3, customer::IN_THREE_DAYS),
        (7, customer::NEXT_WEEK),
        (14, customer::IN_TWO_WEEKS),
    ];
    // Whoever says "tomorrow" on a Friday means Monday: rest days are left out, and the day is then called by its name.
    let mut days: Vec<(NaiveDate, String)> = Vec::new();
    for (ahead, word) in near {
        let Some(wanted) = today.checked_add_days(Days::new(ahead)) else { continue };
        let day = if ahead == 0 { wanted } else { off_rest_days(wanted) };
        let said = if day == wanted { word.say(language).to_owned() } else { day::day(language, day, today) };
        if days.iter().all(|(known, _)| *known != day) {
            days.push((day, said));
        }
    }
    view! {
        <input
            class="input" type="date" id=id aria-invalid=move || is_invalid.filter(|is| is.get()).map(|_| "true") prop:value=move || chosen.get().map(|day| day.to_string()).unwrap_or_default()
            on:change=move |event| choose(read_day(&event_target_value(&event)))
        />
        <div class="scroll-x">
            {days
                .into_iter()
                .map(|(day, said)| {
                    let is_chosen = live_text(move || (chosen.get() == Some(day)).to_string());
                    view! {
                        <button type="button" class="choice" aria-pressed=is_chosen on:click=move |_| choose(Some(day))>{said}</button>
                    }
                })
                .collect_view()}
        </div>
        {live_if(move || has_passed.get().then(|| view! { <p class="small due" role="status">{customer::DAY_HAS_PASSED.say(language)}</p> }))}
    }
}

/// `2026-03-05`, as the input writes it.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    NaiveDate::from_ymd_opt(year, month, day)
}
