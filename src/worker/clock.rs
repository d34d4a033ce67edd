//! Wall clock and timer of the worker.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

/// Milliseconds since 1970, UTC.
pub fn now_millis() -> i64 {
    js_sys::Date::now() as i64
}

/// Minutes to add to UTC for the device's own calendar at this moment.
pub fn utc_offset_minutes() -> i32 {
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// Resolves after at least `millis` milliseconds.
pub async fn sleep(millis: u32) {
    let timer = Promise::new(&mut |resolve, _| {
        let delay = i32::try_from(millis).unwrap_or(i32::MAX);
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        // Refused only for a handler that is not a function.
        let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay);
    });
    let _: Result<JsValue, JsValue> = JsFuture::from(timer).await;
}
