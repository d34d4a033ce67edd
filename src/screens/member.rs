//! One member: their manager and they themselves see exactly the same.

use super::duties::duties;
use super::praise::praised;
use super::record_page::{opened, side, two_edits};
use super::sheets::SheetKind;
use super::tasks::TaskLine;
use super::today::TouchRow;
use crate::kit::{Avatar, AvatarSize, Chip, Icon, LiveRows, Picture, while_any};
use crate::live::{Live, follow, live_if};
use crate::store::{Page, Place, Route, Slot, focus_when_drawn};
use ::markup::view;
use contract::view::{MemberDetail, TaskRow, TimelineEntry};
use contract::{CustomerFilter, DealFilter, Query, Schedule, TaskFilter, TaskPart, Whose};
use domain::member::MemberId;
use language::{label, sentence, words, words::announcement};
use leptos::prelude::*;

/// One member, beside the list on a desk, above it on a phone.
#[component]
pub fn Member(id: MemberId) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Member, Query::Member { id });
    let detail = Live::new(move || {
        page.state.member.with(|member| match &member.0 {
            Some(Some(detail)) if detail.progress.person.id == id => Some((**detail).clone()),
            _ => None,
        })
    });
    let is_missing = Live::new(move || page.state.member.with(|member| matches!(member.0, Some(None))));
    let recent = Live::new(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.recent.clone()).unwrap_or_default())
    });
    let may_edit =
        Live::new(move || detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.may_edit)));
    let is_here = Live::new(move || detail.with(Option::is_some));
    follow(move || {
        if is_here.get() {
            focus_when_drawn(".side h1");
        }
    });
    let recent_part = while_any(recent, move || {
        view! {
            <section class="part">
                <header><h2>{words::team::RECENT.say(language)}</h2></header>
                <ul class="timeline">
                    <LiveRows items=recent id=|entry: &TimelineEntry| entry.id.0 row=|entry| view! { <TouchRow entry=entry with_customer=true /> }.into_any() />
                </ul>
            </section>
        }
    });
    let tasks = Live::new(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.tasks.clone()).unwrap_or_default())
    });
    let tasks_part = while_any(tasks, move || {
        view! {
            <section class="part">
                <header><h2>{words::home::TASKS.say(language)}</h2></header>
                <ul class="rows">
                    <LiveRows items=tasks id=|row: &TaskRow| row.id.0 row=|row| view! { <li><TaskLine row=row /></li> }.into_any() />
                </ul>
            </section>
        }
    });
    let edit = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "member", id: id.0 }));
    let pencil = live_if(move || {
        may_edit.get().then(|| {
            view! {
                <button type="button" class="icon-button" aria-label=words::EDIT.say(language) title=words::EDIT.say(language) on:click=edit>
                    <Icon picture=Picture::Pencil />
                </button>
            }
        })
    });
    let body = view! {
        {live_if(move || is_missing.get().then(|| view! { <h1 tabindex="-1">{words::team::NOT_FOUND.say(language)}</h1> }))}
        {live_if(move || detail.get().map(|detail| view! { <Numbers detail=detail /> }))}
        {two_edits(page, "member", opened(page, id.0))}
        {tasks_part}
        {live_if(move || detail.get().map(|detail| work(page, detail)))}
        {recent_part}
    };
    let name = label::kind_label(language, "member").into_owned();
    side(page, name, vec![pencil.into_any()], body.into_any(), ().into_any())
}

/// What they are responsible for, and what they were praised for.
fn work(page: Page, detail: MemberDetail) -> AnyView {
    let language = page.language();
    let part = |heading: &str, body: AnyView| {
        view! {
            <section class="part">
                <header><h2>{heading.to_owned()}</h2></header>
                {body}
            </section>
        }
        .into_any()
    };
    let positions = detail.positions.iter().map(|row| {
        let heading = [announcement::DUTIES.say(language), " · ", &row.position.name].concat();
        part(&heading, duties(page, &row.duties, false))
    });
    let praise = (!detail.praise.is_empty())
        .then(|| part(announcement::PRAISE.say(language), praised(page, detail.praise)));
    view! { {positions.collect::<Vec<_>>()} {praise} }.into_any()
}

