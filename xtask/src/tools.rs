//! The web tool chain at its pinned versions: the wasm target, Trunk and wasm-bindgen; and cargo-fuzz. What is on the
//! path and fits is used; what does not is built from crates.io into `target/tools`. And the proxies of `deploy/`, of
//! whatever version the system has.

use crate::{process, workspace};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Newer ones want a newer Rust.
const TRUNK: &str = "0.21.14";

const CARGO_FUZZ: &str = "0.13.2";

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What the tests put in front of a relay, and what they make its certificate and ask for its page with. Each is
/// Debian's package of that name.
const PROXIES: [&str; 4] = ["nginx", "caddy", "openssl", "curl"];

/// The web package, for naming what a version must match.
const LOCK_FILE: &str = "Cargo.lock";

/// Set up what is missing and return the `PATH` on which Trunk finds everything.
pub fn web_path() -> Result<OsString> {
    ensure_wasm_target()?;
    let tools = workspace::target().join("tools");
    let path = with_directory(&tools.join("bin"))?;
    ensure("trunk", "trunk", TRUNK, &["--locked"], &tools, &path)?;
    // Without --locked: its own lock file can name versions that a registry mirror does not have yet.
    ensure("wasm-bindgen", "wasm-bindgen-cli", &locked_version("wasm-bindgen")?, &[], &tools, &path)?;
    Ok(path)
}

/// Set up cargo-fuzz and return the `PATH` on which cargo finds it.
pub fn fuzz_path() -> Result<OsString> {
    let tools = workspace::target().join("tools");
    let path = with_directory(&tools.join("bin"))?;
    ensure("cargo-fuzz", "cargo-fuzz", CARGO_FUZZ, &["--locked"], &tools, &path)?;
    Ok(path)
}

/// Install what is missing of the proxies, where that starts no services; the tests of those that stay missing are
/// skipped.
pub fn set_up_proxies() {
    let is_missing = |program: &&str| !is_installed(program);
    let missing: Vec<_> = PROXIES.into_iter().filter(is_missing).collect();
    if !missing.is_empty() && !Path::new("/run/systemd/system").is_dir() {
        install_packages(&missing);
    }
    for program in missing.into_iter().filter(is_missing) {
        println!("{program} is not installed, so nothing is tested behind a proxy that needs it");
    }
}

/// As root on Debian. Best effort: the caller looks again and says what is still missing.
pub fn install_packages(packages: &[&str]) {
    let is_root = process::output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !is_root || !Path::new("/usr/bin/apt-get").is_file() {
        return;
    }
    println!("installing {}", packages.join(" and "));
    let update = process::run(Command::new("apt-get").args(["update", "--quiet"]));
    let mut install = Command::new("apt-get");
    install.args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    if let Err(error) = update.and_then(|()| process::run(&mut install)) {
        println!("{error:#}");
    }
}

/// Also where Debian keeps nginx and only root looks.
fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain(["/usr/sbin".into()]).any(|folder| folder.join(program).is_file())
}

fn ensure_wasm_target() -> Result<()> {
    let query = ["--print", "target-libdir", "--target", WASM_TARGET];
    let library = process::output(Command::new("rustc").args(query).current_dir(workspace::root()));
    if library.is_some_and(|path| Path::new(path.trim()).is_dir()) {
        return Ok(());
    }
    println!("adding the Rust target {WASM_TARGET}");
    process::run(Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(workspace::root()))
        .context(
            "the Rust target for WebAssembly is missing and could not be added; install it with \
             `rustup target add wasm32-unknown-unknown`, or with your distribution's Rust packages",
        )
}

fn ensure(
    program: &str,
    package: &str,
    version: &str,
    flags: &[&str],
    root: &Path,
    path: &OsString,
) -> Result<()> {
    let found = process::output(Command::new(program).arg("--version").env("PATH", path));
    if found.is_some_and(|line| line.split_whitespace().any(|word| word == version)) {
        return Ok(());
    }
    println!("building {package} {version} into {} (once; some minutes)", root.display());
    let mut install = Command::new("cargo");
    // A debug build: it is built once, runs for seconds, and compiling it well would take longer than it saves.
    install.args(["install", "--debug", "--force", package, "--version", version, "--root"]).arg(root);
    install.args(flags).env("CARGO_TARGET_DIR", workspace::target().join("tools-build"));
    process::run(&mut install)
        .with_context(|| format!("{package} {version} is needed and could not be installed"))
}

/// The tools directory first, then what was there.
fn with_directory(first: &Path) -> Result<OsString> {
    let before = std::env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = std::iter::once(first.to_owned()).chain(std::env::split_paths(&before)).collect();
    Ok(std::env::join_paths(all)?)
}

/// The version of a package in our lock file: the command-line tool of wasm-bindgen must be of exactly that one.
fn locked_version(package: &str) -> Result<String> {
    let lock = std::fs::read_to_string(workspace::root().join(LOCK_FILE)).context(LOCK_FILE)?;
    version_in_lock(&lock, package).with_context(|| format!("{package} is not in {LOCK_FILE}"))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "leptos"), None);
    }
}
