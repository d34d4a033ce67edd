//! Exchange changes without a server: make a sync file, open one.

use crate::kit::{Asked, Sheet, file_field, take_away};
use crate::live::{State, live, live_if};
use crate::store::{Page, now};
use ::markup::view;
use contract::command::Made;
use contract::{Command, File};
use language::words::files;
use leptos::prelude::*;

/// Make a sync file, or open one.
#[component]
pub fn SyncFile() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let with_all = State::new(false);
    let made = State::new(None::<File>);
    let received = State::new(None::<String>);
    let asked = Asked::nothing();
    let make = move |_| {
        asked.begin();
        make_sync_file(page, with_all.get_untracked(), made, asked);
    };
    let open = move |file: File| {
        asked.begin();
        received.set(Some(files::OPENING.say(language).to_owned()));
        page.ask(Command::OpenSyncFile { file }, move |result| match result {
            Ok(done) => {
                let Some(made @ Made::Received { envelopes, admitted, .. }) = done.made else { return };
                let mut said = language::file::received(language, envelopes, admitted);
                if let Some(word) = language::file::what_to_do(&made) {
                    said.push(' ');
                    said.push_str(word.say(language));
                }
                let _ = received.try_set(Some(said));
            }
            Err(why) => {
                let _ = received.try_set(None);
                asked.refused(page, why);
            }
        });
    };
    let making = move || {
        match made.get() {
        Some(file) => sync_file_to_take(page, file),
        None => view! {
            <label class="check">
                <span>{files::WITH_ALL.say(language)}</span>
                <input type="checkbox" on:change=move |event| with_all.set(event_target_checked(&event)) />
            </label>
            <button type="button" class="button primary" on:click=make>{files::MAKE_SYNC_FILE.say(language)}</button>
        }
        .into_any(),
    }
    };
    let brought = move || received.get().map(|said| view! { <p class="note" role="status">{said}</p> });
    view! {
        <Sheet title=files::SYNC_FILE.say(language)>
            <div class="form">
                <p class="prose small muted">{files::SYNC_FILE_HINT.say(language)}</p>
                {live(making)}
                {file_field(page, "sync-file", files::OPEN_SYNC_FILE, open)}
                {live_if(brought)}
                {asked.note(page)}
            </div>
        </Sheet>
    }
}

/// Ask for a sync file.
pub fn make_sync_file(page: Page, all: bool, made: State<Option<File>>, asked: Asked) {
    page.ask(Command::MakeSyncFile { all }, move |result| match result {
        Ok(done) => {
            if let Some(Made::File(file)) = done.made {
                // The sheet may be closed by now: then nobody waits for the file.
                let _ = made.try_set(Some(file));
            }
        }
        Err(why) => asked.refused(page, why),
    });
}

/// A sync file with what to do with it.
pub fn sync_file_to_take(page: Page, file: File) -> AnyView {
    let team = page.team_session().map(|team| team.team_name).unwrap_or_default();
    let name = format!("{team}-{}.tzsync", now().today);
    view! {
        <p class="prose" role="status">{files::SYNC_FILE_READY.say(page.language())}</p>
        {take_away(page, name, file, || {})}
    }
    .into_any()
}
