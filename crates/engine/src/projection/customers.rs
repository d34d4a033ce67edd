//! What customers are filtered, ordered and counted by.

use super::columns::Facts;
use super::{Row, RowKey};
use crate::packed::{Peek, ids};
use chrono::NaiveDate;
use contract::Whose;
use domain::RecordId;
use domain::customer::{Customer, CustomerClass};
use domain::record::Choice;

/// What lists need of a customer.
pub struct CustomerFacts {
    pub key: RowKey,
    pub id: RecordId,
    pub class: Option<CustomerClass>,
    pub owner: Option<RecordId>,
    pub next_date: Option<NaiveDate>,
    helpers: Box<[RecordId]>,
}

impl CustomerFacts {
    /// Whether it is somebody's.
    pub fn is_of(&self, whose: Whose) -> bool {
        whose.is(self.owner, &self.helpers)
    }

    pub fn is_due(&self, today: NaiveDate) -> bool {
        self.next_date.is_some_and(|day| day <= today)
    }

    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.next_date.is_some_and(|day| day < today)
    }
}

impl Facts for CustomerFacts {
    type Kind = Customer;

    fn of(key: RowKey, row: &Row) -> Self {
        let mut facts =
            Self { key, id: row.id, class: None, owner: None, next_date: None, helpers: Box::default() };
        for field in row.packed.iter() {
            match field {
                (Customer::class, Peek::Text(code)) => facts.class = CustomerClass::from_code(code),
                (Customer::owner, Peek::Id(id)) => facts.owner = Some(id),
                (Customer::next_date, Peek::Date(day)) => facts.next_date = Some(day),
                (Customer::helpers, Peek::Ids(bytes)) => facts.helpers = ids(bytes).collect(),
                _ => {}
            }
        }
        facts
    }
}
