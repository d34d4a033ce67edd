//! How any worker speaks to its page: bytes, and two plain strings beside them that need no version — `pong` answers
//! `ping`, and a trap is reported as `trap: …` before the worker dies.

use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

/// Send a message of the contract.
pub fn post<T: Serialize>(message: &T) {
    match postcard::to_stdvec(message) {
        Ok(bytes) => post_bytes(&bytes),
        Err(error) => report_trap(&format!("a message to the page cannot be written: {error}")),
    }
}

/// Send a message that is written already.
pub fn post_bytes(bytes: &[u8]) {
    let bytes = js_sys::Uint8Array::from(bytes);
    let moved = js_sys::Array::of1(&bytes.buffer());
    let posted = scope().post_message_with_transfer(&bytes, &moved);
    // Refused only for values that cannot be cloned, and bytes can.
    debug_assert!(posted.is_ok());
}

/// Send a plain string.
pub fn post_text(text: &str) {
    let posted = scope().post_message(&JsValue::from_str(text));
    debug_assert!(posted.is_ok());
}

/// Tell the page about every panic before it ends the worker, so that the page can start another one.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| report_trap(&panic.to_string())));
}

/// Tell the page that this worker cannot go on.
pub fn report_trap(reason: &str) {
    post_text(&format!("trap: {reason}"));
}

/// The worker itself.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
