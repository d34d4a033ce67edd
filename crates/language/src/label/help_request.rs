//! 求助 · Help request

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "help_request",
    word: Word::new("求助", "Help request"),
    fields: &[
        ("need", Word::new("需要什么帮助", "What is needed")),
        ("about", Word::new("关于", "About")),
        ("urgent", Word::new("紧急", "Urgent")),
        ("helper", Word::new("谁来帮", "Who helps")),
        ("follow_up_on", Word::new("什么时候再问", "Ask again on")),
        ("solution", Word::new("怎么解决的", "What solved it")),
        ("solved_at", Word::new("解决时间", "Solved on")),
        ("asker", Word::new("求助人", "Asked by")),
        ("asked_at", Word::new("求助时间", "Asked on")),
    ],
    hints: &[],
    choice: |_, _| None,
};
