//! `cargo xtask bench`: the budget table, measured in a real browser on the site as it is delivered.

use crate::browser::Browser;
use crate::{process, site};
use anyhow::Result;

/// Build everything as delivered, then let the browser measure; arguments go on to the measuring program.
pub fn run(arguments: &[String]) -> Result<()> {
    let browser = Browser::set_up()?;
    site::build()?;
    process::run(browser.node("release")?.arg("bench.mjs").args(arguments))
}
