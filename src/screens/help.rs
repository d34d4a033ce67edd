//! Who needs help, for how long, and who helps.

use super::frame::Head;
use super::sheets::SheetKind;
use crate::kit::{Avatar, Chip, Empty, LiveRows, Tone, while_any};
use crate::live::{Live, live, live_if};
use crate::store::{Page, Slot, Target};
use ::markup::view;
use contract::view::{HelpRequests, HelpRow};
use contract::{Command, FieldWrite, Query};
use domain::help_request::HelpRequestId;
use domain::record::Value;
use language::{Word, sentence, words, words::help};
use leptos::prelude::*;
use std::sync::Arc;

/// The help requests.
#[component]
pub fn Help() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Help, Query::HelpRequests);
    let part = move |heading: Word, rows: fn(&HelpRequests) -> Vec<HelpRow>| {
        let rows =
            Live::new(move || page.state.help.with(|help| help.0.as_ref().map(rows).unwrap_or_default()));
        while_any(rows, move || {
            view! {
                <section class="part">
                    <header><h2>{heading.say(language)}</h2></header>
                    <ul class="rows">
                        <LiveRows items=rows id=|row: &HelpRow| row.id.0 row=|row| view! { <HelpLine row=row /> }.into_any() />
                    </ul>
                </section>
            }
        })
    };
    let is_quiet = Live::new(move || {
        page.state.help.with(|help| help.0.as_ref().is_some_and(|help| help.open.is_empty()))
    });
    let ask = move |_| page.sheet.set(Some(SheetKind::ask_for_help(None)));
    let empty = live_if(move || {
        is_quiet.get().then(
            || view! { <Empty title=help::EMPTY.say(language) example=help::EMPTY_HINT.say(language) /> },
        )
    });
    view! {
        <Head title=Live::new(move || help::TITLE.say(language).to_owned())>
            <button type="button" class="button quiet" on:click=ask>{help::ASK.say(language)}</button>
        </Head>
        {empty}
        {part(help::OPEN, |help| help.open.clone())}
        {part(help::SOLVED, |help| help.solved.clone())}
    }
    .into_any()
}

/// Ask how it was solved.
pub fn solve(page: Page, id: HelpRequestId) {
    let command = Arc::new(Command::SolveHelp { id, solution: String::new() });
    page.sheet.set(Some(SheetKind::Say { title: help::SOLVE_HOW, optional: false, command }));
}

/// A request: what is needed, by whom, for how long; and what can be done about it.
#[component]
fn HelpLine(row: Live<HelpRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let me = page.team_session().map(|team| team.me);
    live(move || {
        let row = row.get();
        let id = row.id;
        let is_open = row.request.solved_at.is_none();
        let is_mine = row.request.asker == me;
        let name = row.asker.as_ref().map(|asker| asker.name.clone()).unwrap_or_default();
        let help_it = move |_| {
            let fields = vec![FieldWrite { field: "helper".to_owned(), value: me.map(|me| Value::Id(me.0)) }];
            page.run_undoable(Command::Edit { id: id.0, fields }, sentence::you_help(language, &name));
        };
        let need = row.request.need.clone();
        let again = move |_| {
            page.run_undoable(
                Command::SolveHelp { id, solution: String::new() },
                words::task::REOPENED.about(language, &need),
            );
        };
        let edit = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "help_request", id: id.0 }));
        let mut buttons = Vec::new();
        if is_open && row.helper.is_none() && !is_mine {
            buttons.push(view! { <button type="button" class="button" on:click=help_it>{help::I_CAN.say(language)}</button> }.into_any());
        }
        if row.may_edit {
            buttons.push(match is_open {
                true => view! { <button type="button" class="button" on:click=move |_| solve(page, id)>{help::SOLVE.say(language)}</button> }.into_any(),
                false => view! { <button type="button" class="button quiet" on:click=again>{help::OPEN_AGAIN.say(language)}</button> }.into_any(),
            });
        }
        if is_mine && is_open {
            buttons.push(view! { <button type="button" class="button quiet" on:click=edit>{words::EDIT.say(language)}</button> }.into_any());
        }
        let about = row.about.map(|(id, kind, title)| match Target::of(&kind, id) {
            Some(target) => view! { <a class="changes one-line" href=page.route.get_untracked().with(target).to_string()>{title}</a> }.into_any(),
            None => view! { <span class="one-line">{title}</span> }.into_any(),
        });
        let helper = match row.helper {
            Some(helper) => [helper.name.as_str(), help::HELPS.say(language)].join(" "),
            None if is_open => help::NOBODY.say(language).to_owned(),
            None => String::new(),
        };
        let urgent = (row.request.urgent && is_open)
            .then(|| view! { <Chip text=help::URGENT.say(language) tone=Tone::Late /> });
        let asker = row.asker.as_ref().map(|asker| asker.name.clone());
        let face = row.asker.map(|asker| view! { <Avatar person=asker /> });
        let solution =
            (!row.request.solution.is_empty()).then(|| view! { <p class="prose">{row.request.solution}</p> });
        view! {
            <li class="row top">
                {face}
                <div class="body">
                    <span class="line small muted">
                        <span>{asker}</span> {urgent} <span>{sentence::waiting_for(language, row.age_days)}</span>
                    </span>
                    <span class="title prose">{row.request.need}</span>
                    <span class="line small muted">{about} <span>{helper}</span></span>
                    {solution}
                    <div class="choices">{buttons}</div>
                </div>
            </li>
        }
    })
}
