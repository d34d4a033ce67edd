//! A window of the customer list.

use super::Asking;
use super::customer_row;
use super::listing::{ANY, ListPlace};
use super::search::customer_of;
use crate::projection::{CustomerFacts, Projection, RowKey};
use chrono::{Datelike, NaiveDate};
use contract::query::{CustomerFilter, CustomerSort, Query, Schedule, Window};
use contract::view::Customers;
use domain::contact::Contact;
use domain::customer::Customer;
use domain::search::{MatchClass, Rank};

pub fn answer(
    asking: &mut Asking<'_>,
    filter: &CustomerFilter,
    sort: CustomerSort,
    window: Window,
) -> Customers {
    let question = Query::Customers { filter: filter.clone(), sort, window: ANY };
    let mut listing = asking.listing(question);
    let shown = listing.window(window).iter();
    let rows = shown.filter_map(|(_, position)| asking.projection.named_at(Customer::SPEC, *position));
    let rows = rows.map(|row| customer_row::draw(asking, row)).collect();
    let total = listing.total();
    asking.keep(listing);
    Customers { total, offset: window.offset, rows }
}

/// What each is ordered by, then its position among the names.
#[inline(never)]
pub fn places(asking: &mut Asking<'_>, filter: &CustomerFilter, sort: CustomerSort) -> Vec<ListPlace> {
    asking.projection.order_names(Customer::SPEC);
    if filter.text.trim().is_empty() {
        return listed(asking.projection, filter, sort, asking.now.today);
    }
    let found = asking.projection.search().matches(&filter.text);
    searched(asking.projection, found, filter, asking.now.today)
}

fn listed(
    projection: &Projection,
    filter: &CustomerFilter,
    sort: CustomerSort,
    today: NaiveDate,
) -> Vec<ListPlace> {
    let listed = projection.customers().filter(|customer| passes(customer, filter, today));
    let places =
        listed.map(|customer| (value(projection, sort, customer), projection.name_position(customer.key)));
    places.collect()
}

fn searched(
    projection: &Projection,
    found: impl Iterator<Item = (RowKey, Rank)>,
    filter: &CustomerFilter,
    today: NaiveDate,
) -> Vec<ListPlace> {
    let mut by_contact = false;
    let mut places: Vec<ListPlace> = found
        .filter_map(|(key, rank)| {
            let (key, class) = match projection.customer(key) {
                Some(_) => (key, rank.class),
                None => {
                    let key = key_of_customer(projection, key)?;
                    by_contact = true;
                    (key, MatchClass::Elsewhere)
                }
            };
            let customer = projection.customer(key).filter(|customer| passes(customer, filter, today))?;
            let badness = i64::from(class as u8) << 16 | i64::from(rank.title_length);
            Some((badness, projection.name_position(customer.key)))
        })
        .collect();
    if by_contact {
        // Of several ways to a customer the best one.
        places.sort_unstable();
        let mut seen = vec![false; projection.len()];
        places.retain(|(_, position)| {
            seen.get_mut(*position as usize).is_some_and(|seen| !std::mem::replace(seen, true))
        });
    }
    places
}

/// Whose contact it is that was found.
fn key_of_customer(projection: &Projection, contact: RowKey) -> Option<RowKey> {
    let contact = projection.row(contact);
    let customer = contact.is::<Contact>().then(|| customer_of(projection, contact))??;
    projection.find_key(customer.id)
}

/// All of the filter but its text.
fn passes(customer: &CustomerFacts, filter: &CustomerFilter, today: NaiveDate) -> bool {
    filter.whose.is_none_or(|whose| customer.is_of(whose))
        && (filter.class.is_none() || filter.class == customer.class)
        && match filter.schedule {
            None => true,
            Some(Schedule::Due) => customer.is_due(today),
            Some(Schedule::Overdue) => customer.is_overdue(today),
            Some(Schedule::Unplanned) => customer.next_date.is_none(),
        }
}

fn value(projection: &Projection, sort: CustomerSort, customer: &CustomerFacts) -> i64 {
    match sort {
        CustomerSort::NextDate => {
            customer.next_date.map_or(i64::MAX, |day| i64::from(day.num_days_from_ce()))
        }
        CustomerSort::LastTouch => projection.last_touch(customer.id).map_or(i64::MIN, |at| at.0),
        CustomerSort::Name => 0,
        CustomerSort::Class => customer.class.map_or(i64::MAX, |class| class as i64),
    }
}
