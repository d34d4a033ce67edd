//! Tasks beside the screens.

use std::future::Future;
use std::pin::Pin;

/// Go on with something while the page lives. In a box: what starts a task exists once, not for each of them.
pub fn spawn(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}
