//! A customer in a list.

use super::Asking;
use crate::packed::Peek;
use crate::projection::Row;
use chrono::NaiveDate;
use contract::view::CustomerRow;
use domain::RecordId;
use domain::customer::{Customer, CustomerClass, CustomerId};
use domain::member::MemberId;
use domain::record::Choice;

/// What lists filter, order and count by.
#[derive(Default)]
pub struct Glance {
    pub class: Option<CustomerClass>,
    pub owner: Option<RecordId>,
    pub next_date: Option<NaiveDate>,
    /// Whether the member in question is one of the helpers.
    pub is_helped: bool,
}

impl Glance {
    /// One walk over the first few packed fields: this is done for every customer at every change.
    pub fn of(row: &Row, helper: Option<RecordId>) -> Self {
        let mut glance = Self::default();
        for (index, value) in row.packed.iter().take_while(|(index, _)| *index <= Customer::next_date) {
            match (index, value) {
                (Customer::class, Peek::Text(code)) => glance.class = CustomerClass::from_code(code),
                (Customer::owner, Peek::Id(id)) => glance.owner = Some(id),
                (Customer::helpers, Peek::Ids(bytes)) => {
                    glance.is_helped =
                        helper.is_some_and(|helper| crate::packed::ids(bytes).any(|id| id == helper));
                }
                (Customer::next_date, Peek::Date(day)) => glance.next_date = Some(day),
                _ => {}
            }
        }
        glance
    }

    /// Whether a member owns the customer or helps with it; `member` must be the one that was looked for.
    pub fn is_of(&self, member: RecordId) -> bool {
        self.owner == Some(member) || self.is_helped
    }
}

/// The row as it is drawn.
pub fn draw(asking: &Asking<'_>, row: &Row) -> CustomerRow {
    let glance = Glance::of(row, None);
    CustomerRow {
        id: CustomerId(row.id),
        name: row.title().to_owned(),
        class: glance.class,
        owner: glance.owner.map(|owner| asking.person(MemberId(owner))),
        next_date: glance.next_date,
        next_action: row.packed.text(Customer::next_action).to_owned(),
        last_touch: last_touch(asking, row),
        phone: row.packed.text(Customer::phone).to_owned(),
        region: row.packed.text(Customer::region).to_owned(),
    }
}

/// The civil day of the last touch.
pub fn last_touch(asking: &Asking<'_>, row: &Row) -> Option<NaiveDate> {
    asking.projection.last_touch(row.id).map(|at| asking.now.day_of(at))
}
