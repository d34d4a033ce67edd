//! Customers that want attention, and why.

use super::{Asking, customer_row};
use crate::projection::{CustomerFacts, Row};
use contract::view::{DueRow, DueTerm};
use domain::queue::{self, due_score};

/// A customer's points today.
pub fn score(asking: &Asking<'_>, customer: &CustomerFacts) -> i32 {
    let last_touch = customer_row::last_touch(asking, customer.id);
    due_score(customer.class, last_touch, customer.next_date, asking.now.today).0
}

/// The row as it is drawn; `None` for a customer without a next date.
pub fn draw(asking: &Asking<'_>, row: &Row) -> Option<DueRow> {
    let customer = customer_row::draw(asking, row);
    let today = asking.now.today;
    let (score, terms) = due_score(customer.class, customer.last_touch, customer.next_date, today);
    Some(DueRow {
        overdue_days: (today - customer.next_date?).num_days() as i32,
        score,
        terms: terms.into_iter().map(|(term, points)| (told(term), points)).collect(),
        customer,
    })
}

fn told(term: queue::DueTerm) -> DueTerm {
    match term {
        queue::DueTerm::Overdue => DueTerm::Overdue,
        queue::DueTerm::Class => DueTerm::Class,
        queue::DueTerm::PromisedToday => DueTerm::PromisedToday,
        queue::DueTerm::NeverTouched => DueTerm::NeverTouched,
    }
}
