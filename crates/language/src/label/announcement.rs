//! 公告、确认 · Announcement, and that somebody has read or agreed.

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "announcement",
    word: Word::new("公告", "Announcement"),
    fields: &[
        ("title", Word::new("标题", "Title")),
        ("body", Word::new("正文", "Text")),
        ("pinned", Word::new("置顶", "Pinned")),
        ("expires_on", Word::new("有效至", "Valid until")),
        ("author", Word::new("发布人", "Published by")),
        ("at", Word::new("发布时间", "Published on")),
    ],
    hints: &[],
    choice: |_, _| None,
};

pub(super) const ACKNOWLEDGEMENT: KindWords = KindWords {
    kind: "acknowledgement",
    word: Word::new("阅读确认", "Acknowledgement"),
    fields: &[
        ("of", Word::new("确认的内容", "What was read")),
        ("version", Word::new("文本版本", "Version of the text")),
        ("member", Word::new("确认人", "By")),
        ("at", Word::new("确认时间", "When")),
    ],
    hints: &[],
    choice: |_, _| None,
};
