//! Columns with cards that go from one to another: by dragging, by the menu on each card, by the arrow keys.
//!
//! The board knows cards by their ids only, so that all boards share one copy of it; whoever uses it draws the cards
//! and does the moving. A card that goes elsewhere keeps the focus.

use super::live_rows::{drawn, rows_of};
use super::{Icon, Picture};
use crate::live::{Live, State, live, live_if};
use crate::store::{Page, focus_when_drawn};
use ::markup::view;
use domain::RecordId;
use language::{sentence, words};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// One column as it is now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoardColumn {
    /// What it is called.
    pub title: String,
    /// What else its header says: a value, what belongs here.
    pub detail: String,
    /// How many cards it has in all.
    pub count: u32,
    /// The cards at hand, from the top; the others come after "show more".
    pub cards: Vec<RecordId>,
    /// Whether cards may be moved here.
    pub takes: bool,
}

/// A board. Columns are known by their position; their number does not change while the board is shown, except that
/// all of them may come at once.
#[component]
pub fn Board(
    /// What the board is, for screen readers.
    #[prop(into)]
    label: String,
    /// Its columns, from left to right.
    #[prop(into)]
    columns: Live<Vec<BoardColumn>>,
    /// Draws a card: one link or button, and its text.
    #[prop(into)]
    card: Callback<RecordId, AnyView>,
    /// What a card is called.
    #[prop(into)]
    name: Callback<RecordId, String>,
    /// A card is to go to the column at this position.
    #[prop(into)]
    on_move: Callback<(RecordId, usize)>,
    /// More cards of the column at this position are wanted.
    #[prop(into)]
    on_more: Callback<usize>,
    /// What the header of the column at this position says else was tapped.
    #[prop(optional, into)]
    on_detail: Option<Callback<usize>>,
    /// Two by two instead of side by side.
    #[prop(optional)]
    square: bool,
) -> impl IntoView {
    let moving = Moving { columns, on_move, dragged: State::new(None), moved: StoredValue::new(None) };
    let count = Live::new(move || columns.with(Vec::len));
    let column = move |position: usize| view! { <Column position=position moving=moving card=card name=name on_more=on_more on_detail=on_detail /> };
    view! {
        <div class=if square { "board square" } else { "board" } role="group" aria-label=label>
            {live(move || (0..count.get()).map(column).collect_view())}
        </div>
    }
    .into_any()
}

/// What all cards of a board share.
#[derive(Clone, Copy)]
struct Moving {
    columns: Live<Vec<BoardColumn>>,
    on_move: Callback<(RecordId, usize)>,
    /// The card that is being dragged.
    dragged: State<Option<RecordId>>,
    /// The card that was moved last: it takes the focus where it comes again.
    moved: StoredValue<Option<RecordId>>,
}

impl Moving {
    fn column<T: Default>(self, position: usize, part: impl Fn(&BoardColumn) -> T) -> T {
        self.columns.with(|columns| columns.get(position).map(part).unwrap_or_default())
    }

    fn start(self, id: RecordId, from: usize, to: usize) {
        let takes = self.columns.with_untracked(|columns| columns.get(to).is_some_and(|column| column.takes));
        if takes && from != to {
            self.moved.set_value(Some(id));
            self.on_move.run((id, to));
        }
    }

    /// The nearest column on this side that takes cards.
    fn beside(self, from: usize, is_right: bool) -> Option<usize> {
        self.columns.with_untracked(|columns| {
            let takes = |position: &usize| columns[*position].takes;
            if is_right { (from + 1..columns.len()).find(takes) } else { (0..from).rev().find(takes) }
        })
    }
}

