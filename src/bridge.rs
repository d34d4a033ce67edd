//! The page's line to the worker. It outlives the worker: when that traps or falls silent, the bridge starts another
//! one, repeats what was not settled, and says so with a notice.

mod unsettled;
pub mod worker_thread;

use contract::{FromWorker, Notice, PROTOCOL_VERSION, ToWorker};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use unsettled::Unsettled;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use worker_thread::{Heard, WorkerThread};

/// How often the worker is asked for a sign of life.
const HEARTBEAT_MILLIS: i32 = 10_000;

/// So many unanswered signs in a row mean that the worker is gone. A long import keeps it busy for seconds; a page
/// in the background is not ticked at all, so only time that the page itself lived through counts.
const MISSED_HEARTBEATS: u32 = 6;

/// A worker that dies so often without ever settling a command in between is not started again. After a crash the
/// engine needs up to four starts to find and set aside what causes it.
const RESTARTS_IN_A_ROW: u32 = 5;

/// The page's line to the worker. Clones share it.
#[derive(Clone)]
pub struct Bridge {
    line: Rc<Line>,
}

struct Line {
    thread: RefCell<Option<WorkerThread>>,
    unsettled: RefCell<Unsettled>,
    /// The worker has said that it is ready and of our version; before that nothing is sent.
    ready: Cell<bool>,
    /// Nothing more is sent or heard: the versions differ, or the worker cannot be kept alive.
    closed: Cell<bool>,
    missed_heartbeats: Cell<u32>,
    restarts: Cell<u32>,
    on_message: Box<dyn Fn(FromWorker)>,
}

impl Bridge {
    /// Start the worker, or take over the one that started beside the page. `on_message` hears everything it says,
    /// and the notices of the bridge itself.
    pub fn start(on_message: impl Fn(FromWorker) + 'static) -> Self {
        let line = Rc::new(Line {
            thread: RefCell::new(None),
            unsettled: RefCell::new(Unsettled::default()),
            ready: Cell::new(false),
            closed: Cell::new(false),
            missed_heartbeats: Cell::new(0),
            restarts: Cell::new(0),
            on_message: Box::new(on_message),
        });
        line.attach(WorkerThread::take_started);
        line.beat();
        Self { line }
    }

    /// Send a message; before the worker is ready, and while it is being replaced, it waits.
    pub fn send(&self, message: ToWorker) {
        let bytes = written(&message);
        self.line.unsettled.borrow_mut().sent(&message, &bytes);
        if self.line.ready.get() {
            self.line.post(&bytes);
        }
    }
}

/// Plain data always has bytes.
fn written(message: &ToWorker) -> Vec<u8> {
    postcard::to_stdvec(message).unwrap_or_default()
}

/// Starts a worker whose words go to the listener.
type StartWorker = fn(Box<dyn Fn(Heard)>) -> Result<WorkerThread, JsValue>;

impl Line {
    fn attach(self: &Rc<Self>, start: StartWorker) {
        self.ready.set(false);
        self.missed_heartbeats.set(0);
        let line = Rc::downgrade(self);
        let heard = Box::new(move |heard| {
            if let Some(line) = line.upgrade() {
                line.hear(heard);
            }
        });
        match start(heard) {
            Ok(thread) => {
                self.thread.replace(Some(thread));
            }
            Err(error) => self.give_up(&format!("{error:?}")),
        }
    }

    fn hear(self: &Rc<Self>, heard: Heard) {
        if self.closed.get() {
            return;
        }
        self.missed_heartbeats.set(0);
        match heard {
            Heard::SignOfLife => {}
            Heard::Died(reason) => self.restart(&reason),
            Heard::Bytes(bytes) => match postcard::from_bytes(&bytes) {
                Ok(FromWorker::Hello { version: PROTOCOL_VERSION }) => self.greet(),
                Ok(FromWorker::Hello { .. }) | Err(_) => {
                    self.closed.set(true);
                    (self.on_message)(FromWorker::Notice(Notice::VersionMismatch));
                }
                Ok(message) => {
                    if self.unsettled.borrow_mut().received(&message) {
                        self.restarts.set(0);
                    }
                    if let FromWorker::Answer { result, .. } = &message
                        && result.as_ref().map_or(true, |outcome| outcome.changed.is_empty())
                    {
                        // What the page foresaw did not come: the engine, asked again, says how it is.
                        self.unsettled.borrow().subscriptions().for_each(|bytes| self.post(bytes));
                    }
                    (self.on_message)(message);
                }
            },
        }
    }

    fn greet(&self) {
        self.ready.set(true);
        self.post(&written(&ToWorker::Hello { version: PROTOCOL_VERSION }));
        if self.restarts.get() > 0 {
            self.post(&written(&ToWorker::Crashed));
        }
        for bytes in self.unsettled.borrow().replay() {
            self.post(bytes);
        }
    }

    fn post(&self, bytes: &[u8]) {
        if let Some(thread) = self.thread.borrow().as_ref() {
            thread.post(bytes);
        }
    }

    /// Replace a dead worker. Called from inside the dead worker's own listener, which must not be dropped while it
    /// runs: hence the new worker starts in a task of its own.
    fn restart(self: &Rc<Self>, reason: &str) {
        web_sys::console::error_1(&JsValue::from_str(&format!("the worker died: {reason}")));
        if let Some(thread) = self.thread.borrow().as_ref() {
            thread.end();
        }
        if self.restarts.get() >= RESTARTS_IN_A_ROW {
            self.give_up(reason);
            return;
        }
        self.restarts.set(self.restarts.get() + 1);
        self.ready.set(false);
        let line = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            line.attach(WorkerThread::start);
            (line.on_message)(FromWorker::Notice(Notice::WorkerRestarted));
        });
    }

    fn give_up(&self, reason: &str) {
        self.closed.set(true);
        (self.on_message)(FromWorker::Notice(Notice::KeepsCrashing(reason.to_owned())));
    }

    fn beat(self: &Rc<Self>) {
        let line = self.clone();
        let tick = Closure::<dyn FnMut()>::new(move || {
            // While it loads, its silence says nothing: the network may be slow, and a failure to load is an event.
            if line.closed.get() || !line.ready.get() {
                return;
            }
            if line.missed_heartbeats.get() >= MISSED_HEARTBEATS {
                line.restart("no sign of life");
                return;
            }
            line.missed_heartbeats.set(line.missed_heartbeats.get() + 1);
            if let Some(thread) = line.thread.borrow().as_ref() {
                thread.ask_for_sign_of_life();
            }
        });
        if let Some(window) = web_sys::window() {
            // Refused only for a handler that is not a function.
            let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(
                tick.as_ref().unchecked_ref(),
                HEARTBEAT_MILLIS,
            );
        }
        tick.forget(); // lives as long as the page
    }
}
