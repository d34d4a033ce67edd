//! Moments, days and durations. The clock is always an argument.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01 UTC, as the device that wrote it believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

/// A duration in whole minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Minutes(pub u32);

/// A time of day: minutes after midnight, 0 to 1,439.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClockTime(pub u16);

impl ClockTime {
    /// Minutes in a day.
    const DAY: i64 = 24 * 60;

    /// From minutes after midnight; `None` outside a day.
    pub fn from_minutes(minutes: i64) -> Option<Self> {
        (0..Self::DAY).contains(&minutes).then_some(Self(minutes as u16))
    }

    /// From `9:30` or `09:30`, as people and time inputs write it.
    pub fn read(text: &str) -> Option<Self> {
        let (hours, minutes) = text.split_once(':')?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if minutes.len() != 2 || !(1..=2).contains(&hours.len()) || !digits(hours) || !digits(minutes) {
            return None;
        }
        let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
        if minutes < 60 { Self::from_minutes(hours * 60 + minutes) } else { None }
    }
}

/// What the host's clock says: the moment, and the civil day and offset where the person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Now {
    /// The moment.
    pub at: Timestamp,
    /// The person's calendar day (or the day given with `--today`).
    pub today: NaiveDate,
    /// Minutes east of UTC (480 in China).
    pub utc_offset_minutes: i32,
}

impl Now {
    /// The civil day of another moment where the person is.
    pub fn day_of(&self, moment: Timestamp) -> NaiveDate {
        day_at(moment, self.utc_offset_minutes)
    }
}

/// The civil day of a moment at a fixed offset from UTC. A moment beyond the calendar (a hostile peer may write one)
/// is 1970-01-01.
pub fn day_at(moment: Timestamp, utc_offset_minutes: i32) -> NaiveDate {
    let local = moment.0.saturating_add(i64::from(utc_offset_minutes) * 60_000);
    let epoch = NaiveDate::default();
    chrono::Duration::try_days(local.div_euclid(86_400_000))
        .and_then(|days| epoch.checked_add_signed(days))
        .unwrap_or(epoch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_as_people_write_it() {
        assert_eq!(ClockTime::read("9:30"), Some(ClockTime(570)));
        assert_eq!(ClockTime::read("23:59"), Some(ClockTime(1_439)));
        for wrong in ["24:00", "9:60", "9", "09:3", "-1:30", "+1:30", ""] {
            assert_eq!(ClockTime::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_day_is_the_persons_and_no_moment_panics() {
        assert_eq!(day_at(Timestamp(1_772_640_000_000), 480).to_string(), "2026-03-05");
        assert_eq!(day_at(Timestamp(1_772_640_000_000 - 1), 480).to_string(), "2026-03-04");
        for extreme in [i64::MIN, i64::MAX] {
            assert_eq!(day_at(Timestamp(extreme), 480), NaiveDate::default());
        }
    }
}
