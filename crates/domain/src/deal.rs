//! A deal (商机): something a customer may buy, moving through the stages of the sales process.

use crate::customer::CustomerId;
use crate::import::ImportId;
use crate::member::MemberId;
use crate::money::Fen;
use crate::product::ProductId;
use crate::stage::StageId;
use chrono::NaiveDate;

crate::record! {
    /// Something a customer may buy.
    pub struct Deal(DealId) = "deal" in Book, ByCount {
        /// What it is about.
        title: String [Title Required List Search],
        /// Who may buy; empty where an import names none.
        customer: Option<CustomerId> [Parent List],
        /// Where it stands.
        stage: Option<StageId> [List],
        /// What it is worth; empty while nobody knows.
        value: Option<Fen> [List],
        /// The day on which it is expected to be decided.
        expected_close: Option<NaiveDate> [List PeriodEnd],
        /// Who is responsible.
        owner: Option<MemberId> [List],
        /// Who else works on it.
        helpers: Vec<MemberId> [],
        /// What they would buy.
        product: Option<ProductId> [List],
        /// The day of the next step; empty when nothing is planned.
        next_date: Option<NaiveDate> [List],
        /// What the next step is.
        next_action: String [List],
        /// Anything else.
        note: String [Paragraph],
        /// Why it was lost.
        loss_reason: String [],
        /// Since when it stands where it stands.
        stage_since: Option<NaiveDate> [Automatic],
        /// The day on which it began.
        created_on: Option<NaiveDate> [Automatic],
        /// The day on which it was won or lost.
        closed_on: Option<NaiveDate> [Automatic List],
        /// The import that brought it and still may take it back.
        import: Option<ImportId> [Automatic],
    }
}

/// What the next step of a deal looks like on its card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum NextStep {
    /// Its day has passed.
    Overdue,
    /// It is today.
    Today,
    /// It has a day to come.
    Planned,
    /// Nothing is planned.
    None,
    /// The deal is won or lost: nothing is to come.
    Decided,
}

impl NextStep {
    /// From the day of the next step.
    pub fn of(next_date: Option<NaiveDate>, today: NaiveDate) -> Self {
        match next_date {
            None => Self::None,
            Some(day) if day < today => Self::Overdue,
            Some(day) if day == today => Self::Today,
            Some(_) => Self::Planned,
        }
    }
}

/// Why a deal is going bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Rot {
    /// It has stood in its stage for so many days; the stage's target comes second.
    StuckFor(u32, u32),
    /// Its next step lies beyond the stage's target: the day on which the target ends.
    PlannedTooLate(#[serde(with = "crate::day_number")] NaiveDate),
}

/// Whether an open deal is rotting: longer in its stage than the stage's target days, or with a next step that lies
/// beyond them (which other boards overlook). A stage without a target never rots.
pub fn rot(
    stage_since: Option<NaiveDate>,
    next_date: Option<NaiveDate>,
    target_days: Option<i64>,
    today: NaiveDate,
) -> Option<Rot> {
    let target = u32::try_from(target_days?).ok().filter(|days| *days > 0)?;
    let since = stage_since?;
    let days = u32::try_from((today - since).num_days()).ok()?;
    if days > target {
        return Some(Rot::StuckFor(days, target));
    }
    let end = since.checked_add_days(chrono::Days::new(u64::from(target)))?;
    next_date.is_some_and(|day| day > end).then_some(Rot::PlannedTooLate(end))
}
