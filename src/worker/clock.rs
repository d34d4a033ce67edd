//! The worker's clock and timer.

use domain::{Now, Timestamp, time};
use engine::host::Clock;
use js_sys::{Date, Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel};

/// Waiting for no longer than this is only to let others speak: browsers stretch a timer that follows timers to 4 ms,
/// which would be longer than the slices of work between.
const BREATH_MS: i64 = 1;

/// The browser's clock.
pub struct BrowserClock {
    /// What is said at one end comes out of the other when everything that came before has been heard.
    breath: Option<MessageChannel>,
}

impl BrowserClock {
    pub fn new() -> Self {
        // A browser without it waits a little longer.
        Self { breath: MessageChannel::new().ok() }
    }
}

impl Clock for BrowserClock {
    fn now(&self) -> Now {
        let date = Date::new_0();
        let at = Timestamp(date.get_time() as i64);
        let utc_offset_minutes = -date.get_timezone_offset() as i32;
        Now { at, today: time::day_at(at, utc_offset_minutes), utc_offset_minutes }
    }

    async fn sleep_until(&self, moment: Timestamp) {
        let millis = moment.0.saturating_sub(self.now().at.0).clamp(0, i64::from(i32::MAX));
        // The longest timer the browser has is 24 days; waking early does no harm.
        let timer = Promise::new(&mut |resolve, _| match &self.breath {
            Some(channel) if millis <= BREATH_MS => {
                channel.port1().set_onmessage(Some(&resolve));
                let _ = channel.port2().post_message(&JsValue::NULL);
            }
            _ => set_timeout(&resolve, millis as i32),
        });
        // The promise has no way to fail.
        let _ = JsFuture::from(timer).await;
    }
}

/// Do something so many milliseconds later.
pub fn after(millis: i32, then: impl FnOnce() + 'static) {
    set_timeout(Closure::once_into_js(then).unchecked_ref(), millis);
}

fn set_timeout(then: &Function, millis: i32) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Refused only for a handler that is not a function.
    let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(then, millis);
}
