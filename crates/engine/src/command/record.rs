//! Create, edit, delete and bring back records of any kind.

use super::{Plan, deal, follow_up, task};
use crate::document::RecordWrite;
use crate::replica::Replica;
use contract::{FieldWrite, Refusal};
use domain::customer::Customer;
use domain::deal::Deal;
use domain::duty::DutyDone;
use domain::follow_up::FollowUp;
use domain::member::{Member, MemberId, Role};
use domain::record::{FieldFault, FieldIndex, FieldSpec, FieldType, Fields, KindSpec, Mark, Record, Value};
use domain::task::Task;
use domain::{Now, RecordId};
use std::collections::BTreeMap;

/// Kind, id and fields.
pub type NewRecord = (String, RecordId, Vec<FieldWrite>);

/// What one command creates: id and kind.
pub type NewRecords = BTreeMap<RecordId, &'static str>;

pub fn create(
    replica: &Replica,
    now: Now,
    kind: &str,
    id: RecordId,
    fields: &[FieldWrite],
) -> Result<Plan, Refusal> {
    let plan = create_many(replica, now, &[(kind.to_owned(), id, fields.to_vec())])?;
    // One that somebody writes down; what is imported comes as it is.
    for write in plan.writes.iter().filter(|write| write.kind.name == Task::SPEC.name) {
        task::fit_to_give(replica, &Fields::default(), &write.fields)?;
    }
    plan.writes.iter().try_for_each(|write| names_others(replica, write.kind, &write.fields))?;
    Ok(plan)
}

pub fn create_many(replica: &Replica, now: Now, records: &[NewRecord]) -> Result<Plan, Refusal> {
    let mut plan = Plan::default();
    let mut new = NewRecords::new();
    for (kind, id, _) in records {
        let spec = domain::kind(kind).ok_or_else(|| Refusal::UnknownKind(kind.clone()))?;
        if replica.projection.find(*id).is_some() || new.insert(*id, spec.name).is_some() {
            return Err(Refusal::AlreadyExists(*id));
        }
        replica.rights().write_kind(spec).map_err(Refusal::NotAllowed)?;
    }
    for (kind, id, fields) in records {
        let spec = domain::kind(kind).ok_or_else(|| Refusal::UnknownKind(kind.clone()))?;
        let mut values = complete(replica, spec, fields, &new)?;
        sign(replica, now, spec, &mut values);
        if spec.name == Customer::SPEC.name && !values.iter().any(|(index, _)| *index == Customer::owner) {
            values.push((Customer::owner, Some(Value::Id(replica.me().0))));
        } else if spec.name == Task::SPEC.name {
            task::begin(replica, &mut values);
        } else if spec.name == Deal::SPEC.name {
            deal::begin(replica, now, &mut values);
        } else if spec.name == DutyDone::SPEC.name && is_done_already(replica, &values) {
            return Err(Refusal::DutyDone);
        }
        plan.create(*id, spec, values);
    }
    Ok(plan)
}

/// The values of a new record: each fits, none that is required is missing.
pub fn complete(
    replica: &Replica,
    kind: &'static KindSpec,
    fields: &[FieldWrite],
    new: &NewRecords,
) -> Result<Vec<(FieldIndex, Option<Value>)>, Refusal> {
    let values = checked(replica, kind, fields, new)?;
    for (index, field) in kind.fields.iter().enumerate() {
        let given = values.iter().any(|(at, value)| usize::from(*at) == index && value.is_some());
        if field.has(Mark::Required) && !given {
            return Err(fault(kind, field, FieldFault::Missing));
        }
    }
    Ok(values)
}

/// Who created it and when, where the kind keeps that and the caller (an import) does not say otherwise.
pub fn sign(replica: &Replica, now: Now, kind: &KindSpec, values: &mut Vec<(FieldIndex, Option<Value>)>) {
    for (index, field) in kind.fields.iter().enumerate() {
        let index = index as FieldIndex;
        let own = match () {
            () if field.has(Mark::Author) => Value::Id(replica.me().0),
            () if field.has(Mark::Created) => Value::Time(now.at),
            () => continue,
        };
        if !values.iter().any(|(given, value)| *given == index && value.is_some()) {
            values.push((index, Some(own)));
        }
    }
}

