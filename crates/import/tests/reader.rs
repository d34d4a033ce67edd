//! The reader of files as an app talks to it.

use contract::Command;
use contract::import::{FromReader, ImportFault, Preview, Progress, ToReader};
use contract::query::Window;
use domain::RecordId;
use domain::record::Record;
use domain::stage::{Stage, StageEnd};
use import::Reader;
use language::Language;
use sample::{PipelineExport, pipeline_export};

const DEALS: usize = 2_000;
const ALL: u32 = 2_000 + 41 + 85 + 7;

fn read(reader: &mut Reader, preset: &str, export: &PipelineExport) -> FromReader {
    let stage = |n: u8, end| (RecordId([n; 16]), Stage { end, ..Stage::default() }.to_fields());
    let stages = vec![stage(1, None), stage(2, Some(StageEnd::Won)), stage(3, Some(StageEnd::Lost))];
    let files = export
        .files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), contract::File(text.clone().into_bytes())))
        .collect();
    let message =
        ToReader::Read { chinese: false, preset: preset.to_owned(), team: RecordId([9; 16]), stages, files };
    let mut said = reader.handle(message);
    assert_eq!(said.len(), 1);
    said.remove(0)
}

fn previewed(reader: &mut Reader) -> Preview {
    let FromReader::Read(preview) = read(reader, "maven", &pipeline_export(1, DEALS)) else {
        panic!("not read")
    };
    *preview
}

fn start() -> ToReader {
    ToReader::Start { title: "Maven".to_owned() }
}

fn size(batch: &FromReader) -> u32 {
    match batch {
        FromReader::Batch(carried) => match postcard::from_bytes(&carried.0) {
            Ok(Command::Import { records, .. }) => records.len() as u32,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[test]
fn whose_files_can_be_read_is_said_with_the_files_that_are_needed() {
    let said = Reader::default().handle(ToReader::Presets);
    let [FromReader::Presets(rows)] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(rows[0].code, "maven");
    assert!(rows[0].files.iter().any(|file| file == "sales_pipeline.csv"));
}

#[test]
fn a_preview_says_what_would_come_and_remarks_are_read_in_parts() {
    let export = pipeline_export(1, DEALS);
    let mut reader = Reader::default();
    let preview = previewed(&mut reader);
    let kinds = [("product", 7), ("member", 41), ("customer", 85), ("deal", 2_000)];
    assert_eq!(preview.kinds, kinds.map(|(kind, count)| (kind.to_owned(), count)));
    let totals = &export.totals;
    let remarks = (totals.misspelt + totals.empty + totals.without_customer) as u32;
    assert_eq!(preview.remark_count, remarks);
    assert!(preview.sorts.iter().any(|sort| sort.contains("” was read as “")));
    // "… (12×, first on line 3)"
    let counted =
        |sort: &String| sort.rsplit_once('(')?.1.split_once('×')?.0.replace(',', "").parse::<u32>().ok();
    assert_eq!(preview.sorts.iter().filter_map(counted).sum::<u32>(), remarks);
    assert_eq!(preview.notes, Vec::<String>::new());

    let shown = |reader: &mut Reader, offset, count| match reader
        .handle(ToReader::Remarks(Window { offset, count }))
        .as_slice()
    {
        [FromReader::Remarks { offset: at, rows }] if *at == offset => rows.clone(),
        other => panic!("{other:?}"),
    };
    assert!(shown(&mut reader, 0, 1)[0].starts_with("accounts.csv, line "));
    assert_eq!(shown(&mut reader, remarks - 3, 50).len(), 3);
    assert_eq!(shown(&mut reader, remarks, 50).len(), 0);
    let said = reader.handle(ToReader::Report);
    let [FromReader::Report(report)] = said.as_slice() else { panic!("{said:?}") };
    let lines = report.0.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(lines, remarks as usize + 1, "a header and each remark");
}

#[test]
fn batches_follow_when_the_one_before_is_saved() {
    let mut reader = Reader::default();
    previewed(&mut reader);
    let mut said = reader.handle(start());
    assert_eq!(reader.handle(start()), [], "it is under way");
    let mut progress = Vec::new();
    loop {
        let new = size(said.last().unwrap());
        said = reader.handle(ToReader::Saved { new });
        let FromReader::Progress(at) = said[0] else { panic!("{said:?}") };
        progress.push((at.done, at.new, at.all));
        if let Some(FromReader::Over(over)) = said.last() {
            assert_eq!(*over, Progress { done: ALL, new: ALL, all: ALL });
            break;
        }
    }
    assert_eq!(progress, [(960, 960, ALL), (1_920, 1_920, ALL), (ALL, ALL, ALL)]);
    assert_eq!(reader.handle(ToReader::Saved { new: 1 }), [], "nothing is under way any more");
}

#[test]
fn a_stopped_import_goes_on_from_the_beginning_and_finds_what_is_in() {
    let mut reader = Reader::default();
    assert_eq!(reader.handle(start()), [], "nothing was read");
    assert_eq!(reader.handle(ToReader::Stop), []);
    previewed(&mut reader);
    reader.handle(start());
    reader.handle(ToReader::Saved { new: 960 });
    let stopped = Progress { done: 960, new: 960, all: ALL };
    assert_eq!(reader.handle(ToReader::Stop), [FromReader::Over(stopped)]);
    assert_eq!(
        reader.handle(ToReader::Saved { new: 960 }),
        [],
        "the batch under way is on disk; no more follow"
    );
    assert_eq!(size(&reader.handle(start())[0]), 960);
    let said = reader.handle(ToReader::Saved { new: 0 });
    assert_eq!(said[0], FromReader::Progress(Progress { done: 960, new: 0, all: ALL }));
}

#[test]
fn what_cannot_be_read_is_said_and_forgets_what_was_read_before() {
    let mut reader = Reader::default();
    previewed(&mut reader);
    let mut export = pipeline_export(1, 10);
    let unknown = read(&mut reader, "excel", &export);
    let said = |fault| FromReader::NotRead(language::import::fault(Language::English, &fault));
    assert_eq!(unknown, said(ImportFault::NoPreset("excel".to_owned())));
    export.files.remove(0);
    let missing = read(&mut reader, "maven", &export);
    assert_eq!(missing, said(ImportFault::MissingFiles(vec!["accounts.csv".to_owned()])));
    assert_eq!(reader.handle(start()), []);
}
