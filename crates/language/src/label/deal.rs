//! 商机 · Deal

use super::KindWords;
use crate::word::Word;
use domain::deal::NextStep;

pub(super) const WORDS: KindWords = KindWords {
    kind: "deal",
    word: Word::new("商机", "Deal"),
    fields: &[
        ("title", Word::new("商机名称", "Title")),
        ("customer", Word::new("客户", "Customer")),
        ("stage", Word::new("阶段", "Stage")),
        ("value", Word::new("金额", "Value")),
        ("expected_close", Word::new("预计成交", "Expected close")),
        ("owner", Word::new("负责人", "Owner")),
        ("helpers", Word::new("协作人", "Helpers")),
        ("product", Word::new("产品", "Product")),
        ("next_date", Word::new("下一步日期", "Next step on")),
        ("next_action", Word::new("下一步", "Next step")),
        ("note", Word::new("备注", "Note")),
        ("loss_reason", Word::new("输单原因", "Why it was lost")),
        ("stage_since", Word::new("进入本阶段", "In this stage since")),
        ("created_on", Word::new("开始日期", "Began on")),
        ("closed_on", Word::new("成交或输单日期", "Closed on")),
        ("import", super::import::BROUGHT_BY),
    ],
    hints: &[],
    choice: |_, _| None,
};

/// What people call how a deal's next step stands.
pub fn next_step(step: NextStep) -> Word {
    match step {
        NextStep::Overdue => Word::new("下一步已逾期", "Next step overdue"),
        NextStep::Today => Word::new("下一步在今天", "Next step today"),
        NextStep::Planned => Word::new("下一步已安排", "Next step planned"),
        NextStep::None => Word::new("没有安排下一步", "No next step"),
        NextStep::Decided => Word::new("已结束", "Decided"),
    }
}
