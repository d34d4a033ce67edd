//! The customers and the people there.

use crate::members::Members;
use crate::random::Random;
use crate::size::Size;
use crate::words::Words;
use domain::contact::{Contact, ContactId};
use domain::customer::{Customer, CustomerClass, CustomerId};
use domain::record::Reference;
use std::collections::BTreeSet;

/// Customers and contacts, with what the follow-ups need to know of them.
pub(crate) struct Drawn {
    pub(crate) customers: Vec<(CustomerId, Customer)>,
    pub(crate) contacts: Vec<(ContactId, Contact)>,
    /// For each customer, by which word follow-ups call whom they spoke to (王经理), and who that is.
    pub(crate) partners: Vec<Vec<(String, Option<ContactId>)>>,
}

/// A 15 %, B 35 %, C 50 %.
const CLASS_WEIGHTS: [usize; 3] = [15, 35, 50];

pub(crate) fn draw(random: &mut Random, words: &Words, size: &Size, members: &Members) -> Drawn {
    let mut drawn = Drawn { customers: Vec::new(), contacts: Vec::new(), partners: Vec::new() };
    let mut names = BTreeSet::new();
    for number in 0..size.customers {
        let id = CustomerId::from_record_id(random.id());
        drawn.customers.push((id, customer(random, words, members, number, &mut names)));
        drawn.partners.push(Vec::new());
    }
    // Everybody gets one contact before anybody gets a second.
    let mut contacts = vec![0_u32; size.customers];
    for number in 0..size.contacts {
        let position = if number < size.customers { number } else { random.below(size.customers) };
        if let Some(count) = contacts.get_mut(position) {
            *count += 1;
        }
    }
    let each = contacts.into_iter().enumerate();
    let positions = each.flat_map(|(position, count)| (0..count).map(move |_| position));
    for (number, position) in positions.enumerate() {
        let (Some((id, customer)), Some(partners)) =
            (drawn.customers.get(position), drawn.partners.get_mut(position))
        else {
            continue;
        };
        let (called, contact) = contact(random, words, *id, customer, number, partners.is_empty());
        let id = ContactId::from_record_id(random.id());
        partners.push((called, Some(id)));
        drawn.contacts.push((id, contact));
    }
    for partners in drawn.partners.iter_mut().filter(|partners| partners.is_empty()) {
        partners.push(((words.person)(random).called, None));
    }
    drawn
}

fn customer(
    random: &mut Random,
    words: &Words,
    members: &Members,
    number: usize,
    names: &mut BTreeSet<String>,
) -> Customer {
    let mut company = (words.company)(random);
    for attempt in 0.. {
        if names.insert(company.name.clone()) {
            break;
        }
        company = (words.company)(random);
        if attempt > 20 {
            company.name = format!("{} {number}", company.name);
        }
    }
    let owner = random.pick(&members.owners).copied();
    let mut helpers = Vec::new();
    if random.percent(20) {
        helpers.extend(random.pick(&members.assistants).filter(|member| Some(**member) != owner));
    }
    if random.percent(5) {
        helpers.extend(random.pick(&members.owners).filter(|member| Some(**member) != owner));
    }
    let often = |random: &mut Random, percent: usize, list: &[&'static str]| {
        if random.percent(percent) { random.word(list).to_owned() } else { String::new() }
    };
    Customer {
        class: CustomerClass::ALL.get(random.weighted(&CLASS_WEIGHTS)).copied(),
        owner,
        helpers,
        next_date: None,
        next_action: String::new(),
        phone: (words.phone)(number),
        address: company.address,
        preferences: often(random, 30, words.preferences),
        note: often(random, 20, words.notes),
        name: company.name,
        region: company.region,
        industry: company.industry,
        ..Customer::default()
    }
}

/// The contact, and how colleagues call them.
fn contact(
    random: &mut Random,
    words: &Words,
    customer: CustomerId,
    at: &Customer,
    number: usize,
    is_first: bool,
) -> (String, Contact) {
    let person = (words.person)(random);
    let wechat = if random.percent(70) { (words.wechat)(random, &person.full) } else { String::new() };
    let contact = Contact {
        customer: Some(customer),
        position: person.position.to_owned(),
        phone: if is_first { at.phone.clone() } else { (words.phone)(50_000 + number) },
        email: if random.percent(25) { (words.email)(number) } else { String::new() },
        wechat,
        main: is_first,
        note: String::new(),
        name: person.full,
    };
    (person.called, contact)
}
