//! Records of any searchable kind.

use super::{Asking, order};
use crate::projection::{CustomerFacts, Projection, Row, is_searched};
use contract::Whose;
use contract::view::SearchHit;
use domain::contact::Contact;
use domain::customer::Customer;
use domain::member::{Member, MemberId};
use domain::record::{FieldIndex, FieldSpec, FieldType, KindSpec};

/// The best matches; equally good ones in the order of the kinds, then by name, then by id. What belongs to a deleted
/// customer is not found. Before anything is typed: my customers, those touched last first, and then everybody's.
/// With `only`, records of that kind alone.
pub fn answer(asking: &mut Asking<'_>, text: &str, only: Option<&str>, count: u32) -> Vec<SearchHit> {
    if text.is_empty() {
        return nearest(asking, count);
    }
    let found = asking.projection.search().matches(text);
    let searched = domain::KINDS.iter().copied().filter(|kind| is_searched(kind));
    searched.for_each(|kind| asking.projection.order_names(kind));
    let asking = &*asking;
    let places = found.filter_map(|(key, rank)| {
        let row = asking.projection.row(key);
        if only.is_some_and(|only| only != row.kind.name) {
            return None;
        }
        let badness = i64::from(rank.class as u8) << 16 | i64::from(rank.title_length);
        let kind = place_of(row.kind)? as i64;
        Some(([badness, kind, i64::from(asking.projection.name_position(key))], row))
    });
    let rows = order::by(places.collect(), |(place, row): &([i64; 3], &Row)| (*place, row.id));
    rows.into_iter().map(|(_, row)| row).filter_map(|row| hit(asking, row)).take(count as usize).collect()
}

fn nearest(asking: &Asking<'_>, count: u32) -> Vec<SearchHit> {
    let customers = order::by(asking.projection.customers().collect(), |customer: &&CustomerFacts| {
        let last_touch = asking.projection.last_touch(customer.id);
        ([i64::from(!customer.is_of(Whose::all(asking.me))), order::newest(last_touch), 0], customer.id)
    });
    let rows = customers.into_iter().take(count as usize).map(|customer| asking.projection.row(customer.key));
    rows.filter_map(|row| hit(asking, row)).collect()
}

/// The customer that a contact, a deal or a task belongs to.
pub fn customer_of<'a>(projection: &'a Projection, row: &Row) -> Option<&'a Row> {
    let names_one = |field: &FieldSpec| matches!(field.field_type, FieldType::Reference(kind) if kind == Customer::SPEC.name);
    let field = row.kind.fields.iter().position(names_one)?;
    projection.find(row.packed.id(field as FieldIndex)?).filter(|customer| customer.is::<Customer>())
}

fn place_of(kind: &KindSpec) -> Option<usize> {
    domain::KINDS.iter().position(|known| known.name == kind.name).filter(|_| is_searched(kind))
}

fn hit(asking: &Asking<'_>, row: &Row) -> Option<SearchHit> {
    let mut open = row.id;
    let detail = if row.is::<Customer>() {
        row.packed.id(Customer::owner).map(|owner| asking.person(MemberId(owner)).name).unwrap_or_default()
    } else if row.is::<Member>() {
        row.packed.text(Member::phone).to_owned()
    } else {
        let customer = customer_of(asking.projection, row);
        let mut position = "";
        if row.is::<Contact>() {
            if customer.is_some_and(|customer| !customer.live) {
                return None;
            }
            open = customer.map_or(row.id, |customer| customer.id);
            position = row.packed.text(Contact::position);
        }
        let parts = [customer.map_or("", Row::title), position];
        let told: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        told.join(" · ")
    };
    Some(SearchHit {
        id: row.id,
        kind: row.kind.name.to_owned(),
        title: row.title().to_owned(),
        detail,
        open,
    })
}
