//! Become a new device from a backup.

use crate::file_worker::FileWorker;
use crate::kit::{file_field, refusal_note};
use crate::live::{State, live_text};
use crate::store::Page;
use ::markup::view;
use contract::file::{FromFileWorker, ToFileWorker};
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
    let refusal = State::new(None::<Refusal>);
    let is_running = State::new(false);
    let refused = move |why: Refusal| {
        let _ = is_running.try_set(false);
        let _ = refusal.try_set(Some(why));
    };
    let worker = StoredValue::new_local(FileWorker::start(move |said| match said {
        Some(FromFileWorker::Opened(Ok(copy))) => page.ask(Command::RestoreReplica { copy }, move |result| {
            // What follows is the team's first screen.
            if let Err(why) = result {
                refused(why);
            }
        }),
        Some(FromFileWorker::Opened(Err(fault))) => refused(Refusal::File(fault)),
        Some(_) => {}
        None => {
            page.say(files::WORKER_LOST);
            let _ = is_running.try_set(false);
        }
    }));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(backup) = backup.get_untracked() else { return };
        refusal.set(None);
        is_running.set(true);
        let passphrase = Passphrase(passphrase.get_untracked());
        worker.with_value(|worker| worker.send(ToFileWorker::Open { backup, passphrase }));
    };
    let is_ready =
        move || backup.with(Option::is_some) && !passphrase.with(String::is_empty) && !is_running.get();
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
            {refusal_note(page, refusal)}
            <button type="submit" class="button primary" disabled=move || !is_ready()>
                {live_text(move || if is_running.get() { files::RESTORING } else { files::RESTORE_NOW }.say(language).to_owned())}
            </button>
        </form>
    }
}
