//! Writes what the fuzzer begins with into `fuzz/corpus`: `cargo run -p any_bytes --example write_seeds`.

use any_bytes::seeds::{PREFIX, all, corpus};
use std::fs;

fn main() -> std::io::Result<()> {
    for seed in all() {
        let folder = corpus().join(seed.target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{PREFIX}{}", seed.name)), seed.bytes)?;
    }
    Ok(())
}
