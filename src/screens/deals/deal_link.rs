//! A deal on the board or in a list.

use crate::kit::{Avatar, AvatarSize, Chip, Icon, Picture, Tone};
use crate::live::{Live, live, live_text};
use crate::store::{Page, Target, now};
use ::markup::view;
use contract::view::DealCard;
use domain::deal::NextStep;
use language::{day, label, number, words};
use leptos::prelude::*;

/// The link to a deal with what tells it apart.
#[component]
pub fn DealLink(#[prop(into)] row: Live<DealCard>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let id = row.with_untracked(|row| row.id.0);
    let content = move || {
        let row = row.get();
        let today = now().today;
        let value = match row.value {
            Some(value) => number::money(language, value),
            None => words::deal::NO_VALUE.say(language).to_owned(),
        };
        let customer = row.customer.map(|(_, name)| view! { <span class="one-line">{name}</span> });
        let owner =
            row.owner.map(|owner| view! { <Avatar person=owner size=AvatarSize::Small named=true /> });
        let (picture, tone) = match row.next {
            NextStep::Overdue => (Picture::Alert, "next late"),
            NextStep::Today => (Picture::Sun, "next due"),
            NextStep::Planned => (Picture::Calendar, "next"),
            NextStep::None => (Picture::Circle, "next muted"),
            NextStep::Decided => (Picture::Check, "next muted"),
        };
        let next = language::deal::next_step(language, row.next, row.next_date, today);
        let closes = row.closes.map(|closes| {
            let name = label::field_label(language, "deal", "expected_close");
            view! { <span class="end" title=name>{day::day(language, closes, today)}</span> }
        });
        let rot = row.rot.map(|rot| {
            view! { <span class="line"><Chip text=language::deal::rot(language, rot, today) tone=Tone::Late /></span> }
        });
        view! {
            <span class="body">
                <span class="line"><span class="title one-line">{row.title}</span> <span class="end small">{value}</span></span>
                <span class="line small muted">{customer} {closes}</span>
                <span class="line small muted">
                    {owner}
                    <span class=tone title=label::next_step(row.next).say(language)><Icon picture=picture /> {next}</span>
                </span>
                {rot}
            </span>
        }
    };
    let is_current = move || (page.route.get().open == Some(Target::Deal(id))).then_some("true");
    let href = live_text(move || page.route.get().with(Target::Deal(id)).to_string());
    view! { <a class="row" data-row=id.to_string() aria-current=is_current href=href>{live(content)}</a> }
        .into_any()
}
