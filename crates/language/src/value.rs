//! A field's value as people read it: in details, in history, in `tz`.

use crate::word::Language;
use crate::{day, label, list, number, words};
use domain::record::{FieldType, KindSpec, Value};
use domain::{Fen, Minutes, Now, RecordId};

/// The value of a field in words. `title_of` names the records it points to; unknown ones show as `…`.
pub fn value(
    language: Language,
    spec: &KindSpec,
    field: &str,
    value: &Value,
    now: Now,
    title_of: impl Fn(RecordId) -> Option<String>,
) -> String {
    let title = |id: RecordId| title_of(id).unwrap_or_else(|| "…".to_owned());
    let field_type = spec.field(field).map(|(_, field)| field.field_type);
    match (field_type, value) {
        (Some(FieldType::Choice(_)), Value::Text(code)) => {
            label::choice_label(language, spec.name, field, code).into_owned()
        }
        (Some(FieldType::Money), Value::Int(amount)) => number::money_exact(Fen(*amount)),
        (Some(FieldType::Minutes), Value::Int(total)) => {
            let Minutes(total) = Minutes(u32::try_from(*total).unwrap_or_default());
            day::minutes(language, total)
        }
        (Some(FieldType::Clock), Value::Int(minutes)) => day::time_of_day(*minutes),
        (_, Value::Text(text)) => text.clone(),
        (_, Value::Int(number)) => number::count(*number),
        (_, Value::Bool(true)) => words::YES.say(language).to_owned(),
        (_, Value::Bool(false)) => words::NO.say(language).to_owned(),
        (_, Value::Date(date)) => day::day(language, *date, now.today),
        (_, Value::Time(at)) => day::moment_exact(language, *at, now),
        (_, Value::Id(id)) => title(*id),
        (_, Value::Ids(ids)) => list::list(language, &ids.iter().map(|id| title(*id)).collect::<Vec<_>>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use domain::Timestamp;
    use domain::customer::Customer;
    use domain::meeting::Meeting;

    #[test]
    fn values_read_in_the_person_s_language() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 3).expect("a real day");
        let now = Now { at: Timestamp(0), today, utc_offset_minutes: 480 };
        let id = RecordId([1; 16]);
        let said = |language, field, written: Value| {
            value(language, Customer::SPEC, field, &written, now, |asked| {
                (asked == id).then(|| "王五".to_owned())
            })
        };
        assert_eq!(said(Language::Chinese, "class", Value::Text("A".to_owned())), "A 类");
        assert_eq!(said(Language::English, "next_date", Value::Date(today)), "Today");
        assert_eq!(said(Language::Chinese, "owner", Value::Id(id)), "王五");
        assert_eq!(said(Language::Chinese, "owner", Value::Id(RecordId([2; 16]))), "…");
        let starts = value(Language::English, Meeting::SPEC, "starts", &Value::Int(570), now, |_| None);
        assert_eq!(starts, "09:30");
    }
}
