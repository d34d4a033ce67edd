//! Become a new device from a backup.

use crate::file_worker::FileWorker;
use crate::kit::{Asked, file_field};
use crate::live::{State, live_text};
use crate::store::Page;
use ::markup::view;
use contract::file::ToFileWorker;
use contract::{Command, File, Passphrase, Refusal};
use language::words::files;
use leptos::ev;
use leptos::prelude::*;

/// A backup and its passphrase.
#[component]
pub fn RestoreForm() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let backup = State::new(None::<File>);
    let passphrase = State::new(String::new());
    let asked = Asked::nothing();
    let restore = move |copy| {
        page.ask(Command::RestoreReplica { copy }, move |result| {
            // What follows is the team's first screen.
            if let Err(why) = result {
                asked.refused(page, why);
            }
        });
    };
    let worker = StoredValue::new_local(FileWorker::start(move |opened| match opened {
        Ok(copy) => restore(copy),
        Err(fault) => asked.refused(page, Refusal::File(fault)),
    }));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(backup) = backup.get_untracked() else { return };
        asked.begin();
        let passphrase = Passphrase(passphrase.get_untracked());
        worker.with_value(|worker| worker.send(ToFileWorker::Open { backup, passphrase }));
    };
    let is_ready =
        move || backup.with(Option::is_some) && !passphrase.with(String::is_empty) && !asked.is_running();
    view! {
        <h1 tabindex="-1">{files::RESTORE.say(language)}</h1>
        <p class="prose muted">{files::RESTORE_WHAT.say(language)}</p>
        <form class="form" on:submit=submit>
            {file_field(page, "backup", files::BACKUP_FILE, move |chosen| backup.set(Some(chosen)))}
            <div class="field">
                <label class="label" for="passphrase">{files::PASSPHRASE.say(language)}</label>
                <input
                    class="input" id="passphrase" type="password" autocomplete="current-password"
                    on:input=move |event| passphrase.set(event_target_value(&event))
                />
            </div>
            {asked.note(page)}
            <button type="submit" class="button primary" disabled=move || !is_ready()>
                {live_text(move || if asked.is_running() { files::RESTORING } else { files::RESTORE_NOW }.say(language).to_owned())}
            </button>
        </form>
    }
}
