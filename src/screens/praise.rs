//! Praise: who did something well, for everybody to see.

use super::frame::Head;
use super::sheets::SheetKind;
use crate::kit::{Avatar, Empty, Icon, Picture};
use crate::live::{Live, live};
use crate::store::{Page, Slot, now};
use ::markup::view;
use contract::view::CommentRow;
use contract::{Command, Query};
use domain::comment::Praise as Record;
use language::words::{announcement, home};
use language::{day, list, sentence, words};
use leptos::prelude::*;

/// The wall.
#[component]
pub fn Praise() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Praise, Query::Praise);
    let give = move |_| page.sheet.set(Some(SheetKind::new(&Record::default(), vec![])));
    let wall = move || {
        match page.state.praise.with(|praise| praise.0.clone()) {
        None => ().into_any(),
        Some(rows) if rows.is_empty() => view! {
            <Empty title=announcement::NO_PRAISE.say(language) example=announcement::NO_PRAISE_HINT.say(language) />
        }
        .into_any(),
        Some(rows) => praised(page, rows),
    }
    };
    view! {
        <Head
            title=Live::new(move || home::PRAISE.say(language).to_owned())
            detail=Live::new(move || announcement::WALL.say(language).to_owned())
        >
            <button type="button" class="button quiet" on:click=give>{announcement::GIVE_PRAISE.say(language)}</button>
        </Head>
        {live(wall)}
    }
    .into_any()
}

/// What is said of whom, newest first.
pub fn praised(page: Page, rows: Vec<CommentRow>) -> AnyView {
    let language = page.language();
    let now = now();
    let row = |row: CommentRow| {
        let id = row.id;
        let whom: Vec<&str> = row.people.iter().map(|person| person.name.as_str()).collect();
        let whom = list::list(language, &whom);
        let by = row.author.map(|author| author.name).unwrap_or_default();
        let said = language::deal::praises(language, &by, &whom);
        let face = row.people.into_iter().next().map(|person| view! { <Avatar person=person /> });
        let delete = row.may_delete.then(|| {
            let delete =
                move |_| page.run_undoable(Command::Delete { id }, sentence::deleted(language, &said_of(language)));
            view! {
                <button type="button" class="icon-button" aria-label=words::DELETE.say(language) on:click=delete><Icon picture=Picture::Cross /></button>
            }
        });
        view! {
            <li class="touch">
                {face}
                <div>
                    <div class="line"><span class="what">{said}</span> <time class="small muted">{day::moment(language, row.at, now)}</time></div>
                    <p class="prose">{row.text}</p>
                </div>
                {delete}
            </li>
        }
    };
    view! { <ul class="timeline">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
}

fn said_of(language: language::Language) -> String {
    language::label::kind_label(language, "praise").into_owned()
}
