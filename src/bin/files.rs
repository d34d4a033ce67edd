//! The file worker: passphrases, other programs' files and sample teams, beside page and engine.

#[path = "../worker/port.rs"]
mod port;

use contract::File;
use contract::file::{FromFileWorker, ToFileWorker};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use import::Desk;
use sample::Language;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::MessageEvent;

fn main() {
    port::report_panics();
    let mut desk = Desk::default();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Ok(bytes) = event.data().dyn_into::<js_sys::Uint8Array>() else { return };
        match postcard::from_bytes(&bytes.to_vec()) {
            Ok(message) => answer(&mut desk, message).iter().for_each(port::post),
            Err(error) => port::report_trap(&format!("a message from the page cannot be read: {error}")),
        }
    });
    port::scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget(); // lives as long as the worker
    port::post(&FromFileWorker::Ready);
}

fn answer(desk: &mut Desk, message: ToFileWorker) -> Vec<FromFileWorker> {
    let made = match message {
        ToFileWorker::Import(message) => {
            return desk.handle(message).into_iter().map(FromFileWorker::Import).collect();
        }
        ToFileWorker::Seal { copy, passphrase } => backup::seal(copy, &passphrase, &mut UnwrapErr(SysRng)),
        ToFileWorker::Open { backup, passphrase } => backup::open(&backup, &passphrase),
        ToFileWorker::Sample { chinese, today, utc_offset_minutes } => {
            let language = if chinese { Language::Chinese } else { Language::English };
            let look = sample::look_around(today, utc_offset_minutes, language).into_command();
            // What could not be written would not be read, and the engine would say so.
            Ok(File(postcard::to_stdvec(&look).unwrap_or_default()))
        }
    };
    vec![FromFileWorker::Made(made)]
}
