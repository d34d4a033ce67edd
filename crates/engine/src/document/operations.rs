//! What a change does, read from its bytes before Automerge reads them.
//!
//! Automerge trusts what is inside a change whose hash is right. Run-length encoding lets some sixty bytes announce 2⁶⁰
//! operations; one that writes into an object that is not there ends the program; and what is encoded otherwise than
//! Automerge would encode it cannot be read again after it was folded into a saved document, because the hash of what
//! comes out is another one. So a change must be written as ours are: puts of scalars and new maps, under text keys, few
//! enough, in the one encoding there is.
//!
//! Content of a change's chunk: dependencies, actor, seq, first operation, time, message, other actors; how many columns,
//! each with its name and length; then the columns.

use super::ChangeFault;
use crate::packed::take_varint;

/// The most operations of one change, and the most earlier values they may replace. A command over a whole document
/// makes some thousands.
const LIMIT: u64 = 100_000;

/// Names of columns: which part of an operation, and how it is encoded.
mod column {
    pub const OBJECT_ACTOR: u64 = 1;
    pub const OBJECT_COUNTER: u64 = 2;
    pub const KEY: u64 = 21;
    pub const INSERT: u64 = 52;
    pub const ACTION: u64 = 66;
    pub const VALUE_KIND: u64 = 86;
    pub const VALUE: u64 = 87;
    pub const REPLACED_COUNT: u64 = 112;
    pub const REPLACED_ACTOR: u64 = 113;
    pub const REPLACED_COUNTER: u64 = 115;
}

const MAKE_MAP: u64 = 0;
const PUT: u64 = 1;

/// An operation: its counter, and which of the change's actors made it.
pub type Id = (u64, usize);

/// A value or a map that is put under a key.
pub struct Operation<'a> {
    /// The map it is put into; `None` is the root.
    pub object: Option<Id>,
    pub key: &'a str,
    pub makes_map: bool,
    /// The values that it takes the place of.
    pub replaced: Vec<Id>,
}

/// What a change does.
pub struct Operations<'a> {
    /// Its author, then the others whose operations it names.
    pub actors: Vec<&'a [u8]>,
    pub operations: Vec<Operation<'a>>,
}

impl<'a> Operations<'a> {
    /// Read the content of a change's chunk.
    pub fn read(content: &'a [u8]) -> Result<Self, ChangeFault> {
        let mut rest = content;
        read_dependencies(&mut rest)?;
        let mut actors = vec![counted(&mut rest)?];
        let (_seq, _first, _time) = (unsigned(&mut rest)?, unsigned(&mut rest)?, signed(&mut rest)?);
        let message = counted(&mut rest)?;
        for _ in 0..unsigned(&mut rest)? {
            let other = counted(&mut rest)?;
            let follows = actors.len() == 1 || actors.last().is_some_and(|last| *last < other);
            is(follows && other != actors[0])?;
            actors.push(other);
        }
        let mut columns = Columns::read(&mut rest)?;
        // Nothing of ours has a message, or anything behind the columns.
        is(message.is_empty() && rest.is_empty())?;
        let operations = columns.operations(actors.len())?;
        is(columns.all.is_empty())?;
        let is_named = |actor: usize| {
            operations.iter().any(|operation| {
                let ids = operation.object.iter().chain(&operation.replaced);
                ids.into_iter().any(|(_, of)| *of == actor)
            })
        };
        is((1..actors.len()).all(is_named))?;
        Ok(Self { actors, operations })
    }
}

fn read_dependencies(rest: &mut &[u8]) -> Result<(), ChangeFault> {
    let mut before: Option<&[u8]> = None;
    for _ in 0..unsigned(rest)? {
        let dependency = bytes(rest, 32)?;
        is(before.is_none_or(|before| before < dependency))?;
        before = Some(dependency);
    }
    Ok(())
}

/// Columns that are not read yet, by name.
struct Columns<'a> {
    all: Vec<(u64, &'a [u8])>,
}

impl<'a> Columns<'a> {
    fn read(rest: &mut &'a [u8]) -> Result<Self, ChangeFault> {
        let mut named: Vec<(u64, u64)> = Vec::new();
        for _ in 0..unsigned(rest)? {
            let (name, length) = (unsigned(rest)?, unsigned(rest)?);
            is(length > 0 && named.last().is_none_or(|(last, _)| *last < name))?;
            named.push((name, length));
        }
        let columns =
            named.into_iter().map(|(name, length)| bytes(rest, length).map(|column| (name, column)));
        Ok(Self { all: columns.collect::<Result<_, ChangeFault>>()? })
    }

