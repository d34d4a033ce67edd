//! The touches, and the next dates they led to.

use crate::customers::Drawn;
use crate::members::Members;
use crate::random::Random;
use crate::words::{Words, fill};
use chrono::{Days, NaiveDate};
use domain::Timestamp;
use domain::calendar::Workdays;
use domain::customer::{Customer, CustomerClass, CustomerId};
use domain::follow_up::{Channel, FollowUp, FollowUpId, Outcome};
use domain::member::MemberId;
use domain::record::Reference;

/// The time that the follow-ups cover.
pub(crate) struct Span {
    pub(crate) today: NaiveDate,
    pub(crate) utc_offset_minutes: i32,
    pub(crate) days: u32,
}

/// How a customer stands today.
enum Standing {
    /// The next date has passed.
    Overdue,
    /// The next date is today.
    DueToday,
    /// The next date is to come.
    Planned,
    /// There is no next date.
    Unplanned,
}

/// Draws so many follow-ups, oldest first, and sets next date and next action of every customer.
pub(crate) fn draw(
    random: &mut Random,
    words: &Words,
    span: &Span,
    count: usize,
    members: &Members,
    drawn: &mut Drawn,
) -> Vec<(FollowUpId, FollowUp)> {
    let mut all = Vec::with_capacity(count);
    let touches = touches_of_each(random, count, &drawn.customers);
    for (((id, customer), partners), touches) in drawn.customers.iter_mut().zip(&drawn.partners).zip(touches)
    {
        let mut next_date = next_date(random, span.today);
        // Planned dates follow the class, so that an A customer is seen again soon.
        let days = touch_days(random, span, customer.class, next_date, touches);
        if let Some(last) = days.last() {
            next_date = next_date.map(|date| date.max(Workdays::china().next_workday(after(*last, 1))));
        } else {
            next_date = next_date.filter(|_| random.percent(60));
            customer.next_action = next_date.map_or("", |_| random.word(words.first_steps)).to_owned();
        }
        customer.next_date = next_date;
        let helper = customer.helpers.iter().find(|helper| members.assistants.contains(helper));
        let stand_in = helper.or(random.pick(&members.assistants)).copied();
        for (position, day) in days.iter().enumerate() {
            let promised = match days.get(position + 1) {
                Some(next) => kept_or_moved(random, *day, *next),
                None => next_date,
            };
            let author = if random.percent(15) { stand_in } else { None }.or(customer.owner);
            let touch = Touch { customer: *id, day: *day, promised, author };
            let is_last = position + 1 == days.len();
            let follow_up = touch.written(random, words, span, partners);
            if let (true, Some(outcome), Some(_)) = (is_last, follow_up.outcome, promised) {
                customer.next_action = random.word((words.next_steps)(outcome)).to_owned();
            }
            all.push((FollowUpId::from_record_id(random.id()), follow_up));
        }
    }
    all.sort_by_key(|(id, follow_up)| (follow_up.at, *id));
    all
}

/// How many follow-ups each customer gets: A customers most, some C customers none.
fn touches_of_each(random: &mut Random, count: usize, customers: &[(CustomerId, Customer)]) -> Vec<usize> {
    // Each customer stands in the urn as often as its class weighs.
    let urn: Vec<usize> = customers
        .iter()
        .enumerate()
        .flat_map(|(position, (_, customer))| {
            let weight = match customer.class {
                Some(CustomerClass::A) => 8,
                Some(CustomerClass::B) => 4,
                _ => 2,
            };
            std::iter::repeat_n(position, weight)
        })
        .collect();
    let mut touches = vec![0; customers.len()];
    for _ in 0..count {
        if let Some(touches) = random.pick(&urn).and_then(|position| touches.get_mut(*position)) {
            *touches += 1;
        }
    }
    touches
}

fn next_date(random: &mut Random, today: NaiveDate) -> Option<NaiveDate> {
    let standing = match random.weighted(&[12, 7, 69, 12]) {
        0 => Standing::Overdue,
        1 => Standing::DueToday,
        2 => Standing::Planned,
        _ => Standing::Unplanned,
    };
    let china = Workdays::china();
    match standing {
        Standing::Overdue => {
            let days = random.between(1, 6) * random.between(1, 3);
            Some(china.previous_workday(before(today, days)))
        }
        Standing::DueToday => Some(today),
        Standing::Planned => {
            let days = random.between(1, 12) * random.between(1, 4);
            Some(china.next_workday(after(today, days)))
        }
        Standing::Unplanned => None,
    }
}

