//! Parts of a screen that are drawn again when what they read changes.

use super::call::{Call, called};
use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};

/// A part of a screen, of whatever it consists.
pub type LivePart = SharedReactiveFunction<AnyView>;

/// A part that is always there.
pub fn live<V: IntoAny>(draw: impl Fn() -> V + Send + 'static) -> LivePart {
    shared(called(move |()| draw().into_any()))
}

/// A part that is there at times.
pub fn live_if<V: IntoAny>(draw: impl Fn() -> Option<V> + Send + 'static) -> LivePart {
    shared(called(move |()| match draw() {
        Some(view) => view.into_any(),
        None => ().into_any(),
    }))
}

/// A text that changes, as content or as an attribute.
pub fn live_text(say: impl Fn() -> String + Send + 'static) -> SharedReactiveFunction<String> {
    shared(called(move |()| say()))
}

fn shared<T: 'static>(draw: Box<dyn Call<(), T> + Send>) -> SharedReactiveFunction<T> {
    Arc::new(Mutex::new(move || draw.call(())))
}
