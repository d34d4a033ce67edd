//! A person's replica: documents, projection, commands, queries, sync. Sans-IO; `host` drives it.

pub mod document;
pub mod host;
pub mod packed;
