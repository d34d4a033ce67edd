//! `cargo xtask bench`: the budget table, measured in a real browser on the site as it is delivered; and
//! `cargo xtask bench relay`.

mod relay;

use crate::browser::Browser;
use crate::{process, site};
use anyhow::Result;

/// Build everything as delivered, then let the browser measure; arguments go on to the measuring program.
pub fn run(arguments: &[String]) -> Result<()> {
    if let Some((first, rest)) = arguments.split_first()
        && first == "relay"
    {
        return relay::run(rest);
    }
    let browser = Browser::set_up()?;
    site::build()?;
    process::run(browser.node("release")?.arg("bench.mjs").args(arguments))
}
