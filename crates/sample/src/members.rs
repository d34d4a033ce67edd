//! The people of the team and who reports to whom.

use crate::random::Random;
use crate::size::Size;
use crate::words::Words;
use domain::member::{Member, MemberId, Role};
use domain::record::Reference;
use std::collections::BTreeSet;

/// The team's people.
pub(crate) struct Members {
    pub(crate) all: Vec<(MemberId, Member)>,
    /// The first manager.
    pub(crate) me: MemberId,
    /// Who owns customers, as often as they are drawn for one: salespeople most, managers seldom.
    pub(crate) owners: Vec<MemberId>,
    /// Who helps and writes for others.
    pub(crate) assistants: Vec<MemberId>,
}

pub(crate) fn draw(random: &mut Random, words: &Words, size: &Size) -> Members {
    let counts = [
        (Role::Manager, size.managers.max(1)),
        (Role::Supervisor, size.supervisors),
        (Role::Assistant, size.assistants),
        (Role::Salesperson, size.salespeople),
    ];
    let mut members = Members {
        all: Vec::new(),
        me: MemberId::from_record_id(random.id()),
        owners: Vec::new(),
        assistants: Vec::new(),
    };
    let (mut managers, mut supervisors, mut names) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (role, count) in counts {
        for position in 0..count {
            let is_me = members.all.is_empty();
            let id = if is_me { members.me } else { MemberId::from_record_id(random.id()) };
            let line = line_of(role, position, &managers, &supervisors);
            match role {
                Role::Manager => managers.push(id),
                Role::Supervisor => supervisors.push(id),
                Role::Assistant => members.assistants.push(id),
                _ => {}
            }
            let shares = match role {
                Role::Salesperson => random.between(7, 12) as usize,
                // A manager keeps some key accounts: whoever looks around sees a day with work in it.
                Role::Manager => 6,
                Role::Supervisor => 4,
                _ => 1,
            };
            members.owners.extend(std::iter::repeat_n(id, shares));
            let name = new_name(random, words, &mut names);
            let number = members.all.len();
            let wechat = (words.wechat)(random, &name);
            members.all.push((
                id,
                Member {
                    name,
                    role: Some(role),
                    line,
                    phone: (words.phone)(90_000 + number),
                    wechat,
                    ..Member::default()
                },
            ));
        }
    }
    members
}

/// Supervisors report to managers in turn; assistants and salespeople to supervisors and managers in turn.
fn line_of(role: Role, position: usize, managers: &[MemberId], supervisors: &[MemberId]) -> Option<MemberId> {
    let superiors: Vec<MemberId> = match role {
        Role::Manager => return None,
        Role::Supervisor => managers.to_vec(),
        _ => supervisors.iter().chain(managers).copied().collect(),
    };
    superiors.get(position.checked_rem(superiors.len())?).copied()
}

/// Colleagues have different names as long as there are enough.
fn new_name(random: &mut Random, words: &Words, taken: &mut BTreeSet<String>) -> String {
    let mut name = (words.person)(random).full;
    for _ in 0..50 {
        if taken.insert(name.clone()) {
            break;
        }
        name = (words.person)(random).full;
    }
    name
}
