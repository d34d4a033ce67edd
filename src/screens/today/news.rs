//! What is on today besides work: meetings, and announcements I have not read.

use crate::kit::{Icon, Picture};
use crate::live::{Live, State, live, live_if};
use crate::store::{Page, Target, new_record_id};
use ::markup::view;
use contract::view::{AnnouncementRow, MeetingRow};
use contract::{Command, FieldWrite};
use domain::record::Value;
use language::{day, label, list, words::today};
use leptos::prelude::*;

/// A meeting of today: when, what about, where and with whom.
#[component]
pub fn MeetingLine(row: Live<MeetingRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    live(move || {
        let row = row.get();
        let starts = row.meeting.starts.map(|starts| day::time_of_day(i64::from(starts.0)));
        let form = row.meeting.form.map(|form| label::meeting_form(form).say(language).to_owned());
        let names: Vec<String> = row.attendees.into_iter().map(|person| person.name).collect();
        let about: Vec<String> = [form.unwrap_or_default(), row.meeting.place, list::list(language, &names)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        view! {
            <li>
                <a class="row" data-row=row.id.0.to_string() href=page.route.get_untracked().with(Target::Meeting(row.id.0)).to_string()>
                    <span class="muted"><Icon picture=Picture::Calendar /></span>
                    <span class="body">
                        <span class="line"><span class="title one-line">{row.meeting.title}</span> <span class="small end">{starts}</span></span>
                        <span class="small muted one-line">{about.join(" · ")}</span>
                    </span>
                </a>
            </li>
        }
    })
}

/// An announcement: a tap unfolds it, a second one says that I have read it.
#[component]
pub fn UnreadLine(row: Live<AnnouncementRow>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let is_open = State::new(false);
    let read = move |_| {
        let (of, title) = row.with_untracked(|row| (row.id.0, row.announcement.title.clone()));
        let fields = vec![FieldWrite { field: "of".to_owned(), value: Some(Value::Id(of)) }];
        let command = Command::Create { kind: "acknowledgement".to_owned(), id: new_record_id(), fields };
        page.run_undoable(command, today::READ.about(language, &title));
    };
    let text = live_if(move || {
        is_open.get().then(|| {
            view! {
                <div class="log-pad">
                    <p class="prose">{row.with(|row| row.announcement.body.clone())}</p>
                    <button type="button" class="button primary" on:click=read>{today::I_HAVE_READ.say(language)}</button>
                </div>
            }
        })
    });
    let head = live(move || {
        let row = row.get();
        let author = row.author.map(|author| author.name);
        view! {
            <span class="accent"><Icon picture=Picture::Horn /></span>
            <span class="body">
                <span class="title one-line">{row.announcement.title}</span>
                <span class="small muted one-line">{author}</span>
            </span>
        }
    });
    view! {
        <li>
            <button type="button" class="row" aria-expanded=move || is_open.get().to_string() on:click=move |_| is_open.update(|open| *open = !*open)>
                {head}
            </button>
            {text}
        </li>
    }
    .into_any()
}
