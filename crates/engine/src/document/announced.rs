//! Whether a change announces more than it can hold, counted in its bytes before Automerge reads them: its columns are
//! run-length encoded, and some eighty bytes can say that they are more operations than fit into a lifetime.
//!
//! Content of a change: dependencies, actor, seq, first operation, time, message, other actors; how many columns, each
//! with its name and length; then the columns. The last three bits of a column's name say how it is encoded.

use crate::packed::take_varint;

/// The most operations of one change, and the most earlier values they may replace. A command over a whole document
/// makes some thousands.
const MOST: u64 = 200_000;

mod encoding {
    pub const YES_OR_NO: u64 = 4;
    pub const TEXT: u64 = 5;
    pub const BYTES: u64 = 7;
}

/// Whether every column of a change with this content is of at most [`MOST`] rows. `None` where it cannot be read.
pub(super) fn is_bounded(mut content: &[u8]) -> Option<bool> {
    let rest = &mut content;
    let dependencies = take_varint(rest)?;
    skip(rest, dependencies.checked_mul(32)?)?;
    counted(rest)?;
    for _seq_first_and_time in 0..3 {
        take_varint(rest)?;
    }
    counted(rest)?;
    for _other_actor in 0..take_varint(rest)? {
        counted(rest)?;
    }
    let mut columns = Vec::new();
    for _ in 0..take_varint(rest)? {
        columns.push((take_varint(rest)? & 7, take_varint(rest)?));
    }
    for (encoding, length) in columns {
        let column = skip(rest, length)?;
        if encoding != encoding::BYTES && rows(column, encoding)? > MOST {
            return Some(false);
        }
    }
    Some(true)
}

/// The rows of a column; counting ends above [`MOST`].
fn rows(mut column: &[u8], encoding: u64) -> Option<u64> {
    let rest = &mut column;
    let mut rows = 0_u64;
    while !rest.is_empty() && rows <= MOST {
        // Yes and no take turns, so often each.
        if encoding == encoding::YES_OR_NO {
            rows = rows.saturating_add(take_varint(rest)?);
            continue;
        }
        // A count above zero and what so often stands there; below zero, and so many values; zero, and how often nothing
        // stands there.
        let count = signed(rest)?;
        let values = if count < 0 { count.unsigned_abs() } else { u64::from(count > 0) };
        for _ in 0..values {
            if encoding == encoding::TEXT {
                counted(rest)?;
            } else {
                take_varint(rest)?;
            }
        }
        rows = rows.saturating_add(if count == 0 { take_varint(rest)? } else { count.unsigned_abs() });
    }
    Some(rows)
}

fn signed(rest: &mut &[u8]) -> Option<i64> {
    let before = rest.len();
    let bits = take_varint(rest)?;
    let unused = 64_usize.saturating_sub(7 * (before - rest.len()));
    Some((bits as i64) << unused >> unused)
}

fn skip<'a>(rest: &mut &'a [u8], length: u64) -> Option<&'a [u8]> {
    let (skipped, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *rest = after;
    Some(skipped)
}

/// Bytes with their number in front.
fn counted(rest: &mut &[u8]) -> Option<()> {
    let length = take_varint(rest)?;
    skip(rest, length).map(drop)
}
