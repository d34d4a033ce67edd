//! Long lists: only the rows near the screen are asked for and drawn.

mod flick;
mod layout;

use crate::live::{Live, State, follow, live, live_if};
pub use layout::ListWindow;

use super::live_rows::{DrawRow, drawn, drawn_item, rows_of};
use crate::store::Page;
use ::markup::view;
use domain::RecordId;
use flick::Flick;
use layout::{Layout, SPARE};
use leptos::html;
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// The height of a row of two lines and their padding, in rem.
pub const TWO_LINES: f64 = 4.25;
/// The rows beside those on screen are drawn when for so long nothing else was asked.
const BESIDE_AFTER: Duration = Duration::from_millis(400);

/// Which rows are wanted of a list with rows `row_rem` high: a screenful from its top, and again whenever `question` tells
/// of a change, for what was found so far is about another one. Made before what asks for the window.
pub fn list_window(row_rem: f64, question: impl Fn() + 'static) -> State<ListWindow> {
    let first = first_window(row_rem);
    let window = State::new(first);
    let is_first = Cell::new(true);
    follow(move || {
        question();
        if !is_first.replace(false) {
            if let Ok(Some(scroller)) = document().query_selector(".place") {
                scroller.set_scroll_top(0);
            }
            window.set(first);
        }
    });
    window
}

fn first_window(row_rem: f64) -> ListWindow {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    ListWindow::screenful(height, row_rem * root_font_size())
}

/// A window of a long list inside a scrolling `.place`. The caller asks for `window` and gives back `rows`.
#[component]
pub fn VirtualList<T>(
    /// How many rows there are in all.
    #[prop(into)]
    total: Live<u32>,
    /// The position of the first of `rows`.
    #[prop(into)]
    offset: Live<u32>,
    /// The rows at hand.
    #[prop(into)]
    rows: Live<Vec<T>>,
    /// The height of a row in rem.
    row_rem: f64,
    /// Which rows are wanted; set by the list.
    window: State<ListWindow>,
    /// What tells rows apart.
    id: fn(&T) -> RecordId,
    /// Draws one.
    row: fn(Live<T>) -> AnyView,
    /// Draws one that flies past: its name alone, in the place where the row says it.
    brief: fn(&T) -> AnyView,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let ids = Live::new(move || rows.with(|rows| rows.iter().map(id).collect()));
    let brief = drawn(move |key| {
        rows.with_untracked(|rows| rows.iter().find(|row| id(row) == key).map(brief)).into_any()
    });
    list(total, offset, ids, row_rem, window, drawn_item(rows, id, row), Some(brief))
}

/// The name of a row that flies past, in one element: it is cut off where the row ends.
pub fn brief_row(name: &str, class: &'static str) -> AnyView {
    view! { <div class=class>{name.to_owned()}</div> }.into_any()
}

/// A list whose rows are all at hand: only those near the screen are drawn.
pub fn long_list<T>(
    items: Live<Vec<T>>,
    row_rem: f64,
    id: fn(&T) -> RecordId,
    row: fn(Live<T>) -> AnyView,
) -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let window = State::new(first_window(row_rem));
    let all = Live::new(move || items.with(|items| items.iter().map(id).collect::<Vec<_>>()));
    let total = Live::new(move || all.with(Vec::len) as u32);
    let offset = Live::new(move || window.get().offset);
    let near = Live::new(move || {
        let ListWindow { offset, count } = window.get();
        all.with(|all| all.iter().skip(offset as usize).take(count as usize).copied().collect())
    });
    list(total, offset, near, row_rem, window, drawn_item(items, id, row), None)
}

