//! Other programs' files.

use crate::way_in;
use contract::import::{FromDesk, Panel, ToDesk, Tone};
use contract::{Command, FieldWrite};
use domain::RecordId;
use domain::record::{PARAGRAPH_LIMIT, Record, Value};
use domain::stage::{Stage, StageEnd, StageId};
use import::{BATCH, Desk, File, Plan, Table, Team, preset, read};
use sample::pipeline_export;
use std::collections::HashSet;
use std::sync::LazyLock;

const PRESET: &str = "maven";
const DEALS: usize = 6;
const TEAM: RecordId = RecordId([9; 16]);

/// The files of a small company.
pub(crate) static FILES: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(|| {
    let files = pipeline_export(1, DEALS).files;
    files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
});

/// Way 0: a file. Way 1: one of a preset's files, the others being in order; the next byte says which.
///
/// The same files give the same plan; its records are each other than the others, and what they point to comes first.
pub fn csv(bytes: &[u8]) -> bool {
    match way_in(bytes, 2) {
        Some((0, bytes)) => is_table(bytes),
        Some((_, bytes)) => {
            way_in(bytes, 4).is_some_and(|(which, bytes)| is_planned(usize::from(which), bytes))
        }
        None => false,
    }
}

fn is_table(bytes: &[u8]) -> bool {
    let Ok(table) = Table::read("a.csv", bytes) else { return false };
    let (text, encoding) = import::decode(bytes).expect("it was read");
    assert_eq!(table.encoding, encoding);
    let lines = text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
    let mut before = 0;
    for row in table.rows() {
        assert!(row.line > before, "line {} after {before}", row.line);
        before = row.line;
        for column in table.columns() {
            let column = table.column(column).expect("it has this column");
            assert!(row.cell(column).len() <= bytes.len() * 3);
        }
    }
    assert!(before as usize <= lines, "line {before} of {lines}");
    let again = Table::read("a.csv", text.as_bytes()).expect("the same text in UTF-8");
    assert_eq!((again.columns(), again.rows().len()), (table.columns(), table.rows().len()));
    true
}

fn is_planned(which: usize, bytes: &[u8]) -> bool {
    let mut files = FILES.clone();
    let which = which % files.len();
    files[which].1 = bytes.to_vec();
    let team = Team { id: TEAM, stages: stages() };
    let views: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
    let preset = preset(PRESET).expect("there is this preset");
    let plan = read(preset, &views, &team);
    match (&plan, read(preset, &views, &team)) {
        (Ok(plan), Ok(again)) => assert!(plan.records == again.records && plan.remarks == again.remarks),
        (Err(fault), Err(again)) => assert_eq!(*fault, again),
        _ => panic!("the same files, another plan"),
    }
    if let Ok(plan) = &plan {
        is_in_order(plan);
    }
    let files = files.into_iter().map(|(name, bytes)| (name.to_owned(), contract::File(bytes))).collect();
    is_carried_out(files, plan.as_ref().map_or(0, |plan| plan.records.len()));
    plan.is_ok()
}

fn stages() -> Vec<(StageId, Stage)> {
    let stage = |n: u8, end| (StageId(RecordId([n; 16])), Stage { end, ..Stage::default() });
    vec![stage(1, None), stage(2, Some(StageEnd::Won)), stage(3, Some(StageEnd::Lost))]
}

fn is_in_order(plan: &Plan) {
    let own: HashSet<RecordId> = plan.records.iter().map(|(_, id, _)| *id).collect();
    assert_eq!(own.len(), plan.records.len(), "two records with one id");
    let mut before = HashSet::new();
    for (kind, id, fields) in &plan.records {
        let kind = domain::kind(kind).expect("a kind there is");
        for FieldWrite { field, value } in fields {
            assert!(kind.field(field).is_some(), "{field}");
            match value {
                Some(Value::Id(to)) => {
                    assert!(!own.contains(to) || before.contains(to), "{field} points ahead")
                }
                Some(Value::Text(text)) => assert!(text.chars().count() <= PARAGRAPH_LIMIT),
                _ => {}
            }
        }
        before.insert(*id);
    }
    assert!(plan.sorts().len() <= plan.remarks.len());
}

/// The whole conversation with somebody who presses every button that leads on; so many records are planned, none when
/// the files cannot be taken.
fn is_carried_out(files: Vec<(String, contract::File)>, records: usize) {
    let mut desk = Desk::default();
    desk.handle(ToDesk::Begin {
        chinese: records.is_multiple_of(2),
        today: chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day"),
        team: TEAM,
        stages: stages().into_iter().map(|(id, stage)| (id.0, stage.to_fields())).collect(),
        imports: Vec::new(),
    });
    let mut said = desk.handle(ToDesk::Files(files));
    if !panel(&said).iter().any(|line| line.tone == Tone::First) {
        assert!(panel(&said).iter().any(|line| line.tone == Tone::Alert), "neither taken nor refused");
        assert_eq!(records, 0);
        return;
    }
    // Between bringing in and other files stand, when there are remarks, those row by row and as a table.
    let buttons = |said: &[FromDesk]| panel(said).iter().filter(|line| !line.word.is_empty()).count() as u32;
    if buttons(&said) > 2 {
        said = desk.handle(ToDesk::Press(1));
        said = desk.handle(ToDesk::Press(buttons(&said) - 2));
        assert!(said.iter().any(|said| matches!(said, FromDesk::Save { .. })), "no table of remarks");
    }
    let first = panel(&said).iter().find(|line| line.tone == Tone::First).expect("still to be brought in");
    let mut said = desk.handle(ToDesk::Press(first.number));
    let mut brought = 0;
    for _ in 0..=records / BATCH + 1 {
        let Some(FromDesk::Command(command)) = said.first() else { break };
        let command = postcard::from_bytes(&command.0).expect("a command");
        let Command::Import { import, records, .. } = command else { panic!("{command:?}") };
        brought += records.len();
        let changed = records.iter().map(|(_, id, _)| *id).chain([import.0]).collect();
        said = desk.handle(ToDesk::Done { changed, kept: 0 });
    }
    assert_eq!(brought, records);
    assert!(panel(&said).iter().all(|line| line.tone != Tone::Progress), "it does not come to an end");
}

fn panel(said: &[FromDesk]) -> &Panel {
    let panel =
        said.iter().find_map(|said| if let FromDesk::Panel(panel) = said { Some(panel) } else { None });
    panel.expect("something is always shown")
}
