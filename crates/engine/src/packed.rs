//! Rows of the projection as bytes: a record's fields packed one after the other in a shared blob, read in place.
//!
//! A cold start decodes no record; it only walks over them. Per field: index (1 byte), type tag (1 byte), content.
//! Whole numbers are zigzag varints, days count from 1970-01-01, text is length and UTF-8.

use chrono::{Duration, NaiveDate};
use domain::few;
use domain::record::{FieldIndex, Fields, Value};
use domain::{RecordId, Timestamp};
use std::cmp::Ordering;
use std::rc::Rc;

/// A value read in place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Peek<'a> {
    Text(&'a str),
    Int(i64),
    Bool(bool),
    Date(NaiveDate),
    Time(Timestamp),
    Id(RecordId),
    /// Ids one after the other, 16 bytes each.
    Ids(&'a [u8]),
}

impl Peek<'_> {
    pub fn to_value(self) -> Value {
        match self {
            Self::Text(text) => Value::Text(text.to_owned()),
            Self::Int(n) => Value::Int(n),
            Self::Bool(b) => Value::Bool(b),
            Self::Date(day) => Value::Date(day),
            Self::Time(at) => Value::Time(at),
            Self::Id(id) => Value::Id(id),
            Self::Ids(bytes) => Value::Ids(few::set(ids(bytes))),
        }
    }
}

/// The ids in a packed set.
pub fn ids(bytes: &[u8]) -> impl Iterator<Item = RecordId> + '_ {
    bytes.chunks_exact(16).filter_map(|chunk| Some(RecordId(chunk.try_into().ok()?)))
}

/// A record's fields inside a shared blob.
#[derive(Clone, Debug)]
pub struct Packed {
    blob: Rc<[u8]>,
    start: u32,
    end: u32,
}

impl Packed {
    pub fn new(fields: &Fields) -> Self {
        let mut bytes = Vec::with_capacity(96);
        pack(fields, &mut bytes);
        let end = bytes.len() as u32;
        Self { blob: bytes.into(), start: 0, end }
    }

    /// A part of a blob that holds many records; `None` when the part lies outside.
    pub fn within(blob: &Rc<[u8]>, start: usize, end: usize) -> Option<Self> {
        (start <= end && end <= blob.len()).then(|| Self {
            blob: blob.clone(),
            start: start as u32,
            end: end as u32,
        })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.blob[self.start as usize..self.end as usize]
    }

    /// The value of a field. Those before it are stepped over; they stand in order.
    pub fn peek(&self, index: FieldIndex) -> Option<Peek<'_>> {
        let mut walk = self.iter();
        loop {
            let (at, tag) = walk.head()?;
            match at.cmp(&index) {
                Ordering::Less => walk.step_over(tag)?,
                Ordering::Equal => return walk.value(tag),
                Ordering::Greater => return None,
            }
        }
    }

    pub fn text(&self, index: FieldIndex) -> &str {
        match self.peek(index) {
            Some(Peek::Text(text)) => text,
            _ => "",
        }
    }

    pub fn date(&self, index: FieldIndex) -> Option<NaiveDate> {
        match self.peek(index) {
            Some(Peek::Date(day)) => Some(day),
            _ => None,
        }
    }

    pub fn time(&self, index: FieldIndex) -> Option<Timestamp> {
        match self.peek(index) {
            Some(Peek::Time(at)) => Some(at),
            _ => None,
        }
    }

    pub fn id(&self, index: FieldIndex) -> Option<RecordId> {
        match self.peek(index) {
            Some(Peek::Id(id)) => Some(id),
            _ => None,
        }
    }

    pub fn flag(&self, index: FieldIndex) -> bool {
        self.peek(index) == Some(Peek::Bool(true))
    }

    pub fn ids(&self, index: FieldIndex) -> impl Iterator<Item = RecordId> + '_ {
        let bytes = match self.peek(index) {
            Some(Peek::Ids(bytes)) => bytes,
            _ => &[],
        };
        ids(bytes)
    }

    pub fn has_id(&self, index: FieldIndex, wanted: RecordId) -> bool {
        match self.peek(index) {
            Some(Peek::Ids(bytes)) => ids(bytes).any(|id| id == wanted),
            _ => false,
        }
    }

    pub fn iter(&self) -> Fieldwise<'_> {
        Fieldwise { rest: self.bytes() }
    }

    pub fn fields(&self) -> Fields {
        Fields(few::map(self.iter().map(|(index, value)| (index, value.to_value()))))
    }
}

