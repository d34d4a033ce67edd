//! A customer in the list.

use crate::kit::{Avatar, AvatarSize, Chip};
use crate::live::{Live, live};
use crate::store::{Page, Target, now};
use ::markup::view;
use contract::view::CustomerRow;
use domain::record::Choice;
use language::{day, words};
use leptos::prelude::*;

/// A customer in the list: name and class, owner and place, next date.
#[component]
pub fn CustomerLine(row: Live<CustomerRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let id = row.with_untracked(|row| row.id.0);
    // A list stays in its place.
    let href = page.route.get_untracked().with(Target::Customer(id)).to_string();
    let is_current =
        move || page.route.with(|route| route.open == Some(Target::Customer(id))).then_some("true");
    let link = move || {
        let row = row.get();
        let day = row.next_date.map(|next| next.to_string()).unwrap_or_default();
        let today = now().today;
        let class = row.class.map(|class| view! { <Chip text=class.code() /> });
        let tone = match row.next_date {
            Some(next) if next < today => "small late",
            Some(next) if next == today => "small due",
            _ => "small muted",
        };
        let next = match row.next_date {
            Some(next) => day::day(language, next, today),
            None => words::customer::NO_NEXT_DATE.say(language).to_owned(),
        };
        let about: Vec<String> = [
            row.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default(),
            row.region.clone(),
            row.next_action.clone(),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
        let owner = row.owner.map(|owner| view! { <Avatar person=owner size=AvatarSize::Small /> });
        view! {
            <a class="row" data-row=id.to_string() data-day=day aria-current=is_current href=href.clone()>
                <span class="body">
                    <span class="line">
                        <span class="title one-line">{row.name}</span>
                        {class}
                        <span class=tone style="margin-inline-start:auto;flex:none">{next}</span>
                    </span>
                    <span class="line small muted">{owner} <span class="one-line">{about.join(" · ")}</span></span>
                </span>
            </a>
        }
    };
    live(link)
}
