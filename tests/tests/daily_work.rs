//! The day of a manager and an assistant: work is given, answered, done and judged, offline too.

use contract::command::Right;
use contract::query::{CustomerFilter, CustomerSort, DealFilter, Query, TaskFilter, Whose};
use contract::view::{Agreed, DealBoard, DutyDue, Need, NeedKind, TaskDetail, Today, View};
use contract::{Command, FieldWrite, Refusal};
use domain::RecordId;
use domain::deal::{DealId, NextStep};
use domain::duty::{Duty, DutyDone, Position};
use domain::help_request::HelpRequestId;
use domain::member::{MemberId, Role};
use domain::record::{FieldFault, Value};
use domain::stage::{Stage, StageId};
use domain::task::{TaskId, TaskState};
use std::collections::BTreeSet;
use tongzhou_tests::story::text;
use tongzhou_tests::{Team, check};

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

#[test]
fn a_task_given_offline_is_declined_offline_with_a_reason_that_reaches_the_giver() {
    let mut team = two_people();
    team.partition(&["阿明"]);
    let id = gives_task(&mut team, "陈静", "整理三月客户名单", "阿明");
    assert_eq!(task(&mut team, "陈静", id).row.task.state, Some(TaskState::Assigned));
    team.heal();
    team.sync();
    assert_eq!(needs(&mut team, "阿明"), [(NeedKind::Answer, "整理三月客户名单".into())]);
    let seen = today(&mut team, "阿明");
    assert_eq!((seen.tasks.len(), seen.task_count), (0, 0), "what waits for an answer stands once");
    team.partition(&["阿明", "陈静"]);
    assert_eq!(answers(&mut team, "阿明", id, TaskState::Declined, " "), Err(Refusal::ReasonMissing));
    answers(&mut team, "阿明", id, TaskState::Declined, "这周在德阳出差").expect("declined");
    team.heal();
    team.sync();
    assert_eq!(needs(&mut team, "陈静"), [(NeedKind::Declined, "整理三月客户名单".into())]);
    assert_eq!(task(&mut team, "陈静", id).row.task.answer, "这周在德阳出差");
    assert_converged(&team);
}

#[test]
fn the_hand_shake_begins_anew_with_another_owner_and_only_the_owner_answers() {
    let mut team = two_people();
    team.welcomes("陈静", "小林", Role::Salesperson);
    let id = gives_task(&mut team, "陈静", "准备报价", "阿明");
    team.sync();
    assert_eq!(
        answers(&mut team, "小林", id, TaskState::Accepted, ""),
        Err(Refusal::NotAllowed(Right::AnswerTask))
    );
    answers(&mut team, "阿明", id, TaskState::Accepted, "").expect("accepted");
    let lin = me(&mut team, "小林");
    team.now_ms += 7 * 86_400_000;
    team.member("阿明").does(Command::Edit { id: id.0, fields: vec![is("owner", Value::Id(lin))] });
    team.sync();
    let waits: Vec<u32> = today(&mut team, "小林").needs.iter().map(|need| need.days).collect();
    assert_eq!(waits, [0], "it waits for her answer since it was given to her");
    assert_eq!(task(&mut team, "小林", id).row.task.state, Some(TaskState::Assigned));
    let own = gives_task(&mut team, "小林", "打电话给锦华", "小林");
    assert_eq!(task(&mut team, "小林", own).row.task.state, Some(TaskState::Accepted));
    team.sync();
    assert_converged(&team);
}

#[test]
fn a_finished_task_is_judged_by_its_giver_and_by_nobody_about_themselves() {
    let mut team = two_people();
    let id = gives_task(&mut team, "陈静", "整理名单", "阿明");
    team.sync();
    answers(&mut team, "阿明", id, TaskState::Accepted, "").expect("accepted");
    team.sync();
    let rate = |quality| Command::RateTask { id, quality, feedback: "很仔细".into() };
    assert_eq!(team.member("陈静").tries(rate(5)).unwrap_err(), Refusal::TaskIs(TaskState::Accepted));
    answers(&mut team, "阿明", id, TaskState::Done, "").expect("done");
    team.sync();
    assert_eq!(needs(&mut team, "陈静"), [(NeedKind::Rate, "整理名单".into())]);
    assert_eq!(team.member("阿明").tries(rate(5)).unwrap_err(), Refusal::NotAllowed(Right::RateTask));
    assert!(matches!(
        team.member("陈静").tries(rate(9)).unwrap_err(),
        Refusal::Field { fault: FieldFault::OutOfRange { least: 1, most: 5 }, .. }
    ));
    team.member("陈静").does(rate(5));
    team.sync();
    let seen = task(&mut team, "阿明", id);
    assert_eq!((seen.row.task.quality, seen.row.task.feedback.as_str()), (Some(5), "很仔细"));
    assert!(needs(&mut team, "陈静").is_empty());
}

