//! Writes a version's fixture of stored data. Run once, by the build of that version:
//! `cargo run -p tongzhou-tests --example write_stored_data -- v1`.

use std::error::Error;
use std::fs;
use tongzhou_tests::stored::{self, screens, v1};

fn main() -> Result<(), Box<dyn Error>> {
    let version = std::env::args().nth(1).ok_or("which version?")?;
    let folder = stored::folder(&version);
    let mut team = v1::team();
    let disk = &mut team.device_mut(v1::FOUNDER).disk;
    disk.close();
    let rows = disk.copy();
    let shown = screens::shown(&mut stored::started_with(rows.clone(), v1::MOMENT_MS), 0);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("rows.txt"), stored::rows_to_text(&rows))?;
    fs::write(folder.join("screens.txt"), shown)?;
    println!("{} rows are in {}", rows.len(), folder.display());
    Ok(())
}
