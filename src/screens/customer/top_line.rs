//! Who owns it, last touch, next touch.

use crate::kit::{Avatar, AvatarSize, Chip};
use crate::live::{Live, live};
use crate::screens::sheets::SheetKind;
use crate::store::{Page, now};
use ::markup::view;
use contract::view::CustomerDetail;
use language::{day, label, words::customer};
use leptos::prelude::*;

/// The three answers people open a customer for.
#[component]
pub fn TopLine(detail: Live<CustomerDetail>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let row = Live::new(move || detail.with(|detail| detail.row.clone()));
    let is_partial = Live::new(move || detail.with(|detail| detail.is_partial));
    live(move || {
        let partial = is_partial.get().then(|| view! { <Chip text=customer::PARTIAL.say(language) /> });
        let row = row.get();
        let today = now().today;
        let owner = match row.owner.clone() {
            Some(owner) => {
                let name = owner.name.clone();
                view! { <Avatar person=owner size=AvatarSize::Small /> <span class="one-line">{name}</span> }
                    .into_any()
            }
            None => view! { <span class="muted">{customer::NO_OWNER.say(language)}</span> }.into_any(),
        };
        let last = match row.last_touch {
            Some(last) => day::days_ago(language, last, today),
            None => customer::NEVER_TOUCHED.say(language).to_owned(),
        };
        let tone = match row.next_date {
            Some(next) if next < today => "late",
            Some(next) if next == today => "due",
            Some(_) => "",
            None => "muted",
        };
        let next = match row.next_date {
            Some(next) => day::day(language, next, today),
            None => customer::NO_NEXT_DATE.say(language).to_owned(),
        };
        let (id, next_date) = (row.id, row.next_date);
        let change = move |_| {
            page.sheet.set(Some(SheetKind::NextDate { customer: id, follow_up: None, date: next_date }))
        };
        let class = row.class.map(|class| view! { <Chip text=label::class(class).say(language) /> });
        let region =
            (!row.region.is_empty()).then(|| view! { <span class="muted">{row.region.clone()}</span> });
        let action = (!row.next_action.is_empty())
            .then(|| view! { <p class="small muted">{row.next_action.clone()}</p> });
        view! {
            <div class="line-of-facts">{class} {region} {partial}</div>
            <div class="answer">
                <div>
                    <span class="label">{customer::OWNER.say(language)}</span>
                    <span class="line">{owner}</span>
                </div>
                <div>
                    <span class="label">{customer::LAST_TOUCH.say(language)}</span>
                    <span class="line">{last}</span>
                </div>
                <div>
                    <span class="label">{customer::NEXT_TOUCH.say(language)}</span>
                    <button type="button" class=format!("line changes {tone}") on:click=change>{next}</button>
                    {action}
                </div>
            </div>
        }
    })
}
