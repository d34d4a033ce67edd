//! An import as somebody sees it.

use contract::Command;
use contract::import::{FromDesk, Panel, ToDesk, Tone};
use domain::RecordId;
use domain::import::Import;
use domain::record::Record;
use domain::stage::{Stage, StageEnd};
use import::Desk;
use sample::pipeline_export;

const DEALS: usize = 2_500;

/// A desk in front of somebody who has imported something before, what it shows and what it wants written.
struct Seat {
    desk: Desk,
    panel: Panel,
    commands: Vec<Command>,
    saved: Vec<(String, Vec<u8>)>,
}

impl Seat {
    fn take() -> Self {
        let mut seat =
            Self { desk: Desk::default(), panel: Panel::new(), commands: Vec::new(), saved: Vec::new() };
        let stage = |n: u8, end| (RecordId([n; 16]), Stage { end, ..Stage::default() }.to_fields());
        let before = Import { title: "Maven · 3月5日".to_owned(), ..Import::default() };
        seat.does(ToDesk::Begin {
            chinese: true,
            today: chrono::NaiveDate::from_ymd_opt(2026, 3, 9).expect("a day"),
            team: RecordId([9; 16]),
            stages: vec![stage(1, None), stage(2, Some(StageEnd::Won)), stage(3, Some(StageEnd::Lost))],
            imports: vec![(RecordId([7; 16]), before.to_fields())],
        });
        seat
    }

    fn does(&mut self, message: ToDesk) {
        for said in self.desk.handle(message) {
            match said {
                FromDesk::Panel(panel) => self.panel = panel,
                FromDesk::Command(bytes) => {
                    self.commands.push(postcard::from_bytes(&bytes.0).expect("a command"));
                }
                FromDesk::Save { name, file } => self.saved.push((name, file.0)),
            }
        }
    }

    fn chooses_files(&mut self) {
        let export = pipeline_export(1, DEALS);
        let file =
            |(name, text): &(&str, String)| ((*name).to_owned(), contract::File(text.clone().into_bytes()));
        self.does(ToDesk::Files(export.files.iter().map(file).collect()));
    }

    fn presses(&mut self, word: &str) {
        let line = self.panel.iter().find(|line| line.word == word).expect(word);
        self.does(ToDesk::Press(line.number));
    }

    fn takes_files(&self) -> bool {
        self.panel.iter().any(|line| line.tone == Tone::Files)
    }

    fn is_under_way(&self) -> bool {
        self.panel.iter().any(|line| line.tone == Tone::Progress)
    }

    /// Titles of the imports that can be undone.
    fn imports(&self) -> Vec<&str> {
        let lines = self.panel.iter().filter(|line| line.word == "撤销导入");
        lines.map(|line| line.text.as_str()).collect()
    }

    fn reads(&self, text: &str) -> bool {
        self.panel.iter().any(|line| line.text.contains(text))
    }

    /// The engine does what was sent last, all of it new.
    fn is_done(&mut self) -> usize {
        let Some(Command::Import { import, records, .. }) = self.commands.last() else { panic!("no batch") };
        let changed: Vec<RecordId> = records.iter().map(|(_, id, _)| *id).chain([import.0]).collect();
        let many = changed.len() - 1;
        self.does(ToDesk::Done { changed, kept: 0 });
        many
    }
}

#[test]
fn files_are_looked_at_before_anything_is_written() {
    let mut seat = Seat::take();
    assert!(seat.takes_files() && seat.reads("sales_pipeline.csv"));
    seat.chooses_files();
    let totals = pipeline_export(1, DEALS).totals;
    let remarks = totals.misspelt + totals.empty + totals.without_customer;
    assert!(seat.reads("商机 2,500"), "{:?}", seat.panel);
    assert!(seat.panel.iter().any(|line| {
        let digits: String = line.text.chars().filter(char::is_ascii_digit).collect();
        line.text.starts_with("有问题的地方") && digits == remarks.to_string()
    }));
    let before = seat.panel.len();
    seat.presses("逐行查看");
    assert!(seat.panel.len() > before);
    seat.presses("保存为表格");
    let [(name, table)] = seat.saved.as_slice() else { panic!("{:?}", seat.saved.len()) };
    assert_eq!(name, "有问题的地方.csv");
    assert_eq!(table.iter().filter(|byte| **byte == b'\n').count(), remarks + 1, "a header and each remark");
    assert!(seat.commands.is_empty());
    seat.presses("换文件");
    assert!(seat.takes_files());
}

