//! Reproducible draws.

use domain::RecordId;

/// SplitMix64 (Steele, Lea & Flood 2014): small, fast, the same everywhere. For samples and tests only.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The draws of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// A number from `first` to `last`, both included.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        first + self.below((last - first + 1).max(0) as usize) as i64
    }

    /// True in so many of a hundred draws.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these; `None` of none.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    /// One of these words; empty of none.
    pub fn word(&mut self, list: &[&'static str]) -> &'static str {
        self.pick(list).copied().unwrap_or("")
    }

    /// The position of one of these weights, in proportion to them; 0 when they are all 0.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut draw = self.below(weights.iter().sum());
        for (position, weight) in weights.iter().enumerate() {
            if draw < *weight {
                return position;
            }
            draw -= weight;
        }
        0
    }

    /// An identity.
    pub fn id(&mut self) -> RecordId {
        let mut bytes = [0; 16];
        let (first, second) = bytes.split_at_mut(8);
        first.copy_from_slice(&self.bits().to_be_bytes());
        second.copy_from_slice(&self.bits().to_be_bytes());
        RecordId(bytes)
    }
}
