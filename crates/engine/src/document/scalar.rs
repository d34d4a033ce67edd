//! How a field's value is stored in Automerge: days as ISO text, moments as timestamps, references as 16 bytes.

use automerge::{ScalarValue, Value as Stored};
use chrono::NaiveDate;
use domain::record::{FieldType, Value};
use domain::{RecordId, Timestamp};

pub fn write(value: &Value) -> ScalarValue {
    match value {
        Value::Text(text) => ScalarValue::Str(text.as_str().into()),
        Value::Int(n) => ScalarValue::Int(*n),
        Value::Bool(b) => ScalarValue::Boolean(*b),
        Value::Date(day) => ScalarValue::Str(day.to_string().into()),
        Value::Time(at) => ScalarValue::Timestamp(at.0),
        Value::Id(id) => ScalarValue::Bytes(id.0.to_vec()),
        // Sets are stored member by member and never reach this point.
        Value::Ids(_) => ScalarValue::Null,
    }
}

/// `None` for null and for what does not fit the field: a newer version may have changed its type.
pub fn read(field_type: FieldType, stored: &Stored<'_>) -> Option<Value> {
    let Stored::Scalar(scalar) = stored else { return None };
    match (field_type, scalar.as_ref()) {
        (FieldType::Text | FieldType::Choice(_), ScalarValue::Str(text)) => {
            Some(Value::Text(text.to_string()))
        }
        (FieldType::Int | FieldType::Money | FieldType::Minutes | FieldType::Clock, ScalarValue::Int(n)) => {
            Some(Value::Int(*n))
        }
        (FieldType::Bool, ScalarValue::Boolean(b)) => Some(Value::Bool(*b)),
        (FieldType::Date, ScalarValue::Str(text)) => day(text).map(Value::Date),
        (FieldType::Time, ScalarValue::Timestamp(at)) => Some(Value::Time(Timestamp(*at))),
        (FieldType::Reference(_) | FieldType::AnyReference, ScalarValue::Bytes(bytes)) => {
            bytes.as_slice().try_into().ok().map(|id| Value::Id(RecordId(id)))
        }
        _ => None,
    }
}

/// A day as `write` writes it. The calendar crate's own reader takes any format, and more of the download.
fn day(text: &str) -> Option<NaiveDate> {
    let mut numbers = text.splitn(3, '-');
    let year = numbers.next()?.parse().ok()?;
    let month = numbers.next()?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, numbers.next()?.parse().ok()?)
}
