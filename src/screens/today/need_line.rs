//! Something that waits for me, with its one action.

use crate::kit::Avatar;
use crate::live::{Live, live};
use crate::screens::help::solve;
use crate::screens::place_of;
use crate::screens::record_page::reply;
use crate::screens::sheets::SheetKind;
use crate::screens::tasks::move_task;
use crate::store::{Page, Route, Target, now};
use ::markup::view;
use contract::view::{Need, NeedKind};
use contract::{Command, FieldWrite};
use domain::help_request::HelpRequestId;
use domain::record::Value;
use domain::task::{TaskId, TaskState};
use language::{sentence, words::help, words::task, words::today};
use leptos::prelude::*;

/// A row of "what needs me": what and who, a link to the record, and what to do about it.
#[component]
pub fn NeedLine(need: Live<Need>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    live(move || {
        let need = need.get();
        let id = need.id;
        let why = match need.kind {
            NeedKind::Help => today::NEED_HELP,
            NeedKind::Declined => today::NEED_DECLINED,
            NeedKind::Discuss => today::NEED_DISCUSS,
            NeedKind::Unowned => today::NEED_UNOWNED,
            NeedKind::Answer => today::NEED_ANSWER,
            NeedKind::Helping => today::NEED_HELPING,
            NeedKind::Mention => today::NEED_MENTION,
            NeedKind::Solved => today::NEED_SOLVED,
            NeedKind::Praised => today::NEED_PRAISED,
            NeedKind::Rotting => today::NEED_ROTTING,
            NeedKind::Silent => today::NEED_SILENT,
            NeedKind::Review => today::NEED_REVIEW,
            NeedKind::Agree => today::NEED_AGREE,
            NeedKind::Rate => today::NEED_RATE,
        };
        let route = match Target::of(&need.record_kind, id) {
            Some(target) => page.route.get_untracked().with(target),
            None => Route::from(place_of(&need.record_kind)),
        };
        // What one tap settles is settled here; the rest is a look at the record.
        let action = match need.kind {
            NeedKind::Help => Some(help::I_CAN),
            NeedKind::Helping => Some(help::SOLVE),
            NeedKind::Answer => Some(task::ACCEPT),
            NeedKind::Unowned | NeedKind::Declined => Some(today::GIVE_TO),
            NeedKind::Discuss | NeedKind::Mention => Some(today::REPLY),
            _ => None,
        };
        let asker = need.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
        let title = need.title.clone();
        let act = move |_| match need.kind {
            NeedKind::Help => {
                let helper = page.team_session().map(|team| Value::Id(team.me.0));
                let fields = vec![FieldWrite { field: "helper".to_owned(), value: helper }];
                page.run_undoable(
                    Command::Edit { id: HelpRequestId(id).0, fields },
                    sentence::you_help(language, &asker),
                );
            }
            NeedKind::Helping => solve(page, HelpRequestId(id)),
            NeedKind::Answer => {
                move_task(page, TaskId(id), TaskState::Accepted, task::ACCEPTED.about(language, &title))
            }
            NeedKind::Unowned | NeedKind::Declined => page.sheet.set(Some(SheetKind::GiveTask { id })),
            NeedKind::Discuss | NeedKind::Mention => reply(page, route),
            _ => route.go(),
        };
        let button = view! {
            <button type="button" class="button" on:click=act>{action.unwrap_or(today::LOOK).say(language)}</button>
        };
        // Name and state read as one sentence: who declined, who asks for help.
        let who =
            need.person.as_ref().map(|person| view! { <span class="one-line">{person.name.clone()}</span> });
        let face = need.person.map(|person| view! { <Avatar person=person /> });
        let when = match need.due {
            Some(due) => sentence::due(language, due, now().today),
            None if need.days > 0 => sentence::waiting_for(language, need.days),
            None => String::new(),
        };
        view! {
            <li class="need">
                <a class="row" data-row=id.to_string() href=route.to_string()>
                    {face}
                    <span class="body">
                        <span class="title one-line">{need.title}</span>
                        <span class="line small muted">{who} <span class="due">{why.say(language)}</span> <span>{when}</span></span>
                    </span>
                </a>
                {button}
            </li>
        }
    })
}
