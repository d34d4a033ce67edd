//! 团队 · Team

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "team",
    word: Word::new("团队", "Team"),
    fields: &[("name", Word::new("团队名称", "Team name"))],
    hints: &[],
    choice: |_, _| None,
};
