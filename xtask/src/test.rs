//! `cargo xtask test`: everything that must hold, in stages with their times.

use crate::browser::Browser;
use crate::process;
use crate::tally::Tally;
use crate::{node, site, size, tools, workspace};
use anyhow::{Result, bail};
use std::process::Command;
use std::time::{Duration, Instant};

struct Stage {
    name: &'static str,
    about: &'static str,
    check: fn() -> Result<Tally>,
}

/// In this order: what fails fast first; the web build once, before everything that looks at the site.
const STAGES: [Stage; 9] = [
    Stage { name: "format", about: "rustfmt", check: format },
    Stage { name: "lint", about: "clippy, natively and for the browser", check: lint },
    Stage { name: "native", about: "unit, property and simulation tests", check: native },
    Stage { name: "made-up", about: "a kind that is declared and nothing else", check: made_up_kind },
    Stage { name: "doc", about: "examples in the documentation", check: doc },
    Stage {
        name: "node",
        about: "the official Automerge opens what `tz` exports",
        check: official_automerge,
    },
    Stage { name: "web", about: "build the site", check: web },
    Stage { name: "size", about: "what a browser downloads", check: sizes },
    Stage { name: "browser", about: "real browsers against a real relay", check: all_browser_tests },
];

/// Run all stages, or those named. The last line printed is `N passed, N failed`.
pub fn run(names: &[String]) -> Result<()> {
    for name in names {
        if !STAGES.iter().any(|stage| stage.name == name) {
            let known: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
            bail!("there is no stage `{name}`; there are {}", known.join(", "));
        }
    }
    let mut total = Tally::default();
    let mut times = Vec::new();
    for stage in STAGES.iter().filter(|stage| names.is_empty() || names.iter().any(|name| name == stage.name))
    {
        println!("\n── {} · {}", stage.name, stage.about);
        let start = Instant::now();
        let tally = (stage.check)().unwrap_or_else(|error| {
            println!("{error:#}");
            Tally::one(false)
        });
        total += tally;
        times.push((stage.name, start.elapsed(), tally));
    }
    println!();
    for (name, time, tally) in times {
        println!("{name:>10} {} {:>6} passed {:>4} failed", shown(time), tally.passed, tally.failed);
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    // The line above is the last one: no error text after it.
    if total.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

/// `cargo xtask browser`: only browser tests, on the site that is there.
pub fn browser(words: &[String]) -> Result<()> {
    site::built()?;
    let tally = browser_tests(words)?;
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(words).current_dir(workspace::root());
    command
}

fn passes(command: &mut Command) -> Result<Tally> {
    process::run_watched(command, |_| {}).map(Tally::one)
}

/// Run a test runner and add up what its closing lines say; when it fails without saying so, that is one failure.
fn counted(command: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let success = process::run_watched(command, |line| {
        if let Some(more) = Tally::read(line) {
            tally += more;
        }
    })?;
    if !success && tally.failed == 0 {
        tally += Tally::one(false);
    }
    Ok(tally)
}

fn format() -> Result<Tally> {
    passes(&mut cargo(&["fmt", "--all", "--check"]))
}

fn lint() -> Result<Tally> {
    let native = ["clippy", "--workspace", "--exclude", "tongzhou", "--all-targets", "--", "-D", "warnings"];
    let mut tally = passes(&mut cargo(&native))?;
    tools::web_path()?;
    let web = ["clippy", "--package", "tongzhou", "--all-targets", "--features", "worker,files,probe"];
    tally += passes(cargo(&web).args(["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"]))?;
    Ok(tally)
}

fn native() -> Result<Tally> {
    tools::set_up_proxies();
    let nextest = process::output(&mut cargo(&["nextest", "--version"])).is_some();
    match nextest {
        true => counted(&mut cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])),
        false => {
            counted(&mut cargo(&["test", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"]))
        }
    }
}

/// Built apart: the kind must not be in what the other stages test.
fn made_up_kind() -> Result<Tally> {
    counted(&mut cargo(&["test", "-p", "tz", "--features", "made_up_kind", "--test", "made_up_kind"]))
}

fn doc() -> Result<Tally> {
    counted(&mut cargo(&["test", "--workspace", "--exclude", "tongzhou", "--doc", "--no-fail-fast"]))
}

fn official_automerge() -> Result<Tally> {
    node::require()?;
    let folder = workspace::root().join("crates/tz/tests/automerge_js");
    node::install_packages(&folder)?;
    crate::browser::build_peers("debug")?;
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec", "open_export.test.mjs"]).current_dir(folder);
    counted(node.env("TZ_BIN", workspace::binary("debug", "tz")))
}

fn web() -> Result<Tally> {
    // What an earlier build left must not stand in for this one.
    let _ = std::fs::remove_dir_all(workspace::dist());
    site::build().map(|_| Tally::one(true))
}

fn sizes() -> Result<Tally> {
    let mut tally = Tally::default();
    for measured in size::measure(&workspace::dist())? {
        let mark = match (measured.fits(), measured.holds()) {
            (true, _) => "ok",
            (false, true) => "MISSED, as known: must not grow",
            (false, false) => "OVER, and more than before",
        };
        let kb = measured.bytes as f64 / 1000.0;
        println!(
            "{:>12} {kb:7.1} KB of {} KB brotli  {mark}",
            measured.budget.name, measured.budget.limit_kb
        );
        tally += Tally::one(measured.holds());
    }
    Ok(tally)
}

fn all_browser_tests() -> Result<Tally> {
    browser_tests(&[])
}

fn browser_tests(words: &[String]) -> Result<Tally> {
    counted(&mut Browser::set_up()?.tests(words)?)
}

fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{:>3} min {:02} s", seconds / 60, seconds % 60)
}
