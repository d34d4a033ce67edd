//! Which of the inputs that were found are worth checking in: few small ones that together lead almost everywhere.

use super::{Fuzzer, folder, kept, made};
use crate::process;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Of each target, with the seeds and what once broke something.
const MOST_FILES: usize = 40;
const MOST_BYTES: u64 = 100_000;
/// A single input is not longer.
const LONGEST: u64 = 16_384;
/// What a run found and this command chose; others stay as they are.
const CHOSEN: &str = "found-";

/// An input and where it leads.
struct Candidate {
    path: PathBuf,
    bytes: u64,
    features: BTreeSet<u64>,
}

/// Choose anew for one target.
pub fn choose(fuzzer: &Fuzzer, target: &str) -> Result<()> {
    let kept = kept(target);
    let mut candidates = measured(fuzzer, target, &kept)?;
    let is_chosen =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(CHOSEN));
    let stays = |candidate: &Candidate| candidate.path.starts_with(&kept) && !is_chosen(&candidate.path);
    let mut reached = BTreeSet::new();
    let (mut files, mut bytes) = (0, 0);
    for candidate in candidates.iter().filter(|candidate| stays(candidate)) {
        reached.extend(&candidate.features);
        files += 1;
        bytes += candidate.bytes;
    }
    candidates.retain(|candidate| !stays(candidate) && candidate.bytes <= LONGEST);
    let mut chosen = Vec::new();
    while files < MOST_FILES {
        let new = |candidate: &Candidate| candidate.features.difference(&reached).count();
        let fitting = candidates.iter().filter(|candidate| bytes + candidate.bytes <= MOST_BYTES);
        let best = fitting.max_by_key(|candidate| (new(candidate), std::cmp::Reverse(candidate.bytes)));
        let Some(best) = best.filter(|best| new(best) > 0) else { break };
        reached.extend(&best.features);
        files += 1;
        bytes += best.bytes;
        chosen.push((best.path.clone(), fs::read(&best.path)?));
    }
    for entry in fs::read_dir(&kept)? {
        let path = entry?.path();
        if is_chosen(&path) {
            fs::remove_file(path)?;
        }
    }
    for (path, content) in &chosen {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = name.trim_start_matches(CHOSEN);
        fs::write(kept.join(format!("{CHOSEN}{}", &name[..name.len().min(12)])), content)?;
    }
    println!(
        "{target}: {} of {} inputs are kept, {bytes} bytes in {files} files",
        chosen.len(),
        candidates.len()
    );
    Ok(())
}

/// Every input with where it leads, as libFuzzer writes it down while it merges.
fn measured(fuzzer: &Fuzzer, target: &str, kept: &Path) -> Result<Vec<Candidate>> {
    let control = folder().join(format!("merge-{target}.txt"));
    let merged = folder().join("merged").join(target);
    let _ = fs::remove_file(&control);
    let _ = fs::remove_dir_all(&merged);
    let merged = made(merged)?;
    let mut command = fuzzer.program(target);
    command.args(["-merge=1", "-set_cover_merge=1", "-timeout=10"]);
    command.arg(format!("-merge_control_file={}", control.display()));
    command.args([&merged, kept, &folder().join("found").join(target)]);
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("cannot start {}", process::shown(&command)))?;
    if !output.status.success() {
        bail!("{} ended with {}", process::shown(&command), output.status);
    }
    let control = fs::read_to_string(&control).with_context(|| control.display().to_string())?;
    Ok(candidates(&control))
}

/// The file: how many inputs, how many of those in the first folder, their paths, then what each led to.
fn candidates(control: &str) -> Vec<Candidate> {
    let mut lines = control.lines();
    let count = lines.next().and_then(|line| line.parse().ok()).unwrap_or(0);
    let paths: Vec<PathBuf> = lines.by_ref().skip(1).take(count).map(PathBuf::from).collect();
    let mut features: BTreeMap<usize, (u64, BTreeSet<u64>)> = BTreeMap::new();
    for line in lines {
        let mut words = line.split_whitespace();
        let (word, Some(at)) = (words.next(), words.next().and_then(|at| at.parse().ok())) else { continue };
        let entry = features.entry(at).or_default();
        match word {
            Some("STARTED") => entry.0 = words.next().and_then(|bytes| bytes.parse().ok()).unwrap_or(0),
            Some("FT") => entry.1.extend(words.filter_map(|feature| feature.parse::<u64>().ok())),
            _ => {}
        }
    }
    let candidate = |(at, (bytes, features)): (usize, (u64, BTreeSet<u64>))| {
        paths.get(at).map(|path| Candidate { path: path.clone(), bytes, features })
    };
    features.into_iter().filter_map(candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_inputs_lead_is_read_from_the_control_file() {
        let control = "2\n0\na/x\nb/y\nSTARTED 0 12\nFT 0 3 4\nCOV 0 9\nSTARTED 1 7\nFT 1 4\n";
        let read = candidates(control);
        let read: Vec<_> = read.iter().map(|c| (c.path.clone(), c.bytes, c.features.len())).collect();
        assert_eq!(read, [("a/x".into(), 12, 2), ("b/y".into(), 7, 1)]);
    }
}
