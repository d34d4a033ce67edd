//! The files of Maven Analytics: generated ones with the same faults, and the real ones where they are.

use contract::{Command, Deviation, FieldWrite, ImportFault};
use domain::RecordId;
use domain::record::{LINE_LIMIT, Value};
use domain::stage::{Stage, StageEnd, StageId};
use import::{Encoding, File, Plan, Team, preset, read};
use sample::{PipelineExport, pipeline_export};
use std::collections::{BTreeMap, BTreeSet, HashSet};

const DEALS: usize = 900;

fn team() -> Team {
    let stage = |n: u8, end| {
        let stage = Stage { name: format!("{n}"), place: Some(i64::from(10 - n)), end, ..Stage::default() };
        (StageId(RecordId([n; 16])), stage)
    };
    let stages =
        vec![stage(1, None), stage(2, None), stage(3, Some(StageEnd::Won)), stage(4, Some(StageEnd::Lost))];
    Team { id: RecordId([9; 16]), stages }
}

/// By their places, the second comes before the first.
fn stage_id(word: &str) -> Value {
    let n = ["Engaging", "Prospecting", "Won", "Lost"].iter().position(|other| *other == word).unwrap();
    Value::Id(RecordId([n as u8 + 1; 16]))
}

type Files = Vec<(&'static str, Vec<u8>)>;

fn files(export: &PipelineExport) -> Files {
    export.files.iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect()
}

fn look_alike() -> Files {
    files(&pipeline_export(1, DEALS))
}

fn plan_of(files: &Files) -> Result<Plan, ImportFault> {
    let files: Vec<File<'_>> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
    read(preset("maven").unwrap(), &files, &team())
}

/// The files with one text replaced everywhere in one of them.
fn changed(name: &str, from: &str, to: &str) -> Files {
    let mut files = look_alike();
    let (_, bytes) = files.iter_mut().find(|(other, _)| *other == name).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{name} holds no {from}");
    *bytes = text.replace(from, to).into_bytes();
    files
}

/// The files with a line of one of them (from 1) made anew.
fn line_changed(name: &str, line: usize, change: impl Fn(&str) -> String) -> Files {
    let mut files = look_alike();
    let (_, bytes) = files.iter_mut().find(|(other, _)| *other == name).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let line_of = |(at, old): (usize, &str)| if at + 1 == line { change(old) } else { old.to_owned() };
    *bytes = text.lines().enumerate().map(line_of).map(|line| line + "\r\n").collect::<String>().into_bytes();
    files
}

fn value<'a>(fields: &'a [FieldWrite], field: &str) -> Option<&'a Value> {
    fields.iter().find(|write| write.field == field).and_then(|write| write.value.as_ref())
}

fn of_kind<'a>(plan: &'a Plan, kind: &str) -> Vec<&'a (String, RecordId, Vec<FieldWrite>)> {
    plan.records.iter().filter(|(other, ..)| other == kind).collect()
}

fn named<'a>(plan: &'a Plan, kind: &str, field: &str, text: &str) -> &'a [FieldWrite] {
    let is_named = |fields: &[FieldWrite]| value(fields, field) == Some(&Value::Text(text.to_owned()));
    let (_, _, fields) =
        plan.records.iter().find(|(other, _, fields)| other == kind && is_named(fields)).unwrap();
    fields
}

/// Deals and their value by stage.
fn by_stage(plan: &Plan, word: &str) -> (usize, i64) {
    let deals = of_kind(plan, "deal").into_iter();
    let values = deals.filter(|(_, _, fields)| value(fields, "stage") == Some(&stage_id(word))).map(
        |(_, _, fields)| match value(fields, "value") {
            Some(Value::Int(fen)) => fen / 100,
            _ => 0,
        },
    );
    values.fold((0, 0), |(count, sum), value| (count + 1, sum + value))
}

