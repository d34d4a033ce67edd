//! 雨伞 · Umbrella: a kind that no team has, for the test that adds one.

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "umbrella",
    word: Word::new("雨伞", "Umbrella"),
    fields: &[
        ("name", Word::new("叫法", "Name")),
        ("closing", Word::new("收伞方式", "Closes")),
        ("borrower", Word::new("借用人", "Borrowed by")),
        ("due_back", Word::new("归还日期", "Due back")),
        ("note", Word::new("备注", "Note")),
    ],
    hints: &[],
    choice: |field, code| match (field, code) {
        ("closing", "by_hand") => Some(Word::new("手动", "By hand")),
        ("closing", "button") => Some(Word::new("自动", "At a button")),
        _ => None,
    },
};
