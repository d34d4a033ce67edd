//! A generated sales team: what "look around" shows, and what tests and benchmarks run on.
//!
//! The team sells office furniture around Chengdu (in English: around Seattle). Everything is drawn from the seed
//! the caller gives; the same arguments give the same team, to the byte. Nothing is random or read from a clock.
//! The phone numbers look real and reach nobody.

mod customers;
mod daily_work;
mod follow_ups;
mod members;
mod random;
mod size;
mod words;

pub use daily_work::Daily;
pub use random::Random;
pub use size::Size;

use chrono::NaiveDate;
use domain::contact::{Contact, ContactId};
use domain::customer::{Customer, CustomerId};
use domain::follow_up::{FollowUp, FollowUpId};
use domain::member::{Member, MemberId};

/// In which language the team writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 中文
    Chinese,
    /// English
    English,
}

impl Language {
    /// The same language of the catalogue, for templates.
    fn of_catalogue(self) -> language::Language {
        match self {
            Self::Chinese => language::Language::Chinese,
            Self::English => language::Language::English,
        }
    }
}

/// A whole team. Every record is valid, and every reference points into the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleTeam {
    /// The team's name.
    pub team_name: &'static str,
    /// Through whose eyes to look: the first manager.
    pub me: MemberId,
    /// Managers first, then supervisors, assistants, salespeople.
    pub members: Vec<(MemberId, Member)>,
    /// The customers. Names are unique.
    pub customers: Vec<(CustomerId, Customer)>,
    /// The people there, each after the other customer by customer.
    pub contacts: Vec<(ContactId, Contact)>,
    /// Oldest first. A customer's next date is that of its latest follow-up.
    pub follow_ups: Vec<(FollowUpId, FollowUp)>,
    /// Stages, deals, job descriptions, tasks and what the team tells each other; what is pointed to comes first.
    pub daily_work: Vec<Daily>,
}

/// Draws a team whose last follow-ups were logged on `today`, in the morning of a place so many minutes east of UTC.
pub fn generate(
    seed: u64,
    today: NaiveDate,
    utc_offset_minutes: i32,
    language: Language,
    size: Size,
) -> SampleTeam {
    let mut random = Random::new(seed);
    let words = words::of(language);
    let members = members::draw(&mut random, words, &size);
    let mut drawn = customers::draw(&mut random, words, &size, &members);
    let span = follow_ups::Span { today, utc_offset_minutes, days: size.days };
    let follow_ups = follow_ups::draw(&mut random, words, &span, size.follow_ups, &members, &mut drawn);
    let daily_work =
        daily_work::draw(&mut random, language.of_catalogue(), words, &span, &size, &members, &drawn);
    SampleTeam {
        team_name: words.team_name,
        me: members.me,
        members: members.all,
        customers: drawn.customers,
        contacts: drawn.contacts,
        follow_ups,
        daily_work,
    }
}
