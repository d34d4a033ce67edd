//! The day of a manager and an assistant: work is given, answered, done and judged, offline too.

mod colleagues;
mod deals;
mod duties;
mod lists;
mod tasks;

use contract::query::{DealFilter, Query};
use contract::view::{DealBoard, Need, NeedKind, TaskDetail, Today, View};
use contract::{Command, FieldWrite, Refusal};
use domain::RecordId;
use domain::member::Role;
use domain::record::Value;
use domain::task::{TaskId, TaskState};
use tongzhou_tests::story::text;
use tongzhou_tests::{Team, check};

const DAY_MS: i64 = 86_400_000;

fn two_people() -> Team {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Assistant);
    team
}

fn assert_converged(team: &Team) {
    if let Err(difference) = check::converged(team) {
        panic!("{difference}");
    }
}

fn is(field: &str, value: Value) -> FieldWrite {
    FieldWrite { field: field.into(), value: Some(value) }
}

fn me(team: &mut Team, name: &str) -> RecordId {
    team.member(name).session().me.0
}

fn creates(team: &mut Team, name: &str, kind: &str, fields: Vec<FieldWrite>) -> RecordId {
    let id = RecordId(team.dice.bytes());
    team.member(name).does(Command::Create { kind: kind.into(), id, fields });
    id
}

/// What a good result looks like: nothing is given to somebody else without.
fn wanted() -> FieldWrite {
    text("note", "客户看得懂，数字对得上")
}

/// By when: nothing is given to somebody else without.
fn by_when() -> FieldWrite {
    is("due", Value::Date(chrono::NaiveDate::from_ymd_opt(2030, 3, 5).expect("a day")))
}

fn gives_task(team: &mut Team, giver: &str, title: &str, owner: &str) -> TaskId {
    let owner = me(team, owner);
    let fields = vec![text("title", title), is("owner", Value::Id(owner)), wanted(), by_when()];
    TaskId(creates(team, giver, "task", fields))
}

fn task(team: &mut Team, name: &str, id: TaskId) -> TaskDetail {
    let at = team.place(name);
    match team.sees(at, Query::Task { id }) {
        View::Task(Some(task)) => *task,
        other => panic!("{name} sees no task: {other:?}"),
    }
}

fn today(team: &mut Team, name: &str) -> Today {
    let at = team.place(name);
    match team.sees(at, Query::Today) {
        View::Today(today) => *today,
        other => panic!("{name} sees no day: {other:?}"),
    }
}

fn needs(team: &mut Team, name: &str) -> Vec<(NeedKind, String)> {
    today(team, name).needs.into_iter().map(|Need { kind, title, .. }| (kind, title)).collect()
}

fn board(team: &mut Team, name: &str) -> DealBoard {
    let at = team.place(name);
    let query = Query::Deals { filter: DealFilter::default(), windows: Vec::new() };
    match team.sees(at, query) {
        View::Deals(board) => board,
        other => panic!("{name} sees no board: {other:?}"),
    }
}

fn answers(team: &mut Team, name: &str, id: TaskId, to: TaskState, said: &str) -> Result<(), Refusal> {
    team.member(name).tries(Command::MoveTask { id, to, said: said.into() }).map(drop)
}
