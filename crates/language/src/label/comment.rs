//! 留言、表扬 · Comment and praise.

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "comment",
    word: Word::new("留言", "Comment"),
    fields: &[
        ("text", Word::new("内容", "Text")),
        ("about", Word::new("关于", "About")),
        ("mentions", Word::new("提到谁", "Mentions")),
        ("author", Word::new("留言人", "By")),
        ("at", Word::new("时间", "When")),
    ],
    hints: &[],
    choice: |_, _| None,
};

pub(super) const PRAISE: KindWords = KindWords {
    kind: "praise",
    word: Word::new("表扬", "Praise"),
    fields: &[
        ("text", Word::new("表扬什么", "What for")),
        ("to", Word::new("表扬谁", "To whom")),
        ("about", Word::new("关于", "About")),
        ("author", Word::new("谁表扬的", "By")),
        ("at", Word::new("时间", "When")),
    ],
    hints: &[],
    choice: |_, _| None,
};
