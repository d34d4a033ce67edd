//! `import`: another program's files, in batches that each are whole on disk before the next begins. Stopped or
//! killed, the same command goes on where it was, and everything is one import to undo.

use crate::command::hex;
use crate::fault::Fault;
use crate::peer::Peer;
use crate::private_file;
use crate::screen::{Screen, table};
use crate::words::{self, header};
use contract::{Command, Deviation, ImportFault};
use domain::RecordId;
use domain::record::Record;
use domain::stage::{Stage, StageId};
use domain::team::Team;
use import::{File, MIB_LIMIT, Plan, Preset};
use language::Word;
use language::label::kind_label;
use serde_json::{Map, Value as Json, json};
use std::cell::Cell;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What is asked for.
pub struct Wish<'a> {
    /// The preset's code.
    pub preset: &'a str,
    /// Where the files lie.
    pub folder: &'a Path,
    /// Where to write the remarks row by row.
    pub report: Option<&'a Path>,
    /// Only read.
    pub dry_run: bool,
}

/// Per kind: in the files, and new.
type Counts = BTreeMap<String, (usize, usize)>;

/// Read the files, say what does not fit, and bring in what is not here yet.
pub async fn import(peer: &mut Peer<'_>, screen: &Screen, wish: &Wish<'_>) -> Result<(), Fault> {
    let preset = import::preset(wish.preset)
        .ok_or_else(|| Fault::Import(ImportFault::NoPreset(wish.preset.to_owned())))?;
    let team = team(peer).await?;
    let files = read_files(preset, wish.folder)?;
    let files: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
    let plan = import::read(preset, &files, &team).map_err(Fault::Import)?;
    if let Some(path) = wish.report {
        private_file::write(path, &import::report(screen.language, &plan.remarks))
            .map_err(|error| Fault::Output { path: path.to_owned(), system: error.to_string() })?;
    }
    tell_of_files(screen, &plan);
    let (new, other) = if wish.dry_run {
        (unknown(peer, &plan).await?, 0)
    } else {
        bring(peer, screen, &plan, wish.folder).await?
    };
    let counts = counts(&plan, &new);
    screen.answer(|| as_text(screen, &plan, &counts), || as_json(screen, &plan, &counts, wish.dry_run))?;
    if let Some(path) = wish.report {
        screen.note(&words::report_written(screen.language, path, plan.remarks.len()));
    } else if !plan.remarks.is_empty() {
        screen.note(words::REPORT_HINT.say(screen.language));
    }
    if wish.dry_run {
        screen.note(words::DRY_RUN.say(screen.language));
    } else {
        let known = plan.records.len() - new.len();
        screen.note(&language::import::brought(screen.language, new.len(), known, other));
        if !new.is_empty() {
            screen.note(&words::saved(screen.language, Some(&hex(plan.import.0.0))));
        }
    }
    Ok(())
}

async fn team(peer: &mut Peer<'_>) -> Result<import::Team, Fault> {
    let team = peer.records(Team::SPEC.name, false).await?.rows;
    let stages = peer.records(Stage::SPEC.name, false).await?.rows;
    Ok(import::Team {
        // A team has one record of itself; every device knows it from the moment it joins.
        id: team.into_iter().map(|(id, _)| id).min().ok_or(contract::Refusal::NoTeam)?,
        stages: stages.into_iter().map(|(id, fields)| (StageId(id), Stage::from_fields(&fields))).collect(),
    })
}

/// The preset's files, as far as the folder has them.
fn read_files(preset: &Preset, folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let cannot_read = |path: &Path, error: &std::io::Error| Fault::CannotRead {
        path: path.to_owned(),
        system: error.to_string(),
    };
    let mut wanted: Vec<(String, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| cannot_read(folder, &error))? {
        let path = entry.map_err(|error| cannot_read(folder, &error))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if preset.files().iter().any(|file| file.eq_ignore_ascii_case(&name)) {
            wanted.push((name, path));
        }
    }
    let mut files = Vec::new();
    for (name, path) in wanted {
        let size = std::fs::metadata(&path).map_err(|error| cannot_read(&path, &error))?.len();
        if size > u64::from(MIB_LIMIT) << 20 {
            return Err(Fault::Import(ImportFault::TooLarge { file: name, limit_mib: MIB_LIMIT }));
        }
        let bytes = std::fs::read(&path).map_err(|error| cannot_read(&path, &error))?;
        files.push((name, bytes));
    }
    Ok(files)
}

