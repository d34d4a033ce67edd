//! The deals by stage.

mod deal_link;
mod go_to;

use crate::live::{Live, State, follow, live, live_if};
pub use deal_link::DealLink;
pub use go_to::move_deal;

use super::frame::Head;
use super::list_bar::whose_chips;
use super::sheets::{AfterPick, SheetKind};
use crate::kit::{Board, BoardColumn, Empty, SearchField, toggle_chip};
use crate::store::{Page, Slot, new_record_id};
use ::markup::view;
use contract::view::{DealCard, DealColumn};
use contract::{Command, Query, Window};
use domain::RecordId;
use language::words::{customer, deal, home};
use language::{Language, Word, label, number, template};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Cards of a column shown before "more".
const STEP: u32 = 30;

/// The board.
#[component]
pub fn Deals() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let filter = page.deal_filter;
    let shown = State::new(STEP);
    let board = page.state.deals;
    let count = Live::new(move || board.with(|board| board.0.as_ref().map(|board| board.columns.len())));
    follow(move || {
        let windows = vec![Window { offset: 0, count: shown.get() }; count.get().unwrap_or_default()];
        page.subscribe(Slot::Deals, Query::Deals { filter: filter.get(), windows });
    });
    on_cleanup(move || page.unsubscribe(Slot::Deals));
    let has_stages = Live::new(move || {
        board.with(|board| {
            board.0.as_ref().map(|board| board.columns.iter().any(|column| column.stage.is_some()))
        })
    });
    let body = move || match has_stages.get() {
        None => ().into_any(),
        Some(false) => no_stages(page),
        Some(true) => columns(page, language, Callback::new(move |()| shown.update(|shown| *shown += STEP))),
    };
    let search = move |text: String| filter.update(|filter| filter.text = text);
    let new = move |_| page.sheet.set(Some(SheetKind::PickCustomer { then: AfterPick::Deal }));
    view! {
        <Head title=Live::new(move || home::DEALS.say(language).to_owned())>
            <button type="button" class="button quiet" on:click=new>{home::NEW_DEAL.say(language)}</button>
        </Head>
        <div class="part">
            <div class="list-top">
                <SearchField label=deal::SEARCH.say(language) start=filter.with_untracked(|filter| filter.text.clone()) on_search=search />
                {filters(page, language)}
            </div>
            {live(body)}
        </div>
    }
    .into_any()
}

fn filters(page: Page, language: Language) -> AnyView {
    let filter = page.deal_filter;
    let whose = Live::new(move || filter.with(|filter| filter.whose));
    let choose = Callback::new(move |whose| filter.update(|filter| filter.whose = whose));
    let is_rotting = Live::new(move || filter.with(|filter| filter.rotting));
    let set_rotting = Callback::new(move |on: bool| filter.update(|filter| filter.rotting = on));
    let arrange = live_if(move || {
        let may = page.state.deals.with(|board| board.0.as_ref().is_some_and(|board| board.may_edit_stages));
        may.then(|| {
            view! {
                <button type="button" class="choice" on:click=move |_| page.sheet.set(Some(SheetKind::Stages))>{deal::ARRANGE.say(language)}</button>
            }
        })
    });
    view! {
        <div class="scroll-x" role="group" aria-label=customer::FILTERS.say(language)>
            {whose_chips(page, whose, choose)}
            {toggle_chip(deal::ROTTING.say(language), is_rotting, set_rotting)}
            {arrange}
        </div>
    }
    .into_any()
}

fn columns(page: Page, language: Language, more: Callback<()>) -> AnyView {
    let board = page.state.deals;
    let columns = Live::new(move || {
        board.with(|board| {
            let columns = board.0.iter().flat_map(|board| &board.columns);
            columns.map(|column| board_column(language, column)).collect::<Vec<_>>()
        })
    });
    let card = move |id: RecordId| {
        let row = Live::kept(move || find(page, id));
        row.map_or_else(|| ().into_any(), |row| view! { <DealLink row=row /> }.into_any())
    };
    let name = move |id: RecordId| find(page, id).map(|card| card.title).unwrap_or_default();
    let on_move = move |(id, to): (RecordId, usize)| {
        let stage = board.with_untracked(|board| board.0.as_ref()?.columns.get(to)?.stage.clone());
        if let Some((stage, record)) = stage {
            move_deal(page, (domain::deal::DealId(id), untrack(|| name(id))), stage, &record);
        }
    };
    let explain = move |position: usize| {
        let column = board.with_untracked(|board| board.0.as_ref()?.columns.get(position).cloned());
        let may_edit =
            board.with_untracked(|board| board.0.as_ref().is_some_and(|board| board.may_edit_stages));
        if let Some(column) = column {
            page.sheet.set(Some(figures(language, &column, may_edit)));
        }
    };
    // On a phone one column is shown at a time: the strip says which there are and leads to each.
    let strip = move || {
        let step = |(position, column): (usize, BoardColumn)| {
            view! {
                <button type="button" class="choice" on:click=move |_| show_column(position)>{column.title} " " {column.count}</button>
            }
        };
        columns.get().into_iter().enumerate().map(step).collect_view()
    };
    view! {
        <div class="scroll-x strip" role="group" aria-label=deal::STAGES.say(language)>{live(strip)}</div>
        <Board
            label=home::DEALS.say(language) columns=columns card=card name=name on_move=on_move
            on_more=move |_| more.run(()) on_detail=explain
        />
    }
    .into_any()
}

