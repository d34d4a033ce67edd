//! Building the site: page, worker, style and icons, in `dist/`.

use crate::{policy, precache, process, size, tools, wasm, workspace};
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Build the site as it is delivered, and return where it is.
pub fn build() -> Result<PathBuf> {
    let path = tools::web_path()?;
    let mut trunk = Command::new("trunk");
    trunk.arg("build").current_dir(workspace::root()).env("PATH", path).env_remove("NO_COLOR");
    let cargo_home = cargo_home()?;
    let without_paths = without_paths(&cargo_home)?;
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", &without_paths);
    process::run(&mut trunk).context("the site cannot be built")?;
    let dist = workspace::dist();
    for file in files(&dist)?.iter().filter(|file| file.extension().is_some_and(|kind| kind == "wasm")) {
        let module = std::fs::read(file).with_context(|| file.display().to_string())?;
        let slim = wasm::without_names(&module).with_context(|| file.display().to_string())?;
        let home = cargo_home.as_os_str().as_encoded_bytes();
        let names_home = slim.windows(home.len()).any(|part| part == home);
        ensure!(
            without_paths.is_empty() || !names_home,
            "{} names folders of the machine that built it",
            file.display()
        );
        std::fs::write(file, slim)?;
    }
    policy::write(&dist)?;
    precache::fill_in(&dist)?;
    size::compress(&dist)?;
    Ok(dist)
}

/// Where cargo keeps the sources of libraries.
fn cargo_home() -> Result<PathBuf> {
    let by_default = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo"));
    let named = std::env::var_os("CARGO_HOME").filter(|named| !named.is_empty()).map(PathBuf::from);
    named.or_else(by_default).context("no home folder is known")
}

/// Compiler flags that leave the folders of this machine out of what a panic says of its place. They come beside those
/// of `.cargo/config.toml`. None where there is nothing to leave out, or where cargo would take a path for two flags.
fn without_paths(cargo_home: &Path) -> Result<OsString> {
    let mut flags = OsString::new();
    let sources = cargo_home.join("registry/src");
    let is_one_word = sources.to_str().is_some_and(|path| !path.contains(char::is_whitespace));
    if is_one_word && sources.is_dir() {
        for source in std::fs::read_dir(&sources).with_context(|| sources.display().to_string())? {
            flags.push("--remap-path-prefix=");
            flags.push(source?.path());
            flags.push("= ");
        }
    }
    Ok(flags)
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