/// Whether every record fits its kind and points only to what came before.
fn assert_sound(plan: &Plan) {
    let mut known: HashSet<RecordId> = team().stages.iter().map(|(id, _)| id.0).collect();
    for (kind, id, fields) in &plan.records {
        let spec = domain::kind(kind).unwrap();
        for (index, field) in spec.fields.iter().enumerate() {
            let given: Vec<_> = fields.iter().filter(|write| write.field == field.name).collect();
            assert!(given.len() <= 1, "{kind}.{} is given twice", field.name);
            let value = given.first().and_then(|write| write.value.as_ref());
            field.check(value).unwrap_or_else(|fault| panic!("{kind}.{index} = {value:?}: {fault:?}"));
            if let Some(Value::Id(target)) = value {
                assert!(known.contains(target), "{kind}.{} points to what comes later", field.name);
            }
        }
        assert!(known.insert(*id), "two records of one id");
    }
}

#[test]
fn the_plan_holds_what_the_files_hold() {
    let export = pipeline_export(1, DEALS);
    let plan = plan_of(&files(&export)).unwrap();
    let totals = export.totals;
    assert_sound(&plan);
    let count = |kind| of_kind(&plan, kind).len();
    assert_eq!(
        (count("member"), count("customer"), count("product"), count("deal")),
        (totals.members, totals.customers, totals.products, DEALS)
    );
    for (word, expected) in &totals.by_stage {
        assert_eq!(by_stage(&plan, word), *expected, "{word}");
    }
    let without =
        of_kind(&plan, "deal").iter().filter(|(_, _, deal)| value(deal, "customer").is_none()).count();
    assert_eq!(without, totals.without_customer);
    let remarks =
        |wanted: fn(&Deviation) -> bool| plan.remarks.iter().filter(|at| wanted(&at.deviation)).count();
    assert_eq!(remarks(|what| matches!(what, Deviation::ReadAs(_))), totals.misspelt);
    assert_eq!(remarks(|what| matches!(what, Deviation::Empty)), totals.empty + totals.without_customer);
    assert_eq!(plan.remarks.len(), totals.misspelt + totals.empty + totals.without_customer);
    assert!(plan.encodings.is_empty() && plan.unread.is_empty());
    let roles = |role: &str| {
        let role = Value::Text(role.to_owned());
        of_kind(&plan, "member").iter().filter(|(_, _, fields)| value(fields, "role") == Some(&role)).count()
    };
    assert_eq!((roles("manager"), roles("salesperson")), (6, 35));
    for (_, _, member) in of_kind(&plan, "member") {
        let is_agent = value(member, "role") == Some(&Value::Text("salesperson".to_owned()));
        assert_eq!(value(member, "line").is_some(), is_agent, "agents have a manager above");
        assert!(value(member, "office").is_some());
    }
}

#[test]
fn a_row_becomes_a_record_field_by_field() {
    let files = line_changed("sales_pipeline.csv", 2, |_| {
        "1C1I7A6R,Gita Abara,HXPro,Eames Works 04,Won,2016-10-20,2017-03-01,1054".to_owned()
    });
    let plan = plan_of(&files).unwrap();
    let deal = named(&plan, "deal", "title", "HX Pro 1C1I7A6R");
    let day = |text: &str| Value::Date(text.parse().unwrap());
    assert_eq!(value(deal, "value"), Some(&Value::Int(105_400)));
    assert_eq!(value(deal, "created_on"), Some(&day("2016-10-20")));
    assert_eq!(value(deal, "closed_on"), Some(&day("2017-03-01")));
    assert_eq!(value(deal, "stage_since"), Some(&day("2017-03-01")));
    assert_eq!(value(deal, "stage"), Some(&stage_id("Won")));
    let id_of = |kind: &str, title: &str| {
        let of_kind = of_kind(&plan, kind).into_iter();
        let name = Value::Text(title.to_owned());
        of_kind
            .filter(|(_, _, fields)| value(fields, "name") == Some(&name))
            .map(|(_, id, _)| Value::Id(*id))
            .next()
    };
    assert_eq!(value(deal, "owner").cloned(), id_of("member", "Gita Abara"));
    assert_eq!(value(deal, "product").cloned(), id_of("product", "HX Pro"));
    assert_eq!(value(deal, "customer").cloned(), id_of("customer", "Eames Works 04"));
    let remark =
        plan.remarks.iter().find(|remark| remark.file == "sales_pipeline.csv" && remark.line == 2).unwrap();
    assert_eq!((remark.column.as_str(), remark.found.as_str()), ("product", "HXPro"));
    assert_eq!(remark.deviation, Deviation::ReadAs("HX Pro".to_owned()));

    let files = line_changed("accounts.csv", 2, |_| {
        "Acme,technolgy,1996,1100.04,2822,Philipines,Eames Works 84".to_owned()
    });
    let plan = plan_of(&files).unwrap();
    let acme = named(&plan, "customer", "name", "Acme");
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(value(acme, "industry"), Some(&text("technology")));
    assert_eq!(value(acme, "region"), Some(&text("Philippines")));
    assert_eq!(value(acme, "founded"), Some(&text("1996")));
    assert_eq!(value(acme, "revenue"), Some(&Value::Int(110_004_000_000)));
    assert_eq!(value(acme, "employees"), Some(&Value::Int(2_822)));
    assert!(matches!(value(acme, "parent"), Some(Value::Id(_))));
    assert_eq!(value(acme, "owner"), None, "the files name no owner");
}

