//! The page: draws views, sends commands. Holds no rules of the product; those are the engine's, in the worker.

#![forbid(unsafe_code)]

mod bridge;
mod kit;
mod live;
mod markup;
mod screens;
mod store;

fn main() {
    leptos::mount::mount_to_body(screens::App);
}
