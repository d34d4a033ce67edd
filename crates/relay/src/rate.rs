//! How fast somebody may send: two buckets that refill with time.

use crate::limits::{BURST_SECONDS, Limits};
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// What refills per second.
#[derive(Clone, Copy)]
struct Allowance {
    frames: f64,
    bytes: f64,
}

struct Level {
    frames: f64,
    bytes: f64,
    at: Instant,
}

/// Shared by all connections that it holds for.
pub(crate) struct Rate {
    allowance: Allowance,
    level: Mutex<Level>,
}

impl Rate {
    pub fn of_device(limits: &Limits) -> Self {
        Self::new(limits.device_frames_per_second, limits.device_kilobytes_per_second)
    }

    pub fn of_team(limits: &Limits) -> Self {
        Self::new(limits.team_frames_per_second, limits.team_kilobytes_per_second)
    }

    fn new(frames_per_second: u32, kilobytes_per_second: u32) -> Self {
        let frames = f64::from(frames_per_second);
        let bytes = f64::from(kilobytes_per_second) * 1_000.0;
        let level =
            Level { frames: frames * BURST_SECONDS, bytes: bytes * BURST_SECONDS, at: Instant::now() };
        Self { allowance: Allowance { frames, bytes }, level: Mutex::new(level) }
    }

    /// Takes a frame of this size, or says after how many milliseconds it would fit.
    pub fn take(&self, now: Instant, bytes: usize) -> Result<(), u32> {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        level.refill(self.allowance, now);
        let bytes = bytes as f64;
        if level.frames >= 1.0 && level.bytes >= bytes {
            level.frames -= 1.0;
            level.bytes -= bytes;
            return Ok(());
        }
        let Allowance { frames: frames_per_second, bytes: bytes_per_second } = self.allowance;
        let wait = ((1.0 - level.frames) / frames_per_second).max((bytes - level.bytes) / bytes_per_second);
        Err((wait * 1_000.0).ceil().max(1.0) as u32)
    }

    /// Whether a new one would allow no more.
    pub fn is_rested(&self, now: Instant) -> bool {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        level.refill(self.allowance, now);
        level.frames >= self.allowance.frames * BURST_SECONDS
            && level.bytes >= self.allowance.bytes * BURST_SECONDS
    }
}

impl Level {
    fn refill(&mut self, allowance: Allowance, now: Instant) {
        let seconds = now.duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        self.frames = (self.frames + seconds * allowance.frames).min(allowance.frames * BURST_SECONDS);
        self.bytes = (self.bytes + seconds * allowance.bytes).min(allowance.bytes * BURST_SECONDS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_passes_then_the_rate_holds_and_the_wait_is_told() {
        let limits = Limits::default();
        let frames_per_second = limits.device_frames_per_second as usize;
        let rate = Rate::of_device(&limits);
        let start = Instant::now();
        let burst = frames_per_second * BURST_SECONDS as usize;
        assert!((0..burst).all(|_| rate.take(start, 10).is_ok()));
        let wait = rate.take(start, 10).unwrap_err();
        let later = start + Duration::from_millis(u64::from(wait) + 1);
        assert!(rate.take(later, 10).is_ok() && !rate.is_rested(later));
        let a_second_later = later + Duration::from_secs(1);
        let passed = (0..burst).take_while(|_| rate.take(a_second_later, 10).is_ok()).count();
        assert!(passed.abs_diff(frames_per_second) <= 3, "{passed}");
        assert!(rate.is_rested(a_second_later + Duration::from_secs(10)));
    }

    #[test]
    fn the_largest_frame_fits_the_smallest_allowance() {
        let limits = Limits { device_kilobytes_per_second: 210, ..Limits::default() };
        assert!(Rate::of_device(&limits).take(Instant::now(), wire::MAX_FRAME_BYTES).is_ok());
    }
}
