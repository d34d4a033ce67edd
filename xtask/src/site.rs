//! Building the site: page, worker, style and icons, in `dist/`.

use crate::{policy, precache, process, size, tools, wasm, workspace};
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Build the site as it is delivered, and return where it is.
pub fn build() -> Result<PathBuf> {
    let path = tools::web_path()?;
    let machine = Machine::here()?;
    let mut trunk = Command::new("trunk");
    trunk.arg("build").current_dir(workspace::root()).env("PATH", path).env_remove("NO_COLOR");
    process::run(trunk.env(FLAGS, machine.flags()?)).context("the site cannot be built")?;
    let dist = workspace::dist();
    for file in files(&dist)?.iter().filter(|file| file.extension().is_some_and(|kind| kind == "wasm")) {
        wasm::optimise(file).with_context(|| file.display().to_string())?;
        let module = std::fs::read(file).with_context(|| file.display().to_string())?;
        let slim = wasm::without_names(&module).with_context(|| file.display().to_string())?;
        let says = |words: &[u8]| slim.windows(words.len()).any(|part| part == words);
        let names = |folder: &&Path| is_one_word(folder) && says(folder.as_os_str().as_encoded_bytes());
        ensure!(
            !machine.folders().any(|folder| names(&folder)),
            "{} names folders of the machine that built it",
            file.display()
        );
        ensure!(!says(b"umbrella"), "{} knows the kind that is made up for a test", file.display());
        std::fs::write(file, slim)?;
    }
    policy::write(&dist)?;
    precache::fill_in(&dist)?;
    size::compress(&dist)?;
    Ok(dist)
}

/// Build some of the web package's binaries as the site's are built, with these features, and their JavaScript beside
/// them, into a folder of the target. Nothing that was built for the site is built again but what the features change.
pub fn bind(folder: &str, features: &str, binaries: &[&str]) -> Result<PathBuf> {
    let path = tools::web_path()?;
    let mut build = Command::new("cargo");
    build.args(["build", "--profile", "web", "--target", "wasm32-unknown-unknown", "--package", "tongzhou"]);
    build.args(["--features", features]).args(binaries.iter().flat_map(|binary| ["--bin", binary]));
    process::run(build.env(FLAGS, Machine::here()?.flags()?).current_dir(workspace::root()))?;
    let folder = workspace::target().join(folder);
    for binary in binaries {
        let wasm = workspace::target().join(format!("wasm32-unknown-unknown/web/{binary}.wasm"));
        let mut bindgen = Command::new("wasm-bindgen");
        bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&folder).arg(wasm);
        process::run(bindgen.env("PATH", &path))?;
    }
    Ok(folder)
}

/// Where cargo takes the compiler flags for the browser from; they come beside those of `.cargo/config.toml`.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// The folders of this machine that a panic would name as its place: those of libraries, and of the standard library's
/// sources where they are installed (editors want them).
struct Machine {
    cargo_home: PathBuf,
    sysroot: Option<PathBuf>,
}

impl Machine {
    fn here() -> Result<Self> {
        Ok(Self { cargo_home: cargo_home()?, sysroot: asked(&["--print", "sysroot"]).map(PathBuf::from) })
    }

    fn folders(&self) -> impl Iterator<Item = &Path> {
        [Some(self.cargo_home.as_path()), self.sysroot.as_deref()].into_iter().flatten()
    }

    /// Compiler flags that leave them out. None where there is nothing to leave out, or where cargo would take a path for
    /// two flags.
    fn flags(&self) -> Result<OsString> {
        let mut flags = OsString::new();
        let mut leave_out = |folder: &Path, instead: &str| {
            if is_one_word(folder) {
                flags.push(format!("--remap-path-prefix={}={instead} ", folder.display()));
            }
        };
        let libraries = self.cargo_home.join("registry/src");
        if libraries.is_dir() {
            for source in std::fs::read_dir(&libraries).with_context(|| libraries.display().to_string())? {
                leave_out(&source?.path(), "");
            }
        }
        // As they read where the sources are not installed: the same site from both machines.
        let version = asked(&["--version", "--verbose"]).unwrap_or_default();
        let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
        if let (Some(sysroot), Some(commit)) = (&self.sysroot, commit) {
            leave_out(&sysroot.join("lib/rustlib/src/rust"), &format!("/rustc/{commit}"));
        }
        Ok(flags)
    }
}

/// Where cargo keeps the sources of libraries.
fn cargo_home() -> Result<PathBuf> {
    let by_default = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo"));
    let named = std::env::var_os("CARGO_HOME").filter(|named| !named.is_empty()).map(PathBuf::from);
    named.or_else(by_default).context("no home folder is known")
}

/// What the compiler says of itself.
fn asked(question: &[&str]) -> Option<String> {
    let said = process::output(Command::new("rustc").args(question).current_dir(workspace::root()));
    said.map(|said| said.trim().to_owned())
}

fn is_one_word(folder: &Path) -> bool {
    folder.to_str().is_some_and(|path| !path.contains(char::is_whitespace))
}

/// The site that is there already, or a new one.
pub fn built() -> Result<PathBuf> {
    let dist = workspace::dist();
    if dist.join("index.html").is_file() { Ok(dist) } else { build() }
}

/// All files under the site, in order.
pub fn files(dist: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![dist.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
