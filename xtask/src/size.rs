//! What a browser downloads: the compressed twins beside the site's files, and the budgets on them.

use crate::{node, process, site, workspace};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// A budget on the brotli size of some of the site's files.
pub struct Budget {
    /// What it is about.
    pub name: &'static str,
    /// At most so many KB of 1,000 bytes.
    pub limit_kb: u64,
    /// A known miss: the budget stands and is shown as missed, and the site must not grow beyond this. Only ever
    /// lowered, but once: snapshots took 18 KB more. Removed when the budget is met.
    pub missed_at_kb: Option<u64>,
    fits: fn(&str) -> bool,
}

/// The size budgets of the architecture.
pub const BUDGETS: [Budget; 3] = [
    Budget {
        name: "page wasm",
        limit_kb: 300,
        missed_at_kb: None,
        fits: |file| file.starts_with("app-") && file.ends_with(".wasm"),
    },
    Budget {
        name: "worker wasm",
        limit_kb: 500,
        missed_at_kb: Some(623),
        fits: |file| file == "worker_bg.wasm",
    },
    Budget { name: "all CSS", limit_kb: 20, missed_at_kb: None, fits: |file| file.ends_with(".css") },
];

/// One budget and what the site takes of it.
pub struct Measured {
    /// The budget.
    pub budget: &'static Budget,
    /// Bytes after brotli, quality 11.
    pub bytes: u64,
}

impl Measured {
    /// Whether it is within the budget. A wasm file of no bytes was not found at all.
    pub fn fits(&self) -> bool {
        self.is_below(self.budget.limit_kb)
    }

    /// Whether it has not grown beyond the budget or the known miss.
    pub fn holds(&self) -> bool {
        self.fits() || self.budget.missed_at_kb.is_some_and(|kb| self.is_below(kb))
    }

    fn is_below(&self, kb: u64) -> bool {
        self.bytes <= kb * 1000 && (self.bytes > 0 || !self.budget.name.contains("wasm"))
    }
}

/// Measure the site.
pub fn measure(dist: &Path) -> Result<Vec<Measured>> {
    let files = site::files(dist)?;
    let mut measured = Vec::new();
    for budget in &BUDGETS {
        let mut bytes = 0;
        for file in &files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.strip_suffix(".br").is_some_and(budget.fits) {
                bytes += file.metadata()?.len();
            }
        }
        measured.push(Measured { budget, bytes });
    }
    Ok(measured)
}

/// Put a `.br` twin beside each file that compression makes smaller; the relay and many static hosts serve it. By Node,
/// which has the reference encoder: a kilobyte less than the one in Rust over page and worker.
pub fn compress(dist: &Path) -> Result<()> {
    node::require()?;
    let script = workspace::root().join("xtask/src/compress.mjs");
    process::run(Command::new("node").arg(script).args(site::files(dist)?))
}
