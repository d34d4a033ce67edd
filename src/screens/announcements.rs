//! Announcements: what is new, who has read it, who has not.

use super::frame::Head;
use super::record_page::{Own, link, open_title, record_page};
use super::sheets::SheetKind;
use crate::kit::{Chip, CopyButton, Empty, TWO_LINES, Tone, long_list};
use crate::live::{Live, called, live_if};
use crate::store::{Page, Slot, Target, new_record_id, now};
use ::markup::view;
use contract::view::{AnnouncementRow, Person};
use contract::{Command, FieldWrite, Query};
use domain::RecordId;
use domain::announcement::Announcement;
use domain::record::Value;
use language::words::{announcement, customer, home, today};
use language::{Word, day, list, wechat};
use leptos::prelude::*;

/// The announcements.
#[component]
pub fn Announcements() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.share(Slot::Announcements, Query::Announcements);
    let publish = move |_| page.sheet.set(Some(SheetKind::new(&Announcement::default(), vec![])));
    let list = page.state.announcements;
    let may_publish =
        Live::new(move || list.with(|list| list.0.as_ref().is_some_and(|list| list.may_publish)));
    let rows = Live::new(move || {
        list.with(|list| list.0.as_ref().map(|list| list.rows.clone()).unwrap_or_default())
    });
    let is_empty =
        Live::new(move || list.with(|list| list.0.as_ref().is_some_and(|list| list.rows.is_empty())));
    let empty = live_if(move || {
        is_empty.get().then(|| {
            view! { <Empty title=announcement::EMPTY.say(language) example=announcement::EMPTY_HINT.say(language) /> }
        })
    });
    let button = live_if(move || {
        may_publish.get().then(|| {
            view! { <button type="button" class="button quiet" on:click=publish>{announcement::PUBLISH.say(language)}</button> }
        })
    });
    view! {
        <Head title=Live::new(move || home::ANNOUNCEMENTS.say(language).to_owned())>{button}</Head>
        {empty}
        {long_list(rows, TWO_LINES, |row: &AnnouncementRow| row.id.0, line)}
    }
    .into_any()
}

fn line(row: Live<AnnouncementRow>) -> AnyView {
    let page = Page::here();
    let language = page.language();
    let content = move |()| {
        let row = row.get();
        let chip = |is: bool, word: Word, tone: Tone| {
            is.then(|| view! { <Chip text=word.say(language) tone=tone /> })
        };
        let at = row.announcement.at.map(|at| day::moment(language, at, now()));
        let all = row.readers.len() + row.unread.len();
        let read = (all > 0).then(|| language::deal::read_by(language, row.readers.len(), all));
        view! {
            <span class="body">
                <span class="line">
                    <span class="title one-line">{row.announcement.title.clone()}</span>
                    {chip(row.announcement.pinned && !row.is_over, announcement::PINNED, Tone::Plain)}
                    {chip(wants_me(page, &row) && !row.is_over, announcement::UNREAD, Tone::Accent)}
                    {chip(row.is_over, announcement::OVER, Tone::Plain)}
                </span>
                <span class="line small muted">
                    <span class="one-line">{row.author.as_ref().map(|author| author.name.clone())}</span>
                    <span>{at}</span>
                    <span class="end">{read}</span>
                </span>
            </span>
        }
        .into_any()
    };
    link(page, Target::Announcement(row.with_untracked(|row| row.id.0)), called(content))
}

/// Who published it need not say that they have read it.
fn wants_me(page: Page, row: &AnnouncementRow) -> bool {
    !row.is_read && row.announcement.author != page.team_session().map(|team| team.me)
}

/// An announcement: what it says, who has read it, who has not.
pub fn announcement_page(page: Page, id: RecordId) -> AnyView {
    let language = page.language();
    page.share(Slot::Announcements, Query::Announcements);
    let find = move || {
        page.state.announcements.with(|list| {
            let list = list.0.as_ref()?;
            Some(list.rows.iter().find(|row| row.id.0 == id).cloned())
        })
    };
    let row = Live::new(move || find().flatten());
    let body = move || {
        row.get().map(|row| {
            let author = row.author.as_ref().map(|author| author.name.clone());
            let at = row.announcement.at.map(|at| day::moment(language, at, now()));
            view! {
                <div class="line-of-facts muted">{author} " " {at}</div>
                <p class="prose">{row.announcement.body.clone()}</p>
                {people(page, announcement::HAVE_NOT_READ, &row.unread)}
                {people(page, announcement::HAVE_READ, &row.readers)}
            }
        })
    };
    let copy = move |()| {
        row.with_untracked(|row| {
            row.as_ref().map(|row| wechat::announcement_text(language, row)).unwrap_or_default()
        })
    };
    let read = move |_| {
        let fields = vec![FieldWrite { field: "of".to_owned(), value: Some(Value::Id(id)) }];
        let command = Command::Create { kind: "acknowledgement".to_owned(), id: new_record_id(), fields };
        page.run_undoable(command, today::READ.about(language, &open_title(page, id)));
    };
    let actions = move || {
        row.get().filter(|row| wants_me(page, row)).map(|_| {
            view! {
                <div class="actions">
                    <button type="button" class="button primary" on:click=read>{announcement::I_READ.say(language)}</button>
                </div>
            }
        })
    };
    let own = Own {
        kind: "announcement",
        is_here: Live::new(move || find().map(|row| row.is_some())),
        tools: called(move |()| {
            view! { <CopyButton class="quiet" label=customer::COPY_WECHAT.say(language) text=copy /> }
                .into_any()
        }),
        body: called(move |_| live_if(body).into_any()),
        last: called(|()| ().into_any()),
        actions: called(move |()| live_if(actions).into_any()),
    };
    record_page(page, id, own)
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
