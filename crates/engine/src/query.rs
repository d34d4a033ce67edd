//! Answers to queries from the projection alone: no document is loaded, nothing is written.

mod customer;
mod customer_row;
mod customers;
mod due;
mod line;
mod member;
mod progress;
mod record;
mod records;
mod search;
mod team;
#[cfg(test)]
pub(crate) mod tests;
mod timeline;
mod titles;
mod today;

use crate::projection::{Projection, Row};
use crate::rights::Rights;
use crate::storage::person_of;
use contract::query::Query;
use contract::view::{Person, View};
use domain::Now;
use domain::member::{Member, MemberId, Role};
use wire::AccessState;

/// Who asks, when, and of what.
pub struct Asking<'a> {
    /// The read model; mutable because the search column is built when it is first needed.
    pub projection: &'a mut Projection,
    /// The clock.
    pub now: Now,
    /// Who asks.
    pub me: MemberId,
    /// Their role.
    pub role: Role,
    /// Who has joined, with which devices.
    pub access: &'a AccessState,
}

/// Answer a query from the rows; `None` for what the engine knows better: session, history, settings, numbers.
pub fn answer(asking: &mut Asking<'_>, query: &Query) -> Option<View> {
    Some(match query {
        Query::Today => View::Today(today::answer(asking)),
        Query::Customers { filter, sort, window } => {
            View::Customers(customers::answer(asking, filter, *sort, *window))
        }
        Query::Customer { id, timeline_count } => {
            View::Customer(customer::answer(asking, *id, *timeline_count).map(Box::new))
        }
        Query::Team => View::Team(team::answer(asking)),
        Query::Member { id } => View::Member(member::answer(asking, *id).map(Box::new)),
        Query::Record { id } => View::Record(record::answer(asking, *id).map(Box::new)),
        Query::Search { text, count } => View::Search(search::answer(asking, text, *count)),
        Query::Records { kind, deleted, window } => {
            View::Records(records::answer(asking, kind, *deleted, *window))
        }
        Query::Session | Query::History { .. } | Query::Settings | Query::Stats => return None,
    })
}

impl Asking<'_> {
    /// Somebody as rows show them; nameless while their record has not arrived.
    fn person(&self, id: MemberId) -> Person {
        let row = self.projection.find(id.0).filter(|row| row.is::<Member>());
        Person { id, name: row.map_or("", Row::title).to_owned() }
    }

    /// Whether somebody has joined as this member.
    fn has_device(&self, id: MemberId) -> bool {
        self.access.devices_of(person_of(id)).next().is_some()
    }

    fn rights(&self) -> Rights {
        Rights { me: self.me, role: self.role }
    }
}
