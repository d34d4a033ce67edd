//! What is kept in `fuzz/corpus`: inputs that once led somewhere new, and those that once broke something.

use any_bytes::seeds::{PREFIX, all, corpus};
use any_bytes::{TARGETS, Target};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const MOST_FILES: usize = 40;
const MOST_BYTES: u64 = 100_000;

fn kept(target: &Target) -> Vec<PathBuf> {
    let entries = fs::read_dir(corpus().join(target.name)).expect("every target has a folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

#[test]
fn every_kept_input_is_answered() {
    for target in TARGETS {
        for file in kept(target) {
            let bytes = fs::read(&file).expect("a file");
            // The name stands in the output when the check panics.
            println!("{}", file.display());
            (target.check)(&bytes);
        }
    }
}

#[test]
fn every_seed_is_taken_and_kept_as_it_is_made_today() {
    for seed in all() {
        let target = TARGETS.iter().find(|target| target.name == seed.target).expect("a target");
        // A device whose keys or access log are damaged says so and does nothing else.
        let may_be_refused = seed.target == "store" && seed.name != "none";
        assert!((target.check)(&seed.bytes) || may_be_refused, "{} {}", seed.target, seed.name);
        let file = corpus().join(seed.target).join(format!("{PREFIX}{}", seed.name));
        assert!(fs::read(&file).is_ok_and(|kept| kept == seed.bytes), "{} is another", file.display());
    }
}

#[test]
fn little_is_kept() {
    for target in TARGETS {
        let files = kept(target);
        let bytes: u64 = files.iter().map(|file| fs::metadata(file).expect("a file").len()).sum();
        assert!(
            files.len() <= MOST_FILES && bytes <= MOST_BYTES,
            "{}: {} files, {bytes} bytes",
            target.name,
            files.len()
        );
    }
}

#[test]
fn every_target_has_a_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    let programs: BTreeSet<String> = fs::read_dir(folder.join("fuzz_targets"))
        .expect("a folder")
        .map(|entry| {
            entry.expect("a file").path().file_stem().expect("a name").to_string_lossy().into_owned()
        })
        .collect();
    assert_eq!(programs, TARGETS.iter().map(|target| target.name.to_owned()).collect());
    for target in TARGETS {
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "{}", target.name);
    }
}
