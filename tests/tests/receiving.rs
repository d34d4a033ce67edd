//! Who has just joined, or was away for long, sees that much is on its way, not an empty team.

use contract::view::{Session, View};
use contract::{Command, FromWorker};
use domain::RecordId;
use domain::member::Role;
use tongzhou_tests::Team;
use tongzhou_tests::story::text;

/// What the page was told about receiving, each number once, since the program started.
fn told(team: &Team, name: &str) -> Vec<Option<u32>> {
    let mut told = Vec::new();
    for message in &team.device(name).heard {
        if let FromWorker::View { view: View::Session(Session::InTeam(session)), .. } = message
            && told.last() != Some(&session.sync.receiving)
        {
            told.push(session.sync.receiving);
        }
    }
    told
}

/// Customers, each by a command and in an envelope of its own.
fn customers(team: &mut Team, name: &str, count: u32) {
    for number in 0..count {
        let id = RecordId(team.dice.bytes());
        let fields = vec![text("name", &format!("客户 {number}"))];
        team.member(name).does(Command::Create { kind: "customer".into(), id, fields });
    }
    team.sync();
}

#[test]
fn a_new_member_is_told_while_the_teams_data_arrives() {
    let mut team = Team::founded_by("陈静");
    customers(&mut team, "陈静", 12);
    team.welcomes("陈静", "阿明", Role::Salesperson);
    let told = told(&team, "阿明");
    assert!(told.contains(&Some(0)), "before the first page: {told:?}");
    assert!(told.iter().flatten().any(|count| *count >= 12), "all of it is counted: {told:?}");
    assert_eq!(told.last(), Some(&None), "then it is over");
}

#[test]
fn after_a_short_absence_nothing_is_said() {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Salesperson);
    customers(&mut team, "陈静", 1);
    team.partition(&["阿明"]);
    customers(&mut team, "陈静", 3);
    team.device_mut("阿明").heard.clear();
    team.heal();
    team.sync();
    assert_eq!(told(&team, "阿明"), [None]);
}

#[test]
fn after_a_long_absence_it_is_said() {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Salesperson);
    customers(&mut team, "陈静", 1);
    team.partition(&["阿明"]);
    customers(&mut team, "陈静", 260);
    team.device_mut("阿明").heard.clear();
    team.heal();
    team.sync();
    let told = told(&team, "阿明");
    assert!(told.iter().flatten().any(|count| *count > 200), "{told:?}");
    assert_eq!(told.last(), Some(&None));
}
