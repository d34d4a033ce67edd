//! 产品 · Product

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "product",
    word: Word::new("产品", "Product"),
    fields: &[
        ("name", Word::new("产品名称", "Name")),
        ("series", Word::new("系列", "Series")),
        ("price", Word::new("标价", "List price")),
        ("note", Word::new("备注", "Note")),
        ("import", super::import::BROUGHT_BY),
    ],
    hints: &[],
    choice: |_, _| None,
};
