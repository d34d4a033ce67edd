//! Values as text: how they are typed, printed, and written to JSON and CSV.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use domain::record::{FieldSpec, FieldType, Mark, Value};
use domain::{ClockTime, Fen, RecordId, Timestamp};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Titles of records.
pub type Titles = BTreeMap<RecordId, String>;

/// Reads what was typed for a field that points to nothing. `None` when it is no value of that type.
pub fn parse(field: &FieldSpec, text: &str, utc_offset_minutes: i32) -> Option<Value> {
    let text = if field.has(Mark::Paragraph) { text } else { text.trim() };
    match field.field_type {
        FieldType::Text => Some(Value::Text(text.to_owned())),
        FieldType::Choice(codes) => codes.contains(&text).then(|| Value::Text(text.to_owned())),
        FieldType::Int => text.parse().ok().map(Value::Int),
        FieldType::Money => parse_money(text).map(Value::Int),
        FieldType::Minutes => text.parse::<u32>().ok().map(|minutes| Value::Int(i64::from(minutes))),
        FieldType::Bool => match text.to_ascii_lowercase().as_str() {
            "yes" | "true" | "1" | "是" => Some(Value::Bool(true)),
            "no" | "false" | "0" | "否" => Some(Value::Bool(false)),
            _ => None,
        },
        FieldType::Date => text.parse::<NaiveDate>().ok().map(Value::Date),
        FieldType::Time => parse_moment(text, utc_offset_minutes).map(Value::Time),
        FieldType::Clock => ClockTime::read(text).map(|time| Value::Int(i64::from(time.0))),
        FieldType::Reference(_) | FieldType::References(_) | FieldType::AnyReference => None,
    }
}

/// `12`, `12.3`, `-12.34`, in minor units.
fn parse_money(text: &str) -> Option<i64> {
    let (sign, amount) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let minor = format!("{part:0<2}").parse::<i64>().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(minor)?.checked_mul(sign)
}

/// `2026-03-09T14:30` where the person is, or with an offset of its own.
fn parse_moment(text: &str, utc_offset_minutes: i32) -> Option<Timestamp> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(Timestamp(moment.timestamp_millis()));
    }
    let text = text.replacen(' ', "T", 1);
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&text, format).ok())?;
    Some(Timestamp(local.and_utc().timestamp_millis() - i64::from(utc_offset_minutes) * 60_000))
}

/// A value as a cell: stable codes and formats that [`parse`] reads; references by what `reference` makes of them.
pub fn text(field_type: FieldType, value: &Value, reference: &dyn Fn(RecordId) -> String) -> String {
    match (field_type, value) {
        (_, Value::Text(text)) => text.clone(),
        (FieldType::Money, Value::Int(minor)) => money(Fen(*minor)),
        (FieldType::Clock, Value::Int(minutes)) => language::day::time_of_day(*minutes),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        (_, Value::Date(day)) => day.to_string(),
        (_, Value::Time(moment)) => rfc3339(*moment),
        (_, Value::Id(id)) => reference(*id),
        (_, Value::Ids(ids)) => ids.iter().map(|id| reference(*id)).collect::<Vec<_>>().join("; "),
    }
}

/// A value for programs: money as decimal text, references as ids.
pub fn json(field_type: FieldType, value: &Value) -> Json {
    match (field_type, value) {
        (FieldType::Money, Value::Int(minor)) => Json::from(money(Fen(*minor))),
        (FieldType::Clock, value) => Json::from(text(field_type, value, &|id| id.to_string())),
        (_, Value::Int(number)) => Json::from(*number),
        (_, Value::Bool(yes)) => Json::from(*yes),
        (_, Value::Ids(ids)) => ids.iter().map(ToString::to_string).collect(),
        (_, value) => Json::from(text(field_type, value, &|id| id.to_string())),
    }
}

/// The exact decimal amount without grouping.
pub fn money(amount: Fen) -> String {
    let sign = if amount.0 < 0 { "-" } else { "" };
    let minor = amount.0.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}

fn rfc3339(moment: Timestamp) -> String {
    DateTime::<Utc>::from_timestamp_millis(moment.0)
        .map_or_else(|| moment.0.to_string(), |moment| moment.to_rfc3339_opts(SecondsFormat::Millis, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEIJING: i32 = 480;

    fn check(field_type: FieldType, typed: &str, expected: Option<(Value, &str)>) {
        let field = FieldSpec { name: "field", field_type, marks: &[] };
        let value = parse(&field, typed, BEIJING);
        assert_eq!(value, expected.as_ref().map(|(value, _)| value.clone()), "{typed}");
        if let Some((value, printed)) = expected {
            let shown = text(field_type, &value, &|id| id.to_string());
            assert_eq!(shown, printed);
            assert_eq!(parse(&field, &shown, BEIJING), Some(value), "what is printed can be typed");
        }
    }

    #[test]
    fn values_are_read_as_typed_and_printed_as_they_can_be_typed_again() {
        check(FieldType::Money, "12.3", Some((Value::Int(1230), "12.30")));
        check(FieldType::Money, "-0.05", Some((Value::Int(-5), "-0.05")));
        for wrong in ["12.345", "1,200", ".5", "", "-", "1e3", "99999999999999999999"] {
            check(FieldType::Money, wrong, None);
        }
        check(FieldType::Bool, "是", Some((Value::Bool(true), "yes")));
        check(FieldType::Bool, "maybe", None);
        let day = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        check(FieldType::Date, "2026-03-09", Some((Value::Date(day), "2026-03-09")));
        check(FieldType::Date, "2026-02-30", None);
        let noon = Timestamp(day.and_hms_opt(4, 0, 0).unwrap().and_utc().timestamp_millis());
        check(FieldType::Time, "2026-03-09 12:00", Some((Value::Time(noon), "2026-03-09T04:00:00.000Z")));
        check(FieldType::Choice(&["A", "B"]), "B", Some((Value::Text("B".into()), "B")));
        check(FieldType::Choice(&["A", "B"]), "b", None);
        check(FieldType::Minutes, "-5", None);
        check(FieldType::Clock, "09:30", Some((Value::Int(570), "09:30")));
        for wrong in ["24:00", "9", "09:60", "-1:30", "09:3"] {
            check(FieldType::Clock, wrong, None);
        }
    }
}
