//! How a civil day is written where plain data is serialised: as a number, for `#[serde(with = "…")]`.
//!
//! The calendar crate would write `2026-03-05`, and its reader of dates costs the page's download four kilobytes.

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Days since 1970-01-01.
pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    day.to_epoch_days().serialize(serializer)
}

/// The day of a number; refuses what lies beyond the calendar.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    NaiveDate::from_epoch_days(i32::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("no day"))
}

/// The same for a day that may be absent.
pub mod optional {
    use super::{Deserialize, Deserializer, Error, NaiveDate, Serialize, Serializer};

    /// Days since 1970-01-01, or nothing.
    pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_epoch_days()).serialize(serializer)
    }

    /// The day of a number, or nothing; refuses what lies beyond the calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        let Some(number) = Option::<i32>::deserialize(deserializer)? else { return Ok(None) };
        NaiveDate::from_epoch_days(number).map(Some).ok_or_else(|| D::Error::custom("no day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Days {
        #[serde(with = "super")]
        day: NaiveDate,
        #[serde(with = "super::optional")]
        next: Option<NaiveDate>,
    }

    #[test]
    fn days_read_back_as_they_were_written() {
        for day in [NaiveDate::default(), NaiveDate::MIN, NaiveDate::MAX] {
            for next in [None, Some(day)] {
                let days = Days { day, next };
                let bytes = postcard::to_stdvec(&days).unwrap();
                assert_eq!(postcard::from_bytes(&bytes), Ok(days));
            }
        }
        assert!(postcard::from_bytes::<Days>(&postcard::to_stdvec(&(i32::MAX, 0_u8)).unwrap()).is_err());
    }
}