#[test]
fn a_place_that_does_not_fit_is_left_empty_and_named() {
    let row = "X1,Nobody,HX  PRO,Eames,Maybe,May-20,2017-02-30,a lot";
    let plan = plan_of(&line_changed("sales_pipeline.csv", 3, |_| row.to_owned())).unwrap();
    assert_sound(&plan);
    let deal = named(&plan, "deal", "title", "HX Pro X1");
    assert_eq!(deal.len(), 2, "title and product alone: {deal:?}");
    let remarks: Vec<_> = plan
        .remarks
        .iter()
        .filter(|remark| remark.file == "sales_pipeline.csv" && remark.line == 3)
        .map(|remark| (remark.column.as_str(), remark.found.as_str(), remark.deviation.clone()))
        .collect();
    let expected = [
        ("sales_agent", "Nobody", Deviation::NotInFiles),
        ("product", "HX  PRO", Deviation::ReadAs("HX Pro".to_owned())),
        ("account", "Eames", Deviation::NotInFiles),
        ("deal_stage", "Maybe", Deviation::UnknownWord),
        ("engage_date", "May-20", Deviation::NotADay),
        ("close_date", "2017-02-30", Deviation::NotADay),
        ("close_value", "a lot", Deviation::NotANumber),
    ];
    assert_eq!(remarks, expected);

    let long = "x".repeat(300);
    let plan = plan_of(&line_changed("products.csv", 2, |_| format!("{long},\"two\nlines\",1"))).unwrap();
    assert_sound(&plan);
    let short: String = long.chars().take(LINE_LIMIT).collect();
    let product = named(&plan, "product", "name", &short);
    assert_eq!(value(product, "series"), Some(&Value::Text("two lines".to_owned())));
    let deviations: BTreeSet<_> =
        plan.remarks.iter().filter(|at| at.file == "products.csv").map(|at| &at.deviation).collect();
    assert_eq!(deviations, BTreeSet::from([&Deviation::MadeOneLine, &Deviation::Shortened(200)]));
}

#[test]
fn companies_that_own_each_other_in_a_circle_are_cut_loose_once() {
    let mut files = changed("accounts.csv", "Dahl Works 33,", "Dahl Works 33,");
    let (_, bytes) = files.iter_mut().find(|(name, _)| *name == "accounts.csv").unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let ring = |line: &str| match line.split(',').next() {
        // 03 belongs to 33.
        Some("Dahl Works 33") => format!("{line}Dahl Works 03"),
        _ => line.to_owned(),
    };
    *bytes = text.lines().map(ring).map(|line| line + "\r\n").collect::<String>().into_bytes();
    let plan = plan_of(&files).unwrap();
    assert_sound(&plan);
    let circles: Vec<_> = plan.remarks.iter().filter(|at| at.deviation == Deviation::Circle).collect();
    assert_eq!(circles.len(), 1);
    assert_eq!((circles[0].column.as_str(), circles[0].line), ("subsidiary_of", 35));
}

