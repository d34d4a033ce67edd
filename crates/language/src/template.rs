//! What a team can begin with instead of an empty page: stages of the sales process and job descriptions, in the
//! words of the person who asks for them. Once made they are ordinary records that anybody with the right may change.

mod job;
mod stage;

pub use job::{DutyTemplate, JOBS, JobTemplate, job};
pub use stage::{STAGES, StageTemplate, stages};

use contract::FieldWrite;
use domain::RecordId;
use domain::record::Value;

/// Kind, id and fields of one record, as [`Command::CreateMany`](contract::Command::CreateMany) takes them.
pub type NewRecord = (String, RecordId, Vec<FieldWrite>);

fn write(field: &str, value: Value) -> FieldWrite {
    FieldWrite { field: field.to_owned(), value: Some(value) }
}

fn text(field: &str, text: &str) -> FieldWrite {
    write(field, Value::Text(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use chrono::NaiveDate;
    use std::collections::BTreeSet;

    fn counted() -> impl FnMut() -> RecordId {
        let mut next = 0;
        move || {
            next += 1;
            RecordId([next; 16])
        }
    }

    fn check(records: &[NewRecord]) {
        let ids: BTreeSet<_> = records.iter().map(|(_, id, _)| *id).collect();
        assert_eq!(ids.len(), records.len());
        for (kind, _, writes) in records {
            let spec = domain::kind(kind).unwrap_or_else(|| panic!("no kind {kind}"));
            for field in spec.fields {
                let value = writes.iter().find(|write| write.field == field.name);
                let value = value.and_then(|write| write.value.as_ref());
                assert_eq!(field.check(value), Ok(()), "{kind}.{}", field.name);
                if let (Some(Value::Id(id)), Some("position")) = (value, field.target()) {
                    assert!(ids.contains(id), "a duty belongs to a position that is made with it");
                }
            }
            for write in writes {
                assert!(spec.field(&write.field).is_some(), "{kind} has no {}", write.field);
            }
        }
    }

    #[test]
    fn every_template_makes_records_that_fit_their_kinds() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a real day");
        for language in Language::ALL {
            check(&stages(language, counted()));
            for template in JOBS {
                check(&job(language, template, today, counted()));
            }
        }
    }

    #[test]
    fn the_assistant_arranges_data_follows_up_and_prepares_meetings() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 5).expect("a real day");
        let made = job(Language::Chinese, &JOBS[0], today, counted());
        let named = |kind: &str| -> Vec<&Value> {
            let of_kind = made.iter().filter(|(made, ..)| made == kind);
            of_kind
                .filter_map(|(.., writes)| writes.iter().find(|write| write.field == "name")?.value.as_ref())
                .collect()
        };
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(named("position"), [&text("销售助理")]);
        assert_eq!(named("duty"), [&text("数据整理"), &text("客户跟进"), &text("会议安排")]);
        let review = made[0].2.iter().find(|write| write.field == "review_on").expect("a day of review");
        assert_eq!(review.value, NaiveDate::from_ymd_opt(2026, 6, 5).map(Value::Date));
    }
}
