//! A window of the customer list.

use super::Asking;
use super::customer_row::{self, Glance};
use crate::projection::{Projection, Row, RowKey};
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
        let found = asking.projection.search().search(&filter.text, usize::MAX);
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
    let named = (0..).zip(projection.by_name(Customer::SPEC)).filter(|(_, (_, row))| row.live);
    named
        .filter_map(|(position, (_, row))| {
            let glance = look(row, filter, today)?;
            Some((value(projection, sort, row, &glance), position))
        })
        .collect()
}

fn searched(
    projection: &Projection,
    found: Vec<(RowKey, Rank)>,
    filter: &CustomerFilter,
    today: NaiveDate,
) -> Vec<Place> {
    let rows = found.into_iter().map(|(key, rank)| (key, rank, projection.row(key)));
    rows.filter(|(_, _, row)| row.live && row.is::<Customer>() && look(row, filter, today).is_some())
        .map(|(key, rank, _)| {
            let goodness = i64::from(rank.class as u8) << 16 | i64::from(rank.title_length);
            (goodness, projection.name_position(key))
        })
        .collect()
}

/// What lists need of a customer, if it passes the filter (all but its text).
fn look(row: &Row, filter: &CustomerFilter, today: NaiveDate) -> Option<Glance> {
    let member = filter.member.map(|member| member.0);
    let glance = Glance::of(row, member);
    let passes = member.is_none_or(|member| glance.is_of(member))
        && (filter.class.is_none() || filter.class == glance.class)
        && (!filter.due || glance.next_date.is_some_and(|day| day <= today))
        && (!filter.unplanned || glance.next_date.is_none());
    passes.then_some(glance)
}

fn value(projection: &Projection, sort: CustomerSort, row: &Row, glance: &Glance) -> i64 {
    match sort {
        CustomerSort::NextDate => glance.next_date.map_or(i64::MAX, |day| i64::from(day.num_days_from_ce())),
        CustomerSort::LastTouch => projection.last_touch(row.id).map_or(i64::MIN, |at| at.0),
        CustomerSort::Name => 0,
        CustomerSort::Class => glance.class.map_or(i64::MAX, |class| class as i64),
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