/// Walks over packed fields; stops at damage.
pub struct Fieldwise<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Fieldwise<'a> {
    type Item = (FieldIndex, Peek<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (index, tag) = self.head()?;
        Some((index, self.value(tag)?))
    }
}

impl<'a> Fieldwise<'a> {
    /// The next field and the type of its value.
    fn head(&mut self) -> Option<(FieldIndex, u8)> {
        let (&[index, tag], rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some((index, tag))
    }

    fn value(&mut self, tag: u8) -> Option<Peek<'a>> {
        Some(match tag {
            0 => Peek::Text(std::str::from_utf8(self.take_counted(1)?).ok()?),
            1 => Peek::Int(self.signed()?),
            2 => Peek::Bool(true),
            3 => Peek::Bool(false),
            4 => Peek::Date(NaiveDate::default().checked_add_signed(Duration::try_days(self.signed()?)?)?),
            5 => Peek::Time(Timestamp(self.signed()?)),
            6 => Peek::Id(RecordId(self.take(16)?.try_into().ok()?)),
            7 => Peek::Ids(self.take_counted(16)?),
            _ => return None,
        })
    }

    /// Go on behind a value. Only texts take longer to read than to step over.
    fn step_over(&mut self, tag: u8) -> Option<()> {
        match tag {
            0 => self.take_counted(1).map(drop),
            _ => self.value(tag).map(drop),
        }
    }

    fn take_counted(&mut self, width: usize) -> Option<&'a [u8]> {
        let length = usize::try_from(take_varint(&mut self.rest)?).ok()?.checked_mul(width)?;
        self.take(length)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn signed(&mut self) -> Option<i64> {
        let raw = take_varint(&mut self.rest)?;
        Some((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }
}

/// Append a record's fields.
pub fn pack(fields: &Fields, out: &mut Vec<u8>) {
    for (index, value) in &fields.0 {
        out.push(*index);
        match value {
            Value::Text(text) => {
                out.push(0);
                put_varint(out, text.len() as u64);
                out.extend_from_slice(text.as_bytes());
            }
            Value::Int(n) => put_signed(out, 1, *n),
            Value::Bool(b) => out.push(if *b { 2 } else { 3 }),
            Value::Date(day) => {
                put_signed(out, 4, day.signed_duration_since(NaiveDate::default()).num_days())
            }
            Value::Time(at) => put_signed(out, 5, at.0),
            Value::Id(id) => {
                out.push(6);
                out.extend_from_slice(&id.0);
            }
            Value::Ids(ids) => {
                out.push(7);
                put_varint(out, ids.len() as u64);
                ids.iter().for_each(|id| out.extend_from_slice(&id.0));
            }
        }
    }
}

fn put_signed(out: &mut Vec<u8>, tag: u8, n: i64) {
    out.push(tag);
    put_varint(out, ((n << 1) ^ (n >> 63)) as u64);
}

/// LEB128.
pub fn put_varint(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// LEB128; `None` when cut off or too long.
pub fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn packed_fields_read_back_as_they_were() {
        let mut fields = Fields::default();
        fields.set(0, Some(Value::Text("成都锦华服饰".into())));
        fields.set(1, Some(Value::Int(i64::MIN)));
        fields.set(2, Some(Value::Bool(true)));
        fields.set(3, NaiveDate::from_ymd_opt(1969, 12, 31).map(Value::Date));
        fields.set(4, Some(Value::Time(Timestamp(-1))));
        fields.set(5, Some(Value::Id(RecordId([7; 16]))));
        fields.set(6, Some(Value::Ids(BTreeSet::from([RecordId([1; 16]), RecordId([2; 16])]))));
        fields.set(9, Some(Value::Bool(false)));
        let packed = Packed::new(&fields);
        assert_eq!(packed.fields(), fields);
        for index in 0..12 {
            assert_eq!(packed.peek(index).map(Peek::to_value), fields.get(index).cloned(), "field {index}");
        }
    }

    #[test]
    fn damaged_bytes_end_the_walk_without_a_panic() {
        let mut fields = Fields::default();
        fields.set(0, Some(Value::Text("abc".into())));
        fields.set(6, Some(Value::Ids(BTreeSet::from([RecordId([1; 16])]))));
        let whole = Packed::new(&fields);
        for cut in 0..whole.bytes().len() {
            let blob: Rc<[u8]> = whole.bytes()[..cut].into();
            let part = Packed::within(&blob, 0, cut).expect("inside");
            assert!(part.iter().count() <= 2);
            assert_eq!(part.peek(6), None);
        }
    }
}
