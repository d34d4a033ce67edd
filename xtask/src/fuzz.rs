//! `cargo xtask fuzz`: a fuzzer draws bytes for everything that reads bytes from outside; see `crates/any_bytes`.
//!
//! Inputs that are found go to `target/fuzz`. What is worth keeping is chosen from there into `fuzz/corpus`, which the
//! normal tests replay.

mod keep;
mod log;

use crate::{process, tools, workspace};
use anyhow::{Context, Result, bail};
use log::Log;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SECONDS: u64 = 600;
/// A single input may take so long, and all memory together may grow so far.
const LIMITS: [&str; 4] = ["-timeout=10", "-rss_limit_mb=2048", "-malloc_limit_mb=512", "-max_len=32768"];

/// Run all targets or those named, one after the other.
pub fn run(words: &[String]) -> Result<()> {
    let wanted = Wanted::read(words)?;
    let fuzzer = Fuzzer::build(&wanted.targets)?;
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for target in &wanted.targets {
        println!("{target}: {} s …", wanted.seconds);
        let log = fuzzer.run(target, wanted.seconds)?;
        lines.push(log.line(target));
        println!("{}", lines.last().map_or("", String::as_str));
        if let Some(input) = &log.input {
            println!("{}\n", replay(target, input));
            failed.push(target.as_str());
        }
        if wanted.keep {
            keep::choose(&fuzzer, target)?;
        }
    }
    println!("\n{}\n{}", Log::TITLE, lines.join("\n"));
    if failed.is_empty() { Ok(()) } else { bail!("inputs were found that break {}", failed.join(", ")) }
}

struct Wanted {
    targets: Vec<String>,
    seconds: u64,
    keep: bool,
}

impl Wanted {
    fn read(words: &[String]) -> Result<Self> {
        let known = targets()?;
        let mut wanted = Self { targets: Vec::new(), seconds: SECONDS, keep: false };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--seconds" => {
                    let seconds = words.next().context("--seconds wants a number")?;
                    wanted.seconds = seconds.parse().context("--seconds")?;
                }
                "--keep" => wanted.keep = true,
                target if known.iter().any(|known| known == target) => wanted.targets.push(target.to_owned()),
                other => bail!("there is no target `{other}`; there are {}", known.join(", ")),
            }
        }
        if wanted.targets.is_empty() {
            wanted.targets = known;
        }
        Ok(wanted)
    }
}

/// The names of the programs in `fuzz/fuzz_targets`.
fn targets() -> Result<Vec<String>> {
    let folder = workspace::root().join("fuzz/fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

/// The built targets.
struct Fuzzer {
    programs: PathBuf,
}

impl Fuzzer {
    fn build(targets: &[String]) -> Result<Self> {
        let host = nightly_host()?;
        let path = tools::fuzz_path()?;
        let all = [OsString::from("build")];
        let one = [OsString::from("build"), OsString::from(&targets[0])];
        let what = if targets.len() == 1 { &one[..] } else { &all[..] };
        let mut build = Command::new("cargo");
        build
            .args(["+nightly", "fuzz"])
            .args(what)
            // Without it all crates get debug assertions; `fuzz/Cargo.toml` says which do.
            .arg("--release")
            .args(["--fuzz-dir", "fuzz", "--target-dir"])
            .arg(folder());
        process::run(build.current_dir(workspace::root()).env("PATH", path))?;
        Ok(Self { programs: folder().join(host).join("release") })
    }

    /// Let one target run, and say what came of it.
    fn run(&self, target: &str, seconds: u64) -> Result<Log> {
        let found = made(folder().join("found").join(target))?;
        let broken = made(folder().join("broken").join(target))?;
        let mut command = self.program(target);
        command.args([&found, &kept(target)]).args(LIMITS);
        command.arg(format!("-max_total_time={seconds}")).arg("-print_final_stats=1");
        command.arg(format!("-artifact_prefix={}/", broken.display()));
        let output = command.stdin(Stdio::null()).output();
        let output = output.with_context(|| format!("cannot start {}", process::shown(&command)))?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let written = made(folder().join("logs"))?.join(format!("{target}.txt"));
        fs::write(&written, &text).with_context(|| written.display().to_string())?;
        let log = Log::read(&text);
        if !output.status.success() && log.input.is_none() {
            bail!("{target} ended with {}; see {}", output.status, written.display());
        }
        Ok(log)
    }

    fn program(&self, target: &str) -> Command {
        let mut command = Command::new(self.programs.join(target));
        // A crate that is linked twice is no fault of ours.
        command.env("ASAN_OPTIONS", "detect_odr_violation=0").current_dir(workspace::root());
        command
    }
}

/// Where everything of this command lies.
fn folder() -> PathBuf {
    workspace::target().join("fuzz")
}

/// What is checked in for a target.
fn kept(target: &str) -> PathBuf {
    workspace::root().join("fuzz/corpus").join(target)
}

fn made(folder: PathBuf) -> Result<PathBuf> {
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

/// The machine that the nightly compiler builds for.
fn nightly_host() -> Result<String> {
    let about =
        process::output(Command::new("rustc").args(["+nightly", "-vV"]).current_dir(workspace::root()));
    let host = about.as_deref().and_then(|about| about.lines().find_map(|line| line.strip_prefix("host: ")));
    host.map(str::to_owned).context(
        "only the nightly compiler builds what a fuzzer needs, and it is not here: \
         `rustup toolchain install nightly --profile minimal`",
    )
}

/// How to see it break again.
fn replay(target: &str, input: &Path) -> String {
    let program = folder().join("*/release").join(target);
    format!(
        "  it breaks on {input}\n  again: {program} {input}\n  for good: copy it to fuzz/corpus/{target}/once-WHAT-IT-IS, \
         which `cargo test -p any_bytes` replays",
        input = input.display(),
        program = program.display(),
    )
}