#[test]
fn work_goes_to_somebody_else_only_with_a_goal_and_a_day() {
    let mut team = two_people();
    let (chen, ming) = (me(&mut team, "陈静"), me(&mut team, "阿明"));
    let lacks = |refused: Refusal| match refused {
        Refusal::Field { field, fault: FieldFault::NeededToGive, .. } => field,
        other => panic!("refused for something else: {other:?}"),
    };
    let gives = |team: &mut Team, more: Vec<FieldWrite>| {
        let id = RecordId(team.dice.bytes());
        let fields = [vec![text("title", "做报价"), is("owner", Value::Id(ming))], more].concat();
        team.member("陈静").tries(Command::Create { kind: "task".into(), id, fields })
    };
    assert_eq!(lacks(gives(&mut team, vec![wanted()]).unwrap_err()), "due");
    assert_eq!(lacks(gives(&mut team, vec![by_when()]).unwrap_err()), "note");
    gives(&mut team, vec![wanted(), by_when()]).expect("with both it is given");

    // For oneself, and for nobody in particular, a title is enough.
    let own = creates(&mut team, "陈静", "task", vec![text("title", "想一想"), is("owner", Value::Id(chen))]);
    let open = creates(&mut team, "陈静", "task", vec![text("title", "谁来都行")]);
    let away = |id| Command::Edit { id, fields: vec![is("owner", Value::Id(ming))] };
    assert_eq!(lacks(team.member("陈静").tries(away(own)).unwrap_err()), "due");
    let many =
        Command::EditMany { ids: vec![own, open], fields: vec![is("owner", Value::Id(ming)), by_when()] };
    let titles = vec!["想一想".to_owned(), "谁来都行".to_owned()];
    assert_eq!(team.member("陈静").tries(many).unwrap_err(), Refusal::NotReadyToGive { titles });
    let well = vec![is("owner", Value::Id(ming)), wanted(), by_when()];
    team.member("陈静").does(Command::Edit { id: own, fields: well });
    assert_eq!(task(&mut team, "陈静", TaskId(own)).row.task.state, Some(TaskState::Assigned));
}

#[test]
fn what_commands_set_is_not_edited() {
    let mut team = two_people();
    let id = gives_task(&mut team, "陈静", "整理名单", "阿明");
    let edit = Command::Edit { id: id.0, fields: vec![text("state", "done")] };
    let refused = team.member("陈静").tries(edit).unwrap_err();
    assert!(matches!(refused, Refusal::Field { fault: FieldFault::SetByCommands, .. }));
}

#[test]
fn many_tasks_change_together_and_come_back_together() {
    let mut team = two_people();
    let ids: Vec<RecordId> =
        (0..3).map(|n| gives_task(&mut team, "陈静", &format!("第 {n} 件"), "陈静").0).collect();
    let ming = me(&mut team, "阿明");
    let fields = vec![is("owner", Value::Id(ming)), text("importance", "high")];
    let done = team.member("陈静").does(Command::EditMany { ids: ids.clone(), fields });
    assert_eq!(done.changed.len(), 3);
    assert_eq!(task(&mut team, "陈静", TaskId(ids[1])).row.task.state, Some(TaskState::Assigned));
    let batch = done.undo.expect("an undo");
    team.member("陈静").does(Command::Undo { batch });
    for id in ids {
        let back = task(&mut team, "陈静", TaskId(id)).row;
        assert_eq!((back.task.state, back.task.importance), (Some(TaskState::Accepted), None));
    }
}