#[test]
fn the_same_files_are_the_same_plan_in_every_encoding() {
    let plan = plan_of(&look_alike()).unwrap();
    let again = plan_of(&look_alike()).unwrap();
    assert_eq!((plan.import, &plan.records), (again.import, &again.records));
    let other_team = Team { id: RecordId([8; 16]), ..team() };
    let owned = look_alike();
    let files: Vec<File<'_>> = owned.iter().map(|(name, bytes)| File { name, bytes }).collect();
    let elsewhere = read(preset("maven").unwrap(), &files, &other_team).unwrap();
    let ids = |plan: &Plan| plan.records.iter().map(|(_, id, _)| *id).collect::<BTreeSet<_>>();
    assert!(ids(&plan).is_disjoint(&ids(&elsewhere)), "another team has other records");

    let mut marked = look_alike();
    marked.iter_mut().for_each(|(_, bytes)| *bytes = [b"\xef\xbb\xbf", bytes.as_slice()].concat());
    let marked = plan_of(&marked).unwrap();
    assert_eq!((&marked.records, &marked.encodings), (&plan.records, &Vec::new()));

    let mut wide = changed("accounts.csv", "Eames Works 04", "锦华服饰");
    let narrow = plan_of(&wide).unwrap();
    for (_, bytes) in &mut wide {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    let wide = plan_of(&wide).unwrap();
    assert_eq!(wide.records, narrow.records);
    assert_eq!(wide.encodings.len(), 4);
}

#[test]
fn files_in_gbk_are_read_and_said_to_be() {
    let mut files = changed("accounts.csv", "Eames Works 04", "@@");
    let (_, bytes) = files.iter_mut().find(|(name, _)| *name == "accounts.csv").unwrap();
    // 锦华
    *bytes = bytes.split(|byte| *byte == b'@').collect::<Vec<_>>().join(b"\xbd\xf5\xbb\xaa".as_slice());
    let text_of = |plan: &Plan| {
        of_kind(plan, "customer").iter().any(|(_, _, fields)| {
        matches!(value(fields, "name"), Some(Value::Text(name)) if name.starts_with("锦华"))
    })
    };
    let plan = plan_of(&files).unwrap();
    assert!(text_of(&plan));
    assert_eq!(plan.encodings, [("accounts.csv".to_owned(), Encoding::Gb18030)]);
}

#[test]
fn bad_files_are_refused_with_what_is_wrong() {
    let fault = |files: &Files| plan_of(files).map(drop).unwrap_err();
    let file = |name: &str| name.to_owned();

    let mut files = look_alike();
    files.retain(|(name, _)| *name != "products.csv" && *name != "accounts.csv");
    assert_eq!(fault(&files), ImportFault::MissingFiles(vec![file("products.csv"), file("accounts.csv")]));

    let files =
        changed("sales_pipeline.csv", "opportunity_id,sales_agent,product,account", "id,who,product,account");
    let columns = vec!["opportunity_id".to_owned(), "sales_agent".to_owned()];
    assert_eq!(fault(&files), ImportFault::MissingColumns { file: file("sales_pipeline.csv"), columns });

    let mut files = look_alike();
    let first = pipeline_export(1, DEALS).files[2].1.lines().nth(1).unwrap().to_owned();
    files[2].1.extend_from_slice(first.as_bytes());
    let key = first.split(',').next().unwrap().to_owned();
    let line = DEALS as u32 + 2;
    assert_eq!(fault(&files), ImportFault::SameKey { file: file("sales_pipeline.csv"), line, first: 2, key });

    let files =
        line_changed("accounts.csv", 9, |line| line.replacen("Works", "\"Works", 1).replacen(',', "", 1));
    assert!(matches!(
        fault(&files),
        ImportFault::UnevenRow { line: 9, .. } | ImportFault::OpenQuote { line: 9, .. }
    ));
    let files = line_changed("accounts.csv", 9, |line| format!("{line},more"));
    let uneven = ImportFault::UnevenRow { file: file("accounts.csv"), line: 9, expected: 7, found: 8 };
    assert_eq!(fault(&files), uneven);
    let files = line_changed("accounts.csv", 9, |line| format!(" {}", &line[line.find(',').unwrap()..]));
    let unnamed = ImportFault::NoKey { file: file("accounts.csv"), line: 9, column: "account".to_owned() };
    assert_eq!(fault(&files), unnamed);

    let mut files = look_alike();
    files[1].1 = b"PK\x03\x04\x14\x00\x06\x00\x08\x00".to_vec();
    assert_eq!(fault(&files), ImportFault::NotText { file: file("products.csv") });

    let without = |end| Team {
        stages: team().stages.into_iter().filter(|(_, stage)| stage.end != end).collect(),
        ..team()
    };
    for (end, word) in [(Some(StageEnd::Won), "Won"), (Some(StageEnd::Lost), "Lost")] {
        let owned = look_alike();
        let files: Vec<File<'_>> = owned.iter().map(|(name, bytes)| File { name, bytes }).collect();
        let fault = read(preset("maven").unwrap(), &files, &without(end)).map(drop).unwrap_err();
        assert_eq!(fault, ImportFault::NoStage(word.to_owned()));
    }
}

#[test]
fn damaged_files_never_panic() {
    let mut random = sample::Random::new(3);
    let whole = files(&pipeline_export(2, 60));
    for _ in 0..400 {
        let mut damaged = whole.clone();
        for _ in 0..=random.below(4) {
            let (_, bytes) = &mut damaged[random.below(4)];
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, b"\",\r\n;\xff\x00\t"[random.below(8)]),
                2 => drop(bytes.remove(at)),
                _ => bytes[at] = random.bits() as u8,
            }
            if bytes.is_empty() {
                bytes.push(b'a');
            }
        }
        if let Ok(plan) = plan_of(&damaged) {
            assert_sound(&plan);
        }
    }
}

