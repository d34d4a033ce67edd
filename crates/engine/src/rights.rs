//! What somebody may do with a record: commands refuse by it and screens offer by it.
//!
//! These are the finer rights within a space. Who may write a space at all is the access log's word, which every
//! device checks for every envelope.

use crate::projection::Row;
use contract::command::Right;
use domain::customer::Customer;
use domain::follow_up::FollowUp;
use domain::member::{MemberId, Role};
use domain::record::{KindSpec, SpaceClass};

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
        let is_mine = row.packed.id(FollowUp::author) == Some(self.me.0);
        let allowed = !row.is::<FollowUp>() || is_mine || self.role.is_manager();
        allowed.then_some(()).ok_or(Right::EditOthersFollowUp)
    }

    /// To delete a record.
    pub fn delete(self, row: &Row) -> Result<(), Right> {
        self.edit(row)?;
        (!row.is::<Customer>() || self.leads(row)).then_some(()).ok_or(Right::DeleteCustomer)
    }

    /// To say who owns a customer.
    pub fn change_owner(self, row: &Row) -> Result<(), Right> {
        self.edit(row)?;
        self.leads(row).then_some(()).ok_or(Right::ChangeOwner)
    }

    /// The owner of a customer, and managers; anybody where there is no owner.
    fn leads(self, customer: &Row) -> bool {
        let owner = customer.packed.id(Customer::owner);
        owner.is_none_or(|owner| owner == self.me.0) || self.role.is_manager()
    }
}