/// Whether the same duty is ticked off for the same period.
fn is_done_already(replica: &Replica, values: &[(FieldIndex, Option<Value>)]) -> bool {
    let value = |field| values.iter().find(|(index, _)| *index == field).and_then(|(_, value)| value.clone());
    let (duty, period) = (value(DutyDone::duty), value(DutyDone::period));
    replica.projection.live::<DutyDone>().any(|row| {
        row.packed.id(DutyDone::duty).map(Value::Id) == duty
            && row.packed.date(DutyDone::period).map(Value::Date) == period
    })
}

/// Change the same fields of many records: all of them, or none where some may not be changed; those are named.
pub fn edit_many(
    replica: &Replica,
    now: Now,
    ids: &[RecordId],
    fields: &[FieldWrite],
) -> Result<Plan, Refusal> {
    let mut plan = Plan::default();
    let mut missing = None;
    let (mut titles, mut not_ready) = (Vec::new(), Vec::new());
    let title = |id: RecordId| replica.projection.find(id).map(|row| row.title().to_owned());
    for id in ids {
        match edit_one(replica, now, *id, fields, &mut plan) {
            Err(Refusal::NotAllowed(right)) => {
                missing.get_or_insert(right);
                titles.extend(title(*id));
            }
            Err(Refusal::Field { fault: FieldFault::NeededToGive, .. }) => not_ready.extend(title(*id)),
            other => other?,
        }
    }
    match missing {
        Some(right) => Err(Refusal::NotAllowedFor { right, titles }),
        None if not_ready.is_empty() => Ok(plan),
        None => Err(Refusal::NotReadyToGive { titles: not_ready }),
    }
}

/// Change fields of a record.
pub fn edit(replica: &Replica, now: Now, id: RecordId, fields: &[FieldWrite]) -> Result<Plan, Refusal> {
    let mut plan = Plan::default();
    edit_one(replica, now, id, fields, &mut plan)?;
    Ok(plan)
}

/// Change records, each in its own way: all of them or none.
pub fn edit_each(
    replica: &Replica,
    now: Now,
    edits: &[(RecordId, Vec<FieldWrite>)],
) -> Result<Plan, Refusal> {
    let mut plan = Plan::default();
    for (id, fields) in edits {
        edit_one(replica, now, *id, fields, &mut plan)?;
    }
    Ok(plan)
}

fn edit_one(
    replica: &Replica,
    now: Now,
    id: RecordId,
    fields: &[FieldWrite],
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let row = replica.projection.find(id).ok_or(Refusal::NoSuchRecord(id))?;
    let rights = replica.rights();
    rights.edit(row).map_err(Refusal::NotAllowed)?;
    // Who edits has seen a record that was there; that it is gone is not undone without a word.
    if !row.live {
        return Err(Refusal::Deleted);
    }
    let set_by_commands = fields.iter().find_map(|write| {
        let (_, field) = row.kind.field(&write.field)?;
        field.has(Mark::Automatic).then_some(field)
    });
    if let Some(field) = set_by_commands {
        return Err(fault(row.kind, field, FieldFault::SetByCommands));
    }
    let mut values = checked(replica, row.kind, fields, &NewRecords::new())?;
    names_others(replica, row.kind, &values)?;
    let before = row.packed.fields();
    values.retain(|(index, value)| {
        before.get(*index) != value.as_ref()
            || row.two_edits.as_ref().is_some_and(|edits| edits.contains_key(index))
    });
    let changes = |field| values.iter().any(|(index, _)| *index == field);
    if (row.is::<Customer>() && changes(Customer::owner)) || (row.is::<Deal>() && changes(Deal::owner)) {
        rights.change_owner(row).map_err(Refusal::NotAllowed)?;
    }
    if row.is::<Task>() {
        task::fit_to_give(replica, &before, &values)?;
        task::owner_changes(replica, now, row, &mut values);
    } else if row.is::<Deal>() {
        deal::stage_changes(replica, now, &mut values);
    } else if row.is::<FollowUp>() {
        follow_up::outcome_fits(&before, &values)?;
    }
    if !values.is_empty() {
        plan.writes.push(RecordWrite { id, kind: row.kind, fields: values, live: true });
    }
    Ok(())
}

