//! The hand-shake of a task: who gives it, who takes it, how it ends.

use super::{Plan, change};
use crate::projection::Row;
use crate::replica::Replica;
use contract::Refusal;
use domain::Now;
use domain::member::MemberId;
use domain::record::{Choice, FieldFault, FieldIndex, Fields, Value};
use domain::task::{Task, TaskId, TaskState};

type Values = Vec<(FieldIndex, Option<Value>)>;

/// Work that goes to somebody else says what a good result looks like and by when.
pub fn fit_to_give(replica: &Replica, before: &Fields, values: &Values) -> Result<(), Refusal> {
    let now = |field: FieldIndex| match values.iter().find(|(index, _)| *index == field) {
        Some((_, value)) => value.as_ref(),
        None => before.get(field),
    };
    let goes_to_another = values.iter().any(|(index, value)| {
        *index == Task::owner && value.is_some() && *value != Some(Value::Id(replica.me().0))
    });
    let lacking = Task::lacks_to_be_given(now(Task::note).is_some(), now(Task::due).is_some());
    match lacking.filter(|_| goes_to_another) {
        None => Ok(()),
        Some(field) => {
            let field = &Task::SPEC.fields[usize::from(field)];
            Err(super::record::fault(Task::SPEC, field, FieldFault::NeededToGive))
        }
    }
}

/// A new task: taken at once by whoever gives it to themselves, else it waits for an answer.
pub fn begin(replica: &Replica, values: &mut Values) {
    let given = |field| values.iter().any(|(index, value)| *index == field && value.is_some());
    if !given(Task::state) {
        let owner =
            values.iter().find(|(index, _)| *index == Task::owner).and_then(|(_, value)| value.clone());
        values.push((Task::state, Some(state_for(replica, owner.as_ref()))));
    }
}

/// Another owner has not answered yet, and waits from now on: the hand-shake begins anew, unless the task is finished.
pub fn owner_changes(replica: &Replica, now: Now, row: &Row, values: &mut Values) {
    let Some((_, owner)) = values.iter().find(|(index, _)| *index == Task::owner) else { return };
    let state = row.read::<Task>().standing();
    if state.is_open() {
        let next = state_for(replica, owner.as_ref());
        values.push((Task::state, Some(next)));
        values.push((Task::answer, None));
        values.push((Task::given_at, Some(Value::Time(now.at))));
    }
}

fn state_for(replica: &Replica, owner: Option<&Value>) -> Value {
    let is_mine = owner == Some(&Value::Id(replica.me().0));
    let state = if is_mine { TaskState::Accepted } else { TaskState::Assigned };
    Value::Text(state.code().to_owned())
}

/// Answer, finish, reopen or call off.
pub fn go_to(replica: &Replica, now: Now, id: TaskId, to: TaskState, said: &str) -> Result<Plan, Refusal> {
    let row = replica.projection.find_live::<Task>(id.0).ok_or(Refusal::NoSuchRecord(id.0))?;
    let from = row.read::<Task>().standing();
    let said = said.trim();
    let rights = replica.rights();
    match to {
        TaskState::Accepted | TaskState::Discuss | TaskState::Declined if from.is_open() => {
            rights.answer_task(row).map_err(Refusal::NotAllowed)?;
        }
        // Whoever may finish it may also find that it was not finished after all.
        TaskState::Accepted | TaskState::Done | TaskState::Cancelled => {
            rights.finish_task(row).map_err(Refusal::NotAllowed)?;
        }
        TaskState::Assigned | TaskState::Discuss | TaskState::Declined => return Err(Refusal::TaskIs(from)),
    }
    if to == from {
        return Ok(Plan::default());
    }
    if matches!(to, TaskState::Discuss | TaskState::Declined) && said.is_empty() {
        return Err(Refusal::ReasonMissing);
    }
    let done_at = (to == TaskState::Done).then_some(Value::Time(now.at));
    let answer = (!said.is_empty()).then(|| Value::Text(said.to_owned()));
    let mut values = vec![
        (Task::state, Some(Value::Text(to.code().to_owned()))),
        (Task::answer, answer),
        (Task::done_at, done_at),
    ];
    if from.is_open() && to.is_open() {
        values.push((Task::answered_at, Some(Value::Time(now.at))));
    }
    // Whoever takes up what nobody does becomes its owner.
    if to == TaskState::Accepted && row.packed.id(Task::owner).is_none() {
        values.push((Task::owner, Some(Value::Id(replica.me().0))));
    }
    change(row, values)
}

/// Say how good the result is.
pub fn rate(replica: &Replica, id: TaskId, quality: u8, feedback: &str) -> Result<Plan, Refusal> {
    let row = replica.projection.find_live::<Task>(id.0).ok_or(Refusal::NoSuchRecord(id.0))?;
    replica.rights().rate_task(row).map_err(Refusal::NotAllowed)?;
    let state = row.read::<Task>().standing();
    if state != TaskState::Done {
        return Err(Refusal::TaskIs(state));
    }
    if !(1..=5).contains(&quality) {
        return Err(super::record::fault(
            Task::SPEC,
            &Task::SPEC.fields[usize::from(Task::quality)],
            FieldFault::OutOfRange { least: 1, most: 5 },
        ));
    }
    let feedback = feedback.trim();
    let feedback = (!feedback.is_empty()).then(|| Value::Text(feedback.to_owned()));
    change(row, vec![(Task::quality, Some(Value::Int(i64::from(quality)))), (Task::feedback, feedback)])
}

/// Whether a member works on a task.
pub fn is_of(row: &Row, member: MemberId) -> bool {
    row.packed.id(Task::owner) == Some(member.0) || row.packed.has_id(Task::helpers, member.0)
}
