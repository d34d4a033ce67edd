//! What I may do with a task now, within reach of a thumb.

use super::Open;
use crate::live::{Live, live_if};
use crate::screens::sheets::SheetKind;
use crate::screens::tasks::move_task;
use crate::store::Page;
use ::markup::view;
use contract::Command;
use contract::view::TaskRights;
use domain::task::{TaskId, TaskState};
use language::{Word, sentence, words::task};
use leptos::prelude::*;
use std::sync::Arc;

/// The buttons at the bottom of a task.
#[component]
pub fn Actions(id: TaskId, detail: Open) -> impl IntoView {
    let standing = Live::new(move || {
        detail.with(|detail| {
            let detail = detail.as_ref().filter(|detail| !detail.is_deleted)?;
            let row = &detail.row;
            Some((
                detail.may,
                row.task.standing(),
                row.task.is_unowned(),
                row.task.quality.is_some(),
                row.task.title.clone(),
            ))
        })
    });
    live_if(move || {
        let (may, state, is_unowned, is_rated, title) = standing.get()?;
        buttons(id, may, state, is_unowned, is_rated, title)
    })
}

fn buttons(
    id: TaskId,
    may: TaskRights,
    state: TaskState,
    is_unowned: bool,
    is_rated: bool,
    title: String,
) -> Option<AnyView> {
    let page = Page::here();
    let language = page.language();
    let button = |word: Word, is_primary: bool, press: Callback<()>| {
        let class = if is_primary { "button primary" } else { "button" };
        view! { <button type="button" class=class on:click=move |_| press.run(())>{word.say(language)}</button> }.into_any()
    };
    let go =
        move |to: TaskState, said: String| Callback::new(move |()| move_task(page, id, to, said.clone()));
    let ask = move |to: TaskState, title: Word| {
        Callback::new(move |()| {
            let command = Arc::new(Command::MoveTask { id, to, said: String::new() });
            page.sheet.set(Some(SheetKind::Say { title, optional: false, command }));
        })
    };
    let mut row = Vec::new();
    let said = |word: Word| word.about(language, &title);
    if state.is_open() {
        if may.finish && (state == TaskState::Accepted || !may.answer) {
            row.push(button(task::CALL_OFF, false, go(TaskState::Cancelled, said(task::CALLED_OFF))));
        }
        if may.answer && state != TaskState::Accepted {
            if !is_unowned {
                row.push(button(task::DECLINE, false, ask(TaskState::Declined, task::DECLINE_WHY)));
                if state != TaskState::Discuss {
                    row.push(button(task::DISCUSS, false, ask(TaskState::Discuss, task::DISCUSS_WHY)));
                }
            }
            row.push(button(
                if is_unowned { task::TAKE } else { task::ACCEPT },
                true,
                go(TaskState::Accepted, said(task::ACCEPTED)),
            ));
        } else if may.finish {
            // Whoever gave it has it back: somebody else may do it.
            let is_declined = state == TaskState::Declined;
            let done = go(TaskState::Done, sentence::task_done(language, &title));
            row.push(button(task::FINISH, !is_declined, done));
            if is_declined {
                let give = move |()| page.sheet.set(Some(SheetKind::GiveTask { id: id.0 }));
                row.push(button(task::GIVE_AGAIN, true, Callback::new(give)));
            }
        }
    } else if may.finish {
        row.push(button(task::REOPEN, false, go(TaskState::Accepted, said(task::REOPENED))));
    }
    let rate = (state == TaskState::Done && may.rate && !is_rated).then(|| {
        let grade = |quality: u8| {
            let open = move |_| {
                let command = Arc::new(Command::RateTask { id, quality, feedback: String::new() });
                page.sheet.set(Some(SheetKind::Say { title: task::RATE_SAY, optional: true, command }));
            };
            view! { <button type="button" class="choice" aria-label=sentence::quality(language, i64::from(quality)) on:click=open>{quality}</button> }
        };
        view! {
            <div class="rate" role="group" aria-label=task::RATE.say(language)>
                <span class="small muted">{task::RATE.say(language)}</span>
                {(1..=5).map(grade).collect_view()}
            </div>
        }
    });
    if row.is_empty() && rate.is_none() {
        return None;
    }
    Some(view! { <div class="actions">{rate} {row}</div> }.into_any())
}
