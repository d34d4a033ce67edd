//! Create, edit, delete and bring back records of any kind.

use super::Plan;
use crate::document::RecordWrite;
use crate::replica::Replica;
use contract::{FieldWrite, Refusal};
use domain::RecordId;
use domain::customer::Customer;
use domain::member::{Member, MemberId, Role};
use domain::record::{FieldFault, FieldIndex, FieldSpec, KindSpec, Mark, Record, Value};
use std::collections::BTreeMap;

type NewRecords = BTreeMap<RecordId, &'static str>;

pub fn create(replica: &Replica, kind: &str, id: RecordId, fields: &[FieldWrite]) -> Result<Plan, Refusal> {
    create_many(replica, &[(kind.to_owned(), id, fields.to_vec())])
}

pub fn create_many(
    replica: &Replica,
    records: &[(String, RecordId, Vec<FieldWrite>)],
) -> Result<Plan, Refusal> {
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
        let mut values = checked(replica, spec, fields, &new)?;
        for (index, field) in spec.fields.iter().enumerate() {
            let given = values.iter().any(|(at, value)| usize::from(*at) == index && value.is_some());
            if field.has(Mark::Required) && !given {
                return Err(fault(spec, field, FieldFault::Missing));
            }
        }
        if spec.name == Customer::SPEC.name && !values.iter().any(|(index, _)| *index == Customer::owner) {
            values.push((Customer::owner, Some(Value::Id(replica.me().0))));
        }
        plan.create(*id, spec, values);
    }
    Ok(plan)
}

pub fn edit(replica: &Replica, id: RecordId, fields: &[FieldWrite]) -> Result<Plan, Refusal> {
    let row = replica.projection.find(id).ok_or(Refusal::NoSuchRecord(id))?;
    let rights = replica.rights();
    rights.edit(row).map_err(Refusal::NotAllowed)?;
    let mut values = checked(replica, row.kind, fields, &NewRecords::new())?;
    let before = row.packed.fields();
    values.retain(|(index, value)| {
        before.get(*index) != value.as_ref()
            || row.two_edits.as_ref().is_some_and(|edits| edits.contains_key(index))
    });
    if row.is::<Customer>() && values.iter().any(|(index, _)| *index == Customer::owner) {
        rights.change_owner(row).map_err(Refusal::NotAllowed)?;
    }
    let mut plan = Plan::default();
    if !values.is_empty() || !row.live {
        plan.writes.push(RecordWrite { id, kind: row.kind, fields: values, live: true });
    }
    Ok(plan)
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

fn trimmed(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.trim().to_owned()),
        other => other,
    }
}

fn references_exist(replica: &Replica, field: &FieldSpec, value: Option<&Value>, new: &NewRecords) -> bool {
    let Some(target) = field.target() else { return true };
    let exists = |id: &RecordId| {
        new.get(id) == Some(&target)
            || replica.projection.find(*id).is_some_and(|row| row.kind.name == target)
    };
    match value {
        Some(Value::Id(id)) => exists(id),
        Some(Value::Ids(ids)) => ids.iter().all(exists),
        _ => true,
    }
}

fn fault(kind: &KindSpec, field: &FieldSpec, fault: FieldFault) -> Refusal {
    Refusal::Field { kind: kind.name.to_owned(), field: field.name.to_owned(), fault }
}
