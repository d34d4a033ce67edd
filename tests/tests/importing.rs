//! One person takes over a company's files, and it is the team's.

use chrono::NaiveDate;
use contract::import::{FromDesk, ToDesk, Tone};
use contract::{Command, Refusal};
use domain::RecordId;
use domain::customer::Customer;
use domain::deal::Deal;
use domain::import::ImportId;
use domain::member::Role;
use domain::stage::Stage;
use domain::team::Team as TeamRecord;
use engine::projection::Row;
use import::Desk;
use language::{Language, template};
use sample::pipeline_export;
use tongzhou_tests::{Team, check};

const DEALS: usize = 1_200;

/// 陈静 leads, with a second device; 阿明 assists.
fn team() -> Team {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Assistant);
    let link = team.member("陈静").adds_a_device();
    team.joins("陈静的平板", &link).expect("joined");
    let mut n = 0;
    let ids = || {
        n += 1;
        RecordId([n; 16])
    };
    let records = template::stages(Language::Chinese, ids);
    team.member("陈静").does(Command::CreateMany { records });
    team.sync();
    team
}

/// What an app does: choose the files, press the button, and give the engine one batch after the other. Ends after so
/// many.
fn imports(team: &mut Team, name: &str, batches: usize) -> Result<ImportId, Refusal> {
    Ok(imports_and_reads(team, name, batches)?.0)
}

/// The same, with what the app says in the end.
fn imports_and_reads(team: &mut Team, name: &str, batches: usize) -> Result<(ImportId, String), Refusal> {
    let projection = &team.device(name).replica().projection;
    let stages = projection.live::<Stage>().map(|row| (row.id, row.packed.fields())).collect();
    let of_team = projection.live::<TeamRecord>().next().expect("a team").id;
    let files = pipeline_export(5, DEALS).files;
    let files =
        files.into_iter().map(|(name, text)| (name.to_owned(), contract::File(text.into_bytes()))).collect();
    let mut desk = Desk::default();
    let today = NaiveDate::from_ymd_opt(2026, 3, 9).expect("a day");
    desk.handle(ToDesk::Begin { chinese: true, today, team: of_team, stages, imports: Vec::new() });
    let looked = desk.handle(ToDesk::Files(files));
    let [FromDesk::Panel(panel)] = looked.as_slice() else { panic!("{looked:?}") };
    let button = panel.iter().find(|line| line.tone == Tone::First).expect("the files are read").number;
    let mut said = desk.handle(ToDesk::Press(button));
    let mut import = None;
    for _ in 0..batches {
        let Some(FromDesk::Command(batch)) = said.first() else { break };
        if let Ok(Command::Import { import: named, .. }) = postcard::from_bytes(&batch.0) {
            import = Some(named);
        }
        let outcome = team.member(name).tries(Command::Carried(batch.clone()))?;
        said = desk.handle(ToDesk::Done { changed: outcome.changed, kept: outcome.kept.len() as u32 });
    }
    let told = match said.first() {
        Some(FromDesk::Panel(panel)) => panel.first().map(|line| line.text.clone()),
        _ => None,
    };
    Ok((import.expect("a batch"), told.unwrap_or_default()))
}

fn count(team: &Team, name: &str) -> (usize, usize) {
    let projection = &team.device(name).replica().projection;
    (projection.live::<Customer>().count(), projection.live::<Deal>().count())
}

fn assert_converged(team: &Team) {
    if let Err(difference) = check::converged(team) {
        panic!("{difference}");
    }
}

#[test]
fn an_import_reaches_everybody_and_any_device_of_a_manager_takes_it_back() {
    let mut team = team();
    let import = imports(&mut team, "陈静", usize::MAX).expect("imported");
    team.sync();
    for name in ["陈静", "陈静的平板", "阿明"] {
        assert_eq!(count(&team, name), (85, DEALS), "{name}");
    }
    assert_converged(&team);

    // Somebody works with what came, somewhere else.
    let find = |team: &Team, of: fn(&Row) -> bool| {
        team.device("阿明").replica().projection.rows().find(|row| row.live && of(row)).expect("a row").id
    };
    let deal = find(&team, |row| row.is::<Deal>() && row.packed.id(Deal::customer).is_some());
    team.member("阿明").writes(deal, "note", "我来跟");
    let refused = team.member("阿明").tries(Command::UndoImport { import });
    assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "{refused:?}");
    team.sync();
    let undone = team.member("陈静的平板").does(Command::UndoImport { import });
    assert!(undone.kept.iter().any(|(id, _)| *id == deal), "{:?}", undone.kept);
    team.sync();
    for name in ["陈静", "陈静的平板", "阿明"] {
        let (customers, deals) = count(&team, name);
        assert_eq!(deals, 1, "{name}");
        assert!((1..=3).contains(&customers), "the deal's company and those above it: {customers}");
    }
    assert_converged(&team);
}

