//! What crosses crates: the simulation, the team harness, bad input.
