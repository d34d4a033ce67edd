//! `tz` as a person or a script uses it.

mod alone;
mod backup;
mod behind_proxy;
mod by_file;
mod canaries;
mod import;
mod killed;
mod restored;
mod stored;
mod tap;
mod two_replicas;
mod tz;
mod usage;
