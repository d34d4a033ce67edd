//! One declaration per kind of record.
//!
//! [`record!`](crate::record!) turns a struct-like declaration into the struct, its id type, its field table
//! ([`KindSpec`]) and its codec. Form, list columns, validation, search, import, export, history text and document
//! schema are all driven by the table, so that a simple kind costs its declaration and its words.

mod field;
mod value;

pub use field::{AnyRecord, Choice, FieldValue, Scalar};
pub use value::{FieldType, Value};

use crate::few;
use crate::id::RecordId;
use litemap::LiteMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The field's position in its kind's table: stable, because tables only grow at the end.
pub type FieldIndex = u8;

/// Which space a kind lives in, hence who reads and writes it (see `ARCHITECTURE.md`, "Spaces").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SpaceClass {
    /// All members; everybody but viewers writes.
    Org,
    /// All members read; managers write.
    Official,
    /// One team and its line.
    Team,
    /// One customer book.
    Book,
    /// Exactly two people.
    Pair,
    /// One person and their line.
    File,
    /// Managers among themselves.
    Management,
    /// One person's own devices.
    Me,
    /// Wherever the record lives that it belongs to, so that the same people read both. What belongs to a record in
    /// a space that only managers write lives in `Org`, where everybody may answer.
    Beside,
}

/// When a new document is begun for a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shard {
    /// A document takes records until it is full.
    ByCount,
    /// As `ByCount`, and every month begins a new document (activity-like kinds).
    ByMonth,
}

/// Everything the product knows about one kind of record.
#[derive(Debug)]
pub struct KindSpec {
    /// Stable name in documents, files and commands: `customer`.
    pub name: &'static str,
    /// Where records of this kind live.
    pub space: SpaceClass,
    /// How its documents roll over.
    pub shard: Shard,
    /// The fields, in display order.
    pub fields: &'static [FieldSpec],
}

/// Everything the product knows about one field.
#[derive(Debug)]
pub struct FieldSpec {
    /// Stable name in documents, files and commands: `next_date`.
    pub name: &'static str,
    /// What it may hold.
    pub field_type: FieldType,
    /// What else is declared of it.
    pub marks: &'static [Mark],
}

/// What a declaration may say of a field beyond its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Must not be empty.
    Required,
    /// Names the record to people.
    Title,
    /// A column of the kind's list.
    List,
    /// Searched (hanzi, pinyin, initials, digits).
    Search,
    /// Longer text with line breaks.
    Paragraph,
    /// A phone number: right keyboard, digits searched, tap to call.
    Phone,
    /// Set by commands, shown but never typed in a form.
    Automatic,
    /// The record belongs to the one this field points to and is shown within it.
    Parent,
    /// A list of others: whoever writes it is not among them.
    Others,
    /// Filled with whoever creates the record, unless an import says who did.
    Author,
    /// Filled with the moment of creation, unless an import says when that was.
    Created,
    /// A day by which something ends: people mean the ends of months and quarters.
    PeriodEnd,
}

/// The longest one-line text, in characters.
pub const LINE_LIMIT: usize = 200;
/// The longest duration that people type: a thousand hours.
pub const MOST_MINUTES: i64 = 60_000;
/// The longest paragraph, in characters.
pub const PARAGRAPH_LIMIT: usize = 10_000;

impl KindSpec {
    /// Whether records of this kind may live in a space of this class.
    pub fn may_live_in(&self, class: SpaceClass) -> bool {
        match self.space {
            SpaceClass::Beside => matches!(class, SpaceClass::Org | SpaceClass::Team | SpaceClass::Book),
            own => own == class,
        }
    }

    /// The field with this name and its position.
    pub fn field(&self, name: &str) -> Option<(FieldIndex, &'static FieldSpec)> {
        let index = self.fields.iter().position(|field| field.name == name)?;
        Some((index as FieldIndex, &self.fields[index]))
    }

    /// The field that says which import brought a record; `None` for kinds that no import brings.
    pub fn import(&self) -> Option<FieldIndex> {
        let import = FieldType::Reference(crate::import::Import::SPEC.name);
        self.fields.iter().position(|field| field.field_type == import).map(|index| index as FieldIndex)
    }

    /// The field that names the record to people.
    pub fn title(&self) -> Option<(FieldIndex, &'static FieldSpec)> {
        let index = self.fields.iter().position(|field| field.has(Mark::Title))?;
        Some((index as FieldIndex, &self.fields[index]))
    }
}

