//! Thousands of random runs. `SEEDS=20000 cargo test --release -p tongzhou-tests --test simulation` for more of them,
//! `SEED=123 …` for one, `FROM=5000` to begin elsewhere.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tongzhou_tests::simulation::{Deviation, devices_with_snapshots, news_by_file, run};

/// So many by default: about a minute on two cores.
const SEEDS: u64 = 2_000;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What a seed ends in; a panic counts as a failure.
fn outcome(seed: u64, deviation: Deviation) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| run(seed, deviation))).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
        Err(format!("panicked: {}", words.unwrap_or_default()))
    })
}

/// The seeds of a range that fail, on all cores; stops after `enough`.
fn failing(from: u64, count: u64, deviation: Deviation, enough: usize) -> Vec<(u64, String)> {
    let next = AtomicU64::new(from);
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= from + count || failed.lock().expect("no poison").len() >= enough {
                        return;
                    }
                    if let Err(words) = outcome(seed, deviation) {
                        failed.lock().expect("no poison").push((seed, words));
                    }
                }
            });
        }
    });
    failed.into_inner().expect("no poison")
}

#[test]
fn after_everything_went_wrong_all_replicas_hold_the_same_and_nothing_saved_is_missing() {
    let (from, count) = match number("SEED") {
        Some(seed) => (seed, 1),
        None => (number("FROM").unwrap_or(1), number("SEEDS").unwrap_or(SEEDS)),
    };
    let begun = Instant::now();
    let failed = failing(from, count, Deviation::None, 5);
    let seconds = begun.elapsed().as_secs_f64();
    println!("{count} seeds in {seconds:.1} s: {:.0} a second", count as f64 / seconds);
    for (seed, words) in &failed {
        println!("seed {seed}: {words}");
        println!("replay: SEED={seed} cargo test --release -p tongzhou-tests --test simulation");
    }
    assert!(failed.is_empty(), "{} seeds failed", failed.len());
}

/// A simulation that cannot fail proves nothing. A reused actor shows in one of some hundred runs only: it takes a crash
/// between two edits of the same document that others have met.
#[test]
fn each_injected_fault_is_noticed() {
    for deviation in [Deviation::CursorBeforeData, Deviation::ReuseActor, Deviation::SilentRelayRestore] {
        let failed = failing(1, 2_000, deviation, 1);
        let (seed, words) = failed.first().unwrap_or_else(|| panic!("{deviation:?} was not noticed"));
        println!("{deviation:?} noticed by seed {seed}: {words}");
    }
}

#[test]
fn sync_files_bring_what_no_line_has_brought() {
    let news: Vec<u64> = (1..=40).map(news_by_file).collect();
    let runs = news.iter().filter(|news| **news > 0).count();
    println!("news by file in {runs} of 40 runs: {news:?}");
    assert!(runs >= 5, "files hardly matter: {news:?}");
}

#[test]
fn snapshots_are_taken_by_who_comes_late_and_who_was_away() {
    let devices: Vec<usize> = (1..=100).map(devices_with_snapshots).collect();
    let (one, several) = devices
        .iter()
        .fold((0, 0), |(one, more), count| (one + usize::from(*count == 1), more + usize::from(*count > 1)));
    println!("devices with a snapshot: {devices:?}");
    assert!(one >= 13, "newcomers hardly take any: {devices:?}");
    assert!(several >= 3, "hardly anybody who was away has taken one: {devices:?}");
}
