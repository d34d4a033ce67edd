//! The same answers from a plain list of decoded records: slow and obvious.

use super::world::World;
use contract::query::{CustomerFilter, CustomerSort, Schedule, Whose, Window};
use contract::view::{
    CustomerRow, Customers, DueRow, DueTerm, Person, PersonProgress, Team, TimelineEntry, Today,
};
use domain::calendar::Workdays;
use domain::contact::Contact;
use domain::customer::{Customer, CustomerId};
use domain::follow_up::{FollowUp, FollowUpId};
use domain::member::{Member, MemberId, Role};
use domain::queue::{self, due_score};
use domain::record::Record;
use domain::search::{MatchClass, Rank, SearchColumn, SearchText, sort_key};
use domain::{RecordId, Timestamp};
use std::cmp::Reverse;

pub struct Naive<'a> {
    world: &'a World,
    customers: Vec<(CustomerId, Customer)>,
    members: Vec<(MemberId, Member)>,
    follow_ups: Vec<(FollowUpId, FollowUp, Timestamp)>,
    contacts: Vec<Contact>,
}

impl<'a> Naive<'a> {
    pub fn of(world: &'a World) -> Self {
        let follow_ups = live::<FollowUp>(world).into_iter();
        Self {
            world,
            customers: live(world).into_iter().map(|(id, record)| (CustomerId(id), record)).collect(),
            members: live(world).into_iter().map(|(id, record)| (MemberId(id), record)).collect(),
            follow_ups: follow_ups
                .filter_map(|(id, record)| Some((FollowUpId(id), record.clone(), record.at?)))
                .collect(),
            contacts: live(world).into_iter().map(|(_, record)| record).collect(),
        }
    }

    pub fn customers(&self, filter: &CustomerFilter, sort: CustomerSort, window: Window) -> Customers {
        let today = self.world.now.today;
        let mut found: Vec<(Option<Rank>, &CustomerId, &Customer)> = Vec::new();
        for (id, customer) in &self.customers {
            let contacts = self.contacts.iter().filter(|contact| contact.customer == Some(*id));
            let by_contact = contacts.filter_map(|contact| contact_rank(&filter.text, contact));
            let rank = rank(&filter.text, customer).into_iter().chain(by_contact).min();
            let passes = (filter.text.is_empty() || rank.is_some())
                && filter.whose.is_none_or(|whose| is_of(customer, whose))
                && filter.class.is_none_or(|class| customer.class == Some(class))
                && filter.schedule.is_none_or(|plan| match (plan, customer.next_date) {
                    (Schedule::Unplanned, next) => next.is_none(),
                    (Schedule::Due, next) => next.is_some_and(|day| day <= today),
                    (Schedule::Overdue, next) => next.is_some_and(|day| day < today),
                });
            if passes {
                found.push((rank, id, customer));
            }
        }
        found.sort_by_key(|(_, id, customer)| (sort_key(&customer.name), **id));
        match sort {
            _ if !filter.text.is_empty() => found.sort_by_key(|(rank, ..)| *rank),
            CustomerSort::NextDate => found.sort_by_key(|(_, _, c)| (c.next_date.is_none(), c.next_date)),
            CustomerSort::LastTouch => found.sort_by_key(|(_, id, _)| self.last_touch(**id)),
            CustomerSort::Name => {}
            CustomerSort::Class => found.sort_by_key(|(_, _, c)| (c.class.is_none(), c.class)),
        }
        let rows = found.iter().skip(window.offset as usize).take(window.count as usize);
        Customers {
            total: found.len() as u32,
            offset: window.offset,
            rows: rows.map(|(_, id, customer)| self.customer_row(**id, customer)).collect(),
        }
    }

