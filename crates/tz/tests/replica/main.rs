//! `tz` as a person or a script uses it.

mod alone;
mod canaries;
mod import;
mod killed;
mod restored;
mod stored;
mod tap;
mod two_replicas;
mod tz;
mod usage;
