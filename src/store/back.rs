//! The browser's way back, where a sheet stands in it: on a phone, back closes the sheet and leaves the screen alone.
//!
//! An open sheet has an entry of its own in the history, with the address of the screen below it. Back takes that entry
//! off, and the sheet goes with it. A sheet that is closed in another way leaves its entry behind, because going back
//! takes a moment in which the person may have gone on: the next sheet uses it, the next route takes its place, and
//! who goes back from it goes back once more.

use super::route::Route;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// The state of a sheet's entry.
const SHEET: &str = "sheet";

thread_local! {
    /// The address of the entry where we are, if it is a sheet's.
    static SHEET_AT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A sheet is open.
pub fn sheet_opened() {
    if !is_on_sheet()
        && let Ok(history) = window().history()
    {
        let _ = history.push_state(&JsValue::from_str(SHEET), "");
        look();
    }
}

/// The browser went through its history. Gives whether that was away from the sheet that is open.
pub fn went(is_sheet_open: bool) -> bool {
    let before = SHEET_AT.take();
    look();
    if is_on_sheet() {
        return false;
    }
    // From a sheet's entry that was left behind to the screen below it, which stands there already.
    if !is_sheet_open && before.is_some_and(|before| before == address()) {
        let _ = window().history().map(|history| history.back());
    }
    is_sheet_open
}

/// Go to a route. A sheet's entry is replaced by it: back leads to the screen below the sheet.
pub(super) fn go(route: Route) {
    let location = window().location();
    // Refused only for documents that are not active.
    let _ = match is_on_sheet() {
        true => location.replace(&route.to_string()),
        false => location.set_hash(&route.to_string()),
    };
}

/// Remember where we are.
pub fn look() {
    SHEET_AT.set(is_on_sheet().then(address));
}

fn is_on_sheet() -> bool {
    let state = window().history().and_then(|history| history.state());
    state.is_ok_and(|state| state.as_string().is_some_and(|state| state == SHEET))
}

fn address() -> String {
    window().location().hash().unwrap_or_default()
}
