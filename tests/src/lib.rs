//! What crosses crates: a team of real engines over a relay, stepped by hand, so that a story or a simulation decides
//! what happens next.
//!
//! - [`Team`] holds the devices, the relay and the one clock. Nothing happens by itself: each store job, each frame
//!   and each alarm is an [`Event`] that somebody picks.
//! - A story lets everything happen in a fixed order ([`Team::sync`]); the simulation picks by chance from a seed and
//!   adds what goes wrong: broken lines, crashes, full disks, clocks that jump, a relay that lost its past.
//! - [`stored`] is data that earlier versions wrote, and what they showed of it.
//! - [`check`] says whether the replicas agree, with what they hold on disk and with [`model`], which reads every
//!   change operation by operation and knows nothing of Automerge's documents.

#![forbid(unsafe_code)]

pub mod check;
pub mod device;
pub mod dice;
pub mod disk;
pub mod hostile;
pub mod line;
pub mod model;
pub mod relay;
pub mod simulation;
pub mod stored;
pub mod story;
pub mod team;

pub use device::Device;
pub use dice::Dice;
pub use team::{Event, Team};
