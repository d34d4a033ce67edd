//! How many checks passed, read from what the test runners print.

use std::ops::AddAssign;

/// Checks that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed.
    pub passed: u64,
    /// Failed, timed out or crashed.
    pub failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
    }
}

impl Tally {
    /// One check.
    pub fn one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into() }
    }

    /// What a closing line of nextest, `cargo test` or Node's runner says; `None` for any other line.
    pub fn read(line: &str) -> Option<Self> {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) {
            let (word, number) = rest.split_once(' ')?;
            let number = number.parse().ok()?;
            return match word {
                "pass" => Some(Self { passed: number, failed: 0 }),
                "fail" | "cancelled" => Some(Self { passed: 0, failed: number }),
                _ => None,
            };
        }
        let nextest = line.contains(" tests run:") || line.contains(" test run:");
        if !nextest && !line.starts_with("test result:") {
            return None;
        }
        let failed =
            ["failed", "timed out", "exec failed"].iter().filter_map(|word| before(line, word)).sum();
        Some(Self { passed: before(line, "passed").unwrap_or(0), failed })
    }
}

/// The number in the part of the line that ends (or goes on in brackets) after the word.
fn before(line: &str, word: &str) -> Option<u64> {
    line.split([',', ';', ':', '.']).find_map(|part| {
        let (number, rest) = part.trim().split_once(' ')?;
        let rest = rest.split('(').next()?.trim();
        (rest == word).then(|| number.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(u64, u64)>) {
        assert_eq!(Tally::read(line), expected.map(|(passed, failed)| Tally { passed, failed }), "{line}");
    }

    #[test]
    fn closing_lines_of_each_runner_are_read() {
        check("     Summary [   0.010s] 5 tests run: 5 passed, 0 skipped", Some((5, 0)));
        check(
            "     Summary [   9.1s] 7 tests run: 4 passed (1 slow), 2 failed, 1 timed out, 3 skipped",
            Some((4, 3)),
        );
        check("     Summary [   0.010s] 1 test run: 1 passed, 0 skipped", Some((1, 0)));
        check("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out", Some((3, 0)));
        check("test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured", Some((2, 1)));
        check("ℹ pass 12", Some((12, 0)));
        check("ℹ fail 1", Some((0, 1)));
        check("ℹ tests 13", None);
        check("running 3 tests", None);
    }
}
