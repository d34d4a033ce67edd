//! Numbers and money the way each language writes them: ¥12.6万, ¥126K.

use crate::word::Language;
use domain::Fen;

/// A whole number with thousands separators: `12,345`.
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A short number with at most one decimal: `12.6万`, `3.2亿`; `126K`, `3.2M`.
pub fn compact(language: Language, number: i64) -> String {
    let units: &[(u64, &str)] = match language {
        Language::Chinese => &[(100_000_000, "亿"), (10_000, "万")],
        Language::English => &[(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")],
    };
    let size = number.unsigned_abs();
    let sign = if number < 0 { "-" } else { "" };
    for (position, (unit, name)) in units.iter().enumerate() {
        // What rounds up to the larger unit is written in it: 99,999,999 is 1亿, not 10,000万.
        let step = units.get(position + 1).map_or(1, |(smaller, _)| smaller / 10);
        if (size + step / 2) / step * step >= *unit {
            return format!("{sign}{}{name}", tenths(size, *unit));
        }
    }
    count(number)
}

/// `size / unit` rounded to one decimal, without a trailing `.0`.
fn tenths(size: u64, unit: u64) -> String {
    let tenths = (size + unit / 20) / (unit / 10);
    let whole = count((tenths / 10) as i64);
    if tenths.is_multiple_of(10) { whole } else { format!("{whole}.{}", tenths % 10) }
}

/// An amount as people say it: `¥12.6万`, `¥126K`. Minor units are rounded away.
pub fn money(language: Language, amount: Fen) -> String {
    let yuan = (amount.0.unsigned_abs() + 50) / 100;
    let sign = if amount.0 < 0 && yuan > 0 { "-" } else { "" };
    format!("{sign}¥{}", compact(language, yuan as i64))
}

/// An amount to the last minor unit: `¥126,000.50`, without decimals when there are none.
pub fn money_exact(amount: Fen) -> String {
    let size = amount.0.unsigned_abs();
    let sign = if amount.0 < 0 { "-" } else { "" };
    let whole = count((size / 100) as i64);
    match size % 100 {
        0 => format!("{sign}¥{whole}"),
        minor => format!("{sign}¥{whole}.{minor:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        let written: Vec<_> = [0, 7, 999, 1_000, 12_345, -1_234_567].into_iter().map(count).collect();
        assert_eq!(written, ["0", "7", "999", "1,000", "12,345", "-1,234,567"]);
    }

    #[test]
    fn short_numbers_follow_the_language() {
        let cases = [
            (950, "950", "950"),
            (1_000, "1,000", "1K"),
            (9_994, "9,994", "10K"),
            (126_000, "12.6万", "126K"),
            (999_940, "100万", "999.9K"),
            (999_960, "100万", "1M"),
            (99_999_999, "1亿", "100M"),
            (99_940_000, "9,994万", "99.9M"),
            (320_000_000, "3.2亿", "320M"),
            (-126_000, "-12.6万", "-126K"),
        ];
        for (number, chinese, english) in cases {
            assert_eq!(compact(Language::Chinese, number), chinese, "{number}");
            assert_eq!(compact(Language::English, number), english, "{number}");
        }
    }

    #[test]
    fn money_is_rounded_or_exact() {
        assert_eq!(money(Language::Chinese, Fen(12_600_000)), "¥12.6万");
        assert_eq!(money(Language::English, Fen(12_600_000)), "¥126K");
        assert_eq!(money(Language::English, Fen(-50)), "-¥1");
        assert_eq!(money_exact(Fen(12_600_050)), "¥126,000.50");
        assert_eq!(money_exact(Fen(-12_600_000)), "-¥126,000");
    }
}
