//! One customer with contacts and the newest part of the timeline.

use super::{Asking, customer_row, deal, task, timeline, titles};
use contract::view::{ContactRow, CustomerDetail, Person};
use domain::contact::Contact;
use domain::customer::{Customer, CustomerId};
use domain::few;
use domain::follow_up::FollowUp;
use domain::member::Member;

pub fn answer(asking: &mut Asking<'_>, id: CustomerId, timeline_count: u32) -> Option<CustomerDetail> {
    asking.projection.order_names(Member::SPEC);
    asking.projection.order_names(Contact::SPEC);
    let asking = &*asking;
    let row = asking.projection.find(id.0).filter(|row| row.is::<Customer>())?;
    let customer: Customer = row.read();
    let mut touches = timeline::newest_first(
        asking
            .projection
            .children::<FollowUp>(id.0)
            .filter_map(|row| Some((row.packed.time(FollowUp::at)?, row)))
            .collect(),
    );
    let timeline_total = touches.len() as u32;
    touches.truncate(timeline_count as usize);
    Some(CustomerDetail {
        row: customer_row::draw(asking, row),
        fields: row.packed.fields(),
        helpers: helpers(asking, &customer),
        contacts: contacts(asking, id),
        timeline: timeline::draw(asking, touches),
        timeline_total,
        deals: deal::of_customer(asking, id.0),
        tasks: task::about(asking, id.0),
        two_edits: titles::two_edits(row),
        may_delete: asking.rights().delete(row).is_ok(),
        is_deleted: !row.live,
        is_partial: asking.projection.is_partial(row.id),
    })
}

/// By name; those whose record has not arrived last.
fn helpers(asking: &Asking<'_>, customer: &Customer) -> Vec<Person> {
    let mut helpers = customer.helpers.clone();
    few::sort_by_key(&mut helpers, |helper| {
        let key = asking.projection.find_key(helper.0);
        (key.is_none(), key.map(|key| asking.projection.name_position(key)), *helper)
    });
    helpers.into_iter().map(|helper| asking.person(helper)).collect()
}

/// The main one first, then by name.
fn contacts(asking: &Asking<'_>, customer: CustomerId) -> Vec<ContactRow> {
    let rows = asking.projection.children::<Contact>(customer.0);
    let mut contacts: Vec<_> = rows
        .map(|row| {
            let contact: Contact = row.read();
            let position = asking.projection.find_key(row.id).map(|key| asking.projection.name_position(key));
            let drawn = ContactRow {
                id: row.id,
                name: contact.name,
                position: contact.position,
                phone: contact.phone,
                wechat: contact.wechat,
                main: contact.main,
            };
            (position, drawn)
        })
        .collect();
    few::sort_by_key(&mut contacts, |(position, contact)| (!contact.main, *position));
    contacts.into_iter().map(|(_, contact)| contact).collect()
}
