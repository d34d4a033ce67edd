//! Which Rust types a declaration may use for its fields, and how they become values.

use super::{FieldType, Reference, Value};
use crate::id::RecordId;
use crate::money::Fen;
use crate::time::{ClockTime, Minutes, Timestamp};
use chrono::NaiveDate;

/// A Rust type that can stand in a [`record!`](crate::record!) declaration.
pub trait FieldValue: Sized {
    /// What the field table says of it.
    const TYPE: FieldType;
    /// Read; a missing or unfitting value is the empty one.
    fn from_value(value: Option<&Value>) -> Self;
    /// Write; the empty one is `None`.
    fn to_value(&self) -> Option<Value>;
}

/// An enum declared with [`choice!`](crate::choice!).
pub trait Choice: Copy {
    /// The stable codes, in display order.
    const CODES: &'static [&'static str];
    /// The stable code of this choice.
    fn code(self) -> &'static str;
    /// The choice with this code; codes of newer versions read as none.
    fn from_code(code: &str) -> Option<Self>;
}

impl FieldValue for String {
    const TYPE: FieldType = FieldType::Text;
    fn from_value(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Text(text)) => text.clone(),
            _ => Self::new(),
        }
    }
    fn to_value(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::Text(self.clone()))
    }
}

impl FieldValue for bool {
    const TYPE: FieldType = FieldType::Bool;
    fn from_value(value: Option<&Value>) -> Self {
        matches!(value, Some(Value::Bool(true)))
    }
    fn to_value(&self) -> Option<Value> {
        self.then_some(Value::Bool(true))
    }
}

/// A type whose `Option` can stand in a declaration: `None` is the empty field.
pub trait Scalar: Copy {
    /// What the field table says of it.
    const TYPE: FieldType;
    /// Read; `None` when the value does not fit.
    fn read(value: &Value) -> Option<Self>;
    /// Write.
    fn write(self) -> Value;
}

impl<T: Scalar> FieldValue for Option<T> {
    const TYPE: FieldType = T::TYPE;
    fn from_value(value: Option<&Value>) -> Self {
        value.and_then(T::read)
    }
    fn to_value(&self) -> Option<Value> {
        self.map(T::write)
    }
}

/// A reference to a record of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct AnyRecord(pub RecordId);

/// A plain scalar: one line each.
macro_rules! scalar {
    ($type:ty, $field_type:expr, $pattern:pat => $read:expr, $self:ident => $write:expr) => {
        impl Scalar for $type {
            const TYPE: FieldType = $field_type;
            fn read(value: &Value) -> Option<Self> {
                match value {
                    $pattern => $read,
                    _ => None,
                }
            }
            fn write(self) -> Value {
                let $self = self;
                $write
            }
        }
    };
}

scalar!(i64, FieldType::Int, Value::Int(n) => Some(*n), n => Value::Int(n));
scalar!(Fen, FieldType::Money, Value::Int(n) => Some(Fen(*n)), n => Value::Int(n.0));
scalar!(Minutes, FieldType::Minutes, Value::Int(n) => u32::try_from(*n).ok().map(Minutes), n => Value::Int(i64::from(n.0)));
scalar!(ClockTime, FieldType::Clock, Value::Int(n) => ClockTime::from_minutes(*n), n => Value::Int(i64::from(n.0)));
scalar!(AnyRecord, FieldType::AnyReference, Value::Id(id) => Some(AnyRecord(*id)), record => Value::Id(record.0));
scalar!(NaiveDate, FieldType::Date, Value::Date(day) => Some(*day), day => Value::Date(day));
scalar!(Timestamp, FieldType::Time, Value::Time(at) => Some(*at), at => Value::Time(at));

impl<T: Reference> FieldValue for Vec<T> {
    const TYPE: FieldType = FieldType::References(T::KIND);
    fn from_value(value: Option<&Value>) -> Self {
        match value {
            Some(Value::Ids(ids)) => ids.iter().map(|id| T::from_record_id(*id)).collect(),
            _ => Self::new(),
        }
    }
    fn to_value(&self) -> Option<Value> {
        let ids = crate::few::set(self.iter().map(|id| id.record_id()));
        (!ids.is_empty()).then_some(Value::Ids(ids))
    }
}
