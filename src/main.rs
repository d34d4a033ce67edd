//! The page: draws views, sends commands. Holds no rules of the product; those are the engine's, in the worker.

#![forbid(unsafe_code)]

mod bridge;
mod file_worker;
mod kit;
mod live;
mod markup;
mod screens;
mod store;

fn main() {
    // Set by the document before anything starts: inside WeChat, or in a browser that is too old.
    let is_stopped =
        leptos::prelude::document().document_element().is_some_and(|root| root.has_attribute("data-stopped"));
    if !is_stopped {
        leptos::mount::mount_to_body(screens::App);
    }
}
