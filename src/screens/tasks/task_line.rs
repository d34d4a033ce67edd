//! A task in a list or on a board.

use crate::kit::{Avatar, AvatarSize, Chip, Icon, Picture, Tone};
use crate::live::{Live, live};
use crate::store::{Page, Target, now};
use ::markup::view;
use contract::Command;
use contract::view::TaskRow;
use domain::task::{Importance, TaskId, TaskState};
use language::{day, label, sentence, words};
use leptos::prelude::*;

/// A task in a list: a round button that finishes it, and a link that opens it.
#[component]
pub fn TaskLine(#[prop(into)] row: Live<TaskRow>) -> impl IntoView {
    view! {
        <div class="task">
            <Tick row=row />
            <TaskLink row=row />
        </div>
    }
    .into_any()
}

/// The round button: finishes a task, or reopens a finished one.
#[component]
pub fn Tick(#[prop(into)] row: Live<TaskRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let button = move || {
        let (id, title, is_open) =
            row.with(|row| (row.id, row.task.title.clone(), row.task.standing().is_open()));
        let word = if is_open { words::task::FINISH } else { words::task::REOPEN };
        let name = word.of(language, &title);
        let tick = move |_| {
            let (to, said) = if is_open {
                (TaskState::Done, sentence::task_done(language, &title))
            } else {
                (TaskState::Accepted, words::task::REOPENED.about(language, &title))
            };
            move_task(page, id, to, said);
        };
        // The ring of an open one is drawn by the style: lists have hundreds.
        let picture = (!is_open).then(|| view! { <Icon picture=Picture::Check /> }.into_any());
        let class = if is_open { "icon-button tick" } else { "icon-button tick done" };
        view! { <button type="button" class=class aria-label=name on:click=tick>{picture}</button> }
    };
    live(button)
}

/// Move a task along its hand-shake and say so.
pub fn move_task(page: Page, id: TaskId, to: TaskState, said: String) {
    page.run_undoable(Command::MoveTask { id, to, said: String::new() }, said);
}

/// The link to a task with what tells it apart: title, due day; owner, about, checklist, comments.
#[component]
pub fn TaskLink(#[prop(into)] row: Live<TaskRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let id = row.with_untracked(|row| row.id.0);
    // A list stays in its place.
    let href = page.route.get_untracked().with(Target::Task(id)).to_string();
    let is_current = move || (page.route.get().open == Some(Target::Task(id))).then_some("true");
    let link = move || {
        let row = row.get();
        let day = row.task.due.map(|due| due.to_string()).unwrap_or_default();
        let is_open = row.task.standing().is_open();
        let late = row.overdue_days.unwrap_or(-1);
        let tone = match late {
            1.. if is_open => "small end late",
            0 if is_open => "small end due",
            _ => "small end muted",
        };
        let due = match row.task.due {
            Some(_) if late > 0 && is_open => sentence::overdue(language, late),
            Some(due) => day::day(language, due, now().today),
            None => String::new(),
        };
        let important = (row.task.importance == Some(Importance::High)).then(
            || view! { <Chip text=label::importance(Importance::High).say(language) tone=Tone::Accent /> },
        );
        let state = row.task.standing();
        // What nobody was given says so where its owner stands.
        let is_said = state == TaskState::Assigned && row.owner.is_none();
        let state = (!is_said && !matches!(state, TaskState::Accepted | TaskState::Done))
            .then(|| view! { <Chip text=label::task_state(state).say(language) tone=Tone::Due /> });
        let owner = match row.owner {
            Some(owner) => view! { <Avatar person=owner size=AvatarSize::Small named=true /> }.into_any(),
            None => view! { <span>{words::task::NOBODY.say(language)}</span> }.into_any(),
        };
        let count = |picture: Picture, text: String| view! { <span class="count"><Icon picture=picture /> {text}</span> };
        let (done, steps) = row.steps;
        let steps = (steps > 0).then(|| count(Picture::Check, format!("{done}/{steps}")));
        let comments = (row.comments > 0).then(|| count(Picture::Chat, row.comments.to_string()));
        view! {
            <a class="row" data-row=id.to_string() data-day=day aria-current=is_current href=href.clone()>
                <span class="body">
                    <span class="line">
                        <span class="title one-line">{row.task.title}</span>
                        {important}
                        <span class=tone>{due}</span>
                    </span>
                    <span class="line small muted">{owner} {state} <span class="one-line">{row.about}</span> {steps} {comments}</span>
                </span>
            </a>
        }
    };
    live(link)
}
