//! What people do at random.

use super::Run;
use crate::story::text;
use contract::{BatchId, Command, FieldWrite};
use domain::RecordId;
use domain::announcement::{Acknowledgement, Announcement};
use domain::comment::Comment;
use domain::contact::{Contact, ContactId};
use domain::customer::{Customer, CustomerId};
use domain::deal::{Deal, DealId};
use domain::follow_up::{Channel, FollowUp, FollowUpId};
use domain::member::Member;
use domain::record::{Record, Value};
use domain::stage::{Stage, StageId};
use domain::task::{Step, Task, TaskId, TaskState};
use engine::Input;
use std::collections::BTreeSet;

fn is(field: &str, id: RecordId) -> FieldWrite {
    FieldWrite { field: field.into(), value: Some(Value::Id(id)) }
}

impl Run {
    /// One of the people at a device that is on gives a command.
    pub(super) fn somebody_does_something(&mut self) {
        let on: Vec<usize> =
            (0..self.team.devices.len()).filter(|at| self.team.devices[*at].is_in_team()).collect();
        let Some(at) = self.team.dice.pick(&on) else { return };
        let mark = self.next_mark();
        let Some((command, is_marked)) = self.command(at, &mark) else { return };
        let id = self.team.order(at, command);
        if is_marked {
            self.marks.insert(id, mark);
        }
        // Sometimes somebody looks at a record's history meanwhile.
        if self.team.dice.once_in(8)
            && self.team.devices[at].is_in_team()
            && let Some(id) = self.some_record::<Customer>(at)
        {
            let query = contract::Query::History { id };
            let subscribe = contract::ToWorker::Subscribe { subscription: 7, query };
            self.team.give(at, Input::Message(subscribe));
        }
    }

    fn next_mark(&mut self) -> String {
        self.lucky_number += 1;
        format!("mark {}", self.lucky_number)
    }

