//! Change what comes next with a customer: the day, and what is to be done then.

use crate::kit::{DateField, Sheet};
use crate::live::{State, follow};
use crate::store::{Page, Slot};
use ::markup::view;
use chrono::NaiveDate;
use contract::{Command, FieldWrite, Query};
use domain::customer::{Customer, CustomerId};
use domain::follow_up::FollowUpId;
use domain::record::Value;
use language::{label, words, words::today};
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
    page.show(Slot::Record, Query::Record { id: customer.0 });
    let chosen = State::new(date);
    // As it stood when the sheet came; unknown until the record is here.
    let before = State::new(None::<String>);
    follow(move || {
        page.state.record.with(|record| {
            let detail = record.0.as_ref().and_then(Option::as_ref).filter(|detail| detail.id == customer.0);
            if let Some(detail) = detail.filter(|_| before.with_untracked(Option::is_none)) {
                before.set(Some(match detail.fields.get(Customer::next_action) {
                    Some(Value::Text(action)) => action.clone(),
                    _ => String::new(),
                }));
            }
        });
    });
    let typed = State::new(None::<String>);
    let save = move |_| {
        let day = chosen.get_untracked();
        let action = typed.get_untracked().map(|text| text.trim().to_owned());
        let action = action.filter(|text| Some(text) != before.get_untracked().as_ref());
        let day_write = FieldWrite { field: "next_date".to_owned(), value: day.map(Value::Date) };
        let mut writes = Vec::new();
        if day != date {
            if let Some(follow_up) = follow_up {
                page.run(Command::Edit { id: follow_up.0, fields: vec![day_write.clone()] }, |_| {});
            }
            writes.push(day_write);
        }
        if let Some(action) = action {
            let value = (!action.is_empty()).then_some(Value::Text(action));
            writes.push(FieldWrite { field: "next_action".to_owned(), value });
        }
        if !writes.is_empty() {
            page.run_undoable(Command::Edit { id: customer.0, fields: writes }, words::SAVED.say(language));
        }
        page.sheet.set(None);
    };
    view! {
        <Sheet title=today::NEXT_DATE.say(language)>
            <div class="field">
                <label class="unseen" for="next-date">{today::NEXT_DATE.say(language)}</label>
                <DateField id="next-date" day=date on_change=move |day| chosen.set(day) />
            </div>
            <div class="field">
                <label class="label" for="next-action">{label::field_label(language, "customer", "next_action")}</label>
                <input
                    class="input" id="next-action" prop:value=move || before.get().unwrap_or_default()
                    on:input=move |event| typed.set(Some(event_target_value(&event)))
                />
            </div>
            <div class="foot">
                <button type="button" class="button primary" on:click=save>{words::SAVE.say(language)}</button>
            </div>
        </Sheet>
    }
}
