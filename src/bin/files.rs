//! The file worker: passphrases and sample teams, beside page and engine.

use contract::File;
use contract::file::{FromFileWorker, ToFileWorker};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use sample::Language;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        let _ = scope().post_message(&JsValue::from_str(&format!("trap: {panic}")));
    }));
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(bytes) = event.data().dyn_into::<js_sys::Uint8Array>() else { return };
        match postcard::from_bytes(&bytes.to_vec()) {
            Ok(message) => post(&answer(message)),
            Err(error) => panic!("a message from the page cannot be read: {error}"),
        }
    });
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget(); // lives as long as the worker
    post(&FromFileWorker::Ready);
}

fn answer(message: ToFileWorker) -> FromFileWorker {
    match message {
        ToFileWorker::Seal { copy, passphrase } => {
            FromFileWorker::Sealed(backup::seal(copy, &passphrase, &mut UnwrapErr(SysRng)))
        }
        ToFileWorker::Open { backup, passphrase } => {
            FromFileWorker::Opened(backup::open(&backup, &passphrase))
        }
        ToFileWorker::Sample { chinese, today, utc_offset_minutes } => {
            let language = if chinese { Language::Chinese } else { Language::English };
            let look = sample::look_around(today, utc_offset_minutes, language).into_command();
            // What could not be written would not be read, and the engine would say so.
            FromFileWorker::Sample(File(postcard::to_stdvec(&look).unwrap_or_default()))
        }
    }
}

fn post(message: &FromFileWorker) {
    match postcard::to_stdvec(message) {
        Ok(bytes) => {
            let bytes = js_sys::Uint8Array::from(bytes.as_slice());
            let moved = js_sys::Array::of1(&bytes.buffer());
            // Refused only for what cannot be cloned, and bytes can.
            let _ = scope().post_message_with_transfer(&bytes, &moved);
        }
        Err(error) => panic!("a message to the page cannot be written: {error}"),
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}
