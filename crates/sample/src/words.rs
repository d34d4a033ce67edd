//! What the team's people are called, where they are, and what they write.

mod chinese;
mod chinese_daily;
mod chinese_phrases;
mod english;
mod english_daily;
mod english_phrases;

use crate::Language;
use crate::random::Random;
use chrono::NaiveDate;
use domain::follow_up::{Channel, Outcome};

/// A drawn person.
pub(crate) struct Person {
    pub(crate) full: String,
    /// How a salesperson calls them in a note: 王经理, Emma.
    pub(crate) called: String,
    pub(crate) position: &'static str,
}

/// A drawn company.
pub(crate) struct Company {
    pub(crate) name: String,
    pub(crate) region: String,
    pub(crate) industry: String,
    pub(crate) address: String,
}

/// One language's words. `{who}`, `{item}`, `{count}`, `{day}` (any),
/// `{next}` (the next date) and `{percent}` stand for details.
pub(crate) struct Words {
    pub(crate) team_name: &'static str,
    pub(crate) person: fn(&mut Random) -> Person,
    pub(crate) company: fn(&mut Random) -> Company,
    /// The phone number of this running number: looks real, reaches nobody.
    pub(crate) phone: fn(usize) -> String,
    pub(crate) wechat: fn(&mut Random, name: &str) -> String,
    pub(crate) email: fn(usize) -> String,
    pub(crate) preferences: &'static [&'static str],
    pub(crate) notes: &'static [&'static str],
    pub(crate) items: &'static [&'static str],
    pub(crate) days: &'static [&'static str],
    /// How a note of this outcome reads.
    pub(crate) phrases: fn(Outcome) -> &'static [&'static str],
    /// What comes before a phrase that does not say how the customer was touched.
    pub(crate) opening: fn(Channel, Outcome) -> &'static str,
    /// Second sentences that fit when the customer took part.
    pub(crate) additions: &'static [&'static str],
    /// What to do next after this outcome.
    pub(crate) next_steps: fn(Outcome) -> &'static [&'static str],
    /// What to do with a customer nobody has touched.
    pub(crate) first_steps: &'static [&'static str],
    /// How the next date is written on a day.
    pub(crate) date: fn(written: NaiveDate, promised: Option<NaiveDate>) -> String,
    /// What a deal is about.
    pub(crate) deal_titles: &'static [&'static str],
    /// Why deals are lost.
    pub(crate) loss_reasons: &'static [&'static str],
    /// Tasks about no customer.
    pub(crate) task_titles: &'static [&'static str],
    /// Tasks about `{who}`.
    pub(crate) customer_task_titles: &'static [&'static str],
    /// Why a task is declined or wants discussing.
    pub(crate) answers: &'static [&'static str],
    /// Lines of a checklist.
    pub(crate) steps: &'static [&'static str],
    /// What colleagues say about a task.
    pub(crate) comments: &'static [&'static str],
    /// What somebody needs help with.
    pub(crate) needs: &'static [&'static str],
    /// What colleagues are praised for.
    pub(crate) praise: &'static [&'static str],
    /// Two announcements: title and text.
    pub(crate) announcements: [[&'static str; 2]; 2],
    /// Two meetings: title and agenda.
    pub(crate) meetings: [[&'static str; 2]; 2],
    /// Between two sentences.
    pub(crate) space: &'static str,
}

pub(crate) fn of(language: Language) -> &'static Words {
    match language {
        Language::Chinese => &chinese::WORDS,
        Language::English => &english::WORDS,
    }
}

/// The phrase with its details: who and the next date as given, the others drawn.
pub(crate) fn fill(random: &mut Random, words: &Words, phrase: &str, who: &str, next: &str) -> String {
    const COUNTS: [&str; 11] = ["6", "8", "12", "15", "20", "24", "30", "36", "48", "60", "80"];
    const PERCENTS: [&str; 5] = ["3", "5", "8", "10", "12"];
    let mut text = String::with_capacity(phrase.len() + 24);
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(match name {
            "who" => who,
            "next" => next,
            "item" => random.word(words.items),
            "count" => random.word(&COUNTS),
            "day" => random.word(words.days),
            "percent" => random.word(&PERCENTS),
            _ => "",
        });
        rest = after;
    }
    text.push_str(rest);
    text
}
