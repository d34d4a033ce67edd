//! Days and moments the way people say them: 今天, 周三, 3月5日; Today, Wed, Mar 5.

use crate::word::Language;
use chrono::{Datelike, NaiveDate, Weekday};
use domain::{Now, Timestamp};

const CHINESE_WEEKDAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const ENGLISH_WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const ENGLISH_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `周三`, `Wed`.
pub fn weekday(language: Language, day: Weekday) -> &'static str {
    let index = day.num_days_from_monday() as usize;
    match language {
        Language::Chinese => CHINESE_WEEKDAYS[index],
        Language::English => ENGLISH_WEEKDAYS[index],
    }
}

/// The day seen from `today`: a word when it is near, the weekday within the coming days, else the date, with the
/// year only when it is another one.
pub fn day(language: Language, day: NaiveDate, today: NaiveDate) -> String {
    let ahead = day.signed_duration_since(today).num_days();
    let near = match (language, ahead) {
        (Language::Chinese, -2) => "前天",
        (Language::Chinese, -1) => "昨天",
        (Language::Chinese, 0) => "今天",
        (Language::Chinese, 1) => "明天",
        (Language::Chinese, 2) => "后天",
        (Language::English, -1) => "Yesterday",
        (Language::English, 0) => "Today",
        (Language::English, 1) => "Tomorrow",
        _ => "",
    };
    if !near.is_empty() {
        return near.to_owned();
    }
    // 周三 means the one of this week: next week's is named by its date. "Wed" means the next one to come.
    let is_named_by_weekday = match language {
        Language::Chinese => ahead > 0 && day.iso_week() == today.iso_week(),
        Language::English => (2..=6).contains(&ahead),
    };
    if is_named_by_weekday {
        return weekday(language, day.weekday()).to_owned();
    }
    date(language, day, today)
}

/// `3月5日`, `Mar 5`; with the year when it is not that of `today`.
pub fn date(language: Language, day: NaiveDate, today: NaiveDate) -> String {
    if day.year() == today.year() { month_and_day(language, day) } else { date_with_year(language, day) }
}

fn month_and_day(language: Language, day: NaiveDate) -> String {
    match language {
        Language::Chinese => format!("{}月{}日", day.month(), day.day()),
        Language::English => format!("{} {}", ENGLISH_MONTHS[day.month0() as usize], day.day()),
    }
}

/// `2026年3月5日`, `Mar 5, 2026`.
pub fn date_with_year(language: Language, day: NaiveDate) -> String {
    match language {
        Language::Chinese => format!("{}年{}", day.year(), month_and_day(language, day)),
        Language::English => format!("{}, {}", month_and_day(language, day), day.year()),
    }
}

/// `3月5日 周四`, `Thu, Mar 5`; with the year when it is not that of `today`.
pub fn date_with_weekday(language: Language, day: NaiveDate, today: NaiveDate) -> String {
    let weekday = weekday(language, day.weekday());
    match language {
        Language::Chinese => format!("{} {weekday}", date(language, day, today)),
        Language::English => format!("{weekday}, {}", date(language, day, today)),
    }
}

/// `14:05` where the person is.
pub fn clock(moment: Timestamp, utc_offset_minutes: i32) -> String {
    time_of_day((moment.0.div_euclid(60_000) + i64::from(utc_offset_minutes)).rem_euclid(24 * 60))
}