#[test]
fn an_import_goes_batch_by_batch_and_is_then_among_those_to_be_undone() {
    let mut seat = Seat::take();
    seat.chooses_files();
    seat.presses("导入");
    let mut brought = 0;
    while seat.is_under_way() {
        let sent = seat.commands.len();
        brought += seat.is_done();
        assert!(!seat.is_under_way() || seat.commands.len() == sent + 1, "one batch at a time");
    }
    assert_eq!(seat.commands.len(), 3);
    assert_eq!(brought, 2_633);
    assert!(seat.reads("已导入 2,633 条。"), "{:?}", seat.panel);
    assert_eq!(seat.imports().last(), Some(&"Maven · 3月5日"), "the newest comes first");
    assert_eq!(seat.imports().len(), 2);
}

#[test]
fn a_stopped_import_ends_with_the_batch_under_way_and_the_same_files_go_on_from_there() {
    let mut seat = Seat::take();
    seat.chooses_files();
    seat.presses("导入");
    seat.presses("停止");
    assert!(seat.reads("正在停下") && !seat.takes_files(), "the batch is not on disk yet");
    seat.is_done();
    assert_eq!(seat.commands.len(), 1, "no more follow");
    assert!(seat.reads("已导入 960 条。已停下") && seat.takes_files(), "{:?}", seat.panel);
    assert_eq!(seat.imports().len(), 2);

    seat.chooses_files();
    seat.presses("导入");
    let Some(Command::Import { import, .. }) = seat.commands.last() else { panic!("no batch") };
    let known = ToDesk::Done { changed: vec![import.0], kept: 0 };
    seat.does(known);
    while seat.is_under_way() {
        seat.is_done();
    }
    assert!(seat.reads("已导入 1,673 条，另有 960 条之前导入过。"), "{:?}", seat.panel);
    assert_eq!(seat.imports().len(), 2, "it is the same import");
}

#[test]
fn a_refused_import_says_why_and_nothing_follows() {
    let mut seat = Seat::take();
    seat.chooses_files();
    seat.presses("导入");
    seat.does(ToDesk::Refused("这台设备存储已满".to_owned()));
    assert!(seat.panel.iter().any(|line| line.tone == Tone::Alert && line.text.contains("已满")));
    seat.does(ToDesk::Done { changed: Vec::new(), kept: 0 });
    assert_eq!(seat.commands.len(), 1);
}

#[test]
fn wrong_files_are_said_and_forget_what_was_read_before() {
    let mut seat = Seat::take();
    seat.chooses_files();
    seat.does(ToDesk::Files(vec![("ACCOUNTS.CSV".to_owned(), contract::File(b"account\n".to_vec()))]));
    let alerts: Vec<&str> =
        seat.panel.iter().filter(|line| line.tone == Tone::Alert).map(|line| line.text.as_str()).collect();
    let [alert] = alerts.as_slice() else { panic!("{alerts:?}") };
    assert!(alert.contains("sales_pipeline.csv") && !alert.contains("accounts.csv"), "{alert}");
    assert!(seat.panel.iter().all(|line| line.tone != Tone::First), "there is nothing to bring in");
}

#[test]
fn undoing_asks_first_and_says_what_stayed() {
    let mut seat = Seat::take();
    seat.presses("撤销导入");
    seat.presses("取消");
    assert!(seat.commands.is_empty());
    seat.presses("撤销导入");
    seat.presses("撤销导入");
    let [Command::UndoImport { import }] = seat.commands.as_slice() else { panic!("{:?}", seat.commands) };
    let changed = vec![import.0, RecordId([1; 16]), RecordId([2; 16])];
    seat.does(ToDesk::Done { changed, kept: 1 });
    assert!(seat.reads("已撤销导入的 2 条。留下 1 条"), "{:?}", seat.panel);
    assert!(seat.imports().is_empty(), "it is gone from the list");
}

#[test]
fn a_button_that_is_not_there_does_nothing() {
    let mut seat = Seat::take();
    let before = seat.panel.clone();
    seat.does(ToDesk::Press(99));
    assert_eq!(seat.panel, before);
}