#[test]
fn of_many_customers_those_that_may_not_change_are_named_and_none_changes() {
    let mut team = two_people();
    let hers = team.member("陈静").creates_customer("锦华服饰");
    let his = team.member("阿明").creates_customer("绵阳顺和");
    team.sync();
    let ming = me(&mut team, "阿明");
    let ids = vec![his.0, hers.0];
    let many = |fields| Command::EditMany { ids: ids.clone(), fields };
    let refused =
        team.member("阿明").tries(many(vec![is("owner", Value::Id(ming)), text("class", "A")])).unwrap_err();
    let titles = vec!["锦华服饰".to_owned()];
    assert_eq!(refused, Refusal::NotAllowedFor { right: Right::ChangeOwner, titles });
    let done = team.member("阿明").does(many(vec![text("class", "A")]));
    assert_eq!(done.changed.len(), 2, "the refused attempt had left the class alone");
}

fn stage(team: &mut Team, name: &str, place: i64, chance: i64, end: Option<&str>) -> StageId {
    let mut fields =
        vec![text("name", name), is("place", Value::Int(place)), is("chance", Value::Int(chance))];
    fields.push(is("target_days", Value::Int(14)));
    fields.extend(end.map(|end| text("end", end)));
    StageId(creates(team, "陈静", Stage::SPEC.name, fields))
}

#[test]
fn a_deal_moves_through_the_stages_and_the_board_adds_up() {
    let mut team = two_people();
    let first = stage(&mut team, "初步接触", 1, 10, None);
    let offer = stage(&mut team, "方案报价", 2, 50, None);
    let lost = stage(&mut team, "输单", 4, 0, Some("lost"));
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    let fields = |title: &str, value: Option<i64>| {
        let mut fields = vec![text("title", title), is("customer", Value::Id(customer.0))];
        fields.extend(value.map(|value| is("value", Value::Int(value))));
        fields
    };
    let desks = DealId(creates(&mut team, "陈静", "deal", fields("办公桌 30 套", Some(1_000_001))));
    let chairs = DealId(creates(&mut team, "陈静", "deal", fields("椅子", None)));
    let seen = board(&mut team, "陈静");
    assert_eq!(
        seen.columns[0].stage.as_ref().map(|(id, _)| *id),
        Some(first),
        "a new deal begins in the first stage"
    );
    let sums = |board: &DealBoard, at: usize| {
        let column = &board.columns[at];
        (column.count, column.without_value, column.value.0, column.weighted.0)
    };
    assert_eq!(sums(&seen, 0), (2, 1, 1_000_001, 100_000));
    let move_to = |id, stage, reason: &str| Command::MoveDeal { id, stage, loss_reason: reason.into() };
    team.member("陈静").does(move_to(desks, offer, ""));
    assert_eq!(team.member("陈静").tries(move_to(chairs, lost, "")).unwrap_err(), Refusal::ReasonMissing);
    team.member("陈静").does(move_to(chairs, lost, "价格"));
    team.sync();
    let seen = board(&mut team, "阿明");
    assert_eq!(sums(&seen, 0), (0, 0, 0, 0));
    assert_eq!(sums(&seen, 1), (1, 0, 1_000_001, 500_000));
    assert_eq!(sums(&seen, 2), (1, 1, 0, 0));
    assert!(seen.columns[2].cards[0].closes.is_some(), "the day it was decided");
    let next: Vec<NextStep> = [1, 2].map(|at| seen.columns[at].cards[0].next).to_vec();
    assert_eq!(next, [NextStep::None, NextStep::Decided]);
    assert_eq!(
        team.member("阿明").tries(move_to(desks, first, "")).unwrap_err(),
        Refusal::NotAllowed(Right::MoveDeal)
    );
    assert_converged(&team);
}

fn my_duties(team: &mut Team, name: &str) -> Vec<DutyDue> {
    today(team, name).duties
}

