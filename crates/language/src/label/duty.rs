//! 岗位、职责 · Position, duty, and a duty done once.

use super::KindWords;
use crate::word::Word;
use domain::duty::Frequency;
use domain::record::Choice;

pub(super) const POSITION: KindWords = KindWords {
    kind: "position",
    word: Word::new("岗位说明", "Job description"),
    fields: &[
        ("name", Word::new("岗位名称", "Position")),
        ("holders", Word::new("任职人员", "Held by")),
        ("purpose", Word::new("岗位目的", "Purpose")),
        ("review_on", Word::new("复核日期", "Review on")),
    ],
    hints: &[],
    choice: |_, _| None,
};

pub(super) const DUTY: KindWords = KindWords {
    kind: "duty",
    word: Word::new("职责", "Duty"),
    fields: &[
        ("name", Word::new("做什么", "What is done")),
        ("position", Word::new("所属岗位", "Position")),
        ("frequency", Word::new("频率", "How often")),
        ("day", Word::new("周几（1–7）或几号", "Weekday (1–7) or day of the month")),
        ("requirement", Word::new("具体要求", "Requirement")),
        ("standard", Word::new("达标标准", "Standard")),
        ("evidence", Word::new("成果", "Evidence")),
        ("backup", Word::new("顶岗人", "Stand-in")),
        ("estimate", Word::new("预计用时（分钟）", "Minutes needed")),
    ],
    hints: &[],
    choice: |field, code| match field {
        "frequency" => Frequency::from_code(code).map(frequency),
        _ => None,
    },
};

pub(super) const DONE: KindWords = KindWords {
    kind: "duty_done",
    word: Word::new("职责完成记录", "Duty done"),
    fields: &[
        ("duty", Word::new("职责", "Duty")),
        ("period", Word::new("对应日期", "For")),
        ("evidence", Word::new("成果", "Evidence")),
        ("member", Word::new("完成人", "Done by")),
        ("at", Word::new("完成时间", "Done on")),
    ],
    hints: &[],
    choice: |_, _| None,
};

/// What people call how often a duty comes up.
pub fn frequency(frequency: Frequency) -> Word {
    match frequency {
        Frequency::Daily => Word::new("每天", "Daily"),
        Frequency::Weekly => Word::new("每周", "Weekly"),
        Frequency::Monthly => Word::new("每月", "Monthly"),
        Frequency::AdHoc => Word::new("有需要时", "When needed"),
    }
}
