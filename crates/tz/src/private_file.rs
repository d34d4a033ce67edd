//! Files that only their owner reads: customers are in them.

use std::io::{Result, Write as _};
use std::path::Path;

/// Write a file beside its place, then put it there: whoever finds it finds all of it. What is no file, as a pipe, is
/// written into.
///
/// # Errors
/// The system's.
pub fn write(to: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::metadata(to).is_ok_and(|there| !there.is_file()) {
        return std::fs::write(to, bytes);
    }
    let mut beside = to.as_os_str().to_owned();
    beside.push(".part");
    // Of a try that was broken off; it may be open to others.
    let _ = std::fs::remove_file(&beside);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, to)
}
