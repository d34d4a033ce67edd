//! Duties come up, are agreed to and ticked off.

use crate::{assert_converged, creates, is, me, needs, today, two_people};
use contract::query::Query;
use contract::view::{Agreed, DutyDue, NeedKind, View};
use contract::{Command, Refusal};
use domain::RecordId;
use domain::duty::{Duty, DutyDone, Position};
use domain::record::Value;
use std::collections::BTreeSet;
use tongzhou_tests::Team;
use tongzhou_tests::story::text;

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
