//! `export`: everything this replica holds, in files that other programs read.

mod automerge;
mod csv;

use super::list::record_json;
use crate::arguments::ExportFormat;
use crate::fault::Fault;
use crate::peer::Peer;
use crate::private_file;
use crate::screen::Screen;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};

/// Write the files and print their names.
pub async fn export(
    peer: &mut Peer<'_>,
    screen: &Screen,
    format: ExportFormat,
    folder: &Path,
) -> Result<(), Fault> {
    peer.team()?;
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    let mut written = Vec::new();
    match format {
        ExportFormat::Automerge => {
            for (name, bytes) in automerge::documents(peer.store())? {
                written.push(write(folder, &name, &bytes)?);
            }
        }
        ExportFormat::Json => {
            for kind in domain::KINDS {
                let records = peer.records(kind.name, false).await?;
                let rows: Json =
                    records.rows.iter().map(|(id, fields)| record_json(kind, *id, fields)).collect();
                written.push(write(
                    folder,
                    &format!("{}.json", kind.name),
                    format!("{rows:#}\n").as_bytes(),
                )?);
            }
        }
        ExportFormat::Csv => {
            let titles = csv::unique_titles(peer).await?;
            for kind in domain::KINDS {
                let records = peer.records(kind.name, false).await?;
                let table = csv::table(kind, &records.rows, &titles);
                written.push(write(folder, &format!("{}.csv", kind.name), &table)?);
            }
        }
    }
    let names: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    screen.answer(|| names.join("\n"), || json!({ "files": names }))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Fault> {
    let path = folder.join(name);
    private_file::write(&path, bytes).map_err(|error| cannot_write(&path, &error))?;
    Ok(path)
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Fault {
    Fault::Output { path: path.to_owned(), system: error.to_string() }
}
