//! Change what comes next with a customer: the day, and what is to be done then.

use super::edit_record::first_seen;
use crate::kit::{DateField, Sheet};
use crate::live::{Live, State};
use crate::screens::record_page::title_in;
use crate::store::Page;
use ::markup::view;
use chrono::NaiveDate;
use contract::{Command, FieldWrite};
use domain::customer::{Customer, CustomerId};
use domain::follow_up::FollowUpId;
use domain::record::Value;
use language::{label, words, words::today};
use leptos::ev;
use leptos::prelude::*;

/// The next date and step of a customer.
#[component]
pub fn NextDate(
    customer: CustomerId,
    follow_up: Option<FollowUpId>,
    date: Option<NaiveDate>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let seen = first_seen(page, customer.0);
    let chosen = State::new(date);
    let typed = State::new(None::<String>);
    let action = Live::new(move || {
        typed.get().unwrap_or_else(|| {
            seen.with(|detail| match detail.as_ref()?.fields.get(Customer::next_action) {
                Some(Value::Text(action)) => Some(action.clone()),
                _ => None,
            })
            .unwrap_or_default()
        })
    });
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let day = chosen.get_untracked();
        let day_write = FieldWrite { field: "next_date".to_owned(), value: day.map(Value::Date) };
        let mut writes = Vec::new();
        if day != date {
            if let Some(follow_up) = follow_up {
                page.run(Command::Edit { id: follow_up.0, fields: vec![day_write.clone()] }, |_| {});
            }
            writes.push(day_write);
        }
        if let Some(action) = typed.get_untracked() {
            writes.push(FieldWrite { field: "next_action".to_owned(), value: Some(Value::Text(action)) });
        }
        if !writes.is_empty() {
            let name = seen.with_untracked(|detail| {
                detail
                    .as_ref()
                    .and_then(|detail| title_in(Customer::SPEC, &detail.fields))
                    .unwrap_or_default()
            });
            page.run_undoable(
                Command::Edit { id: customer.0, fields: writes },
                words::SAVED.about(language, &name),
            );
        }
        page.sheet.set(None);
    };
    view! {
        <Sheet title=today::NEXT_DATE.say(language)>
            <form class="form" on:submit=save>
                <div class="field">
                    <label class="unseen" for="next-date">{today::NEXT_DATE.say(language)}</label>
                    <DateField id="next-date" day=date on_change=move |day| chosen.set(day) />
                </div>
                <div class="field">
                    <label class="label" for="next-action">{label::field_label(language, "customer", "next_action")}</label>
                    <input
                        class="input" id="next-action" prop:value=action
                        on:input=move |event| typed.set(Some(event_target_value(&event)))
                    />
                </div>
                <div class="foot">
                    <button type="submit" class="button primary">{words::SAVE.say(language)}</button>
                </div>
            </form>
        </Sheet>
    }
}
