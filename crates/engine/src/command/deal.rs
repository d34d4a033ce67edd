//! A deal on its way through the stages.

use super::{Plan, change};
use crate::projection::{Projection, Row};
use crate::replica::Replica;
use contract::Refusal;
use domain::customer::Customer;
use domain::deal::{Deal, DealId};
use domain::record::{FieldIndex, Value};
use domain::stage::{Stage, StageEnd, StageId};
use domain::{Now, RecordId};

type Values = Vec<(FieldIndex, Option<Value>)>;

/// A new deal: begun today in the first stage by its customer's owner, unless it says otherwise.
pub fn begin(replica: &Replica, now: Now, values: &mut Values) {
    let mut fill = |field: FieldIndex, value: Option<Value>| {
        if value.is_some() && !values.iter().any(|(index, given)| *index == field && given.is_some()) {
            values.push((field, value));
        }
    };
    fill(Deal::stage, first_stage(&replica.projection).map(Value::Id));
    fill(Deal::stage_since, Some(Value::Date(now.today)));
    fill(Deal::created_on, Some(Value::Date(now.today)));
    let customer = values.iter().find_map(|(index, value)| match value {
        Some(Value::Id(id)) if *index == Deal::customer => Some(*id),
        _ => None,
    });
    let owner = customer
        .and_then(|id| replica.projection.find_live::<Customer>(id))
        .and_then(|row| row.packed.id(Customer::owner))
        .unwrap_or(replica.me().0);
    if !values.iter().any(|(index, given)| *index == Deal::owner && given.is_some()) {
        values.push((Deal::owner, Some(Value::Id(owner))));
    }
}

/// An edit that moves the deal says so in its dates, too.
pub fn stage_changes(replica: &Replica, now: Now, values: &mut Values) {
    let stage = values.iter().find(|(index, _)| *index == Deal::stage).map(|(_, value)| value.clone());
    if let Some(Some(Value::Id(stage))) = stage {
        let end = replica.projection.find(stage).and_then(|row| row.read::<Stage>().end);
        values.push((Deal::stage_since, Some(Value::Date(now.today))));
        values.push((Deal::closed_on, end.map(|_| Value::Date(now.today))));
    }
}

/// Move to another stage; a lost deal wants its reason.
pub fn go_to(
    replica: &Replica,
    now: Now,
    id: DealId,
    stage: StageId,
    loss_reason: &str,
) -> Result<Plan, Refusal> {
    let row = replica.projection.find_live::<Deal>(id.0).ok_or(Refusal::NoSuchRecord(id.0))?;
    let to = replica.projection.find_live::<Stage>(stage.0).ok_or(Refusal::NoSuchRecord(stage.0))?;
    replica.rights().move_deal(row).map_err(Refusal::NotAllowed)?;
    if row.packed.id(Deal::stage) == Some(stage.0) {
        return Ok(Plan::default());
    }
    let is_lost = to.read::<Stage>().end == Some(StageEnd::Lost);
    let reason = loss_reason.trim();
    if is_lost && reason.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let mut values = vec![(Deal::stage, Some(Value::Id(stage.0)))];
    stage_changes(replica, now, &mut values);
    values.push((Deal::loss_reason, is_lost.then(|| Value::Text(reason.to_owned()))));
    change(row, values)
}

fn first_stage(projection: &Projection) -> Option<RecordId> {
    let open = projection.live::<Stage>().map(|row: &Row| (row.id, row.read::<Stage>()));
    let open = open.filter(|(_, stage)| stage.end.is_none());
    open.min_by_key(|(id, stage)| (stage.place.unwrap_or(i64::MAX), *id)).map(|(id, _)| id)
}