impl FieldSpec {
    /// Whether the declaration carries this mark.
    pub fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// The kind a reference points to.
    pub fn target(&self) -> Option<&'static str> {
        match self.field_type {
            FieldType::Reference(kind) | FieldType::References(kind) => Some(kind),
            _ => None,
        }
    }

    /// Whether a value fits the field.
    ///
    /// # Errors
    /// The rule it breaks; the page words it in the person's language.
    pub fn check(&self, value: Option<&Value>) -> Result<(), FieldFault> {
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            return if self.has(Mark::Required) { Err(FieldFault::Missing) } else { Ok(()) };
        };
        if !self.field_type.accepts(value) {
            let is_number = matches!(self.field_type, FieldType::Int | FieldType::Money | FieldType::Minutes);
            return Err(if is_number { FieldFault::NoNumber } else { FieldFault::WrongType });
        }
        if self.field_type == FieldType::Minutes
            && matches!(value, Value::Int(minutes) if *minutes > MOST_MINUTES)
        {
            return Err(FieldFault::OutOfRange { least: 0, most: MOST_MINUTES });
        }
        // No amount, count or number that people type is below zero; orders that commands keep may be.
        if matches!(value, Value::Int(..0)) && !self.has(Mark::Automatic) {
            return Err(FieldFault::Negative);
        }
        if let Value::Text(text) = value {
            let limit = if self.has(Mark::Paragraph) { PARAGRAPH_LIMIT } else { LINE_LIMIT };
            if text.chars().count() > limit {
                return Err(FieldFault::TooLong { limit });
            }
            if text.chars().any(|c| c.is_control() && !(c == '\n' && self.has(Mark::Paragraph)) && c != '\t')
            {
                return Err(FieldFault::ControlCharacter);
            }
        }
        Ok(())
    }
}

/// Why a value does not fit its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldFault {
    /// A required field is empty.
    Missing,
    /// The value is of another type, or not one of the choices.
    WrongType,
    /// More characters than `limit`.
    TooLong {
        /// The most characters the field takes.
        limit: usize,
    },
    /// A line break or control character in a one-line field.
    ControlCharacter,
    /// The kind has no such field.
    Unknown,
    /// It points to a record that does not exist here.
    NoSuchRecord,
    /// Commands set it; it is not edited.
    SetByCommands,
    /// A number outside these bounds.
    OutOfRange {
        /// The smallest it may be.
        least: i64,
        /// The largest it may be.
        most: i64,
    },
    /// Empty, and needed before a task is given to somebody else.
    NeededToGive,
    /// Below zero.
    Negative,
    /// What was typed is no number.
    NoNumber,
    /// It names whoever writes, and is for others.
    Oneself,
}

/// The values of one record by position in its kind's table; empty fields are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub LiteMap<FieldIndex, Value>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_slice().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = Vec::<(FieldIndex, Value)>::deserialize(deserializer)?;
        Ok(Self(few::map(pairs.into_iter())))
    }
}

impl Fields {
    /// The value at a position.
    pub fn get(&self, index: FieldIndex) -> Option<&Value> {
        self.0.get(&index)
    }

    /// Put or, with `None` or an empty value, clear.
    pub fn set(&mut self, index: FieldIndex, value: Option<Value>) {
        match value.filter(|value| !value.is_empty()) {
            Some(value) => self.0.insert(index, value),
            None => self.0.remove(&index),
        };
    }
}

/// A typed record: what [`record!`](crate::record!) implements.
pub trait Record: Sized {
    /// The kind's table.
    const SPEC: &'static KindSpec;
    /// Read the typed record from its fields; what does not fit its type reads as empty.
    fn from_fields(fields: &Fields) -> Self;
    /// The fields of the typed record.
    fn to_fields(&self) -> Fields;
}

/// A typed id: what a reference to a kind holds.
pub trait Reference: Copy {
    /// The name of the kind it points to.
    const KIND: &'static str;
    /// Wrap.
    fn from_record_id(id: RecordId) -> Self;
    /// Unwrap.
    fn record_id(self) -> RecordId;
}

