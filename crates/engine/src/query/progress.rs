//! How people's work stands.

use super::task::TaskTally;
use super::{Asking, deal, task, timeline};
use crate::projection::IdMap;
use contract::view::PersonProgress;
use domain::RecordId;
use domain::help_request::HelpRequest;
use domain::member::{Member, MemberId, Role};

#[derive(Clone, Copy, Default)]
struct Tally {
    customers: u32,
    due: u32,
    overdue: u32,
    logged_today: u32,
    logged_week: u32,
    tasks: TaskTally,
    asks_help: u32,
    open_deals: u32,
}

/// One row for each of these members, in the order given.
pub fn of(asking: &mut Asking<'_>, members: &[RecordId]) -> Vec<PersonProgress> {
    asking.projection.index_activity();
    let tallies = tally(asking, members);
    let drawn = members.iter().map(|id| draw(asking, *id, tallies.get(id).copied().unwrap_or_default()));
    drawn.flatten().collect()
}

/// One walk over the customers and one over the week's touches for all of them together.
fn tally(asking: &Asking<'_>, members: &[RecordId]) -> IdMap<Tally> {
    let mut tallies: IdMap<Tally> = members.iter().map(|id| (*id, Tally::default())).collect();
    let (now, today) = (asking.now, asking.now.today);
    for customer in asking.projection.customers() {
        if let Some(tally) = customer.owner.and_then(|owner| tallies.get_mut(&owner)) {
            tally.customers += 1;
            tally.due += u32::from(customer.is_due(today));
            tally.overdue += u32::from(customer.is_overdue(today));
        }
    }
    let start = timeline::start_of_last_days(&now);
    for touch in asking.projection.touches_since(start) {
        let day = now.day_of(touch.at);
        if let Some(tally) = touch.author.and_then(|author| tallies.get_mut(&author)) {
            tally.logged_today += u32::from(day == today);
            tally.logged_week += u32::from(day <= today);
        }
    }
    for (member, of_tasks) in task::tallies(asking, start) {
        if let Some(tally) = tallies.get_mut(&member) {
            tally.tasks = of_tasks;
        }
    }
    for (owner, open) in deal::open_by_owner(asking) {
        if let Some(tally) = tallies.get_mut(&owner) {
            tally.open_deals = open;
        }
    }
    for row in asking.projection.live::<HelpRequest>() {
        let asker = row.packed.id(HelpRequest::asker).and_then(|asker| tallies.get_mut(&asker));
        if let (Some(tally), None) = (asker, row.packed.time(HelpRequest::solved_at)) {
            tally.asks_help += 1;
        }
    }
    tallies
}

fn draw(asking: &Asking<'_>, id: RecordId, tally: Tally) -> Option<PersonProgress> {
    let member: Member = asking.projection.find_live::<Member>(id)?.read();
    Some(PersonProgress {
        person: asking.person(MemberId(id)),
        role: member.role.unwrap_or(Role::Salesperson), // a role of a newer version
        line: member.line,
        has_device: asking.has_device(MemberId(id)),
        customers: tally.customers,
        due: tally.due,
        overdue: tally.overdue,
        logged_today: tally.logged_today,
        logged_week: tally.logged_week,
        last_activity: asking.projection.last_activity(id),
        open_tasks: tally.tasks.open,
        overdue_tasks: tally.tasks.overdue,
        done_week: tally.tasks.done,
        asks_help: tally.asks_help,
        open_deals: tally.open_deals,
    })
}
