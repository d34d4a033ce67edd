//! A customer in a list.

use super::Asking;
use crate::projection::Row;
use chrono::NaiveDate;
use contract::view::CustomerRow;
use domain::RecordId;
use domain::customer::{Customer, CustomerId};

/// The row as it is drawn.
pub fn draw(asking: &Asking<'_>, row: &Row) -> CustomerRow {
    let customer: Customer = row.read();
    CustomerRow {
        id: CustomerId(row.id),
        name: customer.name,
        class: customer.class,
        owner: customer.owner.map(|owner| asking.person(owner)),
        next_date: customer.next_date,
        next_action: customer.next_action,
        last_touch: last_touch(asking, row.id),
        phone: customer.phone,
        region: customer.region,
    }
}

/// The civil day of the last touch.
pub fn last_touch(asking: &Asking<'_>, customer: RecordId) -> Option<NaiveDate> {
    asking.projection.last_touch(customer).map(|at| asking.now.day_of(at))
}
