//! One touch in a list.

use crate::kit::{Avatar, AvatarSize, Icon, Picture};
use crate::live::{Live, live};
use crate::screens::sheets::SheetKind;
use crate::store::{Page, Target, now};
use ::markup::view;
use contract::view::TimelineEntry;
use domain::follow_up::Channel;
use language::{day, label, sentence, words};
use leptos::prelude::*;

/// One touch: how, what came of it, who, when, what was said.
#[component]
pub fn TouchRow(
    entry: Live<TimelineEntry>,
    /// Name the customer (in lists across customers).
    #[prop(optional)]
    with_customer: bool,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let me = page.team_session().map(|team| team.me);
    live(move || {
        let entry = entry.get();
        let now = now();
        let picture = match entry.channel {
            Some(Channel::Phone) | None => Picture::Phone,
            Some(Channel::Wechat) => Picture::Chat,
            Some(Channel::Visit) => Picture::Pin,
            Some(Channel::Meeting) => Picture::People,
        };
        let channel = entry.channel.map(|channel| label::channel(channel).say(language)).unwrap_or_default();
        let outcome = entry.outcome.map(|outcome| label::outcome(outcome).say(language)).unwrap_or_default();
        let what = [channel, outcome, &entry.contact]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        let customer = with_customer.then(|| {
            let route = page.route.get_untracked().with(Target::Customer(entry.customer.0));
            view! { <a class="what" href=route.to_string()>{entry.customer_name.clone()}</a> }
        });
        let is_mine = entry.author.as_ref().map(|author| author.id) == me;
        let author = entry.author.clone().filter(|_| !with_customer).map(|author| {
            let name = author.name.clone();
            view! { <span class="line small muted"><Avatar person=author size=AvatarSize::Small /> {name}</span> }
        });
        let next = entry.next_date.map(|next| {
            view! { <span class="small muted">{sentence::next(language, next, now.today)}</span> }
        });
        let text =
            (!entry.text.trim().is_empty()).then(|| view! { <p class="prose">{entry.text.clone()}</p> });
        let partial = entry
            .is_partial
            .then(|| view! { <span class="chip">{words::customer::PARTIAL.say(language)}</span> });
        let id = entry.id.0;
        let edit = is_mine.then(|| {
            let open = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "follow_up", id }));
            view! {
                <button type="button" class="icon-button" aria-label=words::EDIT.of(language, &what) on:click=open>
                    <Icon picture=Picture::Pencil />
                </button>
            }
        });
        view! {
            <li class="touch">
                <span class="muted"><Icon picture=picture /></span>
                <div>
                    <div class="line">
                        {customer}
                        <span class:what=!with_customer>{what.clone()}</span>
                        <time class="small muted">{day::moment(language, entry.at, now)}</time>
                        {partial}
                    </div>
                    {text}
                    <div class="line">{author} {next}</div>
                </div>
                {edit}
            </li>
        }
    })
}
