//! The working calendar: weekends, Chinese public holidays, and the Saturdays and Sundays worked in exchange (调休).
//!
//! The days come from the State Council's yearly notices, embedded for the years that were announced when this
//! build was made. Later (and earlier) years follow the plain five-day week until they are known, and say so:
//! see [`Workdays::announced`].

mod table;

use chrono::{Datelike, NaiveDate, Weekday};

/// One announced year. Days are written as month · 100 + day, ascending.
#[derive(Debug)]
struct Year {
    year: i32,
    /// Weekdays that are public holidays.
    rest: &'static [u16],
    /// Saturdays and Sundays that are worked.
    work: &'static [u16],
}

/// Which days are worked.
#[derive(Clone, Copy, Debug)]
pub struct Workdays {
    /// Ascending by year.
    years: &'static [Year],
}

impl Workdays {
    /// Mainland China, with 调休.
    pub fn china() -> Self {
        Self { years: table::CHINA }
    }

    /// Whether the year's holidays are known. Where not, only Saturdays and Sundays are rest days, and the page says
    /// "weekends only, not announced yet".
    pub fn announced(self, year: i32) -> bool {
        self.year(year).is_some()
    }

    /// Whether people work on this day.
    pub fn is_workday(self, date: NaiveDate) -> bool {
        let is_weekday = !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let Some(year) = self.year(date.year()) else { return is_weekday };
        let exceptions = if is_weekday { year.rest } else { year.work };
        let day = (date.month() * 100 + date.day()) as u16;
        is_weekday != exceptions.binary_search(&day).is_ok()
    }

    /// The first working day on or after this day.
    pub fn next_workday(self, on_or_after: NaiveDate) -> NaiveDate {
        on_or_after.iter_days().find(|day| self.is_workday(*day)).unwrap_or(on_or_after)
    }

    /// The last working day on or before this day.
    pub fn previous_workday(self, on_or_before: NaiveDate) -> NaiveDate {
        on_or_before.iter_days().rev().find(|day| self.is_workday(*day)).unwrap_or(on_or_before)
    }

    /// How many days are worked from `from` (included) to `until` (not included); 0 when `until` is not later.
    pub fn workdays_between(self, from: NaiveDate, until: NaiveDate) -> u32 {
        from.iter_days().take_while(|day| *day < until).filter(|day| self.is_workday(*day)).count() as u32
    }

    fn year(self, year: i32) -> Option<&'static Year> {
        let index = self.years.binary_search_by_key(&year, |known| known.year).ok()?;
        self.years.get(index)
    }
}

/// The last day of the month that comes so many months after the day's own. Without `Months`, which the page has no
/// other use for.
pub fn month_end(day: NaiveDate, months_later: u32) -> Option<NaiveDate> {
    let next = day.month0() + months_later + 1;
    NaiveDate::from_ymd_opt(day.year() + (next / 12) as i32, next % 12 + 1, 1)?.pred_opt()
}

/// The day itself if it is worked in China, else the next working day: what a suggested next date becomes.
pub fn off_rest_days(date: NaiveDate) -> NaiveDate {
    Workdays::china().next_workday(date)
}