/// Declares one kind of record: struct, id type, field table and codec.
///
/// ```
/// domain::record! {
///     /// A pen somebody lends.
///     pub struct Pen(PenId) = "pen" in Org, ByCount {
///         /// What people call it.
///         name: String [Title Required List Search],
///         /// When it is due back.
///         due: Option<chrono::NaiveDate> [List],
///     }
/// }
/// use domain::record::Record;
/// let pen = Pen { name: "blue".into(), due: None };
/// assert_eq!(Pen::from_fields(&pen.to_fields()), pen);
/// assert_eq!(Pen::SPEC.fields[0].name, "name");
/// ```
#[macro_export]
macro_rules! record {
    (
        $(#[$doc:meta])*
        pub struct $name:ident($id:ident) = $kind:literal in $space:ident, $shard:ident {
            $( $(#[$field_doc:meta])* $field:ident : $type:ty [$($mark:ident)*], )*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            $( $(#[$field_doc])* pub $field: $type, )*
        }

        // As its fields: one codec for all kinds, which the page's download carries once.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::record::Record::to_fields(self).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let fields = <$crate::record::Fields as serde::Deserialize>::deserialize(deserializer)?;
                Ok(<Self as $crate::record::Record>::from_fields(&fields))
            }
        }

        #[doc = concat!("Names one ", $kind, ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $id(pub $crate::id::RecordId);

        impl $crate::record::Reference for $id {
            const KIND: &'static str = $kind;
            fn from_record_id(id: $crate::id::RecordId) -> Self { Self(id) }
            fn record_id(self) -> $crate::id::RecordId { self.0 }
        }

        impl $crate::record::Scalar for $id {
            const TYPE: $crate::record::FieldType = $crate::record::FieldType::Reference($kind);
            fn read(value: &$crate::record::Value) -> Option<Self> {
                match value {
                    $crate::record::Value::Id(id) => Some(Self(*id)),
                    _ => None,
                }
            }
            fn write(self) -> $crate::record::Value { $crate::record::Value::Id(self.0) }
        }

        impl From<$id> for $crate::id::RecordId {
            fn from(id: $id) -> Self { id.0 }
        }

        #[allow(non_upper_case_globals, dead_code, non_camel_case_types)]
        impl $name {
            /// The kind's table.
            pub const SPEC: &'static $crate::record::KindSpec = &$crate::record::KindSpec {
                name: $kind,
                space: $crate::record::SpaceClass::$space,
                shard: $crate::record::Shard::$shard,
                fields: &[ $( $crate::record::FieldSpec {
                    name: stringify!($field),
                    field_type: <$type as $crate::record::FieldValue>::TYPE,
                    marks: &[ $( $crate::record::Mark::$mark ),* ],
                } ),* ],
            };
            $crate::record!(@positions 0; $($field)*);
        }

        impl $crate::record::Record for $name {
            const SPEC: &'static $crate::record::KindSpec = $name::SPEC;
            // One copy per kind in what is downloaded, not one per caller.
            #[inline(never)]
            fn from_fields(fields: &$crate::record::Fields) -> Self {
                Self { $( $field: $crate::record::FieldValue::from_value(fields.get(Self::$field)), )* }
            }
            #[inline(never)]
            fn to_fields(&self) -> $crate::record::Fields {
                let mut fields = $crate::record::Fields::default();
                $( fields.set(Self::$field, $crate::record::FieldValue::to_value(&self.$field)); )*
                fields
            }
        }
    };
    (@positions $at:expr; $field:ident $($rest:ident)*) => {
        #[doc = concat!("Position of `", stringify!($field), "`.")]
        pub const $field: $crate::record::FieldIndex = $at;
        $crate::record!(@positions $at + 1; $($rest)*);
    };
    (@positions $at:expr;) => {};
}

/// Declares the choices of a field: an enum whose codes are stable in documents and files.
#[macro_export]
macro_rules! choice {
    (
        $(#[$doc:meta])*
        pub enum $name:ident { $( $(#[$variant_doc:meta])* $variant:ident = $code:literal, )* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $( $(#[$variant_doc])* $variant, )* }

        impl $name {
            /// All choices, in display order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),* ];
        }

        impl $crate::record::Choice for $name {
            const CODES: &'static [&'static str] = &[ $( $code ),* ];
            fn code(self) -> &'static str {
                match self { $( Self::$variant => $code ),* }
            }
            fn from_code(code: &str) -> Option<Self> {
                match code { $( $code => Some(Self::$variant), )* _ => None }
            }
        }

        impl $crate::record::Scalar for $name {
            const TYPE: $crate::record::FieldType =
                $crate::record::FieldType::Choice(<$name as $crate::record::Choice>::CODES);
            fn read(value: &$crate::record::Value) -> Option<Self> {
                match value {
                    $crate::record::Value::Text(code) => <$name as $crate::record::Choice>::from_code(code),
                    _ => None,
                }
            }
            fn write(self) -> $crate::record::Value {
                $crate::record::Value::Text($crate::record::Choice::code(self).to_owned())
            }
        }
    };
}
