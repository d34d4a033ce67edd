//! How long a body is made before it is sealed, so that its exact length tells little.

/// Bodies are multiples of this many bytes.
const BLOCK: usize = 64;

/// The padded length of `len` bytes: Padmé (Nikitin et al., 2019: at most 12 % more, O(log log n) bits leak), then
/// up to a whole block of 64.
pub(crate) fn padded_len(len: usize) -> usize {
    padme(len).max(1).div_ceil(BLOCK) * BLOCK
}

fn padme(len: usize) -> usize {
    let Some(exponent) = len.checked_ilog2().filter(|exponent| *exponent > 0) else { return len };
    let kept_bits = exponent.ilog2() + 1;
    let mask = (1usize << exponent.saturating_sub(kept_bits)) - 1;
    (len + mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_never_shrinks_and_costs_at_most_a_block_or_an_eighth() {
        for len in (0..5_000).chain([65_535, 65_536, 65_537, 700_001, 1 << 20]) {
            let padded = padded_len(len);
            assert!(padded >= len && padded.is_multiple_of(BLOCK), "{len} → {padded}");
            assert!(padded <= len + BLOCK + len / 8, "{len} → {padded}");
        }
    }
}