    pub fn today(&self) -> Today {
        let today = self.world.now.today;
        let mine: Vec<_> =
            self.customers.iter().filter(|(_, c)| is_of(c, Whose::all(self.world.me))).collect();
        let days_to_go = |customer: &Customer| customer.next_date.map(|day| (day - today).num_days());
        let mut due: Vec<DueRow> = Vec::new();
        let mut upcoming: Vec<DueRow> = Vec::new();
        for (id, customer) in &mine {
            match days_to_go(customer) {
                Some(..=0) => due.push(self.due_row(*id, customer)),
                Some(1..=7) => upcoming.push(self.due_row(*id, customer)),
                _ => {}
            }
        }
        due.sort_by_key(|row| (Reverse(row.score), sort_key(&row.customer.name), row.customer.id));
        upcoming.sort_by_key(|row| {
            (row.customer.next_date, Reverse(row.score), sort_key(&row.customer.name), row.customer.id)
        });
        let due_count = due.len() as u32;
        due.truncate(25);
        upcoming.truncate(10);
        let mut logged: Vec<TimelineEntry> = self
            .follow_ups
            .iter()
            .filter(|(_, f, at)| f.author == Some(self.world.me) && self.world.now.day_of(*at) == today)
            .map(|(id, follow_up, at)| self.timeline_entry(*id, follow_up, *at))
            .collect();
        logged.sort_by_key(|entry| (Reverse(entry.at), entry.id));
        Today {
            date: today,
            is_workday: Workdays::china().is_workday(today),
            due,
            due_count,
            overdue_count: mine.iter().filter(|(_, c)| days_to_go(c).is_some_and(|days| days < 0)).count()
                as u32,
            upcoming,
            logged,
            unplanned_count: mine.iter().filter(|(_, c)| c.next_date.is_none()).count() as u32,
            people: self.people(),
            // Of the daily work the random worlds hold none: `tests/tests/daily_work.rs` tells of it.
            tasks: Vec::new(),
            task_count: 0,
            duties: Vec::new(),
            meetings: Vec::new(),
            unread: Vec::new(),
            needs: Vec::new(),
        }
    }

    pub fn team(&self) -> Team {
        let members = self.tree().into_iter().map(|id| self.progress(id)).collect();
        Team { members, may_invite: self.world.role.is_manager() }
    }

    /// By one step at a time: somebody is below me when the person above them is me or below me.
    fn people(&self) -> Vec<PersonProgress> {
        let (me, role) = (self.world.me, self.world.role);
        let here = self.tree();
        let reports_to_me = |id: MemberId| self.chain(id).contains(&me);
        let sees_unled = role == Role::Executive || !here.iter().any(|id| reports_to_me(*id));
        let is_below = |id: MemberId| {
            let mut top = vec![id];
            top.extend(self.chain(id));
            let top = top.last().copied().unwrap_or(id);
            let is_unled = top != me && !self.chain(me).contains(&top);
            reports_to_me(id) || sees_unled && is_unled
        };
        let below = here.into_iter().filter(|id| role.is_manager() && *id != me && is_below(*id));
        below.map(|id| self.progress(id)).collect()
    }

    fn tree(&self) -> Vec<MemberId> {
        let mut here: Vec<&(MemberId, Member)> =
            self.members.iter().filter(|(_, member)| member.left_on.is_none()).collect();
        here.sort_by_key(|(id, member)| (sort_key(&member.name), *id));
        let mut roots: Vec<_> = here.iter().filter(|(id, _)| self.above(*id).is_none()).collect();
        roots.sort_by_key(|(_, member)| !member.role.is_some_and(Role::is_manager));
        let mut order = Vec::new();
        for (id, _) in roots {
            self.descend(*id, &here, &mut order);
        }
        order
    }

    fn descend(&self, id: MemberId, here: &[&(MemberId, Member)], order: &mut Vec<MemberId>) {
        order.push(id);
        for (report, _) in here.iter().filter(|(report, _)| self.above(*report) == Some(id)) {
            self.descend(*report, here, order);
        }
    }

    fn above(&self, id: MemberId) -> Option<MemberId> {
        let member = self.live_member(id)?;
        let line = member.line?;
        if self.live_member(line)?.left_on.is_some() { self.above(line) } else { Some(line) }
    }

    /// Everybody above, the nearest first.
    fn chain(&self, id: MemberId) -> Vec<MemberId> {
        let mut chain = Vec::new();
        let mut next = self.above(id);
        while let Some(above) = next {
            chain.push(above);
            next = self.above(above);
        }
        chain
    }

    fn progress(&self, id: MemberId) -> PersonProgress {
        let now = self.world.now;
        let member = self.live_member(id).expect("a member");
        let owned: Vec<_> = self.customers.iter().filter(|(_, c)| c.owner == Some(id)).collect();
        let dates = || owned.iter().filter_map(|(_, customer)| customer.next_date);
        let logged: Vec<Timestamp> =
            self.follow_ups.iter().filter(|(_, f, _)| f.author == Some(id)).map(|(.., at)| *at).collect();
        let days_ago = |at: &Timestamp| (now.today - now.day_of(*at)).num_days();
        PersonProgress {
            person: self.person(id),
            role: member.role.unwrap_or(Role::Salesperson),
            line: member.line,
            has_device: self.world.access.devices.values().any(|device| device.person.0 == id.0.0),
            customers: owned.len() as u32,
            due: dates().filter(|date| *date <= now.today).count() as u32,
            overdue: dates().filter(|date| *date < now.today).count() as u32,
            logged_today: logged.iter().filter(|at| days_ago(at) == 0).count() as u32,
            logged_week: logged.iter().filter(|at| (0..7).contains(&days_ago(at))).count() as u32,
            last_activity: logged.iter().max().copied(),
            open_tasks: 0,
            overdue_tasks: 0,
            done_week: 0,
            asks_help: 0,
            open_deals: 0,
        }
    }

