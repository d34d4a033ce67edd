//! Whatever bytes come from outside: an answer, in little time and memory, never a panic; and what is taken keeps its
//! promises. One function per kind of bytes. The fuzz targets in `fuzz/` call them with what a fuzzer draws, the test
//! `kept` with what is kept in `fuzz/corpus`.
//!
//! A fuzzer does not guess signatures, keys and hashes, so most functions have several ways in, told apart by the first
//! byte: the bytes as they are, or inside what is signed, sealed and hashed here with fixed keys. That sealing is written
//! after `PROTOCOL.md`, not after the code, and so says whether the two still agree.
//!
//! A function returns whether the bytes were taken, and panics where something does not hold.

#![forbid(unsafe_code)]

mod access;
mod backup;
mod csv;
mod device;
mod envelope;
mod file;
mod fixed;
mod frame;
mod invite_link;
mod relay;
pub mod seeds;
mod snapshot;
mod store;
mod sync_file;

pub use access::access;
pub use backup::backup;
pub use csv::csv;
pub use envelope::envelope;
pub use frame::frame;
pub use invite_link::invite_link;
pub use relay::relay;
pub use snapshot::snapshot;
pub use store::store;
pub use sync_file::sync_file;

/// One kind of bytes.
pub struct Target {
    /// Its name: of the program in `fuzz/fuzz_targets` and of the folder in `fuzz/corpus`.
    pub name: &'static str,
    /// Whether the bytes are taken; panics where something does not hold.
    pub check: fn(&[u8]) -> bool,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "frame", check: frame },
    Target { name: "envelope", check: envelope },
    Target { name: "access", check: access },
    Target { name: "invite_link", check: invite_link },
    Target { name: "sync_file", check: sync_file },
    Target { name: "backup", check: backup },
    Target { name: "relay", check: relay },
    Target { name: "snapshot", check: snapshot },
    Target { name: "store", check: store },
    Target { name: "csv", check: csv },
];

/// One input is not more than so many.
const MOST_PARTS: usize = 12;

/// The first byte, which says by which of `ways` the others go in.
fn way_in(bytes: &[u8], ways: u8) -> Option<(u8, &[u8])> {
    bytes.split_first().map(|(first, rest)| (first % ways, rest))
}

/// The inputs that one input holds: each has its length, two bytes, in front.
fn parts(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let next = move || {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_le_bytes(*length)).min(rest.len());
        let (part, rest) = rest.split_at(length);
        bytes = rest;
        Some(part)
    };
    std::iter::from_fn(next).take(MOST_PARTS)
}
