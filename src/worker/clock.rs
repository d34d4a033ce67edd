//! The worker's clock and timer.

use domain::{Now, Timestamp, time};
use engine::host::Clock;
use js_sys::{Date, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

/// The browser's clock.
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> Now {
        let date = Date::new_0();
        let at = Timestamp(date.get_time() as i64);
        let utc_offset_minutes = -date.get_timezone_offset() as i32;
        Now { at, today: time::day_at(at, utc_offset_minutes), utc_offset_minutes }
    }

    async fn sleep_until(&self, moment: Timestamp) {
        let millis = moment.0.saturating_sub(self.now().at.0).clamp(0, i64::from(i32::MAX));
        let timer = Promise::new(&mut |resolve, _| {
            let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
            // Refused only for a handler that is not a function. The longest timer the browser has is 24 days;
            // waking early does no harm.
            let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis as i32);
        });
        // The promise has no way to fail.
        let _ = JsFuture::from(timer).await;
    }
}
