//! One deal: where it stands and where it goes; its tasks, what was said, what changed.

use super::deals::move_deal;
use super::record_page::{Own, open_title, record_page};
use super::sheets::SheetKind;
use super::tasks::TaskLine;
use super::thread::Thread;
use crate::kit::{Avatar, AvatarSize, Icon, LiveRows, Picture, toggle_chip};
use crate::live::{Live, called, live_if};
use crate::store::{Page, Slot, Target, now};
use ::markup::view;
use contract::Query;
use contract::view::{DealDetail, TaskRow};
use domain::deal::{DealId, NextStep};
use domain::stage::{Stage, StageId};
use language::{Word, day, list, number, words, words::deal};
use leptos::prelude::*;

/// The deal that is open; empty until it has come.
type Open = Live<Option<DealDetail>>;

/// One deal.
#[component]
pub fn DealPage(id: DealId) -> impl IntoView {
    let page = Page::here();
    page.show(Slot::Deal, Query::Deal { id });
    let detail: Open = Live::new(move || {
        page.state.deal.with(|deal| match &deal.0 {
            Some(Some(detail)) if detail.card.id == id => Some((**detail).clone()),
            _ => None,
        })
    });
    let may = Live::new(move || {
        detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.may_edit && !detail.is_deleted))
    });
    let own = Own {
        kind: "deal",
        is_here: Live::new(move || page.state.deal.with(|deal| Some(deal.0.as_ref()?.is_some()))),
        tools: called(|()| ().into_any()),
        body: called(move |_| body(page, id, detail, may)),
        last: called(|()| ().into_any()),
        actions: called(move |()| next_stage(page, id, detail, may)),
    };
    record_page(page, id.0, own)
}

fn body(page: Page, id: DealId, detail: Open, may: Live<bool>) -> AnyView {
    let language = page.language();
    let tasks = Live::new(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.tasks.clone()).unwrap_or_default())
    });
    let add = move |_| {
        let (customer, title) = detail.with_untracked(|detail| {
            detail
                .as_ref()
                .map(|detail| (detail.card.customer.clone(), detail.card.title.clone()))
                .unwrap_or_default()
        });
        page.sheet.set(Some(SheetKind::new_task(page, customer, Some((id, title)))));
    };
    view! {
        {live_if(move || detail.get().map(|detail| facts(page, detail)))}
        {live_if(move || detail.get().filter(|_| may.get()).map(|detail| stages(page, id, detail)))}
        <section class="part">
            <header>
                <h2>{words::home::TASKS.say(language)}</h2>
                <button type="button" class="button quiet" on:click=add>{words::home::NEW_TASK.say(language)}</button>
            </header>
            <ul class="rows">
                <LiveRows items=tasks id=|row: &TaskRow| row.id.0 row=|row| view! { <li><TaskLine row=row /></li> }.into_any() />
            </ul>
        </section>
        <Thread about=id.0 />
    }
    .into_any()
}

/// Value, expected close, owner, next step.
fn facts(page: Page, detail: DealDetail) -> AnyView {
    let language = page.language();
    let today = now().today;
    let card = detail.card;
    let fact = |word: Word, value: AnyView, more: String| {
        let more = (!more.is_empty()).then(|| view! { <p class="small muted">{more}</p> });
        view! {
            <div>
                <span class="label">{word.say(language)}</span>
                <span class="line">{value}</span>
                {more}
            </div>
        }
        .into_any()
    };
    let customer = card.customer.map(|(id, name)| {
        let href = page.route.get_untracked().with(Target::Customer(id.0)).to_string();
        view! { <a class="changes" href=href>{name}</a> }
    });
    let owner = match card.owner {
        Some(owner) => {
            let name = owner.name.clone();
            view! { <Avatar person=owner size=AvatarSize::Small /> <span class="one-line">{name}</span> }
                .into_any()
        }
        None => words::customer::NO_OWNER.say(language).into_any(),
    };
    let helpers: Vec<String> = detail.helpers.into_iter().map(|person| person.name).collect();
    let value = card.value.map_or_else(|| deal::NO_VALUE.say(language).to_owned(), number::money_exact);
    let is_closed = detail.deal.closed_on.is_some();
    let closes = card
        .closes
        .map_or_else(|| deal::NO_CLOSE.say(language).to_owned(), |day| day::day(language, day, today));
    let tone = match card.next {
        NextStep::Overdue => "late",
        NextStep::Today => "due",
        _ => "",
    };
    let next = language::deal::next_step(language, card.next, card.next_date, today);
    let next = view! { <span class=tone>{next}</span> }.into_any();
    let rot =
        card.rot.map(|rot| view! { <p class="note late">{language::deal::rot(language, rot, today)}</p> });
    let lost = (!detail.deal.loss_reason.is_empty()).then(|| {
        view! { <div class="note"><b class="small">{deal::LOSS_REASON.say(language)}</b> <p>{detail.deal.loss_reason}</p></div> }
    });
    let note = (!detail.deal.note.is_empty()).then(|| view! { <p class="prose">{detail.deal.note}</p> });
    view! {
        <div class="line-of-facts">{customer} <span class="muted">{detail.product}</span></div>
        {rot}
        <div class="answer two">
            {fact(deal::VALUE, value.into_any(), String::new())}
            {fact(if is_closed { deal::CLOSED } else { deal::CLOSES }, closes.into_any(), String::new())}
            {fact(deal::NEXT, next, detail.deal.next_action)}
            {fact(deal::OWNER, owner, list::list(language, &helpers))}
        </div>
        {lost}
        {note}
    }
    .into_any()
}

/// Every stage as a button; the one it stands in is pressed.
fn stages(page: Page, id: DealId, detail: DealDetail) -> AnyView {
    let language = page.language();
    let (stages, here) = (detail.stages, detail.card.stage);
    let button = |(stage, record): (StageId, Stage)| {
        let is_here = here == Some(stage);
        let name = record.name.clone();
        let go = Callback::new(move |on| {
            if on {
                move_deal(page, (id, open_title(page, id.0)), stage, &record);
            }
        });
        toggle_chip(&name, is_here.into(), go)
    };
    view! {
        <div class="choices" role="group" aria-label=deal::STAGES.say(language)>
            {stages.into_iter().map(button).collect_view()}
        </div>
    }
    .into_any()
}

/// The next stage, within reach of a thumb.
fn next_stage(page: Page, id: DealId, detail: Open, may: Live<bool>) -> AnyView {
    let language = page.language();
    let next = Live::new(move || {
        detail.with(|detail| {
            let detail = detail.as_ref().filter(|_| may.get())?;
            let here = detail.stages.iter().position(|(stage, _)| Some(*stage) == detail.card.stage)?;
            // Won or lost: there is nothing to come.
            detail.stages[here].1.end.is_none().then(|| detail.stages.get(here + 1).cloned()).flatten()
        })
    });
    live_if(move || {
        let (stage, record) = next.get()?;
        let said = deal::MOVE.of(language, &record.name);
        let go = move |_| move_deal(page, (id, open_title(page, id.0)), stage, &record);
        Some(view! {
            <div class="actions">
                <button type="button" class="button primary" on:click=go>{said} <Icon picture=Picture::Onward /></button>
            </div>
        })
    })
    .into_any()
}
