//! The keyboard: single keys while nothing is being typed, never while an input method composes.

use super::sheets::SheetKind;
use crate::store::{Page, Route};
use contract::view::Session;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

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
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing(event) {
        return;
    }
    // A sheet on top has the keyboard to itself; Esc is the dialog's own.
    if page.sheet.with_untracked(Option::is_some) {
        return;
    }
    match key.as_str() {
        "/" => page.sheet.set(Some(SheetKind::Palette)),
        "c" => page.sheet.set(Some(SheetKind::Capture)),
        "?" => page.sheet.set(Some(SheetKind::Keys)),
        "j" => move_between_rows(1),
        "k" => move_between_rows(-1),
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

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|target| {
        matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || target.is_content_editable()
    })
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
