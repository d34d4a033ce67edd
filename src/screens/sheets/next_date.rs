//! Change the next date. A tap on a day saves.

use crate::kit::{DateField, Sheet};
use crate::live::State;
use crate::store::Page;
use ::markup::view;
use chrono::NaiveDate;
use contract::{Command, FieldWrite};
use domain::RecordId;
use domain::customer::CustomerId;
use domain::follow_up::FollowUpId;
use domain::record::Value;
use language::{words, words::today};
use leptos::prelude::*;

/// The next date of a customer.
#[component]
pub fn NextDate(
    customer: CustomerId,
    follow_up: Option<FollowUpId>,
    date: Option<NaiveDate>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let chosen = State::new(date);
    let save = move |_| {
        let day = chosen.get_untracked();
        if day != date {
            let write = move |id: RecordId| {
                let field = FieldWrite { field: "next_date".to_owned(), value: day.map(Value::Date) };
                Command::Edit { id, fields: vec![field] }
            };
            if let Some(follow_up) = follow_up {
                page.run(write(follow_up.0), |_| {});
            }
            page.run_undoable(write(customer.0), words::SAVED.say(language));
        }
        page.sheet.set(None);
    };
    view! {
        <Sheet title=today::NEXT_DATE.say(language)>
            <div class="field">
                <label class="unseen" for="next-date">{today::NEXT_DATE.say(language)}</label>
                <DateField id="next-date" day=date on_change=move |day| chosen.set(day) />
            </div>
            <div class="foot">
                <button type="button" class="button primary" on:click=save>{words::SAVE.say(language)}</button>
            </div>
        </Sheet>
    }
}
