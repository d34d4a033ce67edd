//! Which record a row is, for ever: the first 128 bits of a BLAKE3 hash.
//!
//! The hash takes the team, the preset, the table and what the row is known by, so the same row is the same record on
//! every device of a team and another record in every other team. An import is named by its files' bytes alike: who
//! brings in the same files again goes on with the same import.

use crate::File;
use domain::RecordId;

/// What is hashed here is hashed nowhere else.
const RECORD: &str = "tongzhou import: record id, version 1";
const IMPORT: &str = "tongzhou import: import id, version 1";

/// The record of a row.
pub fn record_id(team: RecordId, preset: &str, table: &str, key: &str) -> RecordId {
    hash(RECORD, team, &[preset.as_bytes(), table.as_bytes(), key.as_bytes()])
}

/// The import of these files.
pub fn import_id<'a>(team: RecordId, preset: &str, files: impl Iterator<Item = File<'a>>) -> RecordId {
    let parts = files.flat_map(|file| [file.name.as_bytes(), file.bytes]);
    hash(IMPORT, team, &std::iter::once(preset.as_bytes()).chain(parts).collect::<Vec<_>>())
}

fn hash(context: &str, team: RecordId, parts: &[&[u8]]) -> RecordId {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    hasher.update(&team.0);
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut id = [0; 16];
    hasher.finalize_xof().fill(&mut id);
    RecordId(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_the_same_id_for_ever() {
        let id = record_id(RecordId([7; 16]), "maven", "pipeline", "1C1I7A6R");
        assert_eq!(id.to_string(), "d966bed7f5dccffba6f639192b8e0114");
    }

    #[test]
    fn no_two_rows_share_an_id() {
        let team = RecordId([7; 16]);
        let id = record_id(team, "maven", "pipeline", "a");
        assert_ne!(id, record_id(RecordId([8; 16]), "maven", "pipeline", "a"));
        assert_ne!(id, record_id(team, "mave", "npipeline", "a"));
        assert_ne!(id, record_id(team, "maven", "pipelin", "ea"));
        assert_ne!(id, record_id(team, "maven", "pipeline", "b"));
    }
}
