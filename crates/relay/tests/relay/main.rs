//! The relay as its clients see it: real sockets, real devices.

mod access;
mod client;
mod crash;
mod envelopes;
mod limits;
mod login;
mod process;
mod site;
mod slow;
mod team;
mod unreadable;
