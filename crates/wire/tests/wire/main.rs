//! The protocol as its users see it: stories of a team, hostile bytes, and fixed vectors.

mod access;
mod boxes;
mod envelope;
mod files;
mod frame;
mod hostile;
mod link;
mod receipt;
mod snapshot;
mod team;
mod vectors;