#[test]
fn batches_carry_all_records_in_order() {
    let plan = plan_of(&files(&pipeline_export(1, 2_000))).unwrap();
    let mut carried = Vec::new();
    for command in plan.batches("Maven") {
        let Command::Import { import, about, records } = command else { panic!("no import") };
        assert_eq!(import, plan.import);
        assert_eq!(value(&about, "title"), Some(&Value::Text("Maven".to_owned())));
        assert_eq!(value(&about, "rows"), Some(&Value::Int(2_000 + 35 + 85 + 7)));
        assert!(records.len() <= import::BATCH);
        carried.extend(records);
    }
    assert_eq!(carried, plan.records);
}

#[test]
fn the_real_files_hold_what_is_known_of_them() {
    let Some(folder) = std::env::var_os("TZ_REAL_DATA") else {
        println!("skipped: TZ_REAL_DATA names no folder with the real files");
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    let names = preset("maven").unwrap().files();
    let files: Files =
        names.into_iter().map(|name| (name, std::fs::read(folder.join(name)).unwrap())).collect();
    let plan = plan_of(&files).unwrap();
    assert_sound(&plan);
    let count = |kind| of_kind(&plan, kind).len();
    assert_eq!((count("member"), count("customer"), count("product"), count("deal")), (41, 85, 7, 8_800));
    assert_eq!(by_stage(&plan, "Won"), (4_238, 10_005_534));
    assert_eq!(by_stage(&plan, "Lost"), (2_473, 0));
    assert_eq!(by_stage(&plan, "Engaging"), (1_589, 0));
    assert_eq!(by_stage(&plan, "Prospecting"), (500, 0));
    let mut remarks: BTreeMap<(String, String), usize> = BTreeMap::new();
    for remark in &plan.remarks {
        let what = match &remark.deviation {
            Deviation::ReadAs(text) => format!("{} as {text}", remark.found),
            other => format!("{other:?}"),
        };
        *remarks.entry((remark.column.clone(), what)).or_default() += 1;
    }
    let expected = [
        ("account", "Empty", 1_425),
        ("close_date", "Empty", 2_089),
        ("close_value", "Empty", 2_089),
        ("engage_date", "Empty", 500),
        ("office_location", "Philipines as Philippines", 1),
        ("product", "GTXPro as GTX Pro", 1_480),
        ("sector", "technolgy as technology", 12),
    ];
    let expected = expected.map(|(column, what, count)| ((column.to_owned(), what.to_owned()), count));
    assert_eq!(remarks, BTreeMap::from(expected));
}
