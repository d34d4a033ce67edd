//! Announcements: what is new, who has read it, who has not.

use super::frame::Head;
use super::sheets::SheetKind;
use crate::kit::{Chip, CopyButton, Empty, Tone, fold};
use crate::live::{Live, State, live};
use crate::store::{Page, Slot, new_record_id, now};
use ::markup::view;
use contract::view::{AnnouncementRow, Person};
use contract::{Command, FieldWrite, Query};
use domain::RecordId;
use domain::announcement::Announcement;
use domain::record::Value;
use language::words::{announcement, customer, home};
use language::{Word, day, list, wechat, words};
use leptos::prelude::*;

/// The announcements.
#[component]
pub fn Announcements() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Announcements, Query::Announcements);
    let open = State::new(None::<RecordId>);
    let publish = move |_| page.sheet.set(Some(SheetKind::new(&Announcement::default(), vec![])));
    let may_publish = Live::new(move || {
        page.state.announcements.with(|list| list.0.as_ref().is_some_and(|list| list.may_publish))
    });
    let list = move || {
        let rows = page.state.announcements.with(|list| list.0.as_ref().map(|list| list.rows.clone()));
        match rows {
            None => ().into_any(),
            Some(rows) if rows.is_empty() => view! {
                <Empty title=announcement::EMPTY.say(language) example=announcement::EMPTY_HINT.say(language) />
            }
            .into_any(),
            Some(rows) => {
                let rows = rows.into_iter().map(|row| line(page, open, row, may_publish.get()));
                view! { <ul class="rows">{rows.collect_view()}</ul> }.into_any()
            }
        }
    };
    let button = live(move || {
        may_publish.get().then(|| {
            view! { <button type="button" class="button quiet" on:click=publish>{announcement::PUBLISH.say(language)}</button> }
        })
    });
    view! {
        <Head title=Live::new(move || home::ANNOUNCEMENTS.say(language).to_owned())>{button}</Head>
        {live(list)}
    }
    .into_any()
}

fn line(page: Page, open: State<Option<RecordId>>, row: AnnouncementRow, may_edit: bool) -> AnyView {
    let language = page.language();
    let now = now();
    // Who published it need not say that they have read it.
    let is_mine = row.announcement.author == page.team_session().map(|team| team.me);
    let wants_me = !row.is_read && !is_mine;
    let chip =
        |is: bool, word: Word, tone: Tone| is.then(|| view! { <Chip text=word.say(language) tone=tone /> });
    let at = row.announcement.at.map(|at| day::moment(language, at, now));
    let all = row.readers.len() + row.unread.len();
    let read = (all > 0).then(|| language::deal::read_by(language, row.readers.len(), all));
    let head = view! {
        <span class="body">
            <span class="line">
                <span class="title one-line">{row.announcement.title.clone()}</span>
                {chip(row.announcement.pinned && !row.is_over, announcement::PINNED, Tone::Plain)}
                {chip(wants_me && !row.is_over, announcement::UNREAD, Tone::Accent)}
                {chip(row.is_over, announcement::OVER, Tone::Plain)}
            </span>
            <span class="line small muted">
                <span class="one-line">{row.author.as_ref().map(|author| author.name.clone())}</span>
                <span>{at}</span>
                <span class="end">{read}</span>
            </span>
        </span>
    }
    .into_any();
    let id = row.id.0;
    fold(open, id, head, move || {
        let read = move |_| {
            let fields = vec![FieldWrite { field: "of".to_owned(), value: Some(Value::Id(id)) }];
            let command = Command::Create { kind: "acknowledgement".to_owned(), id: new_record_id(), fields };
            page.run_undoable(command, announcement::THANKS.say(language));
        };
        let read = wants_me.then(|| {
            view! { <button type="button" class="button primary" on:click=read>{announcement::I_READ.say(language)}</button> }
        });
        let edit = may_edit.then(|| {
            let open = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "announcement", id }));
            view! { <button type="button" class="button quiet" on:click=open>{words::EDIT.say(language)}</button> }
        });
        let copied = row.clone();
        view! {
            <p class="prose">{row.announcement.body.clone()}</p>
            <div class="choices">
                {read}
                <CopyButton class="quiet" label=customer::COPY_WECHAT.say(language) text=move |()| wechat::announcement_text(language, &copied) />
                {edit}
            </div>
            {people(page, announcement::HAVE_NOT_READ, &row.unread)}
            {people(page, announcement::HAVE_READ, &row.readers)}
        }
        .into_any()
    })
}

/// A line of names, with how many there are.
pub fn people(page: Page, word: Word, people: &[Person]) -> Option<AnyView> {
    let language = page.language();
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        view! {
            <p class="small muted">{word.say(language)} " " {names.len()} " · " {list::list(language, &names)}</p>
        }
        .into_any()
    })
}
