//! Backup, exchange by file, import.

use crate::live::{Live, live_if, live_text};
use crate::screens::sheets::SheetKind;
use crate::store::{Page, last_backup, now};
use ::markup::view;
use contract::view::{LinkState, Settings};
use language::words::files;
use language::{Word, day};
use leptos::prelude::*;

/// What leaves and enters this device as a file; absent in the sample team.
#[component]
pub fn Files(settings: Live<Option<Box<Settings>>>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let is_sample = Live::new(move || {
        settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.session.is_sample))
    });
    let is_only_here = Live::new(move || {
        settings.with(|settings| settings.as_ref().is_some_and(|settings| is_only_here(settings)))
    });
    let row = move |name: Word, hint: Word, button: Word, open: fn(Page)| {
        view! {
            <div class="setting">
                <span>{name.say(language)}<br/><span class="small muted">{hint.say(language)}</span></span>
                <button type="button" class="button" on:click=move |_| open(page)>{button.say(language)}</button>
            </div>
        }
    };
    let last = move || {
        // Looked at again when a backup may have been made.
        page.sheet.track();
        match last_backup() {
            Some(at) => format!("{}{}", files::LAST_BACKUP.say(language), day::moment(language, at, now())),
            None => files::NO_BACKUP_YET.say(language).to_owned(),
        }
    };
    let rest = move || {
        (!is_sample.get()).then(|| {
            view! {
                <section class="part">
                    <header><h2>{files::FILES.say(language)}</h2></header>
                    {live_if(move || is_only_here.get().then(|| view! { <p class="note due">{files::ONLY_HERE.say(language)}</p> }))}
                    {row(files::BACKUP, files::BACKUP_HINT, files::MAKE_BACKUP, |page| page.sheet.set(Some(SheetKind::Backup)))}
                    <p class="small muted">{live_text(last)}</p>
                    {row(files::SYNC_FILE, files::SYNC_FILE_HINT, files::EXCHANGE, |page| page.sheet.set(Some(SheetKind::SyncFile)))}
                    {row(files::IMPORT, files::IMPORT_HINT, files::IMPORT, |page| page.sheet.set(Some(SheetKind::Import)))}
                </section>
            }
        })
    };
    live_if(rest)
}

/// Neither a relay nor another device has it.
fn is_only_here(settings: &Settings) -> bool {
    let is_alone = settings.devices.iter().all(|device| device.is_this || !device.has_all_of_mine);
    is_alone && settings.session.sync.link == LinkState::None && last_backup().is_none()
}
