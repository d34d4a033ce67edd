//! One task: how it stands and what I may do; then the checklist, what was said, and what changed.

mod actions;
mod facts;
mod steps;

use super::customer::{History, SideHead};
use super::sheets::SheetKind;
use super::thread::Thread;
use crate::kit::{CopyButton, Icon, Picture};
use crate::live::{Live, live, live_if, live_text};
use crate::store::{Page, Slot, focus_when_drawn, now};
use ::markup::view;
use actions::Actions;
use contract::view::TaskDetail;
use contract::{Command, Query};
use domain::task::TaskId;
use facts::Facts;
use language::{label, sentence, wechat, words};
use leptos::prelude::*;
use steps::Steps;

/// The task that is open; empty until it has come.
type Open = Live<Option<TaskDetail>>;

/// One task, beside the list on a desk, above it on a phone.
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
    let is_missing = Live::new(move || page.state.task.with(|task| matches!(task.0, Some(None))));
    let is_here = Live::new(move || detail.with(Option::is_some));
    let may_edit = Live::new(move || {
        detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.may.edit && !detail.is_deleted))
    });
    Effect::new(move |_| {
        if is_here.get() {
            focus_when_drawn(".side h1");
        }
    });
    let body = move || {
        if is_missing.get() {
            return view! {
                <div class="empty">
                    <h1 tabindex="-1">{words::task::NOT_FOUND.say(language)}</h1>
                    <p>{words::customer::NOT_FOUND_HINT.say(language)}</p>
                </div>
            }
            .into_any();
        }
        if is_here.get() { found(page, id, detail) } else { ().into_any() }
    };
    let copy = move |()| {
        detail.with_untracked(|detail| {
            detail.as_ref().map(|detail| wechat::task_text(language, detail)).unwrap_or_default()
        })
    };
    let edit = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "task", id: id.0 }));
    let tools = live_if(move || {
        may_edit.get().then(|| {
            view! {
                <button type="button" class="icon-button" aria-label=words::EDIT.say(language) title=words::EDIT.say(language) on:click=edit>
                    <Icon picture=Picture::Pencil />
                </button>
            }
        })
    });
    view! {
        <aside class="side" aria-label=label::kind_label(language, "task")>
            <SideHead>
                <CopyButton class="quiet" label=words::customer::COPY_WECHAT.say(language) text=copy />
                {tools}
            </SideHead>
            <div class="inside" tabindex="-1">{live(body)}</div>
            <Actions id=id detail=detail />
        </aside>
    }
    .into_any()
}

fn found(page: Page, id: TaskId, detail: Open) -> AnyView {
    let language = page.language();
    let title = Live::new(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.row.task.title.clone()).unwrap_or_default())
    });
    let is_deleted =
        Live::new(move || detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.is_deleted)));
    let may_edit =
        Live::new(move || detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.may.edit)));
    let restore = move |_| {
        page.run_undoable(Command::Restore { id: id.0 }, words::customer::BROUGHT_BACK.say(language))
    };
    let delete = move |_| {
        page.run_undoable(Command::Delete { id: id.0 }, sentence::deleted(language, &title.get_untracked()));
        focus_when_drawn(".side h1");
    };
    let help = move |_| page.sheet.set(Some(SheetKind::ask_for_help(Some((id.0, title.get_untracked())))));
    let deleted = live_if(move || {
        is_deleted.get().then(|| {
            view! {
                <div class="note late">
                    <p>{words::task::IS_DELETED.say(language)}</p>
                    <button type="button" class="button" on:click=restore>{words::customer::BRING_BACK.say(language)}</button>
                </div>
            }
        })
    });
    let last = live_if(move || {
        (!is_deleted.get()).then(|| {
            let delete = may_edit.get().then(|| {
                view! {
                    <button type="button" class="button quiet danger" on:click=delete>
                        <Icon picture=Picture::Trash /> {words::task::DELETE.say(language)}
                    </button>
                }
            });
            view! {
                <div class="last">
                    <button type="button" class="button quiet" on:click=help>
                        <Icon picture=Picture::Hand /> {words::task::ASK_HELP.say(language)}
                    </button>
                    {delete}
                </div>
            }
        })
    });
    let now = now();
    view! {
        <h1 tabindex="-1">{live_text(move || title.get())}</h1>
        {deleted}
        <Facts detail=detail today=now.today />
        <Steps id=id detail=detail may_edit=may_edit />
        <Thread about=id.0 />
        <History id=id.0 kind="task" />
        {last}
    }
    .into_any()
}
