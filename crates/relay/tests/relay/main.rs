//! The relay as its clients see it: real sockets, real devices.

mod access;
mod client;
mod crash;
mod envelopes;
mod login;
mod site;
mod team;
mod unreadable;
