//! A day: the system's own picker, and the days people mean most.

use crate::kit::chip::toggle_chip;
use crate::live::{Live, State, live_if};
use crate::store::Page;
use crate::store::now;
use ::markup::view;
use chrono::{Datelike, Days, NaiveDate};
use domain::calendar::{month_end, off_rest_days};
use language::words::customer;
use language::{Word, day, words};
use leptos::prelude::*;

/// What people say of the days that come, and how many days ahead they are.
const NEAR: [(u32, Word); 5] = [
    (0, words::home::TODAY),
    (1, customer::TOMORROW),
    (3, customer::IN_THREE_DAYS),
    (7, customer::NEXT_WEEK),
    (14, customer::IN_TWO_WEEKS),
];

/// What people say of ends, and at the end of which month they are: the present one is 0; for those of a quarter its
/// first one is.
const ENDS: [(u32, Word); 4] = [
    (0, customer::END_OF_MONTH),
    (1, customer::END_OF_NEXT_MONTH),
    (2, customer::END_OF_QUARTER),
    (5, customer::END_OF_NEXT_QUARTER),
];

/// A day or none.
#[component]
pub fn DateField(
    #[prop(into)] id: String,
    day: Option<NaiveDate>,
    #[prop(into)] on_change: Callback<Option<NaiveDate>>,
    /// Whether it is a day by which something ends: then people mean the ends of months and quarters.
    #[prop(optional)]
    is_end: bool,
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
    let mut days: Vec<(NaiveDate, String)> = Vec::new();
    for (ahead, word) in if is_end { &ENDS[..] } else { &NEAR[..] } {
        let ahead = *ahead;
        let wanted = match ahead {
            days if !is_end => today.checked_add_days(Days::new(days.into())),
            months @ ..2 => month_end(today, months),
            months => month_end(today, months - today.month0() % 3),
        };
        let Some(wanted) = wanted else { continue };
        // Whoever says "tomorrow" on a Friday means Monday: rest days are left out, and the day is then called by its
        // name. Today is today, and a month ends when it ends.
        let day = if is_end || ahead == 0 { wanted } else { off_rest_days(wanted) };
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
                    let is_chosen = Live::new(move || chosen.get() == Some(day));
                    toggle_chip(&said, is_chosen, Callback::new(move |_| choose(Some(day))))
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
