//! One deal: where it stands and where it goes; its tasks, what was said, what changed.

use super::customer::{History, SideHead};
use super::deals::move_deal;
use super::sheets::SheetKind;
use super::tasks::TaskLine;
use super::thread::Thread;
use crate::kit::{Avatar, AvatarSize, Icon, LiveRows, Picture};
use crate::live::{Live, live, live_if, live_text};
use crate::store::{Page, Slot, Target, focus_when_drawn, now};
use ::markup::view;
use contract::view::{DealDetail, TaskRow};
use contract::{Command, Query};
use domain::deal::{DealId, NextStep};
use domain::stage::{Stage, StageId};
use language::{Word, day, label, list, number, sentence, words, words::deal};
use leptos::prelude::*;

/// The deal that is open; empty until it has come.
type Open = Live<Option<DealDetail>>;

/// One deal, beside the board on a desk, above it on a phone.
#[component]
pub fn DealPage(id: DealId) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.show(Slot::Deal, Query::Deal { id });
    let detail: Open = Live::new(move || {
        page.state.deal.with(|deal| match &deal.0 {
            Some(Some(detail)) if detail.card.id == id => Some((**detail).clone()),
            _ => None,
        })
    });
    let is_missing = Live::new(move || page.state.deal.with(|deal| matches!(deal.0, Some(None))));
    let is_here = Live::new(move || detail.with(Option::is_some));
    Effect::new(move |_| {
        if is_here.get() {
            focus_when_drawn(".side h1");
        }
    });
    let may = Live::new(move || {
        detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.may_edit && !detail.is_deleted))
    });
    let edit = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "deal", id: id.0 }));
    let tools = live_if(move || {
        may.get().then(|| {
            view! {
                <button type="button" class="icon-button" aria-label=words::EDIT.say(language) title=words::EDIT.say(language) on:click=edit>
                    <Icon picture=Picture::Pencil />
                </button>
            }
        })
    });
    let body = move || {
        if is_missing.get() {
            return view! {
                <div class="empty">
                    <h1 tabindex="-1">{deal::NOT_FOUND.say(language)}</h1>
                    <p>{words::customer::NOT_FOUND_HINT.say(language)}</p>
                </div>
            }
            .into_any();
        }
        if is_here.get() { found(page, id, detail, may) } else { ().into_any() }
    };
    view! {
        <aside class="side" aria-label=label::kind_label(language, "deal")>
            <SideHead>{tools}</SideHead>
            <div class="inside" tabindex="-1">{live(body)}</div>
            {live_if(move || may.get().then(|| next_stage(page, id, detail)).flatten())}
        </aside>
    }
    .into_any()
}

fn found(page: Page, id: DealId, detail: Open, may: Live<bool>) -> AnyView {
    let language = page.language();
    let title = Live::new(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.card.title.clone()).unwrap_or_default())
    });
    let is_deleted =
        Live::new(move || detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.is_deleted)));
    let restore = move |_| {
        page.run_undoable(Command::Restore { id: id.0 }, words::customer::BROUGHT_BACK.say(language));
    };
    let delete = move |_| {
        page.run_undoable(Command::Delete { id: id.0 }, sentence::deleted(language, &title.get_untracked()));
        focus_when_drawn(".side h1");
    };
    let deleted = live_if(move || {
        is_deleted.get().then(|| {
            view! {
                <div class="note late">
                    <p>{deal::IS_DELETED.say(language)}</p>
                    <button type="button" class="button" on:click=restore>{words::customer::BRING_BACK.say(language)}</button>
                </div>
            }
        })
    });
    let tasks = Live::new(move || {
        detail.with(|detail| detail.as_ref().map(|detail| detail.tasks.clone()).unwrap_or_default())
    });
    let customer = move || {
        detail.with_untracked(|detail| detail.as_ref().and_then(|detail| detail.card.customer.clone()))
    };
    let add = move |_| {
        let deal = Some((id, title.get_untracked()));
        page.sheet.set(Some(SheetKind::new_task(page, customer(), deal)));
    };
    let last = live_if(move || {
        may.get().then(|| {
            view! {
                <div class="last">
                    <button type="button" class="button quiet danger" on:click=delete>
                        <Icon picture=Picture::Trash /> {deal::DELETE.say(language)}
                    </button>
                </div>
            }
        })
    });
    view! {
        <h1 tabindex="-1">{live_text(move || title.get())}</h1>
        {deleted}
        {live_if(move || detail.get().map(|detail| facts(page, detail)))}
        {live_if(move || may.get().then(|| stages(page, id, detail)))}
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
        <History id=id.0 kind="deal" />
        {last}
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
    let twice = (!detail.two_edits.is_empty()).then(|| {
        let fields: Vec<_> =
            detail.two_edits.iter().map(|edits| label::field_label(language, "deal", &edits.field)).collect();
        view! { <p class="note due small">{words::customer::TWO_EDITS.say(language)} " · " {list::list(language, &fields)}</p> }
    });
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
        {twice}
    }
    .into_any()
}

/// Every stage as a button; the one it stands in is pressed.
fn stages(page: Page, id: DealId, detail: Open) -> AnyView {
    let language = page.language();
    let (stages, here) = detail.with(|detail| {
        let detail = detail.as_ref();
        (
            detail.map(|detail| detail.stages.clone()).unwrap_or_default(),
            detail.and_then(|detail| detail.card.stage),
        )
    });
    let button = |(stage, record): (StageId, Stage)| {
        let is_here = here == Some(stage);
        let name = record.name.clone();
        let go = move |_| {
            if !is_here {
                move_deal(page, id, stage, &record);
            }
        };
        view! { <button type="button" class="choice" aria-pressed=is_here.to_string() on:click=go>{name}</button> }
    };
    view! {
        <div class="choices" role="group" aria-label=deal::STAGES.say(language)>
            {stages.into_iter().map(button).collect_view()}
        </div>
    }
    .into_any()
}

/// The next stage, within reach of a thumb.
fn next_stage(page: Page, id: DealId, detail: Open) -> Option<AnyView> {
    let language = page.language();
    let (stage, record) = detail.with(|detail| {
        let detail = detail.as_ref()?;
        let here = detail.stages.iter().position(|(stage, _)| Some(*stage) == detail.card.stage)?;
        // Won or lost: there is nothing to come.
        detail.stages[here].1.end.is_none().then(|| detail.stages.get(here + 1).cloned()).flatten()
    })?;
    let said = [deal::MOVE.say(language), " ", &record.name].concat();
    let go = move |_| move_deal(page, id, stage, &record);
    Some(
        view! {
            <div class="actions">
                <button type="button" class="button primary" on:click=go>{said} <Icon picture=Picture::Onward /></button>
            </div>
        }
        .into_any(),
    )
}
