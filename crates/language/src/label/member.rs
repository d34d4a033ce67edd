//! 成员 · Member

use super::KindWords;
use crate::word::Word;
use domain::member::Role;
use domain::record::Choice;

pub(super) const WORDS: KindWords = KindWords {
    kind: "member",
    word: Word::new("成员", "Member"),
    fields: &[
        ("name", Word::new("姓名", "Name")),
        ("role", Word::new("角色", "Role")),
        ("line", Word::new("直接上级", "Reports to")),
        ("phone", Word::new("工作电话", "Work phone")),
        ("wechat", Word::new("微信号", "WeChat ID")),
        ("left_on", Word::new("离职日期", "Left on")),
        ("office", Word::new("办公地点", "Office")),
        ("import", super::import::BROUGHT_BY),
    ],
    hints: HINTS,
    choice: |field, code| match field {
        "role" => Role::from_code(code).map(role),
        _ => None,
    },
};

/// What is said of a field before it is changed: these two sound as if they decided what somebody may see.
const HINTS: &[(&str, Word)] = &[
    (
        "role",
        Word::new(
            "只改资料，对方设备上能看、能做的暂时不变。",
            "Changes the record only, not yet what their devices can see and do.",
        ),
    ),
    (
        "left_on",
        Word::new(
            "只作登记，对方设备上的资料和访问权限暂时不会收回。",
            "For the record only: their devices keep the data and their access for now.",
        ),
    ),
];

/// What people call a role.
pub fn role(role: Role) -> Word {
    match role {
        Role::Executive => Word::new("高层", "Executive"),
        Role::Manager => Word::new("销售经理", "Sales manager"),
        Role::Supervisor => Word::new("销售主任", "Supervisor"),
        Role::Assistant => Word::new("助理", "Assistant"),
        Role::Salesperson => Word::new("销售", "Salesperson"),
        Role::Viewer => Word::new("只读成员", "Viewer"),
    }
}
