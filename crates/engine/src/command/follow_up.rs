//! Log a touch with a customer: the follow-up, and the customer's next date, in one step.

use super::Plan;
use crate::document::RecordWrite;
use crate::replica::Replica;
use contract::command::Made;
use contract::{Command, Refusal};
use domain::Now;
use domain::calendar::off_rest_days;
use domain::contact::Contact;
use domain::customer::Customer;
use domain::follow_up::{FollowUp, next_date_after};
use domain::record::{FieldFault, FieldIndex, Fields, Record, Value};

/// A change of channel or outcome leaves the two together.
pub fn outcome_fits(before: &Fields, values: &[(FieldIndex, Option<Value>)]) -> Result<(), Refusal> {
    let changes = |field| values.iter().any(|(index, _)| *index == field);
    let mut after = before.clone();
    values.iter().for_each(|(index, value)| after.set(*index, value.clone()));
    let FollowUp { channel, outcome, .. } = FollowUp::from_fields(&after);
    let both = channel.zip(outcome);
    let is_other = both.is_some_and(|(channel, outcome)| !channel.outcomes().contains(&outcome));
    if is_other && (changes(FollowUp::channel) || changes(FollowUp::outcome)) {
        return Err(Refusal::OutcomeOfOtherChannel);
    }
    Ok(())
}

pub fn log(replica: &Replica, now: Now, command: &Command) -> Result<Plan, Refusal> {
    let Command::LogFollowUp { id, customer, channel, outcome, text, next_date, next_action, contact } =
        command
    else {
        return Ok(Plan::default());
    };
    let row =
        replica.projection.find_live::<Customer>(customer.0).ok_or(Refusal::NoSuchRecord(customer.0))?;
    replica.rights().write_kind(FollowUp::SPEC).map_err(Refusal::NotAllowed)?;
    if replica.projection.find(id.0).is_some() {
        return Err(Refusal::AlreadyExists(id.0));
    }
    if !channel.outcomes().contains(outcome) {
        return Err(Refusal::OutcomeOfOtherChannel);
    }
    if let Some(date) = next_date.filter(|date| *date < now.today) {
        return Err(Refusal::DateInPast(date));
    }
    let mut contacts = replica.projection.children::<Contact>(customer.0);
    if let Some(contact) = contact
        && !contacts.any(|row| row.id == contact.0)
    {
        return Err(Refusal::NoSuchRecord(contact.0));
    }
    let record: Customer = row.read();
    let proposed = off_rest_days(next_date_after(*outcome, record.class, now.today));
    let next = next_date.unwrap_or(proposed);
    let follow_up = FollowUp {
        customer: Some(*customer),
        at: Some(now.at),
        author: Some(replica.me()),
        channel: Some(*channel),
        outcome: Some(*outcome),
        text: text.trim().to_owned(),
        next_date: Some(next),
        contact: *contact,
    };
    for (kind, field, text) in [
        (FollowUp::SPEC, FollowUp::text, Some(text)),
        (Customer::SPEC, Customer::next_action, next_action.as_ref()),
    ] {
        let field = &kind.fields[usize::from(field)];
        let value = text.map(|text| Value::Text(text.trim().to_owned()));
        field.check(value.as_ref()).map_err(|fault: FieldFault| Refusal::Field {
            kind: kind.name.to_owned(),
            field: field.name.to_owned(),
            fault,
        })?;
    }
    let mut plan = Plan { made: Some(Made::NextDate(next)), ..Plan::default() };
    let fields = follow_up.to_fields().0.into_iter().map(|(index, value)| (index, Some(value))).collect();
    plan.create(id.0, FollowUp::SPEC, fields);
    let mut changes = vec![(Customer::next_date, Some(Value::Date(next)))];
    // What was to be done when the customer was reached is done; when nobody was, it still is to be done.
    let action = next_action.as_deref().or(outcome.is_two_way().then_some(""));
    if let Some(action) = action.map(str::trim) {
        changes.push((Customer::next_action, (!action.is_empty()).then(|| Value::Text(action.to_owned()))));
    }
    let before = row.packed.fields();
    changes.retain(|(index, value)| before.get(*index) != value.as_ref());
    if !changes.is_empty() {
        plan.writes.push(RecordWrite { id: row.id, kind: Customer::SPEC, fields: changes, live: true });
    }
    Ok(plan)
}