#[test]
fn a_duty_comes_up_is_ticked_once_and_agreement_is_to_the_text_as_it_was() {
    let mut team = two_people();
    let ming = me(&mut team, "阿明");
    let holders = is("holders", Value::Ids(BTreeSet::from([ming])));
    let position = creates(&mut team, "陈静", Position::SPEC.name, vec![text("name", "销售助理"), holders]);
    let of = is("position", Value::Id(position));
    let fields = vec![text("name", "整理当日跟进"), of, text("frequency", "daily")];
    let duty = creates(&mut team, "陈静", Duty::SPEC.name, fields);
    team.sync();
    let due = my_duties(&mut team, "阿明");
    assert_eq!(due.len(), 1);
    assert!(due[0].done.is_none());
    assert_eq!(needs(&mut team, "阿明"), [(NeedKind::Agree, "销售助理".into())]);

    let tick = vec![is("duty", Value::Id(duty)), is("period", Value::Date(due[0].occurrence.period))];
    creates(&mut team, "阿明", DutyDone::SPEC.name, tick.clone());
    let again = Command::Create { kind: DutyDone::SPEC.name.into(), id: RecordId([9; 16]), fields: tick };
    assert_eq!(team.member("阿明").tries(again).unwrap_err(), Refusal::DutyDone);
    assert!(my_duties(&mut team, "阿明")[0].done.is_some());

    let row = |team: &mut Team, name: &str| {
        let at = team.place(name);
        match team.sees(at, Query::Duties) {
            View::Duties(duties) => duties.positions.into_iter().next().expect("a position"),
            other => panic!("no duties: {other:?}"),
        }
    };
    let version = row(&mut team, "阿明").version;
    let agree = vec![is("of", Value::Id(position)), text("version", &version)];
    creates(&mut team, "阿明", "acknowledgement", agree);
    team.sync();
    assert!(matches!(row(&mut team, "陈静").holders[0].1, Agreed::Yes(_)));
    team.member("陈静").writes(duty, "standard", "下班前完成，无遗漏");
    team.sync();
    assert!(matches!(row(&mut team, "陈静").holders[0].1, Agreed::ToEarlier(_)));
    assert!(row(&mut team, "阿明").wants_my_agreement);
    assert_converged(&team);
}

#[test]
fn nobody_is_late_with_what_was_due_before_they_agreed_to_it() {
    // It is Thursday.
    let mut team = two_people();
    let ming = me(&mut team, "阿明");
    let holders = is("holders", Value::Ids(BTreeSet::from([ming])));
    let position = creates(&mut team, "陈静", Position::SPEC.name, vec![text("name", "销售助理"), holders]);
    for (name, day) in [("周二对账", 2), ("周五周报", 5)] {
        let when = [text("frequency", "weekly"), is("day", Value::Int(day))];
        let of = is("position", Value::Id(position));
        creates(&mut team, "陈静", Duty::SPEC.name, [vec![text("name", name), of], when.to_vec()].concat());
    }
    team.sync();
    let names = |team: &mut Team| -> Vec<String> {
        my_duties(team, "阿明").into_iter().map(|due| due.duty.name).collect()
    };
    assert_eq!(names(&mut team), ["周五周报"]);
    let at = team.place("阿明");
    let day = 24 * 60 * 60 * 1000;
    team.set_clock(at, 2 * day);
    assert_eq!(names(&mut team), [""; 0], "on Saturday, not having agreed");
    team.set_clock(at, 0);
    creates(&mut team, "阿明", "acknowledgement", vec![is("of", Value::Id(position))]);
    assert_eq!(names(&mut team), ["周五周报"]);
    team.set_clock(at, 2 * day);
    assert_eq!(names(&mut team), ["周五周报"], "late since Friday");
    team.set_clock(at, 6 * day);
    assert_eq!(names(&mut team), ["周二对账", "周五周报"], "on Wednesday of the next week");
}

#[test]
fn a_task_that_waits_for_two_reasons_is_two_rows_and_several_mentions_are_one() {
    let mut team = two_people();
    let id = gives_task(&mut team, "陈静", "准备报价", "阿明");
    let ming = me(&mut team, "阿明");
    for (day, said) in ["周三前给我回话 @阿明", "也可以周四 @阿明"].into_iter().enumerate() {
        team.now_ms += day as i64 * 86_400_000;
        let mentions = is("mentions", Value::Ids(BTreeSet::from([ming])));
        creates(
            &mut team,
            "陈静",
            "comment",
            vec![text("text", said), is("about", Value::Id(id.0)), mentions],
        );
    }
    team.sync();
    let needs = today(&mut team, "阿明").needs;
    let kinds: Vec<_> = needs.iter().map(|need| (need.kind, need.days)).collect();
    assert_eq!(kinds, [(NeedKind::Answer, 1), (NeedKind::Mention, 1)], "since the first");
    assert_eq!(needs[0].id, needs[1].id);
    assert_ne!(needs[0].key(), needs[1].key(), "a list keeps its rows apart by these");
}

