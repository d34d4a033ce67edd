//! `tz` as a person or a script uses it.

mod alone;
mod killed;
mod two_replicas;
mod tz;
mod usage;
