//! What the page may load and run, written into the page itself, so that it holds on any host: its own files, and the
//! scripts that stand in it now. A text that somebody smuggles in as a script does not run.

use crate::precache::hash;
use anyhow::{Context, Result, ensure};
use std::path::Path;

const PAGE: &str = "index.html";
const AFTER: &str = "<meta charset=\"utf-8\">";

/// Write the policy into the finished page. Call it after the last change to the page's scripts.
pub fn write(dist: &Path) -> Result<()> {
    let path = dist.join(PAGE);
    let page = std::fs::read_to_string(&path).context(PAGE)?;
    std::fs::write(path, with_policy(&page)?)?;
    Ok(())
}

fn with_policy(page: &str) -> Result<String> {
    ensure!(page.matches(AFTER).count() == 1, "{PAGE} lacks the line {AFTER}");
    let scripts: Vec<String> =
        inline_scripts(page)?.iter().map(|script| format!("'sha256-{}'", hash(script.as_bytes()))).collect();
    // A relay may be anywhere; styles also stand at single elements.
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {}; style-src 'self' 'unsafe-inline'; \
         connect-src 'self' ws: wss:; object-src 'none'; frame-src 'none'; \
         base-uri 'none'; form-action 'none'",
        scripts.join(" ")
    );
    let meta = format!("{AFTER}\n  <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    Ok(page.replace(AFTER, &meta))
}

/// The scripts that stand in the page, as a browser reads them.
fn inline_scripts(page: &str) -> Result<Vec<&str>> {
    let mut scripts = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find("<script") {
        let (tag, after) = rest[start..].split_once('>').context("a script's tag does not end")?;
        let (script, after) = after.split_once("</script>").context("a script does not end")?;
        if !tag.contains(" src=") {
            scripts.push(script);
        }
        rest = after;
    }
    Ok(scripts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_of_the_page_are_named_by_their_hash_and_no_others() {
        let page = format!("{AFTER}<script>abc</script><script src=\"a.js\" defer></script>");
        let page = with_policy(&page).unwrap();
        // SHA-256 of "abc", FIPS 180-2.
        assert!(
            page.contains("'wasm-unsafe-eval' 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='; style")
        );
        assert!(!page.contains("unsafe-eval' 'unsafe-inline'"));
    }

    #[test]
    fn a_page_that_cannot_hold_it_is_refused() {
        assert!(with_policy("<meta charset=\"gbk\">").is_err());
        assert!(with_policy(&format!("{AFTER}<script>abc")).is_err());
    }
}
