//! Seeds with bytes changed, taken out and put in by chance: what needs no fuzzer. `ROUNDS=10000` for more.

use any_bytes::TARGETS;
use any_bytes::seeds::{Seed, all};
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

const ROUNDS: u64 = 40;

fn below(rng: &mut ChaCha20Rng, end: usize) -> usize {
    rng.next_u64() as usize % end.max(1)
}

fn changed(seed: &Seed, rng: &mut ChaCha20Rng) -> Vec<u8> {
    const TELLING: [u8; 8] = [0, 1, 2, 0x7f, 0x80, 0x81, 0xfe, 0xff];
    let mut bytes = seed.bytes.clone();
    for _ in 0..=below(rng, 4) {
        let at = below(rng, bytes.len() + 1);
        let byte = if below(rng, 2) == 0 { TELLING[below(rng, 8)] } else { rng.next_u64() as u8 };
        match below(rng, 4) {
            0 if at < bytes.len() => bytes[at] = byte,
            1 if at < bytes.len() => bytes[at] ^= 1 << (byte % 8),
            2 if at < bytes.len() => drop(bytes.drain(at..(at + 1 + below(rng, 8)).min(bytes.len()))),
            _ => bytes.insert(at, byte),
        }
    }
    bytes
}

#[test]
fn changed_seeds_are_answered() {
    let rounds = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    for seed in all() {
        let target = TARGETS.iter().find(|target| target.name == seed.target).expect("a target");
        for round in 0..rounds {
            // Both stand in the output when the check panics.
            println!("{} {} {round}", seed.target, seed.name);
            (target.check)(&changed(&seed, &mut ChaCha20Rng::seed_from_u64(round)));
        }
    }
}
