//! 导入 · Import

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "import",
    word: Word::new("导入", "Import"),
    fields: &[
        ("title", Word::new("名称", "Title")),
        ("preset", Word::new("来源格式", "Layout")),
        ("rows", Word::new("文件行数", "Rows in the files")),
        ("remarks", Word::new("处理说明", "Remarks")),
        ("author", Word::new("导入人", "Imported by")),
        ("at", Word::new("导入时间", "Imported at")),
    ],
    hints: &[],
    choice: |_, _| None,
};

/// Which import brought a record.
pub(super) const BROUGHT_BY: Word = Word::new("导入批次", "Came with");
