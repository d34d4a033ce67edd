//! Who leads among the tabs of a browser, by Web Locks: the browser grants the lock to one worker, and to the next
//! when that one ends, however it ends.

use super::{Ear, Heard};
use domain::RecordId;
use engine::host::TabId;
use js_sys::{Function, Promise, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

const LEADER: &str = "tongzhou leader";

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &JsValue,
        granted: &Function,
    ) -> Result<Promise, JsValue>;
}

/// What happened to the leader's lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is ours.
    Granted,
    /// Another tab has taken it.
    Lost,
}

/// The browser's locks, as far as this worker asks for them.
pub struct Locks {
    manager: LockManager,
    ear: Ear,
    /// Whether a request of ours stands in the queue.
    is_queued: Rc<Cell<bool>>,
}

impl Locks {
    /// Hold this tab's own lock as long as the worker lives, and queue for the leader's. `None` where the browser has no
    /// locks: over plain http.
    pub fn queue(own: TabId, ear: &Ear) -> Option<Self> {
        let navigator = Reflect::get(&js_sys::global(), &JsValue::from_str("navigator")).ok()?;
        let manager = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
        if manager.is_undefined() {
            return None;
        }
        let locks = Self { manager: manager.unchecked_into(), ear: ear.clone(), is_queued: Rc::default() };
        locks.ask(&tab_lock(own), false, true, Box::new(|| {}), None);
        locks.queue_again();
        Some(locks)
    }

    /// Stand in the queue, unless we do. After the lock was lost.
    pub fn queue_again(&self) {
        if !self.is_queued.replace(true) {
            self.ask_to_lead(false);
        }
    }

    /// Take the lock from a leader that does not answer. What it had not saved its page says again; what it still
    /// tries to write the store refuses.
    pub fn take(&self) {
        self.ask_to_lead(true);
    }

    /// Hear when a tab is gone.
    pub fn watch(&self, tab: TabId, ear: &Ear) {
        let ear = ear.clone();
        self.ask(&tab_lock(tab), false, false, Box::new(move || ear(Heard::Gone(tab))), None);
    }

    fn ask_to_lead(&self, steal: bool) {
        let (ear, is_queued) = (self.ear.clone(), self.is_queued.clone());
        let granted = Box::new(move || {
            is_queued.set(is_queued.get() && steal);
            ear(Heard::Turn(Turn::Granted));
        });
        self.ask(LEADER, steal, true, granted, Some(Heard::Turn(Turn::Lost)));
    }

    /// Ask for a lock; `granted` is called when it is ours, to be kept for ever or given back at once. A lock that was
    /// kept can only be taken by another tab.
    fn ask(
        &self,
        name: &str,
        steal: bool,
        keep: bool,
        granted: Box<dyn FnOnce()>,
        when_taken: Option<Heard>,
    ) {
        let options = js_sys::Object::new();
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str("steal"), &JsValue::from_bool(steal));
        let on_granted = Closure::once_into_js(move |_: JsValue| -> JsValue {
            granted();
            if keep { Promise::new(&mut |_, _| {}).into() } else { JsValue::UNDEFINED }
        });
        let Ok(held) = self.manager.request(name, &options, on_granted.unchecked_ref()) else { return };
        if let Some(heard) = when_taken {
            let ear = self.ear.clone();
            let on_taken = Closure::once(move |_: JsValue| ear(heard));
            let _ = held.catch(&on_taken);
            on_taken.forget(); // waits as long as the lock is held, mostly for ever
        }
    }
}

fn tab_lock(tab: TabId) -> String {
    format!("tongzhou tab {}", RecordId(tab))
}
