//! The relay as its clients see it: real sockets, real devices.

mod access;
mod backup;
mod client;
mod crash;
mod documented;
mod envelopes;
mod full_disk;
mod limits;
mod login;
mod metrics;
mod process;
mod site;
mod slow;
mod snapshots;
mod stop;
mod team;
mod unreadable;
