//! Queries by behaviour, and against their naive twin.

mod ask;
mod day;
mod detail;
mod lists;
mod naive;
mod people;
pub mod random;
mod twin;
mod world;