    fn due_row(&self, id: CustomerId, customer: &Customer) -> DueRow {
        let row = self.customer_row(id, customer);
        let today = self.world.now.today;
        let (score, terms) = due_score(row.class, row.last_touch, row.next_date, today);
        let terms = terms.into_iter().map(|(term, points)| {
            let term = match term {
                queue::DueTerm::Overdue => DueTerm::Overdue,
                queue::DueTerm::Class => DueTerm::Class,
                queue::DueTerm::PromisedToday => DueTerm::PromisedToday,
                queue::DueTerm::NeverTouched => DueTerm::NeverTouched,
            };
            (term, points)
        });
        let overdue_days = (today - customer.next_date.expect("planned")).num_days() as i32;
        DueRow { customer: row, overdue_days, score, terms: terms.collect() }
    }

    fn customer_row(&self, id: CustomerId, customer: &Customer) -> CustomerRow {
        CustomerRow {
            id,
            name: customer.name.clone(),
            class: customer.class,
            owner: customer.owner.map(|owner| self.person(owner)),
            next_date: customer.next_date,
            next_action: customer.next_action.clone(),
            last_touch: self.last_touch(id).map(|at| self.world.now.day_of(at)),
            phone: customer.phone.clone(),
            region: customer.region.clone(),
        }
    }

    fn timeline_entry(&self, id: FollowUpId, follow_up: &FollowUp, at: Timestamp) -> TimelineEntry {
        let customer = follow_up.customer.expect("a customer");
        let entry = self.world.entries.get(&customer.0).filter(|entry| entry.kind == Customer::SPEC.name);
        let contact = follow_up.contact.and_then(|contact| self.world.entries.get(&contact.0));
        TimelineEntry {
            id,
            customer,
            customer_name: entry.map(|entry| Customer::from_fields(&entry.fields).name).unwrap_or_default(),
            author: follow_up.author.map(|author| self.person(author)),
            at,
            channel: follow_up.channel,
            outcome: follow_up.outcome,
            contact: contact.map(|entry| Contact::from_fields(&entry.fields).name).unwrap_or_default(),
            text: follow_up.text.clone(),
            next_date: follow_up.next_date,
            is_partial: false,
        }
    }

    fn last_touch(&self, id: CustomerId) -> Option<Timestamp> {
        self.follow_ups.iter().filter(|(_, f, _)| f.customer == Some(id)).map(|(.., at)| *at).max()
    }

    fn live_member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|(other, _)| *other == id).map(|(_, member)| member)
    }

    /// Also somebody whose record was deleted has a name.
    fn person(&self, id: MemberId) -> Person {
        let entry = self.world.entries.get(&id.0).filter(|entry| entry.kind == Member::SPEC.name);
        Person { id, name: entry.map(|entry| Member::from_fields(&entry.fields).name).unwrap_or_default() }
    }
}

fn live<R: Record>(world: &World) -> Vec<(RecordId, R)> {
    let entries = world.entries.iter().filter(|(_, entry)| entry.live && entry.kind == R::SPEC.name);
    entries.map(|(id, entry)| (*id, R::from_fields(&entry.fields))).collect()
}

fn is_of(customer: &Customer, whose: Whose) -> bool {
    match whose {
        Whose { member, owned: true } => customer.owner == Some(member),
        Whose { member, owned: false } => {
            customer.owner == Some(member) || customer.helpers.contains(&member)
        }
    }
}

/// As if this customer were the only one.
fn rank(text: &str, customer: &Customer) -> Option<Rank> {
    let mut column = SearchColumn::new();
    let (phones, names) = ([customer.phone.as_str()], [customer.region.as_str()]);
    column.insert(0, &SearchText { title: &customer.name, names: &names, notes: &[], phones: &phones });
    column.search(text, 1).pop().map(|(_, rank)| rank)
}

/// As if this contact were the only one: whatever of it is found, the customer is found elsewhere than in its name.
fn contact_rank(text: &str, contact: &Contact) -> Option<Rank> {
    let mut column = SearchColumn::new();
    let (phones, names) = ([contact.phone.as_str()], [contact.wechat.as_str(), contact.email.as_str()]);
    column.insert(0, &SearchText { title: &contact.name, names: &names, notes: &[], phones: &phones });
    let found = column.search(text, 1).pop();
    found.map(|(_, rank)| Rank { class: MatchClass::Elsewhere, ..rank })
}
