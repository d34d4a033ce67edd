//! Killed at any moment: whatever was printed as saved is there afterwards.

use crate::tz::Tz;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// More with `TZ_KILLS=200`.
fn kills() -> u32 {
    std::env::var("TZ_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20)
}

#[test]
fn a_team_that_was_killed_while_it_was_founded_can_be_founded_again() {
    for kill in 0..kills() {
        let tz = Tz::new();
        let mut child =
            tz.command(&["init", "--team", "x", "--name", "y"]).stdout(Stdio::null()).spawn().unwrap();
        // The database is made in the first milliseconds.
        std::thread::sleep(Duration::from_millis(2 + u64::from(kill)));
        child.kill().unwrap();
        child.wait().unwrap();
        let again = tz.run(&["init", "--team", "x", "--name", "y"]);
        assert!(again.code == 0 || again.err.contains("already"), "{again:?}");
        tz.ok(&["add", "customer", "name=z"]);
    }
}

#[test]
fn what_was_printed_as_saved_survives_a_kill() {
    let tz = Tz::founded();
    let mut saved: BTreeSet<String> = BTreeSet::new();
    let mut moment = 7_u64;
    for _ in 0..kills() {
        let printed = Arc::new(Mutex::new(Vec::new()));
        let current: Arc<Mutex<Option<Child>>> = Arc::default();
        let running = Arc::new(Mutex::new(true));
        // A whole add takes some tens of milliseconds: the kill falls anywhere in the second or third.
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let deadline = Instant::now() + Duration::from_millis(20 + (moment >> 33) % 180);
        let killer = std::thread::spawn({
            let (current, running) = (current.clone(), running.clone());
            move || {
                std::thread::sleep(deadline.saturating_duration_since(Instant::now()));
                *running.lock().unwrap() = false;
                if let Some(child) = current.lock().unwrap().as_mut() {
                    child.kill().unwrap(); // SIGKILL
                }
            }
        });
        while *running.lock().unwrap() {
            let out = {
                let mut slot = current.lock().unwrap();
                let mut child = tz
                    .command(&["add", "customer", "name=x"])
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                let out = child.stdout.take().unwrap();
                *slot = Some(child);
                out
            };
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            printed.lock().unwrap().extend(lines.filter(|line| line.len() == 32));
            if let Some(mut child) = current.lock().unwrap().take() {
                if !*running.lock().unwrap() {
                    let _ = child.kill();
                }
                child.wait().unwrap();
            }
        }
        killer.join().unwrap();
        saved.extend(printed.lock().unwrap().drain(..));
    }
    let there: BTreeSet<String> = tz
        .json(&["list", "customer"])
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect();
    let lost: Vec<_> = saved.difference(&there).collect();
    assert!(lost.is_empty(), "{} of {} saved records are lost", lost.len(), saved.len());
    assert!(saved.len() >= kills() as usize / 2, "hardly anything was saved: {}", saved.len());
}