    fn take(&mut self, name: u64) -> &'a [u8] {
        let at = self.all.iter().position(|(other, _)| *other == name);
        at.map_or(&[], |at| self.all.remove(at).1)
    }

    fn operations(&mut self, actors: usize) -> Result<Vec<Operation<'a>>, ChangeFault> {
        let actions = numbers(self.take(column::ACTION))?;
        let count = actions.len();
        let counts = present(numbers(self.take(column::REPLACED_COUNT))?)?;
        let replaced = counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(*count));
        let replaced = replaced.filter(|sum| *sum <= LIMIT).ok_or(ChangeFault::TooLarge)? as usize;
        let mut replaced =
            self.ids(column::REPLACED_ACTOR, column::REPLACED_COUNTER, actors, replaced)?.into_iter();
        let objects = self.objects(actors, count)?;
        let keys = texts(self.take(column::KEY))?;
        is(keys.len() == count && counts.len() == count)?;
        // Nothing is inserted into lists: there are none.
        let mut inserts = self.take(column::INSERT);
        is(count > 0 && unsigned(&mut inserts)? == count as u64 && inserts.is_empty())?;
        self.check_values(&actions)?;
        let operations = actions.into_iter().zip(objects).zip(keys.into_iter().zip(counts));
        let operations = operations.map(|((action, object), (key, count))| Operation {
            object,
            key,
            makes_map: action == Some(MAKE_MAP),
            replaced: replaced.by_ref().take(count as usize).collect(),
        });
        Ok(operations.collect())
    }

    /// One after the other, in all so many.
    fn ids(&mut self, actor: u64, counter: u64, actors: usize, count: usize) -> Result<Vec<Id>, ChangeFault> {
        let of = present(numbers(self.take(actor))?)?;
        let counters = deltas(self.take(counter))?;
        is(of.len() == count && counters.len() == count)?;
        let ids = counters.into_iter().zip(of).map(|(counter, of)| id(counter, of, actors));
        ids.collect()
    }

    fn objects(&mut self, actors: usize, count: usize) -> Result<Vec<Option<Id>>, ChangeFault> {
        let of = numbers(self.take(column::OBJECT_ACTOR))?;
        let counters = numbers(self.take(column::OBJECT_COUNTER))?;
        if of.is_empty() && counters.is_empty() {
            return Ok(vec![None; count]);
        }
        is(of.len() == count && counters.len() == count)?;
        let objects = counters.into_iter().zip(of).map(|object| match object {
            (Some(counter), Some(of)) => id(counter, of, actors).map(Some),
            (None, None) => Ok(None),
            _ => Err(ChangeFault::Unreadable),
        });
        objects.collect()
    }

    /// Only values that fields have, each in its shortest form.
    fn check_values(&mut self, actions: &[Option<u64>]) -> Result<(), ChangeFault> {
        let kinds = present(numbers(self.take(column::VALUE_KIND))?)?;
        let mut rest = self.take(column::VALUE);
        is(kinds.len() == actions.len())?;
        for (kind, action) in kinds.into_iter().zip(actions) {
            let value = bytes(&mut rest, kind >> 4)?;
            let mut left = value;
            is(match (action, kind & 15) {
                // Null, false, true.
                (Some(PUT), 0..=2) | (Some(MAKE_MAP), 0) => value.is_empty(),
                // A whole number, a moment.
                (Some(PUT), 4 | 9) => signed(&mut left).is_ok() && left.is_empty(),
                (Some(PUT), 6) => std::str::from_utf8(value).is_ok(),
                (Some(PUT), 7) => true,
                _ => false,
            })?;
        }
        is(rest.is_empty())
    }
}

fn id(counter: u64, actor: u64, actors: usize) -> Result<Id, ChangeFault> {
    let actor = usize::try_from(actor).ok().filter(|actor| *actor < actors);
    let counter = Some(counter).filter(|counter| (1..=u64::from(u32::MAX)).contains(counter));
    counter.zip(actor).ok_or(ChangeFault::Unreadable)
}

fn numbers(column: &[u8]) -> Result<Vec<Option<u64>>, ChangeFault> {
    runs(column, unsigned)
}

fn texts(column: &[u8]) -> Result<Vec<&str>, ChangeFault> {
    let keys = runs(column, |rest| counted(rest))?;
    present(keys)?
        .into_iter()
        .map(|key| std::str::from_utf8(key).map_err(|_| ChangeFault::Unreadable))
        .collect()
}

/// Numbers of which each is written as its distance from the one before.
fn deltas(column: &[u8]) -> Result<Vec<u64>, ChangeFault> {
    let mut at = 0_i64;
    let deltas = present(runs(column, signed)?)?.into_iter().map(|delta| {
        at = at.checked_add(delta).ok_or(ChangeFault::Unreadable)?;
        u64::try_from(at).map_err(|_| ChangeFault::Unreadable)
    });
    deltas.collect()
}

fn present<T>(values: Vec<Option<T>>) -> Result<Vec<T>, ChangeFault> {
    values.into_iter().collect::<Option<_>>().ok_or(ChangeFault::Unreadable)
}

