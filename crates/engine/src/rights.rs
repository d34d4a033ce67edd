//! What somebody may do with a record: commands refuse by it and screens offer by it.
//!
//! These are the finer rights within a space. Who may write a space at all is the access log's word, which every
//! device checks for every envelope.

use crate::projection::Row;
use contract::command::Right;
use domain::announcement::Acknowledgement;
use domain::comment::{Comment, Praise};
use domain::customer::Customer;
use domain::deal::Deal;
use domain::duty::DutyDone;
use domain::follow_up::FollowUp;
use domain::help_request::HelpRequest;
use domain::member::{MemberId, Role};
use domain::record::{FieldIndex, KindSpec, Mark, SpaceClass};
use domain::task::Task;

/// Somebody in their role. Each question is answered with the right that is missing.
#[derive(Clone, Copy, Debug)]
pub struct Rights {
    /// Who.
    pub me: MemberId,
    /// Their role, by the access log.
    pub role: Role,
}

impl Rights {
    /// To write where records of this kind live.
    pub fn write_kind(self, kind: &KindSpec) -> Result<(), Right> {
        let allowed = match kind.space {
            SpaceClass::Official | SpaceClass::Management | SpaceClass::File => self.role.is_manager(),
            _ => self.role != Role::Viewer,
        };
        allowed.then_some(()).ok_or(Right::WriteHere)
    }

    /// To change a record. A follow-up is its author's word; managers may correct it.
    pub fn edit(self, row: &Row) -> Result<(), Right> {
        self.write_kind(row.kind)?;
        if self.role.is_manager() {
            return Ok(());
        }
        if row.is::<FollowUp>() {
            let is_mine = row.packed.id(FollowUp::author) == Some(self.me.0);
            return is_mine.then_some(()).ok_or(Right::EditOthersFollowUp);
        }
        let is_ones_own_word =
            row.is::<Comment>() || row.is::<Praise>() || row.is::<DutyDone>() || row.is::<Acknowledgement>();
        let author = row.kind.fields.iter().position(|field| field.has(Mark::Author));
        let is_mine = author.and_then(|index| row.packed.id(index as FieldIndex)) == Some(self.me.0);
        (!is_ones_own_word || is_mine).then_some(()).ok_or(Right::EditOthersWords)
    }

    /// To answer a task: who it was given to; anybody where it was given to nobody.
    pub fn answer_task(self, task: &Row) -> Result<(), Right> {
        self.write_kind(task.kind)?;
        let owner = task.packed.id(Task::owner);
        owner.is_none_or(|owner| owner == self.me.0).then_some(()).ok_or(Right::AnswerTask)
    }

    /// To finish a task, reopen it or call it off: owner, helpers, giver and managers.
    pub fn finish_task(self, task: &Row) -> Result<(), Right> {
        self.write_kind(task.kind)?;
        let is_mine = crate::command::task::is_of(task, self.me) || self.gave(task);
        (is_mine || self.role.is_manager()).then_some(()).ok_or(Right::FinishTask)
    }

    /// To judge a task's result: its giver and managers, but nobody their own.
    pub fn rate_task(self, task: &Row) -> Result<(), Right> {
        self.write_kind(task.kind)?;
        let is_own = task.packed.id(Task::owner) == Some(self.me.0);
        (!is_own && (self.gave(task) || self.role.is_manager())).then_some(()).ok_or(Right::RateTask)
    }

    /// To move a deal: owner, helpers and managers; anybody where there is no owner.
    pub fn move_deal(self, deal: &Row) -> Result<(), Right> {
        self.write_kind(deal.kind)?;
        let owner = deal.packed.id(Deal::owner);
        let is_mine = owner.is_none_or(|owner| owner == self.me.0)
            || deal.packed.has_id(Deal::helpers, self.me.0)
            || self.role.is_manager();
        is_mine.then_some(()).ok_or(Right::MoveDeal)
    }

    /// To solve a help request or open it again: asker, helper and managers.
    pub fn solve_help(self, request: &Row) -> Result<(), Right> {
        self.write_kind(request.kind)?;
        let me = Some(self.me.0);
        let is_mine =
            request.packed.id(HelpRequest::asker) == me || request.packed.id(HelpRequest::helper) == me;
        (is_mine || self.role.is_manager()).then_some(()).ok_or(Right::SolveHelp)
    }

    fn gave(self, task: &Row) -> bool {
        task.packed.id(Task::giver) == Some(self.me.0)
    }

    /// To delete a record. What somebody was given to do is declined or called off, not made to vanish.
    pub fn delete(self, row: &Row) -> Result<(), Right> {
        self.edit(row)?;
        if row.is::<Deal>() {
            return self.leads(row, Deal::owner).then_some(()).ok_or(Right::DeleteDeal);
        }
        if row.is::<Task>() {
            let is_somebody_elses = row.packed.id(Task::giver).is_some() && !self.gave(row);
            return (!is_somebody_elses || self.role.is_manager()).then_some(()).ok_or(Right::DeleteTask);
        }
        (!row.is::<Customer>() || self.leads(row, Customer::owner)).then_some(()).ok_or(Right::DeleteCustomer)
    }

    /// To say who owns a customer or deal.
    pub fn change_owner(self, row: &Row) -> Result<(), Right> {
        self.edit(row)?;
        let owner = if row.is::<Deal>() { Deal::owner } else { Customer::owner };
        self.leads(row, owner).then_some(()).ok_or(Right::ChangeOwner)
    }

    /// The owner of a customer or deal, and managers; anybody where there is no owner.
    fn leads(self, row: &Row, owner: FieldIndex) -> bool {
        let owner = row.packed.id(owner);
        owner.is_none_or(|owner| owner == self.me.0) || self.role.is_manager()
    }
}
