//! The browser's way back, where a sheet stands in it: on a phone, back closes the sheet and leaves the screen alone.
//!
//! An open sheet has an entry of its own in the history, with the address of the screen below it. Back takes that entry
//! off, and the sheet goes with it. A sheet that is closed in another way takes its entry off itself; that lasts a
//! moment, in which nothing else may change the history.

use super::route::Route;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::JsValue;

/// The state of a sheet's entry.
const SHEET: &str = "sheet";

thread_local! {
    /// A sheet's entry is being taken off.
    static IS_LEAVING: Cell<bool> = const { Cell::new(false) };
    /// Where to go then.
    static NEXT: RefCell<Option<Route>> = const { RefCell::new(None) };
}

/// What the browser's going back, or forward, means for a sheet.
#[derive(PartialEq, Eq)]
pub enum Went {
    /// Off the entry of the sheet that is open.
    OffSheet,
    /// Elsewhere.
    Elsewhere,
}

/// A sheet is open.
pub fn sheet_opened() {
    if !IS_LEAVING.get() && !is_on_sheet() {
        push();
    }
}

/// No sheet is open any more, and the address has not changed.
pub fn sheet_closed() {
    if !IS_LEAVING.get() && is_on_sheet() {
        leave();
    }
}

/// The browser went through its history.
pub fn went(is_sheet_open: bool) -> Went {
    if IS_LEAVING.replace(false) {
        match NEXT.take() {
            // To go is heard here, too, and at once.
            Some(route) => set_timeout(move || go(route), Duration::ZERO),
            None if is_sheet_open => push(),
            None => {}
        }
    } else if is_sheet_open && !is_on_sheet() {
        return Went::OffSheet;
    } else if !is_sheet_open && is_on_sheet() {
        // The entry of a sheet that was left by a link on it.
        leave();
    }
    Went::Elsewhere
}

/// Go to a route. A sheet's entry is replaced by it: back leads to the screen below the sheet.
pub(super) fn go(route: Route) {
    let location = window().location();
    if IS_LEAVING.get() {
        NEXT.set(Some(route));
    } else if is_on_sheet() {
        let _ = location.replace(&route.to_string());
    } else {
        // Refused only for documents that are not active.
        let _ = location.set_hash(&route.to_string());
    }
}

fn push() {
    if let Some(history) = history() {
        let _ = history.push_state(&JsValue::from_str(SHEET), "");
    }
}

fn leave() {
    if let Some(history) = history() {
        IS_LEAVING.set(history.back().is_ok());
    }
}

fn is_on_sheet() -> bool {
    let state = history().and_then(|history| history.state().ok());
    state.is_some_and(|state| state.as_string().is_some_and(|state| state == SHEET))
}

fn history() -> Option<web_sys::History> {
    window().history().ok()
}
