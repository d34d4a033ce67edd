//! One task: how it stands and what I may do; then the checklist, what was said, and what changed.

mod actions;
mod facts;
mod steps;

use super::record_page::{Own, record_page};
use super::sheets::SheetKind;
use super::thread::Thread;
use crate::kit::{CopyButton, Icon, Picture};
use crate::live::{Live, called};
use crate::store::{Page, Slot, now};
use ::markup::view;
use actions::Actions;
use contract::Query;
use contract::view::TaskDetail;
use domain::task::TaskId;
use facts::Facts;
use language::{wechat, words};
use leptos::prelude::*;
use steps::Steps;

/// The task that is open; empty until it has come.
type Open = Live<Option<TaskDetail>>;

/// One task.
#[component]
pub fn TaskPage(id: TaskId) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Task, Query::Task { id });
    let detail: Open = Live::new(move || {
        page.state.task.with(|task| match &task.0 {
            Some(Some(detail)) if detail.row.id == id => Some((**detail).clone()),
            _ => None,
        })
    });
    let may_edit = Live::new(move || {
        detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.may.edit && !detail.is_deleted))
    });
    let copy = move |()| {
        detail.with_untracked(|detail| {
            detail.as_ref().map(|detail| wechat::task_text(language, detail, now().today)).unwrap_or_default()
        })
    };
    let help = move |_| {
        let title =
            detail.with_untracked(|detail| detail.as_ref().map(|detail| detail.row.task.title.clone()));
        page.sheet.set(Some(SheetKind::ask_for_help(Some((id.0, title.unwrap_or_default())))));
    };
    let own = Own {
        kind: "task",
        is_here: Live::new(move || page.state.task.with(|task| Some(task.0.as_ref()?.is_some()))),
        tools: called(move |()| {
            view! { <CopyButton class="quiet" label=words::customer::COPY_WECHAT.say(language) text=copy /> }
                .into_any()
        }),
        body: called(move |_| {
            view! {
                <Facts detail=detail today=now().today />
                <Steps id=id detail=detail may_edit=may_edit />
                <Thread about=id.0 />
            }
            .into_any()
        }),
        last: called(move |()| {
            view! {
                <button type="button" class="button quiet" on:click=help>
                    <Icon picture=Picture::Hand /> {words::task::ASK_HELP.say(language)}
                </button>
            }
            .into_any()
        }),
        actions: called(move |()| view! { <Actions id=id detail=detail /> }.into_any()),
    };
    record_page(page, id.0, own)
}
