//! A window of the customer list.

use super::Asking;
use super::customer_row;
use crate::projection::{CustomerFacts, Projection, RowKey};
use chrono::{Datelike, NaiveDate};
use contract::query::{CustomerFilter, CustomerSort, Window};
use contract::view::Customers;
use domain::customer::Customer;
use domain::search::Rank;

/// What a customer is ordered by, smallest first, then its position among the names.
type Place = (i64, u32);

pub fn answer(
    asking: &mut Asking<'_>,
    filter: &CustomerFilter,
    sort: CustomerSort,
    window: Window,
) -> Customers {
    asking.projection.order_names(Customer::SPEC);
    let mut places = if filter.text.trim().is_empty() {
        listed(asking.projection, filter, sort, asking.now.today)
    } else {
        let found = asking.projection.search().matches(&filter.text);
        searched(asking.projection, found, filter, asking.now.today)
    };
    let total = places.len() as u32;
    let rows = in_window(&mut places, window)
        .iter()
        .filter_map(|(_, position)| asking.projection.named_at(Customer::SPEC, *position))
        .map(|row| customer_row::draw(asking, row))
        .collect();
    Customers { total, offset: window.offset, rows }
}

fn listed(
    projection: &Projection,
    filter: &CustomerFilter,
    sort: CustomerSort,
    today: NaiveDate,
) -> Vec<Place> {
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
) -> Vec<Place> {
    let found = found
        .filter(|(key, _)| projection.customer(*key).is_some_and(|customer| passes(customer, filter, today)));
    let places = found.map(|(key, rank)| {
        let badness = i64::from(rank.class as u8) << 16 | i64::from(rank.title_length);
        (badness, projection.name_position(key))
    });
    places.collect()
}

/// All of the filter but its text.
fn passes(customer: &CustomerFacts, filter: &CustomerFilter, today: NaiveDate) -> bool {
    filter.member.is_none_or(|member| customer.is_of(member.0))
        && (filter.class.is_none() || filter.class == customer.class)
        && (!filter.due || customer.next_date.is_some_and(|day| day <= today))
        && (!filter.unplanned || customer.next_date.is_none())
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

/// The part that is shown, in order; the rest is only told apart, not sorted.
fn in_window(places: &mut [Place], window: Window) -> &[Place] {
    let start = (window.offset as usize).min(places.len());
    let end = start.saturating_add(window.count as usize).min(places.len());
    if start == end {
        return &[];
    }
    if end < places.len() {
        places.select_nth_unstable(end);
    }
    places[..end].sort_unstable();
    &places[start..end]
}
