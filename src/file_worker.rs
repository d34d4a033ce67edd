//! The page's line to the file worker (see `contract::file`): started when somebody needs it, gone with whoever did.

use crate::bridge::worker_thread::{Heard, WorkerThread};
use contract::file::{FromFileWorker, ToFileWorker};
use contract::import::FromDesk;
use contract::{File, FileFault};
use std::cell::RefCell;
use std::rc::Rc;

const LOADER: &str = "./files_loader.js";

/// The line. Dropping it ends the worker, and its memory is given back.
pub struct FileWorker {
    line: Rc<Line>,
}

#[derive(Default)]
struct Line {
    thread: RefCell<Option<WorkerThread>>,
    is_ready: RefCell<bool>,
    waiting: RefCell<Vec<ToFileWorker>>,
}

impl FileWorker {
    /// Start the worker. `hear` hears what it has made, or why not.
    pub fn start(hear: impl Fn(Result<File, FileFault>) + 'static) -> Self {
        Self::start_for(Rc::new(move |said| match said {
            Ok(FromFileWorker::Made(made)) => hear(made),
            Ok(_) => {}
            Err(fault) => hear(Err(fault)),
        }))
    }

    /// Start the worker for an import. `hear` hears what its desk says, or that the worker is lost.
    pub fn start_desk(hear: impl Fn(Result<FromDesk, FileFault>) + 'static) -> Self {
        Self::start_for(Rc::new(move |said| match said {
            Ok(FromFileWorker::Import(said)) => hear(Ok(said)),
            Ok(_) => {}
            Err(fault) => hear(Err(fault)),
        }))
    }

    fn start_for(hear: Rc<dyn Fn(Result<FromFileWorker, FileFault>)>) -> Self {
        let line = Rc::new(Line::default());
        let weak = Rc::downgrade(&line);
        let listener = {
            let hear = hear.clone();
            Box::new(move |heard| {
                let said = match heard {
                    Heard::Bytes(bytes) => postcard::from_bytes(&bytes).ok(),
                    Heard::SignOfLife => return,
                    Heard::Died(_) => None,
                };
                match (said, weak.upgrade()) {
                    (Some(FromFileWorker::Ready), Some(line)) => line.ready(),
                    (Some(said), _) => hear(Ok(said)),
                    _ => hear(Err(FileFault::WorkerLost)),
                }
            })
        };
        match WorkerThread::load(LOADER, listener) {
            Ok(thread) => drop(line.thread.replace(Some(thread))),
            Err(_) => hear(Err(FileFault::WorkerLost)),
        }
        Self { line }
    }

    /// Send a message; before the worker is ready it waits.
    pub fn send(&self, message: ToFileWorker) {
        if *self.line.is_ready.borrow() {
            self.line.post(&message);
        } else {
            self.line.waiting.borrow_mut().push(message);
        }
    }
}

impl Line {
    fn ready(&self) {
        self.is_ready.replace(true);
        for message in self.waiting.take() {
            self.post(&message);
        }
    }

    fn post(&self, message: &ToFileWorker) {
        let bytes = postcard::to_stdvec(message).ok();
        if let (Some(bytes), Some(thread)) = (bytes, self.thread.borrow().as_ref()) {
            thread.post(&bytes);
        }
    }
}