#[component]
fn Column(
    position: usize,
    moving: Moving,
    card: Callback<RecordId, AnyView>,
    name: Callback<RecordId, String>,
    on_more: Callback<usize>,
    on_detail: Option<Callback<usize>>,
) -> impl IntoView {
    let language = Page::here().language();
    let cards = Live::new(move || moving.column(position, |column| column.cards.clone()));
    let is_over = State::new(false);
    let home = move |id: RecordId| {
        moving.columns.with_untracked(|columns| columns.iter().position(|column| column.cards.contains(&id)))
    };
    let over = move |event: ev::DragEvent| {
        // Something else may be dragged over the page: a file, a link of another window.
        if moving.dragged.get_untracked().is_some() && moving.column(position, |column| column.takes) {
            event.prevent_default();
            is_over.set(true);
        }
    };
    let drop = move |event: ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        if let Some((id, from)) = moving.dragged.get_untracked().and_then(|id| Some((id, home(id)?))) {
            moving.dragged.set(None);
            moving.start(id, from, position);
        }
    };
    let more = move || {
        let more = moving.column(position, |column| column.count.saturating_sub(column.cards.len() as u32));
        (more > 0).then(|| {
            view! {
                <button type="button" class="button quiet" on:click=move |_| on_more.run(position)>{sentence::more(language, more)}</button>
            }
        })
    };
    let head = move || {
        let (title, detail, count) =
            moving.column(position, |column| (column.title.clone(), column.detail.clone(), column.count));
        view! {
            <h2>{title} " " <span class="count">{count}</span></h2>
            {match on_detail {
                Some(tap) => view! { <button type="button" class="small muted changes" on:click=move |_| tap.run(position)>{detail}</button> }.into_any(),
                None => view! { <span class="small muted">{detail}</span> }.into_any(),
            }}
        }
    };
    let draw =
        move |id| view! { <Card id=id position=position moving=moving card=card name=name /> }.into_any();
    view! {
        <section class:over=move || is_over.get() on:dragover=over on:dragleave=move |_| is_over.set(false) on:drop=drop>
            <header>{live(head)}</header>
            <ul>
                {rows_of(cards, drawn(draw))}
            </ul>
            {live_if(more)}
        </section>
    }
    .into_any()
}

#[component]
fn Card(
    id: RecordId,
    position: usize,
    moving: Moving,
    card: Callback<RecordId, AnyView>,
    name: Callback<RecordId, String>,
) -> impl IntoView {
    let language = Page::here().language();
    if moving.moved.get_value() == Some(id) {
        moving.moved.set_value(None);
        focus_when_drawn(format!("[data-card=\"{id}\"] .row"));
    }
    let key = move |event: ev::KeyboardEvent| {
        let is_menu = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlElement>().ok())
            .is_some_and(|target| target.tag_name() == "SELECT");
        let is_right = match event.key().as_str() {
            "ArrowRight" => true,
            "ArrowLeft" => false,
            _ => return,
        };
        if is_menu {
            return;
        }
        event.prevent_default();
        if let Some(to) = moving.beside(position, is_right) {
            moving.start(id, position, to);
        }
    };
    let choose = move |event: ev::Event| {
        let to = event_target_value(&event);
        // The same column can be chosen again, should moving be refused.
        event_target::<web_sys::HtmlSelectElement>(&event).set_value("");
        if let Ok(to) = to.parse() {
            moving.start(id, position, to);
        }
    };
    let options = move || {
        moving.columns.with(|columns| {
            let targets = columns.iter().enumerate().filter(|(at, column)| *at != position && column.takes);
            targets
                .map(|(at, column)| view! { <option value=at.to_string()>{column.title.clone()}</option> })
                .collect_view()
        })
    };
    let label = sentence::move_card(language, &name.run(id));
    view! {
        <li
            class="card" data-card=id.to_string() class:dragged=move || moving.dragged.get() == Some(id)
            on:dragstart=move |_| moving.dragged.set(Some(id)) on:dragend=move |_| moving.dragged.set(None) on:keydown=key
        >
            {card.run(id)}
            <label class="icon-button menu">
                <Icon picture=Picture::Dots />
                <select aria-label=label on:change=choose>
                    <option value="" selected=true>{words::MOVE_TO.say(language)}</option>
                    {live(options)}
                </select>
            </label>
        </li>
    }
    .into_any()
}
