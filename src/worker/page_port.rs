//! The worker's end of the line to the page: postcard bytes both ways, in the way that `port` describes.

use super::port::{post, post_text, report_trap, scope};
use super::{Ear, Heard};
use contract::{FromWorker, PROTOCOL_VERSION, ToWorker};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::MessageEvent;

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
            post_text("pong");
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
