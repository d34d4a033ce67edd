//! The list of files that the service worker keeps, each with the hash of its content.

use crate::site;
use anyhow::{Context, Result, bail};
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;

const SERVICE_WORKER: &str = "sw.js";
/// Asked for as the folder itself: some hosts send `index.html` elsewhere.
const START: (&str, &str) = ("index.html", "./");
const EMPTY_FILES: &str = "const FILES = {};";
const EMPTY_VERSION: &str = "const VERSION = \"\";";

/// Write the finished files of the site into its service worker. Call it after the last change to any of them, and
/// before the compressed twins are made.
pub fn fill_in(dist: &Path) -> Result<()> {
    let mut files = Vec::new();
    for file in site::files(dist)? {
        let name = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        if name != SERVICE_WORKER && !name.ends_with(".br") {
            let content = std::fs::read(&file).with_context(|| file.display().to_string())?;
            files.push((name, content));
        }
    }
    let path = dist.join(SERVICE_WORKER);
    let template = std::fs::read_to_string(&path).context(SERVICE_WORKER)?;
    std::fs::write(path, filled(&template, &files)?)?;
    Ok(())
}

fn filled(template: &str, files: &[(String, Vec<u8>)]) -> Result<String> {
    let mut list = String::from("const FILES = {\n");
    for (name, content) in files {
        let name = if name == START.0 { START.1 } else { name };
        writeln!(list, "  {name:?}: \"sha256-{}\",", hash(content))?;
    }
    list.push_str("};");
    if !template.contains(EMPTY_FILES) || !template.contains(EMPTY_VERSION) {
        bail!("{SERVICE_WORKER} lacks the lines to fill in");
    }
    let version = format!("const VERSION = \"{}\";", hash(list.as_bytes()));
    Ok(template.replace(EMPTY_FILES, &list).replace(EMPTY_VERSION, &version))
}

/// As browsers write it.
pub fn hash(content: &[u8]) -> String {
    Base64::encode_string(&Sha256::digest(content))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "const FILES = {};\nconst VERSION = \"\";\n";

    fn site(content: &str) -> String {
        let files = [("app.js", content), ("index.html", "<p>")];
        let files = files.map(|(name, content)| (name.to_owned(), content.as_bytes().to_vec()));
        filled(TEMPLATE, &files).unwrap()
    }

    #[test]
    fn each_file_has_the_hash_of_its_content() {
        // SHA-256 of "abc", FIPS 180-2.
        assert!(site("abc").contains("\"app.js\": \"sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\""));
        assert!(site("abc").contains("\"./\": \"sha256-"));
    }

    #[test]
    fn another_content_is_another_version() {
        let version = |text: String| text.lines().last().map(str::to_owned);
        assert_eq!(version(site("abc")), version(site("abc")));
        assert_ne!(version(site("abc")), version(site("abd")));
    }

    #[test]
    fn a_template_without_the_lines_is_refused() {
        assert!(filled("const FILES = [];", &[]).is_err());
    }
}
