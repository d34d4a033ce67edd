//! The blind relay: it authenticates devices, appends sealed envelopes durably, fans them out, and serves the site.
//!
//! Invariants
//! - It can read nothing: envelopes, boxes, receipts' subjects and whispers are opaque; there are no names here.
//! - An `Ack`, `AccessAppended`, `Founded`, `BoxesStored` or `SnapshotStored` leaves after the transaction that holds it
//!   is on disk.
//! - A space's log only grows, in one order, told alike to everybody; [`wire::Cursor`] lets each client notice if not.
//!   Its beginning is dropped only once [`retention`] has two snapshots of it that are vouched for.
//! - It decides by [`wire::access`] and the chains alone, so that every relay decides alike.
//!
//! [`serve`] runs it in process; the binary `tz-relay` is a command line around it. Storage is behind [`LogStore`];
//! [`conformance`] is what every implementation must pass.

#![forbid(unsafe_code)]

mod addresses;
mod admin;
pub mod backup;
pub mod conformance;
mod hub;
pub mod limits;
mod metrics;
mod rate;
pub mod retention;
mod server;
mod session;
mod site;
pub mod store;
mod writer;

pub use limits::Limits;
pub use server::{Handle, Options, serve};
pub use store::{LogStore, MemoryStore, RedbStore, StoreError};
