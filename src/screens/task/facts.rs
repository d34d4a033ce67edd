//! How a task stands: state, due, owner; what it is about; what a good result looks like.

use super::Open;
use crate::kit::{Avatar, AvatarSize, Chip, Tone};
use crate::live::live_if;
use crate::store::{Page, Target};
use ::markup::view;
use chrono::NaiveDate;
use contract::view::TaskDetail;
use domain::task::{Importance, TaskState};
use language::{day, label, list, sentence, words::task};
use leptos::prelude::*;

/// The answers people open a task for.
#[component]
pub fn Facts(detail: Open, today: NaiveDate) -> impl IntoView {
    live_if(move || detail.get().map(|detail| facts(detail, today)))
}

fn facts(detail: TaskDetail, today: NaiveDate) -> AnyView {
    let page = Page::here();
    let language = page.language();
    let row = detail.row;
    let state = row.task.standing();
    let standing = label::task_standing(&row.task).say(language);
    let tone = match state {
        TaskState::Accepted | TaskState::Done | TaskState::Cancelled => Tone::Plain,
        TaskState::Assigned => Tone::Accent,
        TaskState::Discuss | TaskState::Declined => Tone::Due,
    };
    let importance = row.task.importance.map(|importance| {
        let tone = if importance == Importance::High { Tone::Accent } else { Tone::Plain };
        view! { <Chip text=label::importance(importance).say(language) tone=tone /> }
    });
    let given = detail.giver.filter(|giver| row.owner.as_ref() != Some(giver)).map(|giver| {
        view! { <span class="small muted">{sentence::given_by(language, &giver.name)}</span> }
    });
    let owner = match row.owner {
        Some(owner) => {
            let name = owner.name.clone();
            view! { <Avatar person=owner size=AvatarSize::Small /> <span class="one-line">{name}</span> }
                .into_any()
        }
        None => view! { <span class="due">{task::NOBODY.say(language)}</span> }.into_any(),
    };
    let late = row.overdue_days.unwrap_or(-1);
    let (due_tone, due) = match row.task.due {
        None => ("muted", task::NO_DUE.say(language).to_owned()),
        Some(due) if !state.is_open() || late < 0 => ("", day::day(language, due, today)),
        Some(_) => (if late > 0 { "late" } else { "due" }, sentence::overdue(language, late)),
    };
    let estimate = row
        .task
        .estimate
        .map(|minutes| view! { <span class="small muted">{day::minutes(language, minutes.0)}</span> });
    let link = |target: Target, title: String, kind: &str| {
        view! {
            <a class="about" href=page.route.get_untracked().with(target).to_string()>
                <span class="small muted">{label::kind_label(language, kind)}</span> " " <span class="changes">{title}</span>
            </a>
        }
    };
    let customer = detail.customer.map(|(id, title)| link(Target::Customer(id.0), title, "customer"));
    let deal = detail.deal.map(|(id, title)| link(Target::Deal(id.0), title, "deal"));
    let helpers = (!detail.helpers.is_empty()).then(|| {
        let names: Vec<String> = detail.helpers.into_iter().map(|person| person.name).collect();
        view! { <p class="small muted">{label::field_label(language, "task", "helpers")} " " {list::list(language, &names)}</p> }
    });
    let answer = (!row.task.answer.is_empty()).then(|| {
        view! { <div class="note due"><b class="small">{task::ANSWER.say(language)}</b> <p>{row.task.answer}</p></div> }
    });
    let note = (!row.task.note.is_empty()).then(|| view! { <p class="prose">{row.task.note}</p> });
    let result = row.task.quality.map(|quality| {
        view! { <div class="note"><b>{sentence::quality(language, quality)}</b> <p>{row.task.feedback}</p></div> }
    });
    view! {
        <div class="line-of-facts"><Chip text=standing tone=tone /> {importance} {given}</div>
        {answer}
        <div class="answer two">
            <div>
                <span class="label">{task::OWNER.say(language)}</span>
                <span class="line">{owner}</span>
            </div>
            <div>
                <span class="label">{task::DUE.say(language)}</span>
                <span class="line"><span class=due_tone>{due}</span> {estimate}</span>
            </div>
        </div>
        <div class="abouts">{customer} {deal} {helpers}</div>
        {note}
        {result}
    }
    .into_any()
}