/// `09:30` from minutes after midnight.
pub fn time_of_day(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A moment seen from now: 刚刚, 5 分钟前, 14:05, 昨天 09:30, 3月5日.
pub fn moment(language: Language, moment: Timestamp, now: Now) -> String {
    let minutes_ago = (now.at.0 - moment.0).div_euclid(60_000);
    let on = now.day_of(moment);
    let days_ago = now.today.signed_duration_since(on).num_days();
    match (language, minutes_ago, days_ago) {
        (Language::Chinese, 0, _) => "刚刚".to_owned(),
        (Language::English, 0, _) => "just now".to_owned(),
        (Language::Chinese, 1..60, _) => format!("{minutes_ago} 分钟前"),
        (Language::English, 1..60, _) => format!("{minutes_ago} min ago"),
        (_, _, 0) => clock(moment, now.utc_offset_minutes),
        (_, _, 1) => format!("{} {}", day(language, on, now.today), clock(moment, now.utc_offset_minutes)),
        _ => day(language, on, now.today),
    }
}

/// A moment in full, for history: `3月5日 14:05`, with the year when it is another one.
pub fn moment_exact(language: Language, moment: Timestamp, now: Now) -> String {
    let on = now.day_of(moment);
    let day = date(language, on, now.today);
    format!("{day} {}", clock(moment, now.utc_offset_minutes))
}

/// `14 天`, `14 days`.
pub fn days(language: Language, count: i64) -> String {
    match (language, count) {
        (Language::Chinese, _) => format!("{count} 天"),
        (Language::English, 1 | -1) => format!("{count} day"),
        (Language::English, _) => format!("{count} days"),
    }
}

/// How long ago a day was: 今天, 昨天, 12 天前; today, yesterday, 12 days ago.
pub fn days_ago(language: Language, on: NaiveDate, today: NaiveDate) -> String {
    let ago = today.signed_duration_since(on).num_days();
    match (language, ago) {
        (_, ..=1) => day(language, on, today),
        (Language::Chinese, 2..=60) => format!("{ago} 天前"),
        (Language::English, 2..=60) => format!("{ago} days ago"),
        (Language::Chinese, 61..=700) => format!("{} 个月前", ago / 30),
        (Language::English, 61..=700) => format!("{} months ago", ago / 30),
        _ => date_with_year(language, on),
    }
}

/// A length of time: `1 小时 30 分`, `1 h 30 min`.
pub fn minutes(language: Language, total: u32) -> String {
    let (hours, minutes) = (total / 60, total % 60);
    match (language, hours, minutes) {
        (Language::Chinese, 0, _) => format!("{minutes} 分钟"),
        (Language::English, 0, _) => format!("{minutes} min"),
        (Language::Chinese, _, 0) => format!("{hours} 小时"),
        (Language::English, _, 0) => format!("{hours} h"),
        (Language::Chinese, ..) => format!("{hours} 小时 {minutes} 分"),
        (Language::English, ..) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{Chinese, English};

    fn on(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        let today = on(2026, 3, 3); // a Tuesday
        let cases = [
            (on(2026, 3, 3), "今天", "Today"),
            (on(2026, 3, 4), "明天", "Tomorrow"),
            (on(2026, 3, 5), "后天", "Thu"),
            (on(2026, 3, 7), "周六", "Sat"),
            (on(2026, 3, 9), "3月9日", "Mon"),
            (on(2026, 3, 10), "3月10日", "Mar 10"),
            (on(2026, 3, 2), "昨天", "Yesterday"),
            (on(2026, 3, 1), "前天", "Mar 1"),
            (on(2025, 12, 31), "2025年12月31日", "Dec 31, 2025"),
        ];
        for (date, chinese, english) in cases {
            assert_eq!(day(Chinese, date, today), chinese);
            assert_eq!(day(English, date, today), english);
        }
        let today = on(2026, 3, 1);
        assert_eq!(date_with_weekday(Chinese, on(2026, 3, 5), today), "3月5日 周四");
        assert_eq!(date_with_weekday(English, on(2026, 3, 5), today), "Thu, Mar 5");
        assert_eq!(date_with_weekday(Chinese, on(2027, 3, 5), today), "2027年3月5日 周五");
        assert_eq!(date_with_weekday(English, on(2027, 3, 5), today), "Fri, Mar 5, 2027");
    }

    #[test]
    fn moments_are_relative_while_fresh() {
        // 2026-03-03 10:00 in China.
        let now = Now { at: Timestamp(1_772_503_200_000), today: on(2026, 3, 3), utc_offset_minutes: 480 };
        let ago = |minutes: i64| Timestamp(now.at.0 - minutes * 60_000);
        assert_eq!(moment(Chinese, ago(0), now), "刚刚");
        assert_eq!(moment(Chinese, ago(5), now), "5 分钟前");
        assert_eq!(moment(English, ago(90), now), "08:30");
        assert_eq!(moment(Chinese, ago(24 * 60), now), "昨天 10:00");
        assert_eq!(moment(English, ago(72 * 60), now), "Feb 28");
        assert_eq!(moment_exact(Chinese, ago(90), now), "3月3日 08:30");
    }

    #[test]
    fn lengths_of_time() {
        assert_eq!(days(English, 1), "1 day");
        assert_eq!(days_ago(Chinese, on(2026, 2, 19), on(2026, 3, 3)), "12 天前");
        assert_eq!(days_ago(English, on(2025, 11, 3), on(2026, 3, 3)), "4 months ago");
        assert_eq!(minutes(Chinese, 90), "1 小时 30 分");
        assert_eq!(minutes(English, 45), "45 min");
    }
}
