//! How fast one connection may send: two buckets that refill with time.

use crate::limits::{BYTE_BURST, BYTES_PER_SECOND, FRAME_BURST, FRAMES_PER_SECOND};
use tokio::time::Instant;

pub(super) struct Rate {
    frames: f64,
    bytes: f64,
    at: Instant,
}

impl Rate {
    pub fn new(now: Instant) -> Self {
        Self { frames: FRAME_BURST, bytes: BYTE_BURST, at: now }
    }

    /// Takes a frame of this size, or says after how many milliseconds it would fit.
    pub fn take(&mut self, now: Instant, bytes: usize) -> Result<(), u32> {
        let seconds = now.duration_since(self.at).as_secs_f64();
        self.at = now;
        self.frames = (self.frames + seconds * FRAMES_PER_SECOND).min(FRAME_BURST);
        self.bytes = (self.bytes + seconds * BYTES_PER_SECOND).min(BYTE_BURST);
        let bytes = bytes as f64;
        if self.frames >= 1.0 && self.bytes >= bytes {
            self.frames -= 1.0;
            self.bytes -= bytes;
            return Ok(());
        }
        let wait = ((1.0 - self.frames) / FRAMES_PER_SECOND).max((bytes - self.bytes) / BYTES_PER_SECOND);
        Err((wait * 1_000.0).ceil().max(1.0) as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_passes_then_the_rate_holds_and_the_wait_is_told() {
        let start = Instant::now();
        let mut rate = Rate::new(start);
        let burst = FRAME_BURST as usize;
        assert!((0..burst).all(|_| rate.take(start, 10).is_ok()));
        let wait = rate.take(start, 10).unwrap_err();
        let later = start + Duration::from_millis(u64::from(wait) + 1);
        assert!(rate.take(later, 10).is_ok());
        let a_second_later = later + Duration::from_secs(1);
        let passed = (0..burst).take_while(|_| rate.take(a_second_later, 10).is_ok()).count();
        assert!((passed as f64 - FRAMES_PER_SECOND).abs() <= 3.0, "{passed}");
    }
}
