//! Meetings: agenda before, minutes after, and what was decided as tasks.

use super::announcements::people;
use super::frame::Head;
use super::sheets::SheetKind;
use super::tasks::TaskLine;
use super::thread::Thread;
use crate::kit::{Avatar, AvatarSize, Chip, CopyButton, Empty, fold};
use crate::live::{Live, State, live};
use crate::store::{Page, Slot, now};
use ::markup::view;
use contract::Query;
use contract::view::MeetingRow;
use domain::RecordId;
use domain::meeting::Meeting;
use domain::task::Task;
use language::words::{announcement, customer, home};
use language::{Word, day, label, wechat, words};
use leptos::prelude::*;

/// Faces in a row; the others are named when it unfolds.
const FACES: usize = 5;

/// Meetings to come and past ones.
#[component]
pub fn Meetings() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Meetings, Query::Meetings);
    let open = State::new(None::<RecordId>);
    let new = move |_| {
        let me = page.team_session().map(|team| team.me);
        let meeting = Meeting { attendees: me.into_iter().collect(), ..Meeting::default() };
        page.sheet.set(Some(SheetKind::new(&meeting, names(page))));
    };
    let part = move |heading: Word, rows: Vec<MeetingRow>| {
        (!rows.is_empty()).then(|| {
            let rows = rows.into_iter().map(|row| line(page, open, row));
            view! {
                <section class="part">
                    <header><h2>{heading.say(language)}</h2></header>
                    <ul class="rows">{rows.collect_view()}</ul>
                </section>
            }
        })
    };
    let lists = move || {
        match page.state.meetings.with(|meetings| meetings.0.clone()) {
        None => ().into_any(),
        Some(meetings) if meetings.coming.is_empty() && meetings.past.is_empty() => view! {
            <Empty title=announcement::NO_MEETINGS.say(language) example=announcement::NO_MEETINGS_HINT.say(language) />
        }
        .into_any(),
        Some(meetings) => view! {
            {part(announcement::COMING, meetings.coming)}
            {part(announcement::PAST, meetings.past)}
        }
        .into_any(),
    }
    };
    view! {
        <Head title=Live::new(move || home::MEETINGS.say(language).to_owned())>
            <button type="button" class="button quiet" on:click=new>{announcement::NEW_MEETING.say(language)}</button>
        </Head>
        {live(lists)}
    }
    .into_any()
}

fn line(page: Page, open: State<Option<RecordId>>, row: MeetingRow) -> AnyView {
    let language = page.language();
    let today = now().today;
    let meeting = row.meeting.clone();
    let starts = meeting.starts.map(|at| day::time_of_day(i64::from(at.0)));
    let when: Vec<String> =
        meeting.day.map(|on| day::day(language, on, today)).into_iter().chain(starts).collect();
    let form = meeting.form.map(|form| view! { <Chip text=label::meeting_form(form).say(language) /> });
    let faces = row.attendees.iter().take(FACES).cloned();
    let faces = faces.map(|person| view! { <Avatar person=person size=AvatarSize::Small named=true /> });
    let more = row.attendees.len().saturating_sub(FACES);
    let more = (more > 0).then(|| ["+", &more.to_string()].concat());
    let head = view! {
        <span class="body">
            <span class="line">
                <span class="title one-line">{meeting.title.clone()}</span> {form}
                <span class="end small">{when.join(" ")}</span>
            </span>
            <span class="line small muted">
                {faces.collect_view()} {more} <span class="one-line">{meeting.place.clone()}</span>
            </span>
        </span>
    }
    .into_any();
    fold(open, row.id.0, head, move || unfolded(page, &row))
}

fn unfolded(page: Page, row: &MeetingRow) -> AnyView {
    let language = page.language();
    let id = row.id;
    let text = |word: Word, text: &str| {
        (!text.is_empty()).then(|| {
            view! { <h3>{word.say(language)}</h3> <p class="prose">{text.to_owned()}</p> }
        })
    };
    let tasks = row.tasks.iter().cloned().map(|task| view! { <li><TaskLine row=task /></li> });
    let button = |word: Word, press: Callback<()>| {
        view! { <button type="button" class="button quiet" on:click=move |_| press.run(())>{word.say(language)}</button> }
    };
    let edit = Callback::new(move |()| {
        page.sheet.set(Some(SheetKind::EditRecord { kind: "meeting", id: id.0 }));
    });
    let is_over = row.meeting.day.is_some_and(|day| day <= now().today) && row.meeting.minutes.is_empty();
    let edit = button(if is_over { announcement::ADD_MINUTES } else { words::EDIT }, edit);
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
            Callback::new(move |()| page.sheet.set(Some(SheetKind::new(&meeting, names(page))))),
        )
    });
    let copied = row.clone();
    view! {
        {text(announcement::AGENDA, &row.meeting.agenda)}
        {text(announcement::MINUTES, &row.meeting.minutes)}
        {people(page, announcement::ATTENDEES, &row.attendees)}
        <ul class="rows">{tasks.collect_view()}</ul>
        <div class="choices">
            {add} {edit} {again}
            <CopyButton class="quiet" label=customer::COPY_WECHAT.say(language) text=move |()| wechat::meeting_text(language, &copied) />
        </div>
        <Thread about=id.0 />
    }
    .into_any()
}

/// The names of everybody, for a form that begins with some of them.
fn names(page: Page) -> Vec<(RecordId, String)> {
    page.state.team.with_untracked(|team| {
        let members = team.0.iter().flat_map(|team| &team.members);
        members.map(|row| (row.person.id.0, row.person.name.clone())).collect()
    })
}
