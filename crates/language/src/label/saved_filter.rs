//! 常用筛选 · Saved filter

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "saved_filter",
    word: Word::new("常用筛选", "Saved filter"),
    fields: &[
        ("name", Word::new("名称", "Name")),
        ("list", Word::new("所属列表", "List")),
        ("filter", Word::new("筛选条件", "Filter")),
    ],
    hints: &[],
    choice: |_, _| None,
};