#[test]
fn two_devices_that_import_the_same_files_apart_double_nothing() {
    let mut team = team();
    team.partition(&["陈静", "陈静的平板"]);
    let first = imports(&mut team, "陈静", usize::MAX).expect("imported");
    let second = imports(&mut team, "陈静的平板", 1).expect("imported in part");
    assert_eq!(first, second);
    team.heal();
    team.sync();
    for name in ["陈静", "陈静的平板", "阿明"] {
        assert_eq!(count(&team, name), (85, DEALS), "{name}");
    }
    team.member("陈静").does(Command::UndoImport { import: first });
    team.sync();
    for name in ["陈静", "陈静的平板", "阿明"] {
        assert_eq!(count(&team, name), (0, 0), "{name}");
    }
    assert_converged(&team);
}

#[test]
fn what_the_files_say_differently_than_the_team_is_counted_and_left_alone() {
    let mut team = team();
    let (_, told) = imports_and_reads(&mut team, "陈静", usize::MAX).expect("imported");
    assert!(told.starts_with("已导入"), "{told}");
    let (_, told) = imports_and_reads(&mut team, "陈静", usize::MAX).expect("imported");
    assert_eq!(told, "没有新内容：文件里的都导入过了。");
    let customers: Vec<RecordId> = {
        let projection = &team.device("陈静").replica().projection;
        projection.live::<Customer>().map(|row| row.id).take(3).collect()
    };
    for id in &customers {
        team.member("陈静").writes(*id, "region", "眉山");
    }
    let (_, told) = imports_and_reads(&mut team, "陈静", usize::MAX).expect("imported");
    assert_eq!(told, "没有新内容：文件里的都导入过了。其中 3 条和文件里的不一样，团队里的没有改动。");
    assert_eq!(team.member("陈静").reads(customers[0], "region"), "眉山");
}

#[test]
fn who_may_not_add_members_imports_nothing() {
    let mut team = team();
    let refused = imports(&mut team, "阿明", usize::MAX);
    assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "{refused:?}");
    assert_eq!(count(&team, "阿明"), (0, 0));
}

#[test]
fn what_either_device_changed_outlives_that_both_imported_the_same_files_apart() {
    let mut team = team();
    let names = ["陈静", "陈静的平板", "阿明"];
    team.partition(&["陈静", "陈静的平板"]);
    let import = imports(&mut team, "陈静", usize::MAX).expect("imported");
    imports(&mut team, "陈静的平板", usize::MAX).expect("imported");
    let customers: Vec<RecordId> = {
        let projection = &team.device("陈静").replica().projection;
        projection.live::<Customer>().map(|row| row.id).take(40).collect()
    };
    // Half on one device, half on the other: whichever Automerge prefers, some are changed on the other one.
    for (number, id) in customers.iter().enumerate() {
        team.member(names[number % 2]).writes(*id, "phone", &format!("028-{number}"));
    }
    team.heal();
    team.sync();
    for name in names {
        assert_eq!(count(&team, name), (85, DEALS), "{name}");
        let projection = &team.device(name).replica().projection;
        for (number, id) in customers.iter().enumerate() {
            let row = projection.find(*id).expect("is there");
            assert_eq!(row.packed.text(Customer::phone), format!("028-{number}"), "{name}");
            assert!(row.two_edits.is_none(), "{name}: nobody changed it twice");
        }
    }
    let documents = team.device("阿明").replica().projection.documents().len();
    assert!(documents < 60, "each device put its records into documents of its own: {documents}");
    // What was changed stays, and what it needs.
    team.member("陈静的平板").does(Command::UndoImport { import });
    team.sync();
    for name in names {
        assert!(count(&team, name).0 >= 40 && count(&team, name).0 < 85, "{name}: {:?}", count(&team, name));
    }
    assert_converged(&team);
}