fn board_column(language: Language, column: &DealColumn) -> BoardColumn {
    let title = match &column.stage {
        Some((_, stage)) => stage.name.clone(),
        None => deal::NO_STAGE.say(language).to_owned(),
    };
    BoardColumn {
        title,
        // Won or lost: there is no chance left to weigh with.
        detail: match column.stage.as_ref().and_then(|(_, stage)| stage.end) {
            Some(_) => language::deal::total(language, column.value),
            None => language::deal::weighted(language, column.weighted),
        },
        count: column.count,
        cards: column.cards.iter().map(|card| card.id.0).collect(),
        takes: column.stage.is_some(),
    }
}

/// The figures behind a column's weighted value.
fn figures(language: Language, column: &DealColumn, may_edit: bool) -> SheetKind {
    let percent = column.stage.as_ref().map_or(0, |(_, stage)| stage.percent());
    let row = |word: Word, figure: String| (word.say(language).to_owned(), figure);
    let mut rows = vec![
        row(deal::COUNT, column.count.to_string()),
        row(deal::VALUE, number::money_exact(column.value)),
        row(deal::WITHOUT_VALUE, column.without_value.to_string()),
        row(deal::CHANCE, [&percent.to_string(), " %"].concat()),
        row(deal::STUCK, column.rotting.to_string()),
    ];
    let target = column.stage.as_ref().and_then(|(_, stage)| stage.target_days);
    if let Some(days) = target {
        rows.push((
            label::field_label(language, "stage", "target_days").into_owned(),
            language::day::days(language, days),
        ));
    }
    rows.push(row(
        deal::WEIGHTED,
        [&language::deal::formula(column.value, percent), " = ", &number::money_exact(column.weighted)]
            .concat(),
    ));
    SheetKind::Figures {
        title: column.stage.as_ref().map(|(_, stage)| stage.name.clone()).unwrap_or_default(),
        rows,
        note: deal::WEIGHTED_WHY,
        edit: column.stage.as_ref().filter(|_| may_edit).map(|(id, _)| (deal::EDIT_STAGE, "stage", id.0)),
    }
}

fn no_stages(page: Page) -> AnyView {
    let language = page.language();
    let may_edit =
        page.state.deals.with_untracked(|board| board.0.as_ref().is_some_and(|board| board.may_edit_stages));
    let make = move |_| {
        let records = template::stages(language, new_record_id);
        page.run_undoable(
            Command::CreateMany { records },
            language::words::SAVED.about(language, deal::STAGES.say(language)),
        );
    };
    let button = may_edit.then(|| {
        view! { <button type="button" class="button primary" on:click=make>{deal::USE_STAGES.say(language)}</button> }
    });
    view! {
        <Empty title=deal::NO_STAGES.say(language) example=deal::NO_STAGES_HINT.say(language)>{button}</Empty>
    }
    .into_any()
}

fn find(page: Page, id: RecordId) -> Option<DealCard> {
    page.state.deals.with(|board| {
        let mut cards = board.0.as_ref()?.columns.iter().flat_map(|column| &column.cards);
        cards.find(|card| card.id.0 == id).cloned()
    })
}

fn show_column(position: usize) {
    let column = format!(".board > section:nth-child({})", position + 1);
    if let Ok(Some(board)) = document().query_selector(".board")
        && let Ok(Some(column)) = document().query_selector(&column)
        && let Ok(column) = column.dyn_into::<HtmlElement>()
    {
        board.set_scroll_left(column.offset_left() - 16);
    }
}
