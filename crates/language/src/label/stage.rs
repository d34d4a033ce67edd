//! 销售阶段 · Stage

use super::KindWords;
use crate::word::Word;
use domain::record::Choice;
use domain::stage::StageEnd;

pub(super) const WORDS: KindWords = KindWords {
    kind: "stage",
    word: Word::new("销售阶段", "Stage"),
    fields: &[
        ("name", Word::new("阶段名称", "Name")),
        ("place", Word::new("顺序", "Position")),
        ("chance", Word::new("赢单率（%）", "Chance (%)")),
        ("target_days", Word::new("目标天数", "Target days")),
        ("end", Word::new("结果", "Outcome")),
    ],
    hints: &[],
    choice: |field, code| match field {
        "end" => StageEnd::from_code(code).map(stage_end),
        _ => None,
    },
};

/// What people call the end of a deal.
pub fn stage_end(end: StageEnd) -> Word {
    match end {
        StageEnd::Won => Word::new("赢单", "Won"),
        StageEnd::Lost => Word::new("输单", "Lost"),
    }
}
