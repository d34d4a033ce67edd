//! What a browser downloads, against the budgets.

use crate::site;
use anyhow::{Context, Result};
use std::path::Path;

/// A budget on the brotli size of some of the site's files.
pub struct Budget {
    /// What it is about.
    pub name: &'static str,
    /// At most so many KB of 1,000 bytes.
    pub limit_kb: u64,
    fits: fn(&str) -> bool,
}

/// The size budgets of the architecture.
pub const BUDGETS: [Budget; 3] = [
    Budget {
        name: "page wasm",
        limit_kb: 300,
        fits: |file| file.starts_with("app-") && file.ends_with(".wasm"),
    },
    Budget { name: "worker wasm", limit_kb: 500, fits: |file| file == "worker_bg.wasm" },
    Budget { name: "all CSS", limit_kb: 20, fits: |file| file.ends_with(".css") },
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
        self.bytes <= self.budget.limit_kb * 1000 && (self.bytes > 0 || !self.budget.name.contains("wasm"))
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
            if (budget.fits)(&name) {
                bytes += brotli_size(&std::fs::read(file).with_context(|| file.display().to_string())?)?;
            }
        }
        measured.push(Measured { budget, bytes });
    }
    Ok(measured)
}

fn brotli_size(content: &[u8]) -> Result<u64> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed.len() as u64)
}
