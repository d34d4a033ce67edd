//! The engine's `Clock` over the system's, moved by whole days for `--today`.

use chrono::NaiveDate;
use domain::time::day_at;
use domain::{Now, Timestamp};
use engine::host::Clock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY_MS: i64 = 86_400_000;

/// The system's clock.
#[derive(Clone, Copy)]
pub struct SystemClock {
    shift_ms: i64,
    utc_offset_minutes: i32,
}

impl SystemClock {
    /// The clock; with `today` it shows that day at the present time of day, so that what is logged falls on it.
    pub fn new(today: Option<NaiveDate>) -> Self {
        let utc_offset_minutes = jiff::Zoned::now().offset().seconds() / 60;
        let real_day = day_at(system_time(), utc_offset_minutes);
        let shift_days = today.map_or(0, |today| today.signed_duration_since(real_day).num_days());
        Self { shift_ms: shift_days * DAY_MS, utc_offset_minutes }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Now {
        let at = Timestamp(system_time().0 + self.shift_ms);
        Now { at, today: day_at(at, self.utc_offset_minutes), utc_offset_minutes: self.utc_offset_minutes }
    }

    async fn sleep_until(&self, moment: Timestamp) {
        let wait_ms = u64::try_from(moment.0.saturating_sub(self.now().at.0)).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
    }
}

fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
