//! The worker's end of the line to the page: postcard bytes both ways, and two plain strings beside them that need
//! no version — `ping` is answered with `pong`, and a trap is reported as `trap: …` before the worker dies.

use super::{Ear, Heard};
use contract::{FromWorker, PROTOCOL_VERSION, ToWorker};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What a page says, also as it was said: a worker that does not lead only carries the bytes, and code that writes
/// them again would be kilobytes of its download.
pub struct Spoken {
    pub message: ToWorker,
    pub bytes: Vec<u8>,
}

/// Start listening to a page of this version, and say that the worker is ready and how old it is; the page sends
/// nothing before that.
pub fn open(ear: Ear) {
    let mut greeted = false;
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        if data.as_string().as_deref() == Some("ping") {
            post_value(&JsValue::from_str("pong"), None);
            return;
        }
        let Some(bytes) = data.dyn_ref::<js_sys::Uint8Array>() else { return };
        let bytes = bytes.to_vec();
        match postcard::from_bytes(&bytes) {
            Ok(ToWorker::Hello { version }) => greeted = version == PROTOCOL_VERSION,
            // A page of another version has been told ours, and shows that it must be reloaded.
            _ if !greeted => {}
            Ok(message) => ear(Heard::Page(Spoken { message, bytes })),
            Err(error) => report_trap(&format!("a message from the page cannot be read: {error}")),
        }
    });
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget(); // lives as long as the worker
    greet();
}

/// Ask the page to say what it wants, again if it has said it before.
pub fn greet() {
    post(&FromWorker::Hello { version: PROTOCOL_VERSION });
}

/// Send a message to the page.
pub fn post(message: &FromWorker) {
    match postcard::to_stdvec(message) {
        Ok(bytes) => post_bytes(&bytes),
        Err(error) => report_trap(&format!("a message to the page cannot be written: {error}")),
    }
}

/// Send a message that another worker has written.
pub fn post_bytes(bytes: &[u8]) {
    let bytes = js_sys::Uint8Array::from(bytes);
    let moved = js_sys::Array::of1(&bytes.buffer());
    post_value(&bytes, Some(&moved));
}

/// Tell the page about every panic before it ends the worker, so that the page starts another one.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| report_trap(&panic.to_string())));
}

fn report_trap(reason: &str) {
    post_value(&JsValue::from_str(&format!("trap: {reason}")), None);
}

fn post_value(value: &JsValue, moved: Option<&js_sys::Array>) {
    let posted = match moved {
        Some(moved) => scope().post_message_with_transfer(value, moved),
        None => scope().post_message(value),
    };
    // Refused only for values that cannot be cloned, and strings and bytes can.
    debug_assert!(posted.is_ok());
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
