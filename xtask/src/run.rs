//! `cargo xtask run`: the app, served by its own relay.

use crate::{process, site, workspace};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// Build site and relay and serve both until interrupted.
pub fn run(port: u16, data: Option<PathBuf>) -> Result<()> {
    let dist = site::build()?;
    let relay = build_relay()?;
    let data = data.unwrap_or_else(|| workspace::root().join(".data/relay"));
    std::fs::create_dir_all(&data)?;
    println!("\n  同舟 Tongzhou is at http://127.0.0.1:{port}");
    println!("  the relay keeps its sealed log in {}; Ctrl-C ends it\n", data.display());
    let mut serve = Command::new(relay);
    serve.arg("--listen").arg(format!("127.0.0.1:{port}"));
    serve.arg("--data").arg(&data).arg("--site").arg(&dist);
    process::run(&mut serve)
}

fn build_relay() -> Result<PathBuf> {
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--package", "relay", "--bin", "tz-relay"]);
    process::run(build.current_dir(workspace::root()))?;
    Ok(workspace::binary("release", "tz-relay"))
}
