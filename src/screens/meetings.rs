//! Meetings: agenda before, minutes after, and what was decided as tasks.

use super::announcements::people;
use super::frame::Head;
use super::record_page::{Own, link, record_page};
use super::sheets::SheetKind;
use super::tasks::TaskLine;
use super::thread::Thread;
use crate::kit::{Avatar, AvatarSize, Chip, CopyButton, Empty, TWO_LINES, long_list, while_any};
use crate::live::{Live, called, live_if};
use crate::store::{Page, Slot, Target, now};
use ::markup::view;
use contract::view::{MeetingRow, Meetings as MeetingsView};
use contract::{Command, FieldWrite, Query};
use domain::RecordId;
use domain::meeting::Meeting;
use domain::task::Task;
use language::words::{announcement, customer, home};
use language::{Word, day, label, wechat};
use leptos::prelude::*;
use std::sync::Arc;

/// Faces in a row; the others are named on its page.
const FACES: usize = 5;

/// Meetings to come and past ones.
#[component]
pub fn Meetings() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.share(Slot::Meetings, Query::Meetings);
    let meetings = page.state.meetings;
    let new = move |_| {
        let me = page.team_session().map(|team| team.me);
        let meeting = Meeting { attendees: me.into_iter().collect(), ..Meeting::default() };
        page.sheet.set(Some(SheetKind::new(&meeting, page.colleagues())));
    };
    let part = move |heading: Word, rows: fn(&MeetingsView) -> &Vec<MeetingRow>| {
        let rows = Live::new(move || {
            meetings.with(|meetings| {
                meetings.0.as_ref().map(|meetings| rows(meetings).clone()).unwrap_or_default()
            })
        });
        while_any(rows, move || {
            view! {
                <section class="part">
                    <header><h2>{heading.say(language)}</h2></header>
                    {long_list(rows, TWO_LINES, |row: &MeetingRow| row.id.0, line)}
                </section>
            }
        })
    };
    let is_empty = Live::new(move || {
        meetings.with(|meetings| {
            meetings.0.as_ref().is_some_and(|meetings| meetings.coming.is_empty() && meetings.past.is_empty())
        })
    });
    let empty = live_if(move || {
        is_empty.get().then(|| {
            view! { <Empty title=announcement::NO_MEETINGS.say(language) example=announcement::NO_MEETINGS_HINT.say(language) /> }
        })
    });
    view! {
        <Head title=Live::new(move || home::MEETINGS.say(language).to_owned())>
            <button type="button" class="button quiet" on:click=new>{announcement::NEW_MEETING.say(language)}</button>
        </Head>
        {empty}
        {part(announcement::COMING, |meetings| &meetings.coming)}
        {part(announcement::PAST, |meetings| &meetings.past)}
    }
    .into_any()
}

/// The day and hour, in words.
fn when(page: Page, meeting: &Meeting) -> String {
    let starts = meeting.starts.map(|at| day::time_of_day(i64::from(at.0)));
    let on = meeting.day.map(|on| day::day(page.language(), on, now().today));
    on.into_iter().chain(starts).collect::<Vec<_>>().join(" ")
}

fn line(row: Live<MeetingRow>) -> AnyView {
    let page = Page::here();
    let language = page.language();
    let content = move |()| {
        let row = row.get();
        let form =
            row.meeting.form.map(|form| view! { <Chip text=label::meeting_form(form).say(language) /> });
        let faces = row.attendees.iter().take(FACES).cloned();
        let faces = faces.map(|person| view! { <Avatar person=person size=AvatarSize::Small named=true /> });
        let more = row.attendees.len().saturating_sub(FACES);
        let more = (more > 0).then(|| ["+", &more.to_string()].concat());
        view! {
            <span class="body">
                <span class="line">
                    <span class="title one-line">{row.meeting.title.clone()}</span> {form}
                    <span class="end small">{when(page, &row.meeting)}</span>
                </span>
                <span class="line small muted">
                    {faces.collect::<Vec<_>>()} {more} <span class="one-line">{row.meeting.place.clone()}</span>
                </span>
            </span>
        }
        .into_any()
    };
    link(page, Target::Meeting(row.with_untracked(|row| row.id.0)), called(content))
}