pub fn set_live(replica: &Replica, id: RecordId, live: bool) -> Result<Plan, Refusal> {
    let row = replica.projection.find(id).ok_or(Refusal::NoSuchRecord(id))?;
    let rights = replica.rights();
    let allowed = if live { rights.edit(row) } else { rights.delete(row) };
    allowed.map_err(Refusal::NotAllowed)?;
    let mut plan = Plan::default();
    if row.live != live {
        plan.writes.push(RecordWrite { id, kind: row.kind, fields: Vec::new(), live });
    }
    Ok(plan)
}

/// The record of a member who is being invited, or of the founder.
pub fn new_members_record(plan: &mut Plan, member: MemberId, name: &str, role: Role, line: Option<MemberId>) {
    let record = Member { name: name.trim().to_owned(), role: Some(role), line, ..Member::default() };
    let fields = record.to_fields().0.into_iter().map(|(index, value)| (index, Some(value))).collect();
    plan.create(member.0, Member::SPEC, fields);
}

fn checked(
    replica: &Replica,
    kind: &'static KindSpec,
    fields: &[FieldWrite],
    new: &NewRecords,
) -> Result<Vec<(FieldIndex, Option<Value>)>, Refusal> {
    fields
        .iter()
        .map(|write| {
            let (index, field) = kind.field(&write.field).ok_or_else(|| Refusal::Field {
                kind: kind.name.to_owned(),
                field: write.field.clone(),
                fault: FieldFault::Unknown,
            })?;
            let value = write.value.clone().map(trimmed).filter(|value| !value.is_empty());
            field.check(value.as_ref()).map_err(|broken| fault(kind, field, broken))?;
            if !references_exist(replica, field, value.as_ref(), new) {
                return Err(fault(kind, field, FieldFault::NoSuchRecord));
            }
            Ok((index, value))
        })
        .collect()
}

/// Nobody names themselves where others are meant.
fn names_others(
    replica: &Replica,
    kind: &KindSpec,
    values: &[(FieldIndex, Option<Value>)],
) -> Result<(), Refusal> {
    let me = replica.me().0;
    for (index, value) in values {
        if let Some(Value::Ids(ids)) = value
            && ids.contains(&me)
            && let Some(field) = kind.fields.get(usize::from(*index)).filter(|field| field.has(Mark::Others))
        {
            return Err(fault(kind, field, FieldFault::Oneself));
        }
    }
    Ok(())
}

fn trimmed(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.trim().to_owned()),
        other => other,
    }
}

fn references_exist(replica: &Replica, field: &FieldSpec, value: Option<&Value>, new: &NewRecords) -> bool {
    let is_any = field.field_type == FieldType::AnyReference;
    let target = field.target();
    if target.is_none() && !is_any {
        return true;
    }
    let fits = |kind: &str| is_any || target == Some(kind);
    let exists = |id: &RecordId| {
        new.get(id).is_some_and(|kind| fits(kind))
            || replica.projection.find(*id).is_some_and(|row| fits(row.kind.name))
    };
    match value {
        Some(Value::Id(id)) => exists(id),
        Some(Value::Ids(ids)) => ids.iter().all(exists),
        _ => true,
    }
}

/// A field that does not fit, as a refusal.
pub fn fault(kind: &KindSpec, field: &FieldSpec, fault: FieldFault) -> Refusal {
    Refusal::Field { kind: kind.name.to_owned(), field: field.name.to_owned(), fault }
}
