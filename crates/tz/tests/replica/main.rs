//! `tz` as a person or a script uses it.

mod alone;
mod killed;
mod stored;
mod two_replicas;
mod tz;