    /// A command, and whether the mark is in it whenever it is carried out.
    fn command(&mut self, at: usize, mark: &str) -> Option<(Command, bool)> {
        let id = RecordId(self.team.dice.bytes());
        let customer = self.some_record::<Customer>(at);
        let command = match self.team.dice.below(26) {
            0..3 => {
                let fields = vec![text("name", mark)];
                (Command::Create { kind: Customer::SPEC.name.into(), id, fields }, true)
            }
            3..7 => {
                let field = ["region", "note", "industry", "next_action"][self.team.dice.below(4)];
                (Command::Edit { id: customer?, fields: vec![text(field, mark)] }, true)
            }
            7..11 => {
                let channel = Channel::Phone;
                let outcome = channel.outcomes()[self.team.dice.below(channel.outcomes().len())];
                let (id, customer) = (FollowUpId(id), CustomerId(customer?));
                let (text, next_date, next_action) = (mark.to_owned(), None, None);
                // The customer's first contact, where there is one.
                let projection = &self.team.devices[at].replica().projection;
                let contacts = projection.children::<Contact>(customer.0);
                let contact = contacts.map(|row| row.id).min();
                let log = Command::LogFollowUp {
                    id,
                    customer,
                    channel,
                    outcome,
                    text,
                    next_date,
                    next_action,
                    contact: contact.map(ContactId),
                };
                (log, true)
            }
            11 => {
                let of = FieldWrite { field: "customer".into(), value: Some(Value::Id(customer?)) };
                let fields = vec![of, text("name", mark)];
                (Command::Create { kind: Contact::SPEC.name.into(), id, fields }, true)
            }
            12 => {
                let helpers: BTreeSet<RecordId> =
                    (0..2).filter_map(|_| self.some_record::<Member>(at)).collect();
                let value = Some(Value::Ids(helpers));
                (
                    Command::Edit {
                        id: customer?,
                        fields: vec![FieldWrite { field: "helpers".into(), value }],
                    },
                    false,
                )
            }
            13 => (Command::Delete { id: self.some_record::<FollowUp>(at).or(customer)? }, false),
            14 => {
                let id = if self.team.dice.once_in(2) { customer } else { self.some_record::<FollowUp>(at) };
                let command = if self.team.dice.once_in(2) {
                    Command::Restore { id: id? }
                } else {
                    Command::Delete { id: id? }
                };
                (command, false)
            }
            16 => {
                let owner = self.some_record::<Member>(at).filter(|_| self.team.dice.once_in(2));
                let mut fields = vec![text("title", mark)];
                if let Some(owner) = owner {
                    // Nothing is given to somebody else without a goal and a day.
                    let due = Value::Date(chrono::NaiveDate::default());
                    fields.extend([
                        is("owner", owner),
                        text("note", mark),
                        FieldWrite { field: "due".into(), value: Some(due) },
                    ]);
                }
                (Command::Create { kind: Task::SPEC.name.into(), id, fields }, true)
            }
            17..19 => {
                let to = TaskState::ALL[self.team.dice.below(TaskState::ALL.len())];
                let id = TaskId(self.some_record::<Task>(at)?);
                (Command::MoveTask { id, to, said: mark.into() }, false)
            }
            19 => {
                let owner = self.some_record::<Member>(at)?;
                (Command::Edit { id: self.some_record::<Task>(at)?, fields: vec![is("owner", owner)] }, false)
            }
            20 => {
                let fields = vec![text("text", mark), is("task", self.some_record::<Task>(at)?)];
                (Command::Create { kind: Step::SPEC.name.into(), id, fields }, true)
            }
            21 => {
                let fields = vec![text("title", mark), is("customer", customer?)];
                (Command::Create { kind: Deal::SPEC.name.into(), id, fields }, true)
            }
            22 => {
                if self.team.dice.once_in(4) {
                    let fields = vec![text("name", mark)];
                    return Some((Command::Create { kind: Stage::SPEC.name.into(), id, fields }, true));
                }
                let id = DealId(self.some_record::<Deal>(at)?);
                let stage = StageId(self.some_record::<Stage>(at)?);
                (Command::MoveDeal { id, stage, loss_reason: mark.into() }, false)
            }
            // About whatever there is: it goes where that is kept.
            23 => {
                let about = match self.team.dice.below(3) {
                    0 => self.some_record::<Task>(at),
                    1 => self.some_record::<Announcement>(at),
                    _ => customer,
                };
                let fields = vec![text("text", mark), is("about", about?)];
                (Command::Create { kind: Comment::SPEC.name.into(), id, fields }, true)
            }
            24 => {
                if self.team.dice.once_in(2) {
                    let fields = vec![text("title", mark), text("body", mark)];
                    return Some((
                        Command::Create { kind: Announcement::SPEC.name.into(), id, fields },
                        true,
                    ));
                }
                let fields = vec![is("of", self.some_record::<Announcement>(at)?), text("version", mark)];
                (Command::Create { kind: Acknowledgement::SPEC.name.into(), id, fields }, true)
            }
            _ => (Command::Undo { batch: self.some_batch(at)? }, false),
        };
        Some(command)
    }

    fn some_record<R: Record>(&mut self, at: usize) -> Option<RecordId> {
        let projection = &self.team.devices[at].replica().projection;
        // Sorted: the order in which rows came is another after every change of the code.
        let mut ids: Vec<RecordId> = projection.of_kind(R::SPEC.name).map(|row| row.id).collect();
        ids.sort_unstable();
        self.team.dice.pick(&ids)
    }

    fn some_batch(&mut self, at: usize) -> Option<BatchId> {
        let answers = self.team.devices[at].answers.values();
        let batches: Vec<BatchId> =
            answers.filter_map(|answer| answer.as_ref().ok()).filter_map(|outcome| outcome.undo).collect();
        self.team.dice.pick(&batches)
    }
}