/// Bring in what is not here yet; gives which records those are, and how many others the files describe differently.
async fn bring(
    peer: &mut Peer<'_>,
    screen: &Screen,
    plan: &Plan,
    folder: &Path,
) -> Result<(HashSet<RecordId>, usize), Fault> {
    let title = match folder.file_name() {
        Some(name) => format!("{} · {}", plan.preset.name, name.to_string_lossy()),
        None => plan.preset.name.to_owned(),
    };
    let title: String = title.chars().filter(|c| !c.is_control()).take(domain::record::LINE_LIMIT).collect();
    let is_stopped = Rc::new(Cell::new(false));
    let heard = is_stopped.clone();
    let listening = tokio::task::spawn_local(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            heard.set(true);
        }
    });
    let mut new = HashSet::new();
    let (mut done, mut other) = (0, 0);
    for command in plan.batches(&title) {
        if is_stopped.get() {
            return Err(Fault::ImportStopped { done, all: plan.records.len(), import: plan.import.0 });
        }
        let Command::Import { records, .. } = &command else { continue };
        done += records.len();
        let outcome = peer.command(command).await?;
        new.extend(outcome.changed);
        other += outcome.kept.len();
        screen.note(&words::gone_through(screen.language, done, plan.records.len()));
    }
    listening.abort();
    new.remove(&plan.import.0);
    Ok((new, other))
}

/// The plan's records that would come: those that are not here, and those that an undone import took away.
async fn unknown(peer: &mut Peer<'_>, plan: &Plan) -> Result<HashSet<RecordId>, Fault> {
    let kinds: HashSet<&str> = plan.records.iter().map(|(kind, ..)| kind.as_str()).collect();
    let mut ids: HashSet<RecordId> = plan.records.iter().map(|(_, id, _)| *id).collect();
    for kind in kinds {
        let import = crate::find::kind(kind)?.import();
        for deleted in [false, true] {
            for (id, fields) in peer.records(kind, deleted).await?.rows {
                if !deleted || import.is_some_and(|import| fields.get(import).is_some()) {
                    ids.remove(&id);
                }
            }
        }
    }
    Ok(ids)
}

fn counts(plan: &Plan, new: &HashSet<RecordId>) -> Counts {
    let mut counts = Counts::new();
    for (kind, id, _) in &plan.records {
        let (all, fresh) = counts.entry(kind.clone()).or_default();
        *all += 1;
        *fresh += usize::from(new.contains(id));
    }
    counts
}

fn tell_of_files(screen: &Screen, plan: &Plan) {
    for (file, encoding) in &plan.encodings {
        screen.note(&language::import::read_in(screen.language, file, *encoding));
    }
    for (file, column) in &plan.unread {
        screen.note(&language::import::unread(screen.language, file, column));
    }
}

fn as_text(screen: &Screen, plan: &Plan, counts: &Counts) -> String {
    let say = |word: Word| word.say(screen.language).to_owned();
    let header = [header::KIND, header::IN_FILES, header::NEW, header::HERE_ALREADY].map(say);
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|(kind, (all, new))| {
            let kind = kind_label(screen.language, kind).into_owned();
            vec![kind, all.to_string(), new.to_string(), (all - new).to_string()]
        })
        .collect();
    let mut text = table(&header, &rows);
    for (first, count) in plan.sorts() {
        text.push_str(&language::import::remarks(screen.language, first, count));
        text.push('\n');
    }
    text
}

fn as_json(screen: &Screen, plan: &Plan, counts: &Counts, dry_run: bool) -> Json {
    let kinds: Map<String, Json> = counts
        .iter()
        .map(|(kind, (all, new))| (kind.clone(), json!({ "in_files": all, "new": new, "known": all - new })))
        .collect();
    let has_new = counts.values().any(|(_, new)| *new > 0);
    let remarks = plan.remarks.iter().map(|remark| {
        json!({
            "file": remark.file,
            "line": remark.line,
            "column": remark.column,
            "found": remark.found,
            "done": code(&remark.deviation),
            "said": language::import::remark(screen.language, remark),
        })
    });
    json!({
        "saved": !dry_run,
        "undo": (!dry_run && has_new).then(|| hex(plan.import.0.0)),
        "rows": plan.rows,
        "kinds": kinds,
        "remarks": remarks.collect::<Vec<_>>(),
    })
}

/// What was done, for programs.
fn code(deviation: &Deviation) -> Json {
    match deviation {
        Deviation::ReadAs(text) => json!({ "read_as": text }),
        Deviation::Shortened(limit) => json!({ "shortened": limit }),
        Deviation::Empty => json!("empty"),
        Deviation::NotInFiles => json!("not_in_files"),
        Deviation::Circle => json!("circle"),
        Deviation::NotADay => json!("not_a_day"),
        Deviation::NotANumber => json!("not_a_number"),
        Deviation::UnknownWord => json!("unknown_word"),
        Deviation::MadeOneLine => json!("made_one_line"),
    }
}
