//! The keyboard: single keys while nothing is being typed, never while an input method composes.

use super::sheets::SheetKind;
use super::tasks::move_task;
use crate::store::{Page, Route, Target, focus_when_drawn};
use contract::view::Session;
use domain::task::{TaskId, TaskState};
use language::{sentence, words};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// A key anywhere on the page.
pub fn pressed(page: Page, event: &KeyboardEvent) {
    let in_team = page.state.session.with_untracked(|session| matches!(session.0, Some(Session::InTeam(_))));
    if !in_team || event.is_composing() || event.key_code() == 229 {
        return;
    }
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
        event.prevent_default();
        page.sheet.set(Some(SheetKind::Palette));
        return;
    }
    if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("z") && !is_typing(event) {
        undo(page);
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    // A sheet on top has the keyboard to itself. The dialog hears of Esc later than it closes, and the next key may
    // come before; a search field keeps the first Esc to itself, to empty it.
    if page.sheet.with_untracked(Option::is_some) {
        if key == "Escape" {
            event.prevent_default();
            page.sheet.set(None);
        }
        return;
    }
    if is_typing(event) {
        return;
    }
    match key.as_str() {
        "/" => page.sheet.set(Some(SheetKind::Palette)),
        "c" => page.sheet.set(Some(SheetKind::Capture)),
        "?" => page.sheet.set(Some(SheetKind::Keys)),
        "j" => move_between_rows(1),
        "k" => move_between_rows(-1),
        "d" => finish(page),
        "a" => edit(page, Change::Owner),
        "n" => edit(page, Change::Date),
        "Escape" => {
            let route = page.route.get_untracked();
            if route.open.is_none() {
                return;
            }
            Route::from(route.place).go();
        }
        _ => return,
    }
    event.prevent_default();
}

/// Presses the undo that a toast offers: by Tab it is far away, and gone before one is there.
fn undo(page: Page) {
    let Ok(Some(toasts)) = document().query_selector(".toasts") else { return };
    let offered = toasts.get_elements_by_class_name("act");
    let word = words::UNDO.say(page.language());
    for at in 0..offered.length() {
        let button = offered.item(at).and_then(|act| act.dyn_into::<HtmlElement>().ok());
        if let Some(button) = button.filter(|button| button.text_content().as_deref() == Some(word)) {
            button.click();
            return;
        }
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|target| {
        matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || target.is_content_editable()
    })
}

/// What a key changes in a record's form.
#[derive(Clone, Copy)]
enum Change {
    Owner,
    Date,
}

/// The record that a key is about: the row with the focus, else the one that is open.
fn meant(page: Page) -> Option<Target> {
    let open = page.route.get_untracked().open;
    focused_row().map_or(open, |row| target_of(&row))
}

/// The record a row is about.
pub fn target_of(row: &Element) -> Option<Target> {
    match row.get_attribute("href") {
        Some(href) => Route::parse(&href).open,
        // A row that unfolds instead of leading somewhere is a customer to follow up.
        None => row.get_attribute("data-row")?.parse().ok().map(Target::Customer),
    }
}

fn focused_row() -> Option<Element> {
    document().active_element()?.closest("[data-row]").ok().flatten()
}

/// Finishes the task with the focus as its round button does, or the open one.
fn finish(page: Page) {
    if let Some(row) = focused_row() {
        let tick =
            row.parent_element().and_then(|task| task.query_selector(".tick:not(.done)").ok().flatten());
        if let Some(tick) = tick.and_then(|tick| tick.dyn_into::<HtmlElement>().ok()) {
            // A finished task leaves the list: the focus is on its neighbour before it goes.
            move_between_rows(1);
            if focused_row().is_some_and(|now| now.is_same_node(Some(&row))) {
                move_between_rows(-1);
            }
            if focused_row().is_some_and(|now| now.is_same_node(Some(&row))) {
                // It was the only one.
                focus_when_drawn(".place h1");
            }
            tick.click();
        }
        return;
    }
    let Some(Target::Task(id)) = meant(page) else { return };
    let title = page.state.task.with_untracked(|task| match &task.0 {
        Some(Some(detail)) if detail.may.finish && detail.row.task.standing().is_open() => {
            Some(detail.row.task.title.clone())
        }
        _ => None,
    });
    if let Some(title) = title {
        move_task(page, TaskId(id), TaskState::Done, sentence::task_done(page.language(), &title));
    }
}

/// Opens the record's form at its owner or its date.
fn edit(page: Page, change: Change) {
    let (kind, id, field) = match (meant(page), change) {
        (Some(Target::Task(id)), Change::Owner) => ("task", id, "#field-task-owner"),
        (Some(Target::Task(id)), Change::Date) => ("task", id, "#field-task-due"),
        (Some(Target::Deal(id)), Change::Owner) => ("deal", id, "#field-deal-owner"),
        (Some(Target::Deal(id)), Change::Date) => ("deal", id, "#field-deal-next_date"),
        (Some(Target::Customer(id)), Change::Owner) => ("customer", id, "#field-customer-owner"),
        (Some(Target::Customer(id)), Change::Date) => ("customer", id, "#field-customer-next_date"),
        _ => return,
    };
    page.sheet.set(Some(SheetKind::EditRecord { kind, id }));
    focus_when_there(field, FRAMES_TO_WAIT);
}

/// The form is drawn when the record has come from the engine; whoever waits a second has looked elsewhere.
const FRAMES_TO_WAIT: u32 = 60;

fn focus_when_there(selector: &'static str, frames: u32) {
    request_animation_frame(move || {
        let field = document().query_selector(selector).ok().flatten();
        match field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            // A field of an open form can take the focus.
            Some(field) => drop(field.focus()),
            None if frames > 0 => focus_when_there(selector, frames - 1),
            None => {}
        }
    });
}

/// Moves the focus to the next or previous row of the list.
fn move_between_rows(by: i32) {
    let Ok(Some(place)) = document().query_selector(".place") else { return };
    let rows = place.get_elements_by_class_name("row");
    let mut elements: Vec<HtmlElement> =
        (0..rows.length()).filter_map(|index| rows.item(index)?.dyn_into().ok()).collect();
    elements.retain(|row| row.has_attribute("data-row"));
    // Rows of a virtual list stand in the document in the order in which they came, not in that of the screen.
    elements.sort_unstable_by_key(|element| element.get_bounding_client_rect().top() as i64);
    let active = document().active_element();
    let at =
        active.and_then(|active| elements.iter().position(|element| element.is_same_node(Some(&active))));
    let next = match at {
        Some(at) => (at as i32 + by).clamp(0, elements.len() as i32 - 1),
        None => 0,
    };
    if let Some(element) = elements.get(next as usize) {
        // A row can always take the focus; the browser scrolls to it.
        let _ = element.focus();
    }
}