/// A column of runs: a count above zero and a value that so often stands there, a count below zero and so many values,
/// or zero and how often nothing stands there. Each run is as long as it can be, and a value that stands alone is in a
/// run of the second sort.
fn runs<'a, T: Copy + PartialEq>(
    mut column: &'a [u8],
    mut value: impl FnMut(&mut &'a [u8]) -> Result<T, ChangeFault>,
) -> Result<Vec<Option<T>>, ChangeFault> {
    let mut all: Vec<Option<T>> = Vec::new();
    let mut after_single = false;
    let is_column = !column.is_empty();
    while !column.is_empty() {
        let count = signed(&mut column)?;
        let length = if count == 0 { unsigned(&mut column)? } else { count.unsigned_abs() };
        if length > LIMIT.saturating_sub(all.len() as u64) {
            return Err(ChangeFault::TooLarge);
        }
        if count < 0 {
            is(!after_single)?;
            for _ in 0..length {
                let next = Some(value(&mut column)?);
                is(all.last() != Some(&next))?;
                all.push(next);
            }
        } else {
            let next = if count == 0 { None } else { Some(value(&mut column)?) };
            is(count != 1 && length > 0 && all.last() != Some(&next))?;
            all.resize(all.len() + length as usize, next);
        }
        after_single = count < 0;
    }
    is(!is_column || all.iter().any(Option::is_some))?;
    Ok(all)
}

fn is(fits: bool) -> Result<(), ChangeFault> {
    if fits { Ok(()) } else { Err(ChangeFault::Unreadable) }
}

fn bytes<'a>(rest: &mut &'a [u8], length: u64) -> Result<&'a [u8], ChangeFault> {
    let length = usize::try_from(length).map_err(|_| ChangeFault::Unreadable)?;
    let (taken, after) = rest.split_at_checked(length).ok_or(ChangeFault::Unreadable)?;
    *rest = after;
    Ok(taken)
}

/// Bytes with their number in front.
fn counted<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], ChangeFault> {
    let length = unsigned(rest)?;
    bytes(rest, length)
}

/// LEB128 in its shortest form.
fn unsigned(rest: &mut &[u8]) -> Result<u64, ChangeFault> {
    let before = *rest;
    let number = take_varint(rest).ok_or(ChangeFault::Unreadable)?;
    let taken = &before[..before.len() - rest.len()];
    is(taken.len() == 1 || taken.last() != Some(&0))?;
    is(taken.len() < 10 || taken.last() == Some(&1))?;
    Ok(number)
}

/// Signed LEB128 in its shortest form.
fn signed(rest: &mut &[u8]) -> Result<i64, ChangeFault> {
    let before = *rest;
    let bits = take_varint(rest).ok_or(ChangeFault::Unreadable)?;
    let taken = &before[..before.len() - rest.len()];
    let unused = 64_usize.saturating_sub(7 * taken.len());
    let number = (bits as i64) << unused >> unused;
    let last = taken[taken.len() - 1];
    if let [.., next, _] = taken {
        let repeats_sign = if next & 0x40 == 0 { last == 0 } else { last == 0x7f };
        is(!repeats_sign && (taken.len() < 10 || matches!(last, 0 | 0x7f)))?;
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        for (number, mut bytes) in [
            (0, &[0][..]),
            (63, &[63]),
            (64, &[0xc0, 0]),
            (-1, &[0x7f]),
            (-64, &[0x40]),
            (-65, &[0xbf, 0x7f]),
            (i64::MIN, &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f]),
            (i64::MAX, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]),
        ] {
            assert_eq!(signed(&mut bytes), Ok(number), "{number}");
        }
        for mut bytes in [&[0x80, 0][..], &[0xff, 0x7f], &[0x80], &[]] {
            assert_eq!(signed(&mut bytes), Err(ChangeFault::Unreadable));
        }
        for (mut bytes, number) in [(&[0x80, 1][..], Ok(128)), (&[0x80, 0], Err(ChangeFault::Unreadable))] {
            assert_eq!(unsigned(&mut bytes), number);
        }
    }

    #[test]
    fn runs_have_one_form_and_an_end() {
        assert_eq!(
            numbers(&[3, 7, 0, 2, 0x7e, 1, 2]),
            Ok([&[Some(7); 3][..], &[None; 2], &[Some(1), Some(2)]].concat())
        );
        let unreadable: [&[u8]; 7] =
            [&[1, 7], &[0x7f, 7, 0x7f, 8], &[0x7e, 7, 7], &[2, 7, 2, 7], &[0, 0], &[0, 3], &[2, 7, 0x7f, 7]];
        for column in unreadable {
            assert_eq!(numbers(column), Err(ChangeFault::Unreadable), "{column:?}");
        }
        let endless = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f, 1];
        assert_eq!(numbers(&endless), Err(ChangeFault::TooLarge));
    }
}
