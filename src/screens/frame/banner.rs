//! What concerns every screen: this is a sample, an invite waits, or much is on this device only.

use super::super::sheets::SheetKind;
use crate::live::{Live, live_if};
use crate::store::{Page, last_backup, now};
use ::markup::view;
use contract::Command;
use contract::view::{LinkState, TeamSession};
use language::words::{files, home, onboarding, settings};
use leptos::prelude::*;

/// So many changes that nobody else has would be missed.
const MUCH: u32 = 30;

/// After so many days a backup is old.
const OLD_BACKUP_DAYS: i64 = 7;

/// Much that neither a relay nor a fresh backup has.
fn is_at_risk(team: &TeamSession) -> bool {
    let is_old = last_backup().is_none_or(|at| now().at.0 - at.0 > OLD_BACKUP_DAYS * 86_400_000);
    !team.is_sample && team.sync.waiting >= MUCH && is_old
}

/// What concerns every screen.
#[component]
pub fn Banner() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let is_sample = Live::new(move || page.team_session().is_some_and(|team| team.is_sample));
    let leave = move |_| page.sheet.set(Some(SheetKind::Forget));
    let is_forgotten =
        Live::new(move || page.team_session().is_some_and(|team| team.sync.link == LinkState::Forgotten));
    let invite = move || {
        page.invite.get().map(|link| {
            let is_forgotten = is_forgotten.get();
            let what = if is_forgotten { onboarding::INVITE_CONNECTS } else { onboarding::ANOTHER_TEAM_HERE };
            let rejoin = is_forgotten.then(|| {
                let rejoin = move |_| {
                    page.run(Command::JoinTeam { link: link.clone() }, move |_| page.invite.set(None));
                };
                view! { <button type="button" class="button quiet" on:click=rejoin>{settings::REJOIN.say(language)}</button> }
            });
            view! {
                <div class="banner">
                    <span>{what.say(language)}</span>
                    {rejoin}
                    <button type="button" class="button quiet" on:click=move |_| page.invite.set(None)>
                        {onboarding::INVITE_NOT_NEEDED.say(language)}
                    </button>
                </div>
            }
        })
    };
    let sample = move || {
        is_sample.get().then(|| {
            view! {
                <div class="banner">
                    <span>{home::SAMPLE_TEAM.say(language)}</span>
                    <button type="button" class="button quiet" on:click=leave>{home::LEAVE_SAMPLE.say(language)}</button>
                </div>
            }
        })
    };
    let wants_backup = Live::new(move || {
        // Looked at again when a backup may have been made.
        page.sheet.track();
        !page.is_reminded.get() && page.team_session().is_some_and(|team| is_at_risk(&team))
    });
    let backup = move || {
        wants_backup.get().then(|| {
            view! {
                <div class="banner">
                    <span>{files::MUCH_ONLY_HERE.say(language)}</span>
                    <button type="button" class="button quiet" on:click=move |_| page.sheet.set(Some(SheetKind::Backup))>
                        {files::MAKE_BACKUP.say(language)}
                    </button>
                    <button type="button" class="button quiet" on:click=move |_| page.is_reminded.set(true)>
                        {files::LATER.say(language)}
                    </button>
                </div>
            }
        })
    };
    view! { {live_if(invite)} {live_if(sample)} {live_if(backup)} }
}
