//! Another program's files: generated ones with the faults of real ones, and the real ones where they are.

use crate::tz::{Ran, Tz, read};
use sample::{PipelineExport, PipelineTotals, pipeline_export};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;

/// A folder with another program's files.
pub struct Folder(TempDir);

impl Folder {
    pub fn of(export: &PipelineExport) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, text) in &export.files {
            std::fs::write(folder.file(name), text).unwrap();
        }
        folder
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn path(&self) -> &str {
        self.0.path().to_str().unwrap()
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.file(name), bytes).unwrap();
    }
}

pub fn import(tz: &Tz, folder: &str) -> Value {
    tz.json(&["import", "--preset", "maven", folder])
}

/// What a reader of `tz stats` sees of the deals: count and whole units by stage's end or place among the open ones.
fn by_stage(stats: &Value) -> BTreeMap<String, (u64, i64)> {
    let stages = stats["deals"]["stages"].as_array().unwrap();
    let mut open = 0;
    let words = stages.iter().map(|stage| {
        let word = stage["end"].as_str().map_or_else(|| format!("open {open}"), str::to_owned);
        open += u64::from(stage["end"].is_null());
        (word, (stage["count"].as_u64().unwrap(), whole(&stage["value"])))
    });
    words.filter(|(_, (count, _))| *count > 0).collect()
}

fn whole(money: &Value) -> i64 {
    money.as_str().unwrap().strip_suffix(".00").unwrap().parse().unwrap()
}

fn live(stats: &Value, kind: &str) -> u64 {
    stats["kinds"][kind]["live"].as_u64().unwrap()
}

fn assert_totals(stats: &Value, totals: &PipelineTotals) {
    let expected = ["Prospecting", "Engaging", "Won", "Lost"].map(|word| {
        let (count, value) = totals.by_stage[word];
        (count as u64, value)
    });
    let words = ["open 0", "open 1", "won", "lost"].map(str::to_owned);
    assert_eq!(by_stage(stats), words.into_iter().zip(expected).collect());
    let won = &stats["deals"]["won"];
    let (count, value) = totals.by_stage["Won"];
    assert_eq!((&won["count"], whole(&won["value"])), (&json!(count), value));
    let quarters: BTreeMap<(i32, u32), i64> = won["by_quarter"]
        .as_array()
        .unwrap()
        .iter()
        .map(|at| {
            (
                (at["year"].as_i64().unwrap() as i32, at["quarter"].as_u64().unwrap() as u32),
                whole(&at["value"]),
            )
        })
        .collect();
    assert_eq!(quarters, totals.won_by_quarter);
    let managers: BTreeMap<String, i64> = won["by_manager"]
        .as_array()
        .unwrap()
        .iter()
        .map(|at| (at["name"].as_str().unwrap().to_owned(), whole(&at["value"])))
        .collect();
    assert_eq!(managers, totals.won_by_manager);
}

#[test]
fn a_company_is_taken_over_and_the_second_time_changes_nothing() {
    let tz = Tz::founded();
    let export = pipeline_export(7, 1_500);
    let folder = Folder::of(&export);
    let told = import(&tz, folder.path());
    let totals = &export.totals;
    let all = |count: usize| json!({ "in_files": count, "new": count, "known": 0 });
    assert_eq!(
        told["kinds"],
        json!({ "customer": all(85), "deal": all(1_500), "member": all(41), "product": all(7) })
    );
    let stats = tz.json(&["stats"]);
    assert_eq!(
        ["member", "customer", "product", "deal", "import"].map(|kind| live(&stats, kind)),
        [42, 85, 7, 1_500, 1],
        "the founder is a member, too"
    );
    assert_totals(&stats, totals);

    let deals = tz.json(&["list", "deal"]);
    let deals = deals.as_array().unwrap();
    let without = deals.iter().filter(|deal| deal.get("customer").is_none()).count();
    assert_eq!(without, totals.without_customer);
    assert!(deals.iter().all(|deal| deal["import"] == told["undo"]), "each names its import");
    let members = tz.json(&["list", "member"]);
    let by_id: BTreeMap<&str, &Value> =
        members.as_array().unwrap().iter().map(|member| (member["id"].as_str().unwrap(), member)).collect();
    for agent in by_id.values().filter(|member| member["role"] == "salesperson") {
        let manager = by_id[agent["line"].as_str().unwrap()];
        assert_eq!((&manager["role"], &manager["office"]), (&json!("manager"), &agent["office"]));
    }
    let remarks = told["remarks"].as_array().unwrap();
    let done = |done: &str| remarks.iter().filter(|remark| remark["done"] == done).count();
    assert_eq!(done("empty"), totals.empty + totals.without_customer);
    assert_eq!(remarks.len(), totals.empty + totals.without_customer + totals.misspelt);

    let again = import(&tz, folder.path());
    assert_eq!(again["kinds"]["deal"], json!({ "in_files": 1_500, "new": 0, "known": 1_500 }));
    assert_eq!(again["undo"], json!(null));
    assert_eq!(tz.json(&["stats"])["own_envelopes"], stats["own_envelopes"], "nothing was written");
}