#[test]
fn an_announcement_says_who_has_read_it_and_everybody_may_comment() {
    let mut team = two_people();
    let fields = vec![text("title", "清明值班"), text("body", "4 月 4 日到 6 日，每天一人。")];
    let news = creates(&mut team, "陈静", "announcement", fields);
    team.sync();
    assert_eq!(today(&mut team, "阿明").unread.len(), 1);
    creates(&mut team, "阿明", "acknowledgement", vec![is("of", Value::Id(news))]);
    assert!(today(&mut team, "阿明").unread.is_empty());
    let chen = me(&mut team, "陈静");
    let mentions = is("mentions", Value::Ids(BTreeSet::from([chen])));
    creates(
        &mut team,
        "阿明",
        "comment",
        vec![text("text", "我可以 5 日"), is("about", Value::Id(news)), mentions.clone()],
    );
    creates(
        &mut team,
        "阿明",
        "comment",
        vec![text("text", "6 日也行"), is("about", Value::Id(news)), mentions],
    );
    team.sync();
    assert_eq!(needs(&mut team, "陈静"), [(NeedKind::Mention, "清明值班".into())]);
    let at = team.place("陈静");
    let View::Announcements(seen) = team.sees(at, Query::Announcements) else { panic!("no announcements") };
    assert_eq!(seen.rows[0].readers.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["阿明"]);
    let refused = team.member("阿明").tries(Command::Delete { id: news }).unwrap_err();
    assert_eq!(refused, Refusal::NotAllowed(Right::WriteHere));
    assert_converged(&team);
}

#[test]
fn somebody_who_is_stuck_finds_a_helper_and_the_request_is_solved_by_them() {
    let mut team = two_people();
    team.welcomes("陈静", "小林", Role::Salesperson);
    let customer = team.member("阿明").creates_customer("恒达商贸");
    let about = is("about", Value::Id(customer.0));
    let id =
        HelpRequestId(creates(&mut team, "阿明", "help_request", vec![text("need", "对方要账期"), about]));
    team.sync();
    assert_eq!(needs(&mut team, "陈静"), [(NeedKind::Help, "对方要账期".into())]);
    let solve = |solution: &str| Command::SolveHelp { id, solution: solution.into() };
    assert_eq!(team.member("小林").tries(solve("30 天")).unwrap_err(), Refusal::NotAllowed(Right::SolveHelp));
    let lin = me(&mut team, "小林");
    team.member("小林").does(Command::Edit { id: id.0, fields: vec![is("helper", Value::Id(lin))] });
    team.member("小林").does(solve("可以给 30 天"));
    team.sync();
    assert!(needs(&mut team, "陈静").is_empty());
    let at = team.place("阿明");
    let View::HelpRequests(seen) = team.sees(at, Query::HelpRequests) else { panic!("no requests") };
    assert_eq!((seen.open.len(), seen.solved.len()), (0, 1));
    assert_eq!(seen.solved[0].request.solution, "可以给 30 天");
}

#[test]
fn somebody_elses_words_are_theirs() {
    let mut team = two_people();
    team.welcomes("陈静", "小林", Role::Salesperson);
    let id = gives_task(&mut team, "陈静", "整理名单", "阿明");
    team.sync();
    let about = is("about", Value::Id(id.0));
    let comment = creates(&mut team, "阿明", "comment", vec![text("text", "周五给"), about]);
    team.sync();
    let refused = team.member("小林").tries(Command::Delete { id: comment }).unwrap_err();
    assert_eq!(refused, Refusal::NotAllowed(Right::EditOthersWords));
    team.member("阿明").deletes(comment);
}

#[test]
fn a_saved_filter_stays_with_its_owner() {
    let mut team = two_people();
    let fields = vec![text("name", "我的 A 类"), text("list", "customers"), text("filter", "class=A")];
    let id = creates(&mut team, "阿明", "saved_filter", fields);
    team.sync();
    assert!(team.member("阿明").row(id).is_some());
    assert!(team.member("陈静").row(id).is_none());
    assert_converged(&team);
}

