//! A person and how their work stands; what a manager sees here, that person sees too.

use crate::kit::{Avatar, Chip};
use crate::live::{Live, live, live_text};
use crate::store::{Page, Target, now};
use ::markup::view;
use contract::view::PersonProgress;
use language::{day, label, sentence, words};
use leptos::prelude::*;

/// A person's row.
#[component]
pub fn PersonRow(row: Live<PersonProgress>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let id = row.with_untracked(|row| row.person.id);
    // Nobody ever joins a sample team, so there it says nothing about a person.
    let is_sample = page.team_session().is_some_and(|team| team.is_sample);
    let is_open = Live::new(move || page.route.get().open == Some(Target::Member(id.0)));
    let content = move || {
        let row = row.get();
        let activity = match row.last_activity {
            Some(at) => day::moment(language, at, now()),
            None => words::today::NEVER_ACTIVE.say(language).to_owned(),
        };
        let joined = (!row.has_device && !is_sample)
            .then(|| view! { <Chip text=words::team::NOT_JOINED.say(language) /> });
        let share = |count: u32| count * 100 / row.customers.max(1);
        let (late, due) = (share(row.overdue), share(row.due.saturating_sub(row.overdue)));
        let bar = (row.customers > 0).then(|| {
            view! {
                <span class="bar" aria-hidden="true">
                    <i class="is-late" style:width=format!("{late}%")></i>
                    <i class="is-due" style:width=format!("{due}%")></i>
                </span>
            }
        });
        let name = row.person.name.clone();
        view! {
            <Avatar person=row.person.clone() />
            <span class="body">
                <span class="line">
                    <span class="title one-line">{name}</span>
                    <span class="muted small one-line">{label::role(row.role).say(language)}</span>
                    {joined}
                </span>
                <span class="line said small muted">
                    <span>{sentence::progress(language, row.due, row.overdue, row.logged_today)}</span>
                    <span>{activity}</span>
                </span>
                {bar}
            </span>
        }
    };
    let href = move || page.route.get().with(Target::Member(id.0)).to_string();
    view! {
        <a class="row person-row" data-row=id.0.to_string() aria-current=move || is_open.get().then_some("true") href=live_text(href)>
            {live(content)}
        </a>
    }
}
