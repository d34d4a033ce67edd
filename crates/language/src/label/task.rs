//! 任务 · Task, with the lines of its checklist.

use super::KindWords;
use crate::word::Word;
use crate::words;
use domain::record::Choice;
use domain::task::{Importance, OrderTerm, Quadrant, Task, TaskState};

pub(super) const WORDS: KindWords = KindWords {
    kind: "task",
    word: Word::new("任务", "Task"),
    fields: &[
        ("title", Word::new("要做什么", "What to do")),
        ("owner", Word::new("负责人", "Owner")),
        ("due", Word::new("截止日期", "Due")),
        ("importance", Word::new("重要程度", "Importance")),
        ("estimate", Word::new("预计用时（分钟）", "Minutes needed")),
        ("customer", Word::new("客户", "Customer")),
        ("deal", Word::new("商机", "Deal")),
        ("helpers", Word::new("协作人", "Helpers")),
        ("note", Word::new("做到什么程度", "What good looks like")),
        ("state", Word::new("状态", "Status")),
        ("answer", Word::new("对方的回复", "Their answer")),
        ("meeting", Word::new("来自会议", "From meeting")),
        ("giver", Word::new("分派人", "Given by")),
        ("given_at", Word::new("分派时间", "Given on")),
        ("answered_at", Word::new("答复时间", "Answered on")),
        ("done_at", Word::new("完成时间", "Finished on")),
        ("quality", Word::new("完成质量", "Quality")),
        ("feedback", Word::new("评价", "Feedback")),
    ],
    hints: &[],
    choice: |field, code| match field {
        "importance" => Importance::from_code(code).map(importance),
        "state" => TaskState::from_code(code).map(task_state),
        _ => None,
    },
};

pub(super) const STEP: KindWords = KindWords {
    kind: "step",
    word: Word::new("步骤", "Step"),
    fields: &[
        ("text", Word::new("步骤内容", "What to do")),
        ("task", Word::new("所属任务", "Task")),
        ("done", Word::new("已完成", "Done")),
        ("place", Word::new("顺序", "Position")),
    ],
    hints: &[],
    choice: |_, _| None,
};

/// What people call how much depends on a task.
pub fn importance(importance: Importance) -> Word {
    match importance {
        Importance::High => Word::new("重要", "High"),
        Importance::Normal => Word::new("一般", "Normal"),
        Importance::Low => Word::new("次要", "Low"),
    }
}

/// What people call the state of a task's hand-shake.
pub fn task_state(state: TaskState) -> Word {
    match state {
        TaskState::Assigned => Word::new("待接受", "Waiting for an answer"),
        TaskState::Accepted => Word::new("进行中", "In progress"),
        TaskState::Discuss => Word::new("要商量", "To discuss"),
        TaskState::Declined => Word::new("已退回", "Declined"),
        TaskState::Done => Word::new("已完成", "Done"),
        TaskState::Cancelled => Word::new("已取消", "Called off"),
    }
}

/// How a task stands, as people say it: what nobody was given waits for nobody's answer.
pub fn task_standing(task: &Task) -> Word {
    match task.standing() {
        TaskState::Assigned if task.owner.is_none() => words::task::NOBODY,
        state => task_state(state),
    }
}

/// What people call a field of the Eisenhower matrix.
pub fn quadrant(quadrant: Quadrant) -> Word {
    match quadrant {
        Quadrant::DoNow => Word::new("重要且紧急", "Important and urgent"),
        Quadrant::Plan => Word::new("重要不紧急", "Important, not urgent"),
        Quadrant::Delegate => Word::new("紧急不重要", "Urgent, not important"),
        Quadrant::Later => Word::new("不重要不紧急", "Neither"),
    }
}

/// What to do with the tasks of a field of the matrix.
pub fn quadrant_advice(quadrant: Quadrant) -> Word {
    match quadrant {
        Quadrant::DoNow => Word::new("马上做", "Do it now"),
        Quadrant::Plan => Word::new("排好时间做", "Plan a time for it"),
        Quadrant::Delegate => Word::new("分派出去，或快速处理", "Hand it over, or be quick"),
        Quadrant::Later => Word::new("以后再说", "Leave it for later"),
    }
}

/// What people call a term of a task's place in the order of the day.
pub fn order_term(term: OrderTerm) -> Word {
    match term {
        OrderTerm::Importance => Word::new("重要程度", "Importance"),
        OrderTerm::Slack => Word::new("离截止还有多久", "Time left"),
        OrderTerm::Overdue => Word::new("已经逾期", "Overdue"),
    }
}
