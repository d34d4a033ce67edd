//! Customers that want attention, and why.

use super::Asking;
use super::customer_row::{self, Glance};
use crate::projection::Row;
use contract::view::{DueRow, DueTerm};
use domain::queue::{self, due_score};

/// A customer's points today.
pub fn score(asking: &Asking<'_>, row: &Row, glance: &Glance) -> i32 {
    scored(asking, row, glance).0
}

/// The row as it is drawn; `None` for a customer without a next date.
pub fn draw(asking: &Asking<'_>, row: &Row) -> Option<DueRow> {
    let glance = Glance::of(row, None);
    let (score, terms) = scored(asking, row, &glance);
    Some(DueRow {
        customer: customer_row::draw(asking, row),
        overdue_days: (asking.now.today - glance.next_date?).num_days() as i32,
        score,
        terms: terms.into_iter().map(|(term, points)| (told(term), points)).collect(),
    })
}

fn scored(asking: &Asking<'_>, row: &Row, glance: &Glance) -> (i32, Vec<(queue::DueTerm, i32)>) {
    due_score(glance.class, customer_row::last_touch(asking, row), glance.next_date, asking.now.today)
}

fn told(term: queue::DueTerm) -> DueTerm {
    match term {
        queue::DueTerm::Overdue => DueTerm::Overdue,
        queue::DueTerm::Class => DueTerm::Class,
        queue::DueTerm::PromisedToday => DueTerm::PromisedToday,
        queue::DueTerm::NeverTouched => DueTerm::NeverTouched,
    }
}
