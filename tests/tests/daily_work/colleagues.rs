//! What is said to the whole team, and who helps whom.

use crate::{DAY_MS, assert_converged, creates, gives_task, is, me, needs, today, two_people};
use contract::command::Right;
use contract::query::Query;
use contract::view::{NeedKind, View};
use contract::{Command, Refusal};
use domain::RecordId;
use domain::contact::ContactId;
use domain::follow_up::{Channel, FollowUpId, Outcome};
use domain::help_request::HelpRequestId;
use domain::member::Role;
use domain::record::{FieldFault, Value};
use std::collections::BTreeSet;
use tongzhou_tests::story::text;

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
    assert_eq!(needs(&mut team, "小林"), [(NeedKind::Helping, "对方要账期".into())]);
    team.member("小林").does(solve("可以给 30 天"));
    team.sync();
    assert!(needs(&mut team, "陈静").is_empty());
    let at = team.place("阿明");
    let View::HelpRequests(seen) = team.sees(at, Query::HelpRequests) else { panic!("no requests") };
    assert_eq!((seen.open.len(), seen.solved.len()), (0, 1));
    assert_eq!(seen.solved[0].request.solution, "可以给 30 天");
    // Who asked hears of it that day and the next.
    let solved = [(NeedKind::Solved, "对方要账期".into())];
    assert_eq!(needs(&mut team, "阿明"), solved);
    let helper = today(&mut team, "阿明").needs[0].person.as_ref().map(|person| person.name.clone());
    assert_eq!(helper.as_deref(), Some("小林"));
    team.now_ms += DAY_MS;
    assert_eq!(needs(&mut team, "阿明"), solved);
    team.now_ms += DAY_MS;
    assert!(needs(&mut team, "阿明").is_empty());
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
fn nobody_praises_themselves_and_who_is_praised_reads_it_on_their_day() {
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
    team.sync();
    let praised = [(NeedKind::Praised, "客户当天就签了".into())];
    assert_eq!(needs(&mut team, "陈静"), praised);
    assert!(needs(&mut team, "阿明").is_empty());
    team.now_ms += 2 * DAY_MS;
    assert!(needs(&mut team, "陈静").is_empty(), "praise is for the day and the next");
}

#[test]
fn a_touch_says_with_whom_and_that_is_one_of_the_customers_people() {
    let mut team = two_people();
    let [customer, other] = ["锦华服饰", "恒达商贸"].map(|name| team.member("阿明").creates_customer(name));
    let [theirs, others] = [(customer, "李总"), (other, "周总")].map(|(customer, name)| {
        let fields = vec![text("name", name), is("customer", Value::Id(customer.0))];
        ContactId(creates(&mut team, "阿明", "contact", fields))
    });
    let log = |id, contact| Command::LogFollowUp {
        id: FollowUpId(RecordId([id; 16])),
        customer,
        channel: Channel::Phone,
        outcome: Outcome::Interested,
        text: String::new(),
        next_date: None,
        next_action: None,
        contact: Some(contact),
    };
    let refused = team.member("阿明").tries(log(1, others)).map(drop);
    assert_eq!(refused, Err(Refusal::NoSuchRecord(others.0)));
    team.member("阿明").does(log(2, theirs));
    team.sync();
    let at = team.place("陈静");
    let query = Query::Customer { id: customer, timeline_count: 9 };
    let View::Customer(Some(seen)) = team.sees(at, query) else { panic!("no customer") };
    let with: Vec<&str> = seen.timeline.iter().map(|touch| touch.contact.as_str()).collect();
    assert_eq!(with, ["李总"]);
}

#[test]
fn an_outcome_goes_with_its_channel_when_it_is_logged_and_when_it_is_changed() {
    let mut team = two_people();
    let customer = team.member("阿明").creates_customer("锦华服饰");
    let id = team.member("阿明").logs_follow_up(customer, "有意向").0;
    let change = |fields| Command::Edit { id, fields };
    let [visit, replied, not_met] =
        [text("channel", "visit"), text("outcome", "replied"), text("outcome", "not_met")];
    for refused in [vec![replied.clone()], vec![not_met.clone()], vec![visit.clone(), replied]] {
        let answer = team.member("阿明").tries(change(refused));
        assert_eq!(answer.map(drop), Err(Refusal::OutcomeOfOtherChannel));
    }
    team.member("阿明").does(change(vec![visit, not_met]));
    team.member("阿明").does(change(vec![text("text", "人不在")]));
    let log = Command::LogFollowUp {
        id: FollowUpId(RecordId([7; 16])),
        customer,
        channel: Channel::Phone,
        outcome: Outcome::NotMet,
        text: String::new(),
        next_date: None,
        next_action: None,
        contact: None,
    };
    assert_eq!(team.member("阿明").tries(log).map(drop), Err(Refusal::OutcomeOfOtherChannel));
}