#[test]
fn tasks_are_listed_in_the_order_of_the_day() {
    let mut team = two_people();
    let create = |team: &mut Team, title: &str, importance: &str, due: &str| {
        let due = is("due", Value::Date(due.parse().expect("a day")));
        creates(team, "陈静", "task", vec![text("title", title), text("importance", importance), due]);
    };
    create(&mut team, "可以放一放", "low", "2026-03-30");
    create(&mut team, "重要且紧急", "high", "2026-03-05");
    create(&mut team, "重要不紧急", "high", "2026-03-30");
    create(&mut team, "紧急", "normal", "2026-03-06");
    let at = team.place("陈静");
    let window = contract::Window { offset: 0, count: 3 };
    let filter = TaskFilter { unowned: true, ..TaskFilter::default() };
    let View::Tasks(seen) = team.sees(at, Query::Tasks { filter, window }) else { panic!("no tasks") };
    let titles: Vec<&str> = seen.rows.iter().map(|row| row.task.title.as_str()).collect();
    assert_eq!((seen.total, titles), (4, vec!["重要且紧急", "紧急", "重要不紧急"]));
}

#[test]
fn nobody_praises_themselves() {
    let mut team = two_people();
    let (chen, ming) = (me(&mut team, "陈静"), me(&mut team, "阿明"));
    let praise = |id, to: &[RecordId]| {
        let fields = vec![text("text", "客户当天就签了"), is("to", Value::Ids(to.iter().copied().collect()))];
        Command::Create { kind: "praise".into(), id, fields }
    };
    let id = RecordId(team.dice.bytes());
    let oneself = Refusal::Field { kind: "praise".into(), field: "to".into(), fault: FieldFault::Oneself };
    assert_eq!(team.member("阿明").tries(praise(id, &[chen, ming])).map(drop), Err(oneself));
    team.member("阿明").does(praise(id, &[chen]));
}

#[test]
fn the_numbers_of_a_member_are_those_of_the_lists_they_lead_to() {
    let mut team = two_people();
    let (chen, ming) = (me(&mut team, "陈静"), me(&mut team, "阿明"));
    let kinds: [(&str, Vec<FieldWrite>); 3] = [
        ("customer", vec![text("name", "锦华服饰")]),
        ("task", vec![text("title", "整理报价"), wanted(), by_when()]),
        ("deal", vec![text("title", "秋装订单")]),
    ];
    for (kind, fields) in kinds {
        for (owner, helper) in [(chen, ming), (ming, chen), (chen, ming)] {
            let who =
                vec![is("owner", Value::Id(owner)), is("helpers", Value::Ids(BTreeSet::from([helper])))];
            creates(&mut team, "陈静", kind, fields.iter().cloned().chain(who).collect());
        }
    }
    let at = team.place("陈静");
    let View::Team(people) = team.sees(at, Query::Team) else { panic!("no team") };
    let window = contract::Window { offset: 0, count: 9 };
    for (person, owned) in [(chen, 2), (ming, 1)] {
        let row = people.members.iter().find(|row| row.person.id.0 == person).expect("a member");
        assert_eq!((row.customers, row.open_tasks, row.open_deals), (owned, owned, owned));
        for (whose, expected) in [(Whose::owned(MemberId(person)), owned), (Whose::all(MemberId(person)), 3)]
        {
            let whose = Some(whose);
            let filter = CustomerFilter { whose, ..CustomerFilter::default() };
            let query = Query::Customers { filter, sort: CustomerSort::Name, window };
            let View::Customers(customers) = team.sees(at, query) else { panic!("no customers") };
            let filter = TaskFilter { whose, ..TaskFilter::default() };
            let View::Tasks(tasks) = team.sees(at, Query::Tasks { filter, window }) else {
                panic!("no tasks")
            };
            let filter = DealFilter { whose, ..DealFilter::default() };
            let query = Query::Deals { filter, windows: Vec::new() };
            let View::Deals(deals) = team.sees(at, query) else { panic!("no deals") };
            let deals = deals.columns.iter().map(|column| column.count).sum::<u32>();
            assert_eq!((customers.total, tasks.total, deals), (expected, expected, expected));
        }
    }
}