/// A meeting: agenda, minutes, what it decided.
pub fn meeting_page(page: Page, id: RecordId) -> AnyView {
    let language = page.language();
    page.share(Slot::Meetings, Query::Meetings);
    let find = move || {
        page.state.meetings.with(|meetings| {
            let meetings = meetings.0.as_ref()?;
            Some(meetings.coming.iter().chain(&meetings.past).find(|row| row.id.0 == id).cloned())
        })
    };
    let row = Live::new(move || find().flatten());
    let copy = move |()| {
        row.with_untracked(|row| {
            row.as_ref().map(|row| wechat::meeting_text(language, row, now().today)).unwrap_or_default()
        })
    };
    let own = Own {
        kind: "meeting",
        is_here: Live::new(move || find().map(|row| row.is_some())),
        tools: called(move |()| {
            view! { <CopyButton class="quiet" label=customer::COPY_WECHAT.say(language) text=copy /> }
                .into_any()
        }),
        body: called(move |_| {
            view! {
                {live_if(move || row.get().map(|row| facts(page, &row)))}
                <Thread about=id />
            }
            .into_any()
        }),
        last: called(|()| ().into_any()),
        actions: called(|()| ().into_any()),
    };
    record_page(page, id, own)
}

fn facts(page: Page, row: &MeetingRow) -> AnyView {
    let language = page.language();
    let id = row.id;
    let text = |word: Word, text: &str| {
        (!text.is_empty()).then(|| {
            view! { <h2>{word.say(language)}</h2> <p class="prose">{text.to_owned()}</p> }
        })
    };
    let tasks = row.tasks.iter().cloned().map(|task| view! { <li><TaskLine row=task /></li> });
    let button = |word: Word, press: Callback<()>| {
        view! { <button type="button" class="button quiet" on:click=move |_| press.run(())>{word.say(language)}</button> }
    };
    let write = Callback::new(move |()| {
        let fields = vec![FieldWrite { field: "minutes".to_owned(), value: None }];
        let command = Arc::new(Command::Edit { id: id.0, fields });
        page.sheet.set(Some(SheetKind::Say { title: announcement::MINUTES, optional: false, command }));
    });
    let is_over = row.meeting.day.is_some_and(|day| day <= now().today) && row.meeting.minutes.is_empty();
    let minutes = is_over.then(|| button(announcement::ADD_MINUTES, write));
    let add = button(
        announcement::ADD_ACTION,
        Callback::new(move |()| {
            let task = Task { meeting: Some(id), ..Task::default() };
            page.sheet.set(Some(SheetKind::new(&task, vec![])));
        }),
    );
    let again = row.meeting.repeats.zip(row.meeting.day).map(|(repeats, day)| {
        let meeting = Meeting {
            day: Some(repeats.next(day)),
            minutes: String::new(),
            caller: None,
            ..row.meeting.clone()
        };
        button(
            announcement::PLAN_NEXT,
            Callback::new(move |()| page.sheet.set(Some(SheetKind::new(&meeting, page.colleagues())))),
        )
    });
    let form = row.meeting.form.map(|form| view! { <Chip text=label::meeting_form(form).say(language) /> });
    view! {
        <div class="line-of-facts">{form} <span>{when(page, &row.meeting)}</span> <span class="muted">{row.meeting.place.clone()}</span></div>
        {people(page, announcement::ATTENDEES, &row.attendees)}
        {text(announcement::AGENDA, &row.meeting.agenda)}
        {text(announcement::MINUTES, &row.meeting.minutes)}
        <ul class="rows">{tasks.collect::<Vec<_>>()}</ul>
        <div class="choices">{add} {minutes} {again}</div>
    }
    .into_any()
}
