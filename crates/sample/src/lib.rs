//! A generated sales team: what "look around" shows, and what tests and benchmarks run on.
//!
//! The team sells office furniture around Chengdu (in English: around Seattle). Everything is drawn from the seed
//! the caller gives; the same arguments give the same team, to the byte. Nothing is random or read from a clock.
//! The phone numbers look real and reach nobody.

mod customers;
mod daily_work;
mod follow_ups;
mod members;
mod pipeline_export;
mod random;
mod size;
mod words;

pub use daily_work::Daily;
pub use pipeline_export::{PipelineExport, PipelineTotals, pipeline_export};
pub use random::Random;
pub use size::Size;

use chrono::NaiveDate;
use contract::Command;
use domain::RecordId;
use domain::contact::{Contact, ContactId};
use domain::customer::{Customer, CustomerId};
use domain::deal::Deal;
use domain::follow_up::{FollowUp, FollowUpId};
use domain::member::{Member, MemberId};
use domain::record::{Fields, KindSpec, Record};
use domain::stage::Stage;
use domain::task::{Task, TaskState};

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

/// How many customers wait for the one through whose eyes we look around, at least.
const DUE_AT_FIRST_LOOK: usize = 3;
/// How many teams are drawn at most to find one.
const FIRST_LOOKS: u64 = 64;

/// The team that "look around" shows on this day. Of the small teams it is the first whose manager has customers to
/// call, a task in hand and deals from the first stage on: in one of five nobody waits for them, and an empty day shows
/// nothing of the product.
pub fn look_around(today: NaiveDate, utc_offset_minutes: i32, language: Language) -> SampleTeam {
    let draw = |seed| generate(seed, today, utc_offset_minutes, language, Size::look_around());
    let is_telling =
        |team: &SampleTeam| team.due(today) >= DUE_AT_FIRST_LOOK && team.has_work() && team.begins_a_deal();
    (1..FIRST_LOOKS).map(draw).find(is_telling).unwrap_or_else(|| draw(FIRST_LOOKS))
}

impl SampleTeam {
    /// Kind, id and fields of every record, what is pointed to before what points there.
    pub fn into_records(self) -> Vec<(&'static str, RecordId, Fields)> {
        fn all<I: Copy + Into<RecordId>, R: Record>(
            records: &[(I, R)],
        ) -> impl Iterator<Item = (&'static str, RecordId, Fields)> {
            records.iter().map(|(id, record)| (R::SPEC.name, (*id).into(), record.to_fields()))
        }
        let mut records: Vec<_> = all(&self.members).collect();
        records.extend(all(&self.customers));
        records.extend(all(&self.contacts));
        records.extend(all(&self.follow_ups));
        records.extend(self.daily_work.into_iter().map(|record| (record.kind, record.id, record.fields)));
        records
    }

    /// The command that looks around in it.
    pub fn into_command(self) -> Command {
        let (team, me) = (self.team_name.to_owned(), self.me);
        let records = self.into_records().into_iter().map(|(kind, id, fields)| (kind.to_owned(), id, fields));
        Command::LookAround { team, me, records: records.collect() }
    }

    /// How many customers of [`SampleTeam::me`] should have been touched by this day.
    fn due(&self, today: NaiveDate) -> usize {
        let is_due = |customer: &Customer| {
            customer.owner == Some(self.me) && customer.next_date.is_some_and(|date| date <= today)
        };
        self.customers.iter().filter(|(_, customer)| is_due(customer)).count()
    }

    /// Whether [`SampleTeam::me`] has a task in hand.
    fn has_work(&self) -> bool {
        let mut tasks = self.of(Task::SPEC).map(|record| Task::from_fields(&record.fields));
        tasks.any(|task| task.owner == Some(self.me) && task.standing() == TaskState::Accepted)
    }

    /// Whether a deal stands in the first stage.
    fn begins_a_deal(&self) -> bool {
        let first = self.of(Stage::SPEC).next().map(|stage| stage.id);
        self.of(Deal::SPEC).any(|deal| Deal::from_fields(&deal.fields).stage.map(|stage| stage.0) == first)
    }

    fn of(&self, kind: &'static KindSpec) -> impl Iterator<Item = &Daily> + '_ {
        self.daily_work.iter().filter(move |record| record.kind == kind.name)
    }
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
