//! Every word the product says, in 中文 and English, and how it writes numbers, money, days and lists.
//!
//! One catalogue for page, worker and `tz`. A [`Word`] has both languages or it does not compile; sentences with
//! numbers or names in them are functions with typed arguments. Nothing here reads a clock: `today` and `now` are
//! arguments.

pub mod day;
pub mod deal;
pub mod fault;
pub mod file;
pub mod import;
pub mod label;
pub mod list;
pub mod number;
pub mod sentence;
pub mod sync;
pub mod template;
pub mod value;
pub mod wechat;
pub mod word;
pub mod words;

pub use word::{Language, Word, about};