#[test]
fn only_what_is_new_in_later_files_comes() {
    let tz = Tz::founded();
    let export = pipeline_export(7, 60);
    let folder = Folder::of(&export);
    let first = import(&tz, folder.path());
    let more = format!(
        "{}NEW1,Nobody,HXPro,,Won,2017-01-01,2017-02-01,\"1,000\"\r\n",
        folder.text("sales_pipeline.csv")
    );
    folder.write("sales_pipeline.csv", more);
    tz.ok(&["set", "HX Basic", "price=1"]);
    let second = import(&tz, folder.path());
    assert_eq!(second["kinds"]["deal"], json!({ "in_files": 61, "new": 1, "known": 60 }));
    assert_ne!(first["undo"], second["undo"]);
    assert_eq!(tz.json(&["show", "HX Basic"])["price"], "1.00", "what was changed here stays");
    tz.ok(&["undo", second["undo"].as_str().unwrap()]);
    assert_eq!(live(&tz.json(&["stats"]), "deal"), 60, "each import is undone by itself");
}

#[test]
fn undoing_takes_away_what_came_and_leaves_what_people_made() {
    let tz = Tz::founded();
    let own = tz.ok(&["add", "customer", "name=Ours"]);
    let before = tz.json(&["stats"]);
    let folder = Folder::of(&pipeline_export(7, 300));
    let told = import(&tz, folder.path());
    let undo = told["undo"].as_str().unwrap();
    tz.ok(&["undo", undo]);
    let after = tz.json(&["stats"]);
    for kind in ["member", "customer", "product", "deal", "import"] {
        assert_eq!(live(&after, kind), live(&before, kind), "{kind}");
    }
    assert_eq!(tz.json(&["show", &own])["name"], "Ours");

    // Again: what was taken back comes again.
    let again = import(&tz, folder.path());
    assert_eq!((&again["kinds"], &again["undo"]), (&told["kinds"], &told["undo"]));
    let accounts = tz.json(&["list", "customer"]);
    let named = |name: &str| -> String {
        let is_named = |at: &&Value| at["name"] == name;
        accounts.as_array().unwrap().iter().find(is_named).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let (edited, logged) = (named("Dahl Works 08"), named("Eames Works 09"));
    tz.ok(&["set", &edited, "phone=1"]);
    tz.ok(&["log", &logged, "--channel", "phone", "--outcome", "interested"]);
    let deals = tz.json(&["list", "deal"]);
    let deal = deals[0].clone();
    let removed = deals[1]["id"].as_str().unwrap();
    tz.ok(&["set", deal["id"].as_str().unwrap(), "note=ours now"]);
    tz.ok(&["delete", removed]);

    let ran = tz.run(&["undo", undo]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("Dahl Works 08") && ran.err.contains("Eames Works 09"), "{ran:?}");
    assert!(ran.err.contains(deal["title"].as_str().unwrap()), "{ran:?}");
    let left: Vec<Value> = ["customer", "deal", "product", "member"]
        .iter()
        .flat_map(|kind| tz.json(&["list", kind]).as_array().unwrap().clone())
        .collect();
    let ids: Vec<&str> = left.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert!([&edited, &logged, &own].into_iter().all(|id| ids.contains(&id.as_str())), "{left:?}");
    for record in &left {
        for field in ["customer", "owner", "product", "line", "parent"] {
            let Some(target) = record.get(field).and_then(Value::as_str) else { continue };
            assert!(ids.contains(&target), "{record} points to what is gone");
        }
    }
    // The founder, ours, the two customers (and their parents at most), and the deal with what it needs.
    assert!(left.len() <= 12, "{} are left", left.len());

    // What somebody deleted stays deleted, what was changed stays as it is.
    import(&tz, folder.path());
    assert_eq!(live(&tz.json(&["stats"]), "deal"), 299);
    assert_eq!(tz.json(&["show", &edited])["phone"], "1");
}

#[test]
fn a_killed_import_goes_on_and_is_one_to_undo() {
    let tz = Tz::founded();
    let export = pipeline_export(7, 3_000);
    let folder = Folder::of(&export);
    let before = tz.json(&["stats"]);
    let mut child = tz
        .command(&["import", "--preset", "maven", folder.path()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let first = BufReader::new(child.stderr.take().unwrap()).lines().next().unwrap().unwrap();
    child.kill().unwrap(); // SIGKILL
    child.wait().unwrap();
    assert_eq!(first, "960 of 3133 records");
    let partly = live(&tz.json(&["stats"]), "deal");
    assert!((960 - 133..3_000).contains(&partly), "{partly} deals after the kill");

    let told = import(&tz, folder.path());
    assert_eq!(told["kinds"]["deal"], json!({ "in_files": 3_000, "new": 3_000 - partly, "known": partly }));
    assert_totals(&tz.json(&["stats"]), &export.totals);
    tz.ok(&["undo", told["undo"].as_str().unwrap()]);
    let after = tz.json(&["stats"]);
    for kind in ["member", "customer", "product", "deal", "import"] {
        assert_eq!(live(&after, kind), live(&before, kind), "{kind}");
    }
}

#[test]
fn a_stopped_import_says_how_to_go_on() {
    let tz = Tz::founded();
    let folder = Folder::of(&pipeline_export(7, 9_000));
    let mut child = tz
        .command(&["import", "--preset", "maven", folder.path()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    said.next().unwrap().unwrap();
    let stop = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(stop.success());
    let last = said.map(Result::unwrap).last().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(last.starts_with("Stopped.") && last.contains("tz undo "), "{last}");
    assert!(live(&tz.json(&["stats"]), "deal") < 9_000);
    let undo = last.rsplit(' ').next().unwrap();
    tz.ok(&["undo", undo]);
    assert_eq!(live(&tz.json(&["stats"]), "deal"), 0);
}

#[test]
fn bad_files_are_refused_in_both_languages_and_nothing_is_imported() {
    let tz = Tz::founded();
    let good = pipeline_export(7, 40);
    let said = |folder: &Folder| {
        let english = tz.fails(1, &["import", "--preset", "maven", folder.path()]);
        let arguments = ["import", "--preset", "maven", folder.path(), "--lang", "zh"];
        let chinese: Ran = std::process::Command::new(env!("CARGO_BIN_EXE_tz"))
            .args(arguments)
            .env("TZ_HOME", tz.folder())
            .output()
            .unwrap()
            .into();
        assert_eq!((chinese.code, chinese.out.as_str()), (1, ""), "{chinese:?}");
        assert!(english.contains("Nothing was imported."), "{english}");
        assert!(chinese.err.contains("没有导入任何内容。"), "{chinese:?}");
        (english, chinese.err)
    };
    let damaged = |name: &str, damage: &dyn Fn(String) -> Vec<u8>| {
        let folder = Folder::of(&good);
        folder.write(name, damage(folder.text(name)));
        said(&folder)
    };
    let (english, chinese) = damaged("products.csv", &|text| text.replace("sales_price", "price").into());
    assert!(english.contains("products.csv lacks these columns: sales_price"), "{english}");
    assert!(chinese.contains("products.csv 缺少这些列：sales_price"), "{chinese}");
    let (english, chinese) = damaged("sales_pipeline.csv", &|text| {
        let row = text.lines().nth(1).unwrap().to_owned();
        format!("{text}{row}\r\n").into()
    });
    assert!(english.contains("sales_pipeline.csv, lines 2 and 42 are both “"), "{english}");
    assert!(chinese.contains("sales_pipeline.csv 第 42 行和第 2 行都是“"), "{chinese}");
    let (english, chinese) = damaged("accounts.csv", &|_| b"PK\x03\x04\x14\0\x06\0".to_vec());
    assert!(english.contains("CSV UTF-8") && chinese.contains("CSV UTF-8"), "{english}{chinese}");
    let (english, chinese) = damaged("accounts.csv", &|text| text.replacen(",", "", 3).into());
    assert!(english.contains("accounts.csv") && chinese.contains("accounts.csv"), "{english}{chinese}");
    let (english, chinese) = damaged("sales_teams.csv", &|text| text.lines().next().unwrap().into());
    assert!(english.contains("sales_teams.csv has no rows"), "{english}");
    assert!(chinese.contains("sales_teams.csv 里没有数据"), "{chinese}");

    let folder = Folder::of(&good);
    std::fs::remove_file(folder.file("accounts.csv")).unwrap();
    let (english, chinese) = said(&folder);
    assert!(english.contains("The folder lacks accounts.csv."), "{english}");
    assert!(chinese.contains("文件夹里缺少 accounts.csv"), "{chinese}");

    let folder = Folder::of(&good);
    let huge = std::fs::File::create(folder.file("accounts.csv")).unwrap();
    huge.set_len(65 << 20).unwrap();
    let (english, chinese) = said(&folder);
    assert!(english.contains("64 MiB") && chinese.contains("64 MB"), "{english}{chinese}");

    assert!(tz.fails(1, &["import", "--preset", "maven", "/nowhere"]).contains("/nowhere cannot be read"));
    assert!(tz.fails(2, &["import", "--preset", "excel", folder.path()]).contains("excel"));
    let stats = tz.json(&["stats"]);
    assert_eq!(["customer", "deal", "import"].map(|kind| live(&stats, kind)), [0, 0, 0]);
}

#[test]
fn what_did_not_fit_is_reported_row_by_row() {
    let tz = Tz::founded();
    let folder = Folder::of(&pipeline_export(7, 40));
    folder.write("accounts.csv", {
        let text = folder.text("accounts.csv");
        let wide: Vec<u16> = format!("\u{feff}{text}").encode_utf16().collect();
        wide.into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    });
    let report = folder.file("report.csv");
    let arguments =
        ["import", "--preset", "maven", folder.path(), "--report", report.to_str().unwrap(), "--dry-run"];
    let ran = tz.run(&arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("accounts.csv was read as UTF-16"), "{ran:?}");
    assert!(ran.err.contains("Nothing was imported."), "{ran:?}");
    assert!(ran.out.contains("sales_pipeline.csv, product: “HXPro” was read as “HX Pro” ("), "{ran:?}");
    assert!(ran.out.contains("accounts.csv, sector: “technolgy” was read as “technology” ("), "{ran:?}");
    let text = read(Path::new(folder.path()), "report.csv");
    assert!(text.starts_with("\u{feff}File,Line,Column,Found,What was done\r\n"), "{text}");
    assert!(text.contains("accounts.csv,3,sector,technolgy,was read as “technology”\r\n"), "{text}");
    assert!(
        text.contains("accounts.csv,4,office_location,Philipines,was read as “Philippines”\r\n"),
        "{text}"
    );
    assert_eq!(live(&tz.json(&["stats"]), "deal"), 0, "a dry run changes nothing");
}

#[test]
fn the_real_company_is_taken_over() {
    let Some(folder) = std::env::var_os("TZ_REAL_DATA") else {
        println!("skipped: TZ_REAL_DATA names no folder with the real files");
        return;
    };
    let tz = Tz::founded();
    let folder = folder.into_string().unwrap();
    let began = std::time::Instant::now();
    let told = import(&tz, &folder);
    println!("imported in {:?}", began.elapsed());
    let stats = tz.json(&["stats"]);
    assert_eq!(
        ["member", "customer", "product", "deal"].map(|kind| live(&stats, kind)),
        [6 + 35 + 1, 85, 7, 8_800]
    );
    let by_stage = [
        ("Prospecting", (500, 0)),
        ("Engaging", (1_589, 0)),
        ("Won", (4_238, 10_005_534)),
        ("Lost", (2_473, 0)),
    ];
    let won_by_quarter =
        [((2017, 1), 1_134_672), ((2017, 2), 3_086_111), ((2017, 3), 2_982_255), ((2017, 4), 2_802_496)];
    let won_by_manager = [
        ("Melvin Marxen", 2_251_930),
        ("Summer Sewald", 1_964_750),
        ("Rocco Neubert", 1_960_545),
        ("Celia Rouche", 1_603_897),
        ("Cara Losch", 1_130_049),
        ("Dustin Brinkmann", 1_094_363),
    ];
    let totals = PipelineTotals {
        by_stage: BTreeMap::from(by_stage),
        won_by_quarter: BTreeMap::from(won_by_quarter),
        won_by_manager: won_by_manager.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        ..PipelineTotals::default()
    };
    assert_totals(&stats, &totals);
    let again = import(&tz, &folder);
    assert_eq!(again["undo"], json!(null));
    assert_eq!(tz.json(&["stats"])["own_envelopes"], stats["own_envelopes"]);
    let began = std::time::Instant::now();
    tz.ok(&["undo", told["undo"].as_str().unwrap()]);
    println!("undone in {:?}", began.elapsed());
    let after = tz.json(&["stats"]);
    assert_eq!(["member", "customer", "product", "deal"].map(|kind| live(&after, kind)), [1, 0, 0, 0]);
}
