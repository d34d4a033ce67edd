//! What customers are filtered, ordered and counted by, decoded side by side.

use super::{Projection, Row, RowKey};
use crate::packed::{Peek, ids};
use chrono::NaiveDate;
use domain::RecordId;
use domain::customer::{Customer, CustomerClass};
use domain::record::Choice;

/// What lists need of every customer: they look at thousands at every change and draw a few.
pub struct CustomerFacts {
    pub key: RowKey,
    pub id: RecordId,
    pub live: bool,
    pub class: Option<CustomerClass>,
    pub owner: Option<RecordId>,
    pub next_date: Option<NaiveDate>,
    helpers: Box<[RecordId]>,
}

impl CustomerFacts {
    /// Whether a member owns the customer or helps with it.
    pub fn is_of(&self, member: RecordId) -> bool {
        self.owner == Some(member) || self.helpers.contains(&member)
    }

    fn of(key: RowKey, row: &Row) -> Self {
        let mut facts = Self {
            key,
            id: row.id,
            live: row.live && row.is::<Customer>(),
            class: None,
            owner: None,
            next_date: None,
            helpers: Box::default(),
        };
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

/// All customers, and where among them a row is.
#[derive(Default)]
pub(super) struct CustomerColumn {
    facts: Vec<CustomerFacts>,
    /// By row: one more than the place; 0 for rows of other kinds.
    places: Vec<u32>,
}

impl CustomerColumn {
    fn put(&mut self, facts: CustomerFacts) {
        let key = facts.key as usize;
        if self.places.len() <= key {
            self.places.resize(key + 1, 0);
        }
        match self.places[key] {
            0 => {
                self.facts.push(facts);
                self.places[key] = self.facts.len() as u32;
            }
            place => self.facts[place as usize - 1] = facts,
        }
    }
}

impl Projection {
    /// Decode what lists need of the customers, unless that is done.
    pub fn index_customers(&mut self) {
        if self.customers.is_some() {
            return;
        }
        let mut column = CustomerColumn::default();
        for key in self.by_kind.get(Customer::SPEC.name).into_iter().flatten() {
            column.put(CustomerFacts::of(*key, self.row(*key)));
        }
        self.customers = Some(column);
    }

    /// The live customers, in no certain order. None before [`Projection::index_customers`].
    pub fn customers(&self) -> impl Iterator<Item = &CustomerFacts> + '_ {
        let facts = self.customers.as_ref().map_or(&[][..], |column| &column.facts);
        facts.iter().filter(|facts| facts.live)
    }

    /// A live customer by its row. None before [`Projection::index_customers`].
    pub fn customer(&self, key: RowKey) -> Option<&CustomerFacts> {
        let column = self.customers.as_ref()?;
        let place = column.places.get(key as usize)?.checked_sub(1)?;
        column.facts.get(place as usize).filter(|facts| facts.live)
    }

    pub(super) fn update_customer(&mut self, key: RowKey) {
        let row = &self.rows[key as usize];
        if let Some(column) = self.customers.as_mut().filter(|_| row.is::<Customer>()) {
            column.put(CustomerFacts::of(key, row));
        }
    }
}
