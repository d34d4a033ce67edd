//! A double tap in a sheet that goes at the first tap: the second one was not meant for what lies beneath. A result tapped
//! twice would otherwise dial the customer. Outside of sheets taps count as they come: who ticks off one row after the
//! other taps fast.

use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, MouseEvent};

/// Listen for as long as the page lives.
pub fn listen() {
    let last: RefCell<Option<Element>> = RefCell::new(None);
    let heard = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let before = last.replace(target);
        let sheet = before.and_then(|before| before.closest("dialog").ok().flatten());
        // The browser counts taps that follow each other at one place.
        if event.detail() > 1 && sheet.is_some_and(|sheet| !sheet.is_connected()) {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    });
    // Before anything else hears it. Refused only for a handler that is not a function.
    let function = heard.as_ref().unchecked_ref();
    let _ = window().add_event_listener_with_callback_and_bool("click", function, true);
    heard.forget();
}