/// The working days of a customer's touches, ascending. The last one lies before the next date by what the class
/// allows; the others are spread over the span before it.
fn touch_days(
    random: &mut Random,
    span: &Span,
    class: Option<CustomerClass>,
    next_date: Option<NaiveDate>,
    touches: usize,
) -> Vec<NaiveDate> {
    let Some(earlier) = touches.checked_sub(1) else { return Vec::new() };
    let interval = i64::from(class.unwrap_or(CustomerClass::C).interval_days());
    let gap = random.between(1, interval.min(45));
    let yesterday = before(span.today, 1);
    // One in nine was touched this morning, unless their date is today or has passed.
    let is_open = next_date.is_none_or(|date| date > span.today);
    let last = match next_date {
        _ if is_open && random.percent(11) => span.today,
        Some(date) => before(date, gap).min(yesterday),
        None => before(span.today, random.between(1, 60)),
    };
    let first = before(span.today, i64::from(span.days.max(1)) - 1);
    let last = Workdays::china().previous_workday(last.max(first));
    let length = (last - first).num_days().max(0);
    let mut days: Vec<NaiveDate> = (0..earlier)
        .map(|_| {
            Workdays::china().previous_workday(after(first, random.between(0, (length - 1).max(0)))).min(last)
        })
        .collect();
    days.push(last);
    domain::few::sort_by_key(&mut days, |day| *day);
    days
}

/// What was agreed at a touch that was followed by another one: mostly that day, sometimes another, sometimes none.
fn kept_or_moved(random: &mut Random, day: NaiveDate, next: NaiveDate) -> Option<NaiveDate> {
    match random.below(10) {
        0 => None,
        1 | 2 => Some(Workdays::china().next_workday(after(day, random.between(1, 14)))),
        _ => Some(next).filter(|next| *next > day),
    }
}

/// A follow-up of which day, author and promise are settled.
struct Touch {
    customer: CustomerId,
    day: NaiveDate,
    promised: Option<NaiveDate>,
    author: Option<MemberId>,
}

impl Touch {
    fn written(
        &self,
        random: &mut Random,
        words: &Words,
        span: &Span,
        partners: &[(String, Option<domain::contact::ContactId>)],
    ) -> FollowUp {
        let channel = [Channel::Phone, Channel::Wechat, Channel::Visit, Channel::Meeting]
            [random.weighted(&[45, 30, 20, 5])];
        let outcome = self.outcome(random, channel);
        let (called, contact) =
            random.pick(partners).map_or(("", None), |(called, id)| (called.as_str(), *id));

        let mut text = (words.opening)(channel, outcome).to_owned();
        let next = (words.date)(self.day, self.promised);
        let phrase = random.word((words.phrases)(outcome));
        text.push_str(&fill(random, words, phrase, called, &next));
        if outcome.is_two_way() && outcome != Outcome::NotInterested && random.percent(35) {
            text.push_str(words.space);
            let addition = random.word(words.additions);
            text.push_str(&fill(random, words, addition, called, &next));
        }
        FollowUp {
            customer: Some(self.customer),
            at: Some(self.moment(random, span)),
            author: self.author,
            channel: Some(channel),
            outcome: Some(outcome),
            text,
            next_date: self.promised,
            contact,
        }
    }

    /// An outcome of the channel that fits the promise: nobody has no interest and wants a call on Thursday, and who
    /// was not reached is tried again soon.
    fn outcome(&self, random: &mut Random, channel: Channel) -> Outcome {
        let wait = self.promised.map(|next| (next - self.day).num_days());
        let weight = |outcome: &Outcome| match (outcome, wait) {
            (Outcome::NotInterested, Some(days)) => usize::from(days > 30) * 3,
            (Outcome::NotInterested, None) => 8,
            (Outcome::WantsOffer, Some(days)) => {
                if days <= 5 {
                    5
                } else {
                    1
                }
            }
            (Outcome::NoAnswer | Outcome::NotMet | Outcome::NoReply, Some(days)) => {
                if days <= 4 {
                    6
                } else {
                    1
                }
            }
            (Outcome::Met | Outcome::Replied, _) => 6,
            _ => 3,
        };
        let outcomes = channel.outcomes();
        let weights: Vec<usize> = outcomes.iter().map(weight).collect();
        outcomes.get(random.weighted(&weights)).copied().unwrap_or(Outcome::CallAgain)
    }

    /// A moment in working hours; today only early in the morning, so that it has passed when somebody looks.
    fn moment(&self, random: &mut Random, span: &Span) -> Timestamp {
        let (first, last) =
            if self.day == span.today { (8 * 60, 9 * 60) } else { (8 * 60 + 40, 18 * 60 + 20) };
        let minutes = random.between(first, last) - i64::from(span.utc_offset_minutes);
        let days = (self.day - NaiveDate::default()).num_days();
        Timestamp((days * 1440 + minutes) * 60_000 + random.between(0, 59_999))
    }
}

fn before(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(day)
}

fn after(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(day)
}
