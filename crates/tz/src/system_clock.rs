//! The engine's `Clock` over the system's.

use chrono::NaiveDate;
use domain::time::day_at;
use domain::{Now, Timestamp};
use engine::host::Clock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The system's clock. `--today` changes the day only: moments stay true, as invites expire and colleagues read by
/// them.
#[derive(Clone, Copy)]
pub struct SystemClock {
    today: Option<NaiveDate>,
    utc_offset_minutes: i32,
}

impl SystemClock {
    /// The clock; `today` stands in for the civil day.
    pub fn new(today: Option<NaiveDate>) -> Self {
        Self { today, utc_offset_minutes: jiff::Zoned::now().offset().seconds() / 60 }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Now {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let at = Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX));
        let utc_offset_minutes = self.utc_offset_minutes;
        let today = self.today.unwrap_or_else(|| day_at(at, utc_offset_minutes));
        Now { at, today, utc_offset_minutes }
    }

    async fn sleep_until(&self, moment: Timestamp) {
        let wait_ms = u64::try_from(moment.0.saturating_sub(self.now().at.0)).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
    }
}
