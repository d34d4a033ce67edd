//! Make a backup: a passphrase, and a file to take away.

use crate::file_worker::FileWorker;
use crate::kit::{Asked, Sheet, take_away};
use crate::live::{State, live, live_text};
use crate::store::{Page, backup_taken, now};
use ::markup::view;
use contract::command::Made;
use contract::file::{SHORTEST_PASSPHRASE, ToFileWorker};
use contract::{Command, File, Passphrase, Refusal};
use language::words::files;
use leptos::ev;
use leptos::prelude::*;

/// Make a backup.
#[component]
pub fn Backup() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let passphrase = State::new(String::new());
    let again = State::new(String::new());
    let asked = Asked::nothing();
    let made = State::new(None::<File>);
    let worker = StoredValue::new_local(FileWorker::start(move |sealed| match sealed {
        Ok(backup) => made.set(Some(backup)),
        Err(fault) => asked.refused(page, Refusal::File(fault)),
    }));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        asked.begin();
        let passphrase = Passphrase(passphrase.get_untracked());
        page.ask(Command::CopyReplica, move |result| match result {
            Ok(done) => {
                let Some(Made::File(copy)) = done.made else { return };
                // The sheet may be closed by now: then nobody waits for a backup.
                let _ = worker.try_with_value(|worker| worker.send(ToFileWorker::Seal { copy, passphrase }));
            }
            Err(why) => asked.refused(page, why),
        });
    };
    let differ = move || !again.with(String::is_empty) && again.get() != passphrase.get();
    let is_ready = move || {
        let length = passphrase.with(|passphrase| passphrase.chars().count());
        length >= SHORTEST_PASSPHRASE && again.get() == passphrase.get() && !asked.is_running()
    };
    let field = move |id: &'static str, label: language::Word, text: State<String>, first: bool| {
        view! {
            <div class="field">
                <label class="label" for=id>{label.say(language)}</label>
                <input
                    class="input" id=id type="password" autocomplete="new-password" autofocus=first
                    prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))
                />
            </div>
        }
    };
    let name = page.team_session().map(|team| team.team_name).unwrap_or_default();
    let name = format!("{name}-{}.tzbackup", now().today);
    let body = move || {
        match made.get() {
        Some(backup) => view! {
            <p class="prose" role="status">{files::BACKUP_READY.say(language)}</p>
            {take_away(page, name.clone(), backup, backup_taken)}
        }
        .into_any(),
        None => view! {
            <form class="form" on:submit=submit>
                <p class="prose small muted">{files::BACKUP_HINT.say(language)}</p>
                {field("passphrase", files::PASSPHRASE, passphrase, true)}
                {field("passphrase-again", files::PASSPHRASE_AGAIN, again, false)}
                <p class="small prose due">{files::PASSPHRASE_HINT.say(language)}</p>
                <p class="small late" role="status">{live_text(move || if differ() { files::PASSPHRASES_DIFFER.say(language).to_owned() } else { String::new() })}</p>
                {asked.note(page)}
                <div class="foot">
                    <button type="submit" class="button primary" disabled=move || !is_ready()>
                        {live_text(move || if asked.is_running() { files::SEALING } else { files::MAKE_BACKUP }.say(language).to_owned())}
                    </button>
                </div>
            </form>
        }
        .into_any(),
    }
    };
    view! { <Sheet title=files::BACKUP.say(language)>{live(body)}</Sheet> }
}