/// The list without its items: one copy for all kinds of rows.
fn list(
    total: Live<u32>,
    offset: Live<u32>,
    ids: Live<Vec<RecordId>>,
    row_rem: f64,
    window: State<ListWindow>,
    draw: DrawRow,
    brief: Option<DrawRow>,
) -> AnyView {
    let flick = Flick::new(ids);
    let page = Page::here();
    let container: NodeRef<html::Div> = NodeRef::new();
    let is_selecting = Live::new(move || page.selected.with(Option::is_some));
    let row_height = Live::new(move || {
        page.appearance.text_size.track();
        (row_rem * root_font_size()).round()
    });
    // What is on screen, and with what lies beside it.
    let seen = move || {
        let container = container.get_untracked()?;
        let scroller = container.closest(".place").ok()??;
        let layout = Layout { row_height: row_height.get_untracked(), total: total.get_untracked() };
        let above = f64::from(scroller.scroll_top()) - f64::from(container.offset_top());
        let height = f64::from(scroller.client_height());
        Some([0, SPARE].map(|spare| layout.window(above, height, spare)))
    };
    let moved = move || {
        let (Some([_, wanted]), before) = (seen(), window.get_untracked()) else { return };
        if wanted != before {
            window.set(wanted);
        }
        flick.moved(wanted.distance(before));
    };
    let turn = StoredValue::new(0_u32);
    let settle = move || {
        let (Some([on_screen, wanted]), now) = (seen(), window.get_untracked()) else { return };
        if !now.covers(on_screen) {
            window.set(wanted);
        } else if !now.covers(wanted) {
            let mine = turn.get_value().wrapping_add(1);
            turn.set_value(mine);
            // Nothing when something else was asked meanwhile, or the list is gone.
            set_timeout(
                move || {
                    if turn.try_get_value() == Some(mine)
                        && let Some([_, wanted]) = seen()
                    {
                        window.set(wanted);
                    }
                },
                BESIDE_AFTER,
            );
        }
    };
    follow(move || {
        row_height.track();
        total.track();
        window.track();
        settle();
    });
    listen_to_scrolling(container, settle, moved);

    // Nothing in a row follows the scroll position: what is above the first is the list's padding.
    let row = move |key: RecordId| {
        let name = name_of(key);
        let draw = draw.clone();
        let content = match brief.clone().zip(flick.is_brief(key)) {
            Some((brief, is_brief)) => {
                live(move || if is_brief.get() { brief.call(key) } else { draw.call(key) }).into_any()
            }
            None => draw.call(key),
        };
        view! {
            <div class="at" id=name.clone()>
                {live_if(move || is_selecting.get().then(|| box_of(page, key, name.clone())))}
                {content}
            </div>
        }
        .into_any()
    };
    view! {
        <div
            class="virtual" node_ref=container class:selecting=move || is_selecting.get() on:click=move |event| toggle(page, &event)
            style:--row=move || pixels(row_height.get()) style:padding-top=move || pixels(row_height.get() * f64::from(offset.get()))
            style:height=move || pixels(row_height.get() * f64::from(total.get()))
        >
            {rows_of(ids, drawn(row))}
        </div>
    }
    .into_any()
}

/// What the element around a row is called.
fn name_of(key: RecordId) -> String {
    ["at-", &key.to_string()].concat()
}

/// While rows are selected, each has a box; it is called what the row says.
fn box_of(page: Page, key: RecordId, name: String) -> AnyView {
    let is_selected =
        move || page.selected.with(|selected| selected.as_ref().is_some_and(|ids| ids.contains(&key)));
    view! { <input type="checkbox" aria-labelledby=name prop:checked=is_selected /> }.into_any()
}

/// While rows are selected, a tap anywhere on a row selects it or lets it go.
fn toggle(page: Page, event: &leptos::ev::MouseEvent) {
    if page.selected.with_untracked(Option::is_none) {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let row = target.as_ref().and_then(|target| target.closest(".at").ok().flatten());
    let Some(key) = row.and_then(|row| row.id().strip_prefix("at-")?.parse::<RecordId>().ok()) else {
        return;
    };
    // The box has changed by itself.
    if target.is_none_or(|target| target.tag_name() != "INPUT") {
        event.prevent_default();
    }
    page.selected.update(|selected| {
        if let Some(ids) = selected {
            match ids.iter().position(|id| *id == key) {
                Some(at) => drop(ids.swap_remove(at)),
                None => ids.push(key),
            }
        }
    });
}

/// What listens, and where: dropped with the list.
type Listening = Option<(web_sys::Element, Closure<dyn FnMut()>)>;

/// The scrolling element is an ancestor: it is known once the list is in the document, and then it is `begun`.
fn listen_to_scrolling(
    container: NodeRef<html::Div>,
    begun: impl Fn() + Copy + 'static,
    moved: impl Fn() + Copy + 'static,
) {
    let listening: StoredValue<Listening, LocalStorage> = StoredValue::new_local(None);
    follow(move || {
        let Some(container) = container.get() else { return };
        // One frame later the list hangs in the document and has its place.
        request_animation_frame(move || {
            let Ok(Some(scroller)) = container.closest(".place") else { return };
            let heard = Closure::<dyn FnMut()>::new(moved);
            let function: &js_sys::Function = heard.as_ref().unchecked_ref();
            // Refused only for handlers that are not functions.
            let _ = scroller.add_event_listener_with_callback("scroll", function);
            let _: Result<(), JsValue> = window().add_event_listener_with_callback("resize", function);
            if listening.try_set_value(Some((scroller, heard))).is_none() {
                begun();
            }
        });
    });
    on_cleanup(move || {
        listening.try_update_value(|listening| {
            if let Some((scroller, heard)) = listening.take() {
                let function: &js_sys::Function = heard.as_ref().unchecked_ref();
                let _ = scroller.remove_event_listener_with_callback("scroll", function);
                let _ = window().remove_event_listener_with_callback("resize", function);
            }
        });
    });
}

/// Whole pixels: writing fractions would cost the page's download several kilobytes.
fn pixels(length: f64) -> String {
    format!("{}px", length as i64)
}

fn root_font_size() -> f64 {
    let style =
        document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    // The browser's own reading of numbers, for the same reason.
    size.map(|size| js_sys::parse_float(&size)).filter(|size| size.is_finite()).unwrap_or(16.0)
}
