//! A row that is pushed aside by a finger: to the right it is done (a task, a duty) or logged (a customer), to the left
//! it waits until the next workday; a duty belongs to its day and goes only to the right. Buttons, keys and the record's
//! page do the same. Boards scroll sideways themselves: their cards are moved by dragging, by menu and by keys.
//!
//! One listener for all rows. The style sheet leaves vertical movements to the browser (`touch-action`), which then
//! tells that it has taken the finger; what starts at the screen's edge is the system's "back".

use super::keyboard::target_of;
use super::sheets::SheetKind;
use crate::kit::read_day;
use crate::store::{Page, Target, now};
use chrono::Days;
use contract::{Command, FieldWrite};
use domain::calendar::off_rest_days;
use domain::customer::CustomerId;
use domain::record::Value;
use language::{Word, day, words};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, PointerEvent};

/// Pixels from the screen's edges that are left to the system.
const EDGE: i32 = 24;
/// Pixels until it is clear that a row is meant.
const SLACK: i32 = 12;
/// Pixels from which letting go does it.
const FAR: i32 = 72;
/// A row goes no farther.
const FARTHEST: i32 = 112;

/// A finger on a row.
struct Finger {
    id: i32,
    row: HtmlElement,
    /// None: a duty.
    target: Option<Target>,
    start: (i32, i32),
    /// How far the row is pushed; none until it is clear that it is meant.
    pushed: Option<i32>,
}

/// Listen for as long as the page lives.
pub fn listen(page: Page) {
    let finger: RefCell<Option<Finger>> = RefCell::new(None);
    let heard = Closure::<dyn Fn(PointerEvent)>::new(move |event: PointerEvent| {
        let mut finger = finger.borrow_mut();
        if event.type_() == "pointerdown" {
            let_go(finger.take());
            *finger = put_down(page, &event);
            return;
        }
        if finger.as_ref().is_none_or(|finger| finger.id != event.pointer_id()) {
            return;
        }
        match event.type_().as_str() {
            "pointermove" => {
                if !finger.as_mut().is_some_and(|finger| push(page, finger, &event)) {
                    let_go(finger.take());
                }
            }
            "pointerup" => {
                let lifted = finger.take();
                let done = lifted
                    .as_ref()
                    .and_then(|finger| Some((finger.row.clone(), finger.target, finger.pushed?)));
                let_go(lifted);
                if let Some((row, target, pushed)) = done.filter(|(.., pushed)| pushed.abs() >= FAR) {
                    act(page, &row, target, pushed > 0);
                }
            }
            _ => let_go(finger.take()),
        }
    });
    for kind in ["pointerdown", "pointermove", "pointerup", "pointercancel"] {
        // Refused only for a handler that is not a function.
        let _ = window().add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
    }
    heard.forget();
}

fn put_down(page: Page, event: &PointerEvent) -> Option<Finger> {
    let is_free = page.sheet.with_untracked(Option::is_none) && page.selected.with_untracked(Option::is_none);
    let width = document().document_element().map_or(0, |root| root.client_width());
    let start = (event.client_x(), event.client_y());
    if event.pointer_type() != "touch" || !is_free || !(EDGE..width - EDGE).contains(&start.0) {
        return None;
    }
    let element: Element = event.target()?.dyn_into().ok()?;
    let row = element
        .closest(".place .rows [data-row], .place .virtual [data-row], .place .task > div.row")
        .ok()??;
    let target = target_of(&row);
    let is_swiped = match target {
        Some(target) => matches!(target, Target::Task(_) | Target::Customer(_)),
        None => tick(&row).is_some(),
    };
    if !is_swiped {
        return None;
    }
    Some(Finger { id: event.pointer_id(), row: row.dyn_into().ok()?, target, start, pushed: None })
}

/// False when the finger does something else.
fn push(page: Page, finger: &mut Finger, event: &PointerEvent) -> bool {
    let (x, y) = (event.client_x() - finger.start.0, event.client_y() - finger.start.1);
    if finger.pushed.is_none() {
        if x.abs() < SLACK {
            return y.abs() < SLACK;
        }
        if x.abs() < 2 * y.abs() {
            return false;
        }
    }
    let x = x.clamp(if finger.target.is_some() { -FARTHEST } else { 0 }, FARTHEST);
    finger.pushed = Some(x);
    if let Some(place) = finger.row.parent_element() {
        let said = word(&finger.row, finger.target, x > 0).say(page.language());
        let side = if x > 0 { "right" } else { "left" };
        // Their names are names.
        let _ = place.class_list().add_1("swiping");
        let _ = place.class_list().toggle_with_force("far", x.abs() >= FAR);
        let _ = place.set_attribute("data-side", side);
        let _ = place.set_attribute("data-said", said);
        let _ = finger.row.style().set_property("--pushed", &format!("{x}px"));
    }
    true
}

/// The row goes back to where it was.
fn let_go(finger: Option<Finger>) {
    let Some(Finger { row, .. }) = finger else { return };
    let _ = row.style().remove_property("--pushed");
    if let Some(place) = row.parent_element() {
        let _ = place.class_list().remove_2("swiping", "far");
        let _ = place.remove_attribute("data-side");
        let _ = place.remove_attribute("data-said");
    }
}

/// The round button beside a task.
fn tick(row: &Element) -> Option<HtmlElement> {
    row.parent_element()?.query_selector(".tick").ok()??.dyn_into().ok()
}

fn word(row: &Element, target: Option<Target>, is_right: bool) -> Word {
    match target {
        Some(Target::Customer(_)) if is_right => words::customer::LOG,
        _ if is_right && tick(row).is_some_and(|tick| tick.class_list().contains("done")) => {
            words::task::REOPEN
        }
        _ if is_right => words::task::FINISH,
        _ => words::list::LATER,
    }
}

fn act(page: Page, row: &Element, target: Option<Target>, is_right: bool) {
    match target {
        Some(target) if !is_right => put_off(page, row, target),
        Some(Target::Customer(id)) => {
            let (customer, name) = (CustomerId(id), title_of(row));
            page.sheet.set(Some(SheetKind::Log { customer, name }));
        }
        _ => {
            if let Some(tick) = tick(row) {
                tick.click();
            }
        }
    }
}

/// The day after its own or after today, whichever is later; never a rest day.
fn put_off(page: Page, row: &Element, target: Target) {
    let today = now().today;
    let own = row.get_attribute("data-day").and_then(|day| read_day(&day)).unwrap_or(today);
    let Some(next) = own.max(today).checked_add_days(Days::new(1)).map(off_rest_days) else { return };
    let field = if matches!(target, Target::Task(_)) { "due" } else { "next_date" };
    let fields = vec![FieldWrite { field: field.to_owned(), value: Some(Value::Date(next)) }];
    let language = page.language();
    let said = words::list::PUT_OFF.of(language, &day::day(language, next, today));
    let said = language::about(language, &said, &title_of(row));
    page.run_undoable(Command::Edit { id: target.id(), fields }, said);
}

fn title_of(row: &Element) -> String {
    let title = row.query_selector(".title").ok().flatten().and_then(|title| title.text_content());
    title.unwrap_or_default()
}
