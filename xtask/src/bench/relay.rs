//! `cargo xtask bench relay`: the relay under load, and in the same run Automerge's own sync server with its own client,
//! as far as the two can be compared. Medians of several runs.

use crate::{node, option, process, workspace};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const USUAL_RUNS: usize = 3;

/// What is asked of a figure.
enum Aim {
    AtLeast(f64),
    AtMost(f64),
    None,
}

/// One line of the table.
struct Row {
    key: &'static str,
    about: &'static str,
    unit: &'static str,
    aim: Aim,
}

const ROWS: [Row; 8] = [
    Row {
        key: "appends_per_second",
        about: "acknowledged small changes",
        unit: "/s",
        aim: Aim::AtLeast(5_000.0),
    },
    Row { key: "ack_p50_ms", about: "change → acknowledged (median)", unit: "ms", aim: Aim::None },
    Row { key: "ack_p99_ms", about: "change → acknowledged (p99)", unit: "ms", aim: Aim::AtMost(50.0) },
    Row {
        key: "fan_out_p50_ms",
        about: "change → last of 200 connections (median)",
        unit: "ms",
        aim: Aim::None,
    },
    Row {
        key: "fan_out_p99_ms",
        about: "change → last of 200 connections (p99)",
        unit: "ms",
        aim: Aim::None,
    },
    Row {
        key: "append_peak_mb",
        about: "memory under that load, at most",
        unit: "MB",
        aim: Aim::AtMost(100.0),
    },
    Row {
        key: "idle_mb",
        about: "memory, 10,000 spaces, 500 connections",
        unit: "MB",
        aim: Aim::AtMost(100.0),
    },
    Row {
        key: "idle_peak_mb",
        about: "… at most, while they connected",
        unit: "MB",
        aim: Aim::AtMost(100.0),
    },
];

/// Per name the values of all runs.
type Figures = BTreeMap<String, Vec<f64>>;

/// Build both, run one after the other, several times, and print the table.
pub fn run(arguments: &[String]) -> Result<()> {
    let runs = option(arguments, "--runs")?.map_or(Ok(USUAL_RUNS), |runs| runs.parse()).context("--runs")?;
    let quick = arguments.iter().any(|word| word == "--quick");
    let alone = arguments.iter().any(|word| word == "--alone");
    let server = if alone { None } else { Some(install_sync_server()?) };
    let before = load();
    let (mut ours, mut theirs) = (Figures::new(), Figures::new());
    for _ in 0..runs {
        measure(&mut load_of_relay(quick), &mut ours)?;
        if let Some(folder) = &server {
            measure(&mut load_of_sync_server(folder, quick), &mut theirs)?;
        }
    }
    println!("\n{:<42} {:>12} {:>12} {:>18}", "", "tz-relay", "aim", "sync server");
    for row in &ROWS {
        print_row(row, &ours, &theirs);
    }
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "\nmedians of {runs} runs · {cores} cores, shared with the load · load of the machine before: {before}"
    );
    println!(
        "tz-relay acknowledges what is on disk (fsync); the sync server what it has in memory. Its client sends"
    );
    println!(
        "a document's changes at most every 100 ms, and its clients' own work is part of its figures. 50 connections"
    );
    println!(
        "wrote to it where 200 write to tz-relay, and it held 1,000 documents where tz-relay holds 10,000 spaces."
    );
    if quick {
        println!("QUICK: far smaller than what the aims are about");
    }
    Ok(())
}

fn load_of_relay(quick: bool) -> Command {
    let mut command = Command::new("cargo");
    command.args(["bench", "--quiet", "--package", "relay", "--bench", "load", "--"]);
    command.current_dir(workspace::root()).args(quick.then_some("--quick"));
    command
}

fn load_of_sync_server(folder: &PathBuf, quick: bool) -> Command {
    let mut command = Command::new("node");
    command.arg("bench.mjs").current_dir(folder).args(quick.then_some("--quick"));
    command
}

/// Into `target`: it is only measured against, nothing of the product needs it.
fn install_sync_server() -> Result<PathBuf> {
    node::require()?;
    let source = workspace::root().join("crates/relay/benches/sync_server");
    let folder = workspace::target().join("sync-server");
    fs::create_dir_all(&folder)?;
    for name in ["package.json", "package-lock.json", "bench.mjs"] {
        let (from, to) = (source.join(name), folder.join(name));
        let text = fs::read(&from).with_context(|| from.display().to_string())?;
        fs::write(&to, text)?;
    }
    if !folder.join("node_modules/@automerge/automerge-repo-sync-server").is_dir() {
        // Not `npm ci`: it wants the optional native parts, which nothing here uses, to be in the lock file.
        let mut npm = Command::new("npm");
        npm.args(["install", "--omit=optional", "--no-audit", "--no-fund"]).current_dir(&folder);
        process::run(&mut npm)?;
    }
    Ok(folder)
}

/// Runs it and takes every line `name value`.
fn measure(command: &mut Command, figures: &mut Figures) -> Result<()> {
    let done = process::run_watched(command, |line| {
        if let Some((name, value)) = figure(line) {
            figures.entry(name).or_default().push(value);
        }
    })?;
    if !done {
        bail!("{} failed", process::shown(command));
    }
    Ok(())
}

fn figure(line: &str) -> Option<(String, f64)> {
    let (name, value) = line.trim().split_once(' ')?;
    Some((name.to_owned(), value.parse().ok()?))
}

fn print_row(row: &Row, ours: &Figures, theirs: &Figures) {
    let ours = ours.get(row.key).map(|values| median(values));
    let theirs = theirs.get(row.key).map(|values| median(values));
    let shown = |value: Option<f64>| match value {
        None => "—".to_owned(),
        Some(value) if value < 100.0 => format!("{value:.1} {}", row.unit),
        Some(value) => format!("{value:.0} {}", row.unit),
    };
    let (aim, met) = match row.aim {
        Aim::AtLeast(aim) => (format!("≥ {aim}"), ours.is_none_or(|ours| ours >= aim)),
        Aim::AtMost(aim) => (format!("≤ {aim}"), ours.is_none_or(|ours| ours <= aim)),
        Aim::None => (String::new(), true),
    };
    let mark = if met { "" } else { "  MISS" };
    println!("{:<42} {:>12} {aim:>12} {:>18}{mark}", row.about, shown(ours), shown(theirs));
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// How busy the machine is, where the system tells.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_and_other_lines_are_not() {
        assert_eq!(figure("ack_p50_ms 1.250"), Some(("ack_p50_ms".into(), 1.25)));
        assert_eq!(figure("Finished in 3 s"), None);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
    }
}
