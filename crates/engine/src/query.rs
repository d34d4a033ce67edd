//! Answers to queries from the projection alone: no document is loaded, nothing is written.

mod announcements;
mod customer;
mod customer_row;
mod customers;
mod deal;
mod due;
mod duties;
mod help_requests;
mod line;
mod listing;
mod meetings;
mod member;
mod needs;
pub(crate) mod order;
mod progress;
mod record;
mod records;
mod search;
mod task;
mod team;
#[cfg(test)]
pub(crate) mod tests;
mod thread;
mod timeline;
mod titles;
mod today;

pub use listing::Listing;

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
    asking.projection.index_lists();
    Some(match query {
        Query::Today => View::Today(Box::new(today::answer(asking))),
        Query::Customers { filter, sort, window } => {
            View::Customers(customers::answer(asking, filter, *sort, *window))
        }
        Query::Customer { id, timeline_count } => {
            View::Customer(customer::answer(asking, *id, *timeline_count).map(Box::new))
        }
        Query::Team => View::Team(team::answer(asking)),
        Query::Member { id } => View::Member(member::answer(asking, *id).map(Box::new)),
        Query::Record { id } => View::Record(record::answer(asking, *id).map(Box::new)),
        Query::Search { text, kind, count } => {
            View::Search(search::answer(asking, text, kind.as_deref(), *count))
        }
        Query::Records { kind, deleted, window } => {
            View::Records(records::answer(asking, kind, *deleted, *window))
        }
        Query::Tasks { filter, window } => View::Tasks(task::list(asking, filter, *window)),
        Query::TaskBoard { filter, division, window } => {
            View::TaskBoard(task::board(asking, filter, *division, *window))
        }
        Query::Task { id } => View::Task(task::detail(asking, *id).map(Box::new)),
        Query::Deals { filter, windows } => View::Deals(deal::board(asking, filter, windows)),
        Query::Deal { id } => View::Deal(deal::detail(asking, *id).map(Box::new)),
        Query::Duties => View::Duties(duties::answer(asking)),
        Query::Announcements => View::Announcements(announcements::answer(asking)),
        Query::Meetings => View::Meetings(meetings::answer(asking)),
        Query::HelpRequests => View::HelpRequests(help_requests::answer(asking)),
        Query::Thread { about } => View::Thread(thread::about(asking, *about)),
        Query::Praise => View::Praise(thread::praise(asking, None, usize::MAX)),
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
