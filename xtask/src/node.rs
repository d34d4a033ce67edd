//! Node.js and the packages of our Node programs.

use crate::process;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const OLDEST: u32 = 20;

/// Say what is missing when there is no Node.js that runs our tests.
pub fn require() -> Result<()> {
    let version = process::output(Command::new("node").arg("--version")).unwrap_or_default();
    match major(&version) {
        Some(major) if major >= OLDEST => Ok(()),
        Some(_) => bail!("Node.js {OLDEST} or newer is needed, and `node` is {}", version.trim()),
        None => bail!("Node.js {OLDEST} or newer is needed, and `node` is not on the path"),
    }
}

/// Install what the lock file in `folder` names, unless it is there already.
pub fn install_packages(folder: &Path) -> Result<()> {
    let modified = |path: PathBuf| path.metadata().and_then(|metadata| metadata.modified()).ok();
    let installed = modified(folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(folder.join("package-lock.json")) {
        return Ok(());
    }
    process::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
        .with_context(|| format!("`npm ci` in {}", folder.display()))
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major(""), None);
    }
}