#[component]
fn Numbers(detail: MemberDetail) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let progress = detail.progress;
    let id = progress.person.id;
    let number = move |count: u32, word: language::Word, class: &'static str| {
        let class = if count > 0 { class } else { "" };
        view! { <b class=class>{count}</b> <span>{word.say(language)}</span> }
    };
    // What is counted stands in a list: the number leads there.
    let linked = move |count: u32, word: language::Word, class: &'static str, list: List| {
        view! { <button type="button" on:click=move |_| list.show(page, id)>{number(count, word, class)}</button> }
    };
    let me = detail.is_me.then(|| view! { <Chip text=words::team::YOU.say(language) /> });
    let is_absent = !progress.has_device && !page.team_session().is_some_and(|team| team.is_sample);
    let joined = is_absent.then(|| view! { <Chip text=words::team::NOT_JOINED.say(language) /> });
    let name = progress.person.name.clone();
    let invited = name.clone();
    let may_invite =
        page.state.team.with_untracked(|team| team.0.as_ref().is_some_and(|team| team.may_invite));
    let invite = (is_absent && may_invite).then(|| {
        let open = move |_| page.sheet.set(Some(SheetKind::Invite { member: Some((id, invited.clone())) }));
        view! { <button type="button" class="button primary" on:click=open>{words::team::INVITE_AS.say(language)}</button> }
    });
    let add_device = detail.is_me.then(|| {
        let open = move |_| page.sheet.set(Some(SheetKind::AddDevice));
        view! {
            <button type="button" class="button" on:click=open>
                <Icon picture=Picture::Device /> {words::team::ADD_DEVICE.say(language)}
            </button>
        }
    });
    view! {
        <div class="who">
            <Avatar person=progress.person size=AvatarSize::Large />
            <div>
                <h1 tabindex="-1">{name}</h1>
                <span class="line-of-facts muted">{label::role(progress.role).say(language)} {me} {joined}</span>
            </div>
        </div>
        <div class="numbers">
            <div>{number(progress.logged_today, words::team::TODAY, "")}</div>
            <div>{number(progress.logged_week, words::team::WEEK, "")}</div>
            {linked(progress.due, words::team::DUE, "due", List::Customers(Some(Schedule::Due)))}
            {linked(progress.overdue, words::team::OVERDUE, "late", List::Customers(Some(Schedule::Overdue)))}
            {linked(progress.open_tasks, announcement::OPEN_TASKS, "", List::Tasks(TaskPart::Open))}
            {linked(progress.overdue_tasks, announcement::OVERDUE_TASKS, "late", List::Tasks(TaskPart::Overdue))}
            {linked(progress.done_week, announcement::DONE_WEEK, "", List::Tasks(TaskPart::DoneLately))}
            {linked(progress.open_deals, announcement::OPEN_DEALS, "", List::Deals)}
        </div>
        <div class="rows">
            <button type="button" class="row" on:click=move |_| List::Customers(None).show(page, id)>
                <span class="muted"><Icon picture=Picture::Building /></span>
                <span class="body">{sentence::customers(language, progress.customers)}</span>
                <span class="muted"><Icon picture=Picture::Onward /></span>
            </button>
        </div>
        <p class="muted small">{words::team::SAME_AS_MANAGER.say(language)}</p>
        {invite}
        {add_device}
    }
}

/// The list that a number counts.
#[derive(Clone, Copy)]
enum List {
    Customers(Option<Schedule>),
    Tasks(TaskPart),
    Deals,
}

impl List {
    /// With what the member owns.
    fn show(self, page: Page, member: MemberId) {
        let whose = Some(Whose::owned(member));
        let place = match self {
            Self::Customers(schedule) => {
                page.customer_filter.set(CustomerFilter { whose, schedule, ..CustomerFilter::default() });
                Place::Customers
            }
            Self::Tasks(part) => {
                page.task_filter.set(TaskFilter { whose, part, ..TaskFilter::default() });
                page.task_division.set(None);
                Place::Tasks
            }
            Self::Deals => {
                page.deal_filter.set(DealFilter { whose, ..DealFilter::default() });
                Place::Deals
            }
        };
        Route::from(place).go();
    }
}
