//! A person's replica: documents, projection, commands, queries, sync. Sans-IO; `host` drives it.
//!
//! Architecture invariants
//! - [`Engine::handle`] is the only entry: it takes the clock and one input and returns effects. It reads no clock,
//!   draws randomness only from the seed it was given, and never waits.
//! - Only this crate knows Automerge.
//! - What belongs together is one [`Effect::Write`]; nothing is told as saved or sent before it is durable.

mod engine;
pub mod host;

// Open to the project's own tests and to `tz export`; hosts need nothing of it.
#[doc(hidden)]
pub mod command;
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod done;
#[doc(hidden)]
pub mod identity;
#[doc(hidden)]
pub mod packed;
#[doc(hidden)]
pub mod projection;
#[doc(hidden)]
pub mod query;
#[doc(hidden)]
pub mod replica;
#[doc(hidden)]
pub mod rights;
#[doc(hidden)]
pub mod saving;
#[doc(hidden)]
pub mod storage;
#[doc(hidden)]
pub mod sync;

pub use engine::{Engine, INJECTED};

use contract::{FromWorker, ToWorker};
use domain::Timestamp;
use host::{Durability, Found, Key, LinkEvent, StoreError, StoreOp};

/// What happens to an engine.
#[derive(Clone, Debug)]
pub enum Input {
    /// The first input: begin by reading the store.
    Start,
    /// A read has come back: for each prefix its pairs in key order.
    Read {
        /// Of the effect.
        ticket: u64,
        /// The pairs, or why not.
        result: Result<Found, StoreError>,
    },
    /// A write has come back.
    Written {
        /// Of the effect.
        ticket: u64,
        /// Done, or why not.
        result: Result<(), StoreError>,
    },
    /// The link reports.
    Link(LinkEvent),
    /// The page (or `tz`, or a test) speaks.
    Message(ToWorker),
    /// The time asked for with [`Effect::WakeAt`] has come (or may have).
    Wake,
}

/// What an engine wants done. In order; writes one at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read everything under these prefixes.
    Read {
        /// To be given back.
        ticket: u64,
        /// The prefixes.
        prefixes: Vec<Key>,
    },
    /// Write all of this or nothing.
    Write {
        /// To be given back.
        ticket: u64,
        /// In order.
        ops: Vec<StoreOp>,
        /// How sure.
        durability: Durability,
    },
    /// Open the link to a relay.
    OpenLink(String),
    /// Close it.
    CloseLink,
    /// Send one frame.
    Send(Vec<u8>),
    /// Give [`Input::Wake`] at this moment; replaces an earlier wish.
    WakeAt(Timestamp),
    /// Tell the page.
    Page(FromWorker),
}
