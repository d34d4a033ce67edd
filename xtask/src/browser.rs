//! Everything that drives a real browser: its set-up, the tests, the pictures.

use crate::{node, process, site, tools, workspace};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// How often the browser is killed, and what one kill may take.
const KILLS: (&str, u64) = ("TONGZHOU_KILLS", 20);
const KILL_MILLIS: u64 = 15_000;
/// What any other test may take.
const TEST_MILLIS: u64 = 180_000;
const DEBIAN_PACKAGES: [&str; 2] = ["chromium", "fonts-noto-cjk"];

/// A machine on which the browser tests can run.
pub struct Browser {
    program: PathBuf,
}

impl Browser {
    /// Find or install the browser, a Chinese font, and the Node packages; say exactly what is missing otherwise.
    pub fn set_up() -> Result<Self> {
        node::require()?;
        if find_browser().is_none() || !has_chinese_font() {
            tools::install_packages(&DEBIAN_PACKAGES);
        }
        let Some(program) = find_browser() else {
            bail!(
                "a Chromium browser is needed for the browser tests; install your system's `chromium`, \
                 or name one in the variable CHROMIUM"
            );
        };
        if !has_chinese_font() {
            bail!("a Chinese font is needed, or the screens show boxes; install `fonts-noto-cjk`");
        }
        node::install_packages(&workspace::browser_tests())?;
        Ok(Self { program })
    }

    /// The command that runs the test files whose names contain one of the words (all, when there are none).
    pub fn tests(&self, words: &[String]) -> Result<Command> {
        let mut files = Vec::new();
        for file in site::files(&workspace::browser_tests().join("tests"))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".test.mjs")
                && (words.is_empty() || words.iter().any(|word| name.contains(word)))
            {
                files.push(file);
            }
        }
        if files.is_empty() {
            bail!("no browser test has a name like {}", words.join(" or "));
        }
        let mut node = self.node("debug")?;
        node.env("TONGZHOU_PROBE", build_store_probe()?).env("TONGZHOU_MADE_UP", build_made_up()?);
        // One file after the other: each measures or kills a whole browser on a small machine.
        node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
            .arg(format!("--test-timeout={}", TEST_MILLIS.max(kills() * KILL_MILLIS)))
            .args(files);
        Ok(node)
    }

    /// Node in the folder of the browser tests, told where everything is; builds relay and `tz`.
    pub fn node(&self, profile: &str) -> Result<Command> {
        build_peers(profile)?;
        let mut node = Command::new("node");
        node.current_dir(workspace::browser_tests())
            .env("CHROMIUM", &self.program)
            .env("TONGZHOU_SITE", workspace::dist())
            .env("TONGZHOU_RELAY", workspace::binary(profile, "tz-relay"))
            .env("TONGZHOU_TZ", workspace::binary(profile, "tz"))
            .env("TONGZHOU_OUTPUT", workspace::target());
        Ok(node)
    }
}

/// `cargo xtask shots`: a picture of every screen, phone and desktop, light and dark, 中文 and English.
pub fn shots() -> Result<()> {
    let browser = Browser::set_up()?;
    site::built()?;
    process::run(browser.node("debug")?.arg("shots.mjs"))?;
    println!("the pictures are in {}", workspace::target().join("shots").display());
    Ok(())
}

/// `cargo xtask icons`: the pictures in `public/`, drawn from the SVG.
pub fn icons() -> Result<()> {
    let browser = Browser::set_up()?;
    let mut node = Command::new("node");
    node.arg("icons.mjs").current_dir(workspace::browser_tests()).env("CHROMIUM", &browser.program);
    process::run(&mut node)
}

/// The relay and `tz`, as the tests start them.
pub fn build_peers(profile: &str) -> Result<()> {
    let mut build = Command::new("cargo");
    build.args(["build", "--package", "relay", "--package", "tz", "--bin", "tz-relay", "--bin", "tz"]);
    if profile == "release" {
        build.arg("--release");
    }
    process::run(build.current_dir(workspace::root()))
}

/// The store's own test page: the worker's `IndexedDbStore`, callable from a browser.
fn build_store_probe() -> Result<PathBuf> {
    site::bind("store-probe", "worker,probe", &["store_probe"])
}

/// Page and worker that know one kind more, declared and nothing else. A test puts them in the place of the site's.
fn build_made_up() -> Result<PathBuf> {
    site::bind("made-up", "worker,made_up_kind", &["app", "worker"])
}

fn kills() -> u64 {
    let (name, usual) = KILLS;
    std::env::var(name).ok().and_then(|kills| kills.parse().ok()).unwrap_or(usual)
}

fn find_browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
}

fn has_chinese_font() -> bool {
    let listed = process::output(Command::new("fc-list").args([":lang=zh-cn", "family"]));
    listed.is_none_or(|families| !families.trim().is_empty())
}
