//! One worker, from its start to its end.

use js_sys::Reflect;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// The engine's loader, written by Trunk beside the page; relative, so that the site works under any path.
const ENGINE: &str = "./worker_loader.js";

/// What is heard from a worker.
pub enum Heard {
    /// A message of the contract.
    Bytes(Vec<u8>),
    /// It lives.
    SignOfLife,
    /// It trapped, or could not be loaded; with the system's words.
    Died(String),
}

/// A running worker; dropping it ends it.
pub struct WorkerThread {
    worker: Worker,
    _listener: Closure<dyn FnMut(Event)>,
}

impl WorkerThread {
    /// Start a new worker for the engine.
    pub fn start(heard: Box<dyn Fn(Heard)>) -> Result<Self, JsValue> {
        Self::load(ENGINE, heard)
    }

    /// Start the worker that this script loads.
    pub fn load(loader: &str, heard: Box<dyn Fn(Heard)>) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        Ok(Self::listen(Worker::new_with_options(loader, &options)?, heard))
    }

    /// Take over the worker that `index.html` started while the page was loading, with what it has said since; or
    /// start one when there is none.
    pub fn take_started(heard: Box<dyn Fn(Heard)>) -> Result<Self, JsValue> {
        let window: JsValue = web_sys::window().into();
        let started = Reflect::get(&window, &JsValue::from_str("tongzhouWorker"))?;
        let Ok(worker) = started.dyn_into::<Worker>() else { return Self::start(heard) };
        Reflect::set(&window, &JsValue::from_str("tongzhouWorker"), &JsValue::NULL)?;
        let keep: js_sys::Function = Reflect::get(&worker, &JsValue::from_str("keep"))?.unchecked_into();
        let early: js_sys::Array = Reflect::get(&worker, &JsValue::from_str("early"))?.unchecked_into();
        worker.remove_event_listener_with_callback("message", &keep)?;
        worker.remove_event_listener_with_callback("error", &keep)?;
        let heard: Rc<dyn Fn(Heard)> = heard.into();
        let thread = Self::listen(worker, {
            let heard = heard.clone();
            Box::new(move |what| heard(what))
        });
        // In a task of its own: the caller has not kept the thread yet.
        wasm_bindgen_futures::spawn_local(async move {
            for event in early.iter() {
                if let Some(what) = understand(event.unchecked_ref()) {
                    heard(what);
                }
            }
        });
        Ok(thread)
    }

    fn listen(worker: Worker, heard: Box<dyn Fn(Heard)>) -> Self {
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            if let Some(what) = understand(&event) {
                heard(what);
            }
        });
        let function = listener.as_ref().unchecked_ref();
        worker.set_onmessage(Some(function));
        worker.set_onerror(Some(function));
        Self { worker, _listener: listener }
    }

    /// Send a message of the contract.
    pub fn post(&self, bytes: &[u8]) {
        let bytes = js_sys::Uint8Array::from(bytes);
        // Bytes can always be cloned, and a dead worker is noticed by its silence.
        let _ = self.worker.post_message_with_transfer(&bytes, &js_sys::Array::of1(&bytes.buffer()));
    }

    /// Ask; a living worker answers with a [`Heard::SignOfLife`].
    pub fn ask_for_sign_of_life(&self) {
        let _ = self.worker.post_message(&JsValue::from_str("ping"));
    }

    /// End it now; nothing more is heard from it.
    pub fn end(&self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Drop for WorkerThread {
    fn drop(&mut self) {
        self.end(); // before the listener goes
    }
}

fn understand(event: &Event) -> Option<Heard> {
    if let Some(error) = event.dyn_ref::<ErrorEvent>() {
        return Some(Heard::Died(error.message()));
    }
    let Some(message) = event.dyn_ref::<MessageEvent>() else {
        return Some(Heard::Died("the worker could not be loaded".to_owned()));
    };
    let data = message.data();
    if let Some(bytes) = data.dyn_ref::<js_sys::Uint8Array>() {
        return Some(Heard::Bytes(bytes.to_vec()));
    }
    let text = data.as_string()?;
    match text.strip_prefix("trap: ") {
        Some(reason) => Some(Heard::Died(reason.to_owned())),
        None => Some(Heard::SignOfLife),
    }
}
