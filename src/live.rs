//! Values that change over time, and the parts of a screen that follow them.
//!
//! Leptos copies its reactive graph for every type of value and its drawing code for every closure and view type.
//! What goes through here shares one copy of both, so that a screen adds little more than its own code to the
//! download (see "How a screen stays small" in `ARCHITECTURE.md`).

mod call;
mod part;
mod value;

pub use call::{Call, called, called_anywhere, called_here};
pub use part::{LivePart, live, live_if, live_text};
pub use value::{Live, State, follow};
