//! Deals go through the stages.

use crate::{assert_converged, board, creates, is, two_people};
use contract::command::Right;
use contract::view::DealBoard;
use contract::{Command, Refusal};
use domain::deal::{DealId, NextStep};
use domain::record::Value;
use domain::stage::{Stage, StageId};
use tongzhou_tests::Team;
use tongzhou_tests::story::text;

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
