//! Finding a customer, contact or colleague by what a thumb types: hanzi, full pinyin, initials, any mixture of
//! them, or a few digits of a phone number.
//!
//! A [`SearchColumn`] keeps the searched text of all rows in contiguous buffers. A query is split at spaces into
//! tokens that must all be found. A token is matched character by character from some character of the row on,
//! and each hanzi may be typed as itself, as its first letter (also `zh`, `ch`, `sh`) or as its whole syllable; the
//! last one may be half typed. So `cdjh`, `chengdujinhua`, `成都jinh` and `jinhua 成都` all find 成都锦华服饰.
//! Case, full width, spaces and punctuation make no difference.

mod column;
mod reading;
mod sort_key;
mod spelling;
mod token;

pub use column::{MatchClass, Rank, SearchColumn, SearchText};
pub use reading::{Syllable, with_syllables};
pub use sort_key::{initials, sort_key};
