//! What deals are filtered, ordered and counted by.

use super::columns::Facts;
use super::{Row, RowKey};
use crate::packed::{Peek, ids};
use chrono::NaiveDate;
use contract::Whose;
use domain::RecordId;
use domain::deal::Deal;

/// What boards need of a deal.
pub struct DealFacts {
    pub key: RowKey,
    pub id: RecordId,
    pub stage: Option<RecordId>,
    pub customer: Option<RecordId>,
    pub owner: Option<RecordId>,
    pub value: Option<i64>,
    pub next_date: Option<NaiveDate>,
    pub stage_since: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    helpers: Box<[RecordId]>,
}

impl DealFacts {
    /// Whether it is somebody's.
    pub fn is_of(&self, whose: Whose) -> bool {
        whose.is(self.owner, &self.helpers)
    }
}

impl Facts for DealFacts {
    type Kind = Deal;

    fn of(key: RowKey, row: &Row) -> Self {
        let mut facts = Self {
            key,
            id: row.id,
            stage: None,
            customer: None,
            owner: None,
            value: None,
            next_date: None,
            stage_since: None,
            closed_on: None,
            helpers: Box::default(),
        };
        for field in row.packed.iter() {
            match field {
                (Deal::stage, Peek::Id(id)) => facts.stage = Some(id),
                (Deal::customer, Peek::Id(id)) => facts.customer = Some(id),
                (Deal::owner, Peek::Id(id)) => facts.owner = Some(id),
                (Deal::value, Peek::Int(value)) => facts.value = Some(value),
                (Deal::next_date, Peek::Date(day)) => facts.next_date = Some(day),
                (Deal::stage_since, Peek::Date(day)) => facts.stage_since = Some(day),
                (Deal::closed_on, Peek::Date(day)) => facts.closed_on = Some(day),
                (Deal::helpers, Peek::Ids(bytes)) => facts.helpers = ids(bytes).collect(),
                _ => {}
            }
        }
        facts
    }
}
