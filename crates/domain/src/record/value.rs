//! The values a field can hold.

use crate::id::RecordId;
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One value of one field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Value {
    /// Text, and the code of a choice.
    Text(String),
    /// A whole number; money in minor units; a duration in minutes.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// A civil day.
    Date(#[serde(with = "crate::day_number")] NaiveDate),
    /// A moment.
    Time(Timestamp),
    /// Another record.
    Id(RecordId),
    /// Several other records; merges member by member.
    Ids(BTreeSet<RecordId>),
}

impl Value {
    /// Blank text and empty sets count as no value.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Ids(ids) => ids.is_empty(),
            _ => false,
        }
    }
}

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    Text,
    /// A whole number.
    Int,
    /// Money in minor units.
    Money,
    /// A duration in minutes.
    Minutes,
    /// Yes or no.
    Bool,
    /// A civil day.
    Date,
    /// A moment.
    Time,
    /// One of these codes.
    Choice(&'static [&'static str]),
    /// One record of this kind.
    Reference(&'static str),
    /// Any number of records of this kind.
    References(&'static str),
}

impl FieldType {
    /// Whether a value is of this type.
    pub fn accepts(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Choice(codes), Value::Text(code)) => codes.contains(&code.as_str()),
            (Self::Minutes, Value::Int(minutes)) => u32::try_from(*minutes).is_ok(),
            (Self::Text, Value::Text(_))
            | (Self::Int | Self::Money, Value::Int(_))
            | (Self::Bool, Value::Bool(_))
            | (Self::Date, Value::Date(_))
            | (Self::Time, Value::Time(_))
            | (Self::Reference(_), Value::Id(_))
            | (Self::References(_), Value::Ids(_)) => true,
            _ => false,
        }
    }
}
