//! Work is given, answered, done and judged.

use crate::{
    DAY_MS, answers, assert_converged, by_when, creates, gives_task, is, me, needs, task, today, two_people,
    wanted,
};
use contract::command::Right;
use contract::query::{Query, TaskFilter, Window};
use contract::view::{NeedKind, View};
use contract::{Command, FieldWrite, Refusal};
use domain::RecordId;
use domain::member::{MemberId, Role};
use domain::record::{FieldFault, Value};
use domain::task::{TaskId, TaskState};
use std::collections::BTreeSet;
use tongzhou_tests::Team;
use tongzhou_tests::story::text;

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
    let giver = seen.needs[0].person.as_ref().map(|person| person.name.as_str());
    assert_eq!(giver, Some("陈静"));
    assert_eq!(
        seen.needs[0].due,
        chrono::NaiveDate::from_ymd_opt(2030, 3, 5),
        "what is accepted is accepted by a day"
    );
    team.partition(&["阿明", "陈静"]);
    let vanishes = team.member("阿明").tries(Command::Delete { id: id.0 });
    assert_eq!(vanishes.map(drop), Err(Refusal::NotAllowed(Right::DeleteTask)));
    assert_eq!(answers(&mut team, "阿明", id, TaskState::Declined, " "), Err(Refusal::ReasonMissing));
    answers(&mut team, "阿明", id, TaskState::Declined, "这周在德阳出差").expect("declined");
    team.heal();
    team.sync();
    assert_eq!(needs(&mut team, "陈静"), [(NeedKind::Declined, "整理三月客户名单".into())]);
    assert_eq!(task(&mut team, "陈静", id).row.task.answer, "这周在德阳出差");
    assert_converged(&team);
}

#[test]
fn what_i_gave_away_is_what_others_do_for_me() {
    let mut team = two_people();
    gives_task(&mut team, "陈静", "整理三月客户名单", "阿明");
    gives_task(&mut team, "陈静", "写周报", "陈静");
    let giver = Some(MemberId(me(&mut team, "陈静")));
    let query = Query::Tasks {
        filter: TaskFilter { giver, ..TaskFilter::default() },
        window: Window { offset: 0, count: 9 },
    };
    let at = team.place("陈静");
    let View::Tasks(seen) = team.sees(at, query) else { panic!("no tasks") };
    let titles: Vec<&str> = seen.rows.iter().map(|row| row.task.title.as_str()).collect();
    assert_eq!(titles, ["整理三月客户名单"]);
}

#[test]
fn what_is_to_be_discussed_waits_for_whoever_has_the_next_word() {
    let mut team = two_people();
    let id = gives_task(&mut team, "陈静", "整理三月客户名单", "阿明");
    team.sync();
    let says = |team: &mut Team, name: &str, words: &str| {
        creates(team, name, "comment", vec![is("about", Value::Id(id.0)), text("text", words)]);
    };
    // What was said before is no reply.
    says(&mut team, "陈静", "周五要");
    team.now_ms += 60_000;
    answers(&mut team, "阿明", id, TaskState::Discuss, "下周行不行？").expect("discussed");
    team.sync();
    assert_eq!(needs(&mut team, "陈静"), [(NeedKind::Discuss, "整理三月客户名单".into())]);
    assert!(needs(&mut team, "阿明").is_empty());
    team.now_ms += 60_000;
    says(&mut team, "陈静", "下周一可以");
    team.sync();
    assert!(needs(&mut team, "陈静").is_empty());
    assert_eq!(needs(&mut team, "阿明"), [(NeedKind::Answer, "整理三月客户名单".into())]);
    answers(&mut team, "阿明", id, TaskState::Accepted, "").expect("accepted");
    assert!(needs(&mut team, "阿明").is_empty());
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
    team.now_ms += 7 * DAY_MS;
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
fn of_what_waits_for_an_answer_the_first_to_be_due_stands_first() {
    let mut team = two_people();
    let ming = me(&mut team, "阿明");
    let today = today(&mut team, "陈静").date;
    for (title, in_days) in [("下周的", 7), ("后天的", 2), ("明天的", 1)] {
        let due = is("due", Value::Date(today + chrono::Duration::days(in_days)));
        creates(
            &mut team,
            "陈静",
            "task",
            vec![text("title", title), is("owner", Value::Id(ming)), wanted(), due],
        );
        team.now_ms += DAY_MS / 24;
    }
    team.sync();
    let titles: Vec<String> = needs(&mut team, "阿明").into_iter().map(|(_, title)| title).collect();
    assert_eq!(titles, ["明天的", "后天的", "下周的"]);
}

#[test]
fn a_task_that_waits_for_two_reasons_is_two_rows_and_several_mentions_are_one() {
    let mut team = two_people();
    let id = gives_task(&mut team, "陈静", "准备报价", "阿明");
    let ming = me(&mut team, "阿明");
    for (day, said) in ["周三前给我回话 @阿明", "也可以周四 @阿明"].into_iter().enumerate() {
        team.now_ms += day as i64 * DAY_MS;
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
