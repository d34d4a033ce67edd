//! Invite somebody, or add a device of mine: a link that is shown once.

use super::sync_file::{make_sync_file, sync_file_to_take};
use crate::kit::{Asked, CopyButton, Icon, Picture, Segments, Sheet};
use crate::live::{State, live, live_if};
use crate::store::{Page, page_address, share_text};
use ::markup::view;
use contract::command::Made;
use contract::view::LinkState;
use contract::{Command, File};
use domain::member::{MemberId, Role};
use language::words::{files, team};
use language::{label, sentence};
use leptos::ev;
use leptos::prelude::*;

/// The roles a link can give.
const ROLES: [Role; 4] = [Role::Salesperson, Role::Assistant, Role::Supervisor, Role::Viewer];

/// Invite somebody.
#[component]
pub fn Invite(member: Option<(MemberId, String)>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let (member, known_name) = member.map_or((None, None), |(id, name)| (Some(id), Some(name)));
    let is_new = member.is_none();
    let name = State::new(known_name.unwrap_or_default());
    let role = State::new(Role::Salesperson);
    let link = State::new(None::<String>);
    let asked = Asked::nothing();
    let by_file = State::new(has_no_relay(page));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        asked.begin();
        let by_file = by_file.get_untracked();
        let name = name.with_untracked(|name| name.trim().to_owned());
        let role = member.and_then(|member| role_of(page, member)).unwrap_or(role.get_untracked());
        make_link(page, Command::Invite { member, name, role, line: None, by_file }, link, asked);
    };
    let roles = ROLES.map(|role| (role, label::role(role).say(language).to_owned())).to_vec();
    let fields = is_new.then(|| {
        view! {
            <div class="field">
                <label class="label" for="invited">{team::NAME.say(language)}</label>
                <input class="input" id="invited" maxlength="60" autocomplete="off" autofocus=true on:input=move |event| name.set(event_target_value(&event)) />
            </div>
            <div class="field">
                <span class="label">{team::ROLE.say(language)}</span>
                <Segments label=team::ROLE.say(language) options=roles chosen=role on_choose=move |chosen| role.set(chosen) />
            </div>
        }
    });
    let fields = StoredValue::new_local(Some(fields));
    let body = move || match link.get() {
        Some(link) => {
            let message = sentence::invite_message(
                language,
                &page.team_session().map(|team| team.team_name).unwrap_or_default(),
                &link,
            );
            view! {
                <h3>{name.with_untracked(|name| sentence::invite_for(language, name))}</h3>
                <LinkBox link=link message=message hint=team::LINK_HINT />
                {by_file.get_untracked().then(|| file_beside(page))}
            }
            .into_any()
        }
        None => {
            let mut drawn = None;
            fields.update_value(|fields| drawn = fields.take());
            view! {
                <form class="form" on:submit=submit>
                    {(!is_new).then(|| view! { <p class="title">{name.get_untracked()}</p> })}
                    {drawn}
                    {by_file_box(page, by_file)}
                    {asked.note(page)}
                    <button type="submit" class="button primary" disabled=move || name.with(|name| name.trim().is_empty())>
                        {team::MAKE_LINK.say(language)}
                    </button>
                </form>
            }
            .into_any()
        }
    };
    view! { <Sheet title=team::INVITE.say(language)>{live(body)}</Sheet> }
}

/// A link with which another device joins as me.
#[component]
pub fn AddDevice() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let link = State::new(None::<String>);
    let asked = Asked::nothing();
    let by_file = has_no_relay(page);
    make_link(page, Command::AddDevice { by_file }, link, asked);
    let body = move || {
        link.get().map(|link| {
            view! {
                <LinkBox message=link.clone() link=link hint=team::ADD_DEVICE_HINT />
                {by_file.then(|| file_beside(page))}
            }
        })
    };
    view! {
        <Sheet title=team::ADD_DEVICE.say(language)>
            {asked.note(page)}
            {live_if(body)}
        </Sheet>
    }
}

/// Without a relay a link needs a sync file beside it.
fn has_no_relay(page: Page) -> bool {
    page.team_session().is_some_and(|team| team.sync.link == LinkState::None)
}

/// Whether a sync file goes with the link.
fn by_file_box(page: Page, by_file: State<bool>) -> AnyView {
    view! {
        <label class="check">
            <span>{files::FOR_OFFLINE.say(page.language())}</span>
            <input
                type="checkbox" checked=by_file.get_untracked()
                on:change=move |event| by_file.set(event_target_checked(&event))
            />
        </label>
    }
    .into_any()
}

/// The sync file that goes with a link that was made just now.
fn file_beside(page: Page) -> AnyView {
    let made = State::new(None::<File>);
    let asked = Asked::nothing();
    make_sync_file(page, false, made, asked);
    view! {
        {live_if(move || made.get().map(|file| sync_file_to_take(page, file)))}
        {asked.note(page)}
    }
    .into_any()
}

fn role_of(page: Page, member: MemberId) -> Option<Role> {
    page.state.team.with_untracked(|team| {
        let members = &team.0.as_ref()?.members;
        members.iter().find(|row| row.person.id == member).map(|row| row.role)
    })
}

fn make_link(page: Page, command: Command, link: State<Option<String>>, asked: Asked) {
    page.ask(command, move |result| match result {
        Ok(done) => {
            if let Some(Made::InviteLink(code)) = done.made {
                // The sheet may be closed by now: then the link is gone, as it says of itself.
                let _ = link.try_set(Some(format!("{}#{}", page_address(), code.trim_start_matches('#'))));
            }
        }
        Err(why) => asked.refused(page, why),
    });
}

/// The link with what to do with it.
#[component]
fn LinkBox(link: String, message: String, hint: language::Word) -> impl IntoView {
    let language = Page::here().language();
    let copied = link.clone();
    let shared = message;
    let can_share = js_sys::Reflect::has(&window().navigator().into(), &"share".into()).unwrap_or(false);
    view! {
        <div class="form">
            <p class="small muted">{team::LINK_READY.say(language)}</p>
            <p class="link-box" data-link="">{link}</p>
            <p class="prose small">{hint.say(language)}</p>
            <p class="prose small due">{team::LINK_SECRET.say(language)}</p>
            <div class="foot">
                {can_share.then(|| view! {
                    <button type="button" class="button" on:click=move |_| share_text(&shared)>
                        <Icon picture=Picture::Share /> {team::SHARE.say(language)}
                    </button>
                })}
                <CopyButton class="primary" label=team::COPY_LINK.say(language) text=move |()| copied.clone() />
            </div>
        </div>
    }
}
