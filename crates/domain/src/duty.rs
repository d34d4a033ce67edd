//! Job descriptions and duties: what somebody does every day, every week, every month, to which standard.

use crate::calendar::Workdays;
use crate::member::MemberId;
use crate::time::{Minutes, Timestamp};
use chrono::{Datelike, Days, Months, NaiveDate};

crate::choice! {
    /// How often a duty comes up.
    pub enum Frequency {
        /// 每天: every working day.
        Daily = "daily",
        /// 每周
        Weekly = "weekly",
        /// 每月
        Monthly = "monthly",
        /// 有需要时: no certain day.
        AdHoc = "ad_hoc",
    }
}

crate::record! {
    /// A job description (岗位说明): one position and who holds it.
    pub struct Position(PositionId) = "position" in Official, ByCount {
        /// What the position is called.
        name: String [Title Required List Search],
        /// Who holds it.
        holders: Vec<MemberId> [List],
        /// What it is there for.
        purpose: String [Paragraph],
        /// When it is looked at again.
        review_on: Option<NaiveDate> [List],
    }
}

crate::record! {
    /// One duty of a position.
    pub struct Duty(DutyId) = "duty" in Official, ByCount {
        /// What is done.
        name: String [Title Required List Search],
        /// The position.
        position: Option<PositionId> [Required Parent],
        /// How often.
        frequency: Option<Frequency> [Required List],
        /// Weekly: 1 (Monday) to 7; monthly: the day of the month. Empty: the last working day.
        day: Option<i64> [List],
        /// What exactly is asked.
        requirement: String [Paragraph],
        /// When it is done well.
        standard: String [Paragraph],
        /// What shows that it was done.
        evidence: String [],
        /// Who does it when the holder is away.
        backup: Option<MemberId> [],
        /// How long it takes.
        estimate: Option<Minutes> [],
    }
}

crate::record! {
    /// A duty done once, for one day, week or month.
    pub struct DutyDone(DutyDoneId) = "duty_done" in Team, ByMonth {
        /// The duty.
        duty: Option<DutyId> [Required List],
        /// The first day of the day, week or month it was done for.
        period: Option<NaiveDate> [Required List],
        /// What shows it.
        evidence: String [Title List],
        /// Who did it.
        member: Option<MemberId> [Automatic Author List],
        /// When.
        at: Option<Timestamp> [Automatic Created List],
    }
}

/// One time a duty comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Occurrence {
    /// The first day of its day, week or month: names it.
    #[serde(with = "crate::day_number")]
    pub period: NaiveDate,
    /// The day on which it is due: never a rest day, unless the whole period is one long holiday.
    #[serde(with = "crate::day_number")]
    pub due: NaiveDate,
}

impl Frequency {
    /// How the duty comes up in the day, week or month of `today`; `None` for ad hoc duties and for daily ones on a
    /// rest day. A due day that is a rest day moves to the next working day, or, where that leaves the week or month,
    /// to the one before ("modified following", as payment calendars do).
    pub fn occurrence(self, day: Option<i64>, today: NaiveDate) -> Option<Occurrence> {
        let workdays = Workdays::china();
        match self {
            Self::AdHoc => None,
            Self::Daily => workdays.is_workday(today).then_some(Occurrence { period: today, due: today }),
            Self::Weekly => {
                let period = monday_of(today)?;
                let last = period.checked_add_days(Days::new(6))?;
                let wanted = day
                    .and_then(|day| u64::try_from(day).ok())
                    .filter(|day| (1..=7).contains(day))
                    .and_then(|day| period.checked_add_days(Days::new(day - 1)));
                Some(Occurrence { period, due: within(workdays, period, last, wanted) })
            }
            Self::Monthly => {
                let period = today.with_day(1)?;
                let last = period.checked_add_months(Months::new(1))?.pred_opt()?;
                let wanted = day
                    .and_then(|day| u32::try_from(day).ok())
                    .filter(|day| *day >= 1)
                    .and_then(|day| period.with_day(day.min(last.day())));
                Some(Occurrence { period, due: within(workdays, period, last, wanted) })
            }
        }
    }
}

/// The Monday of a day's week.
pub fn monday_of(day: NaiveDate) -> Option<NaiveDate> {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
}

fn within(workdays: Workdays, first: NaiveDate, last: NaiveDate, wanted: Option<NaiveDate>) -> NaiveDate {
    let wanted = wanted.unwrap_or(last);
    let next = workdays.next_workday(wanted);
    if next <= last {
        return next;
    }
    let previous = workdays.previous_workday(wanted);
    if previous >= first { previous } else { wanted }
}
