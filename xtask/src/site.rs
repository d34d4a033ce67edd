//! Building the site: page, worker, style and icons, in `dist/`.

use crate::{precache, process, size, tools, wasm, workspace};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Build the site as it is delivered, and return where it is.
pub fn build() -> Result<PathBuf> {
    let path = tools::web_path()?;
    let mut trunk = Command::new("trunk");
    trunk.arg("build").current_dir(workspace::root()).env("PATH", path).env_remove("NO_COLOR");
    process::run(&mut trunk).context("the site cannot be built")?;
    let dist = workspace::dist();
    for file in files(&dist)?.iter().filter(|file| file.extension().is_some_and(|kind| kind == "wasm")) {
        let module = std::fs::read(file).with_context(|| file.display().to_string())?;
        let slim = wasm::without_names(&module).with_context(|| file.display().to_string())?;
        std::fs::write(file, slim)?;
    }
    precache::fill_in(&dist)?;
    size::compress(&dist)?;
    Ok(dist)
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
