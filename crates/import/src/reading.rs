//! From a cell's text to a value.

use chrono::NaiveDate;

/// The text as a day: `2017-03-01`, `2017/3/1`, `2017.3.1` or `2017年3月1日`, with or without a time behind it.
pub fn day(text: &str) -> Option<NaiveDate> {
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    let mut parts = date.trim_end_matches('日').split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_written_out = year.len() == 4 && parts.next().is_none();
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    is_written_out.then_some(())?;
    NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?)
}

/// The text as a number times ten to the power of `power`, rounded half away from zero. Thousands may be parted by
/// commas, a currency sign may stand before.
pub fn number(text: &str, power: u32) -> Option<i64> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '$' | '¥' | '￥' | '€' | '£'));
    let (text, sign) = text.strip_prefix('-').map_or((text, 1), |rest| (rest, -1));
    let text = text.trim_start_matches(['$', '¥', '￥', '€', '£']);
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let whole = without_commas(whole)?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(&whole) || !is_digits(decimals) || (text.ends_with('.')) {
        return None;
    }
    let kept = decimals.len().min(power as usize);
    let digits = format!("{whole}{}", &decimals[..kept]);
    let scaled = digits.parse::<i128>().ok()?.checked_mul(10_i128.checked_pow(power - kept as u32)?)?;
    let rounds_up = decimals.as_bytes().get(kept).is_some_and(|digit| *digit >= b'5');
    i64::try_from(sign * scaled.checked_add(i128::from(rounds_up))?).ok()
}

/// `1,054` without its comma; `None` where commas do not part thousands.
fn without_commas(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let are_thousands = groups.clone().all(|group| group.len() == 3) && (first.len() <= 3 || first == text);
    are_thousands.then(|| groups.fold(first.to_owned(), |all, group| all + group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let expected = NaiveDate::from_ymd_opt(2017, 3, 1);
        for text in
            ["2017-03-01", "2017/3/1", "2017.3.1", "2017年3月1日", "2017-03-01 14:30", "2017-03-01T14:30"]
        {
            assert_eq!(day(text), expected, "{text}");
        }
        for text in ["", "01-03-2017", "2017-02-29", "2017-3", "2017-3-1-1", "May-20", "+017-3-1", "17-3-1"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_exactly() {
        let cases = [
            ("1054", 2, 105_400),
            ("1100.04", 8, 110_004_000_000),
            ("$1,234,567.5", 2, 123_456_750),
            ("-$3", 0, -3),
            ("¥ 12", 0, 12),
            ("0.005", 2, 1),
            ("0.0049", 2, 0),
            ("2.5", 0, 3),
            ("0", 2, 0),
        ];
        for (text, power, expected) in cases {
            assert_eq!(number(text, power), Some(expected), "{text}");
        }
        for text in [
            "",
            "-",
            "1.",
            ".5",
            "1,05",
            "1.054,50",
            "1e5",
            "12a",
            "１",
            "99999999999999999999999999999999999999999",
        ] {
            assert_eq!(number(text, 2), None, "{text}");
        }
        assert_eq!(number("9223372036854775807", 1), None);
    }
}
