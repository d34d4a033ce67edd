//! 联系人 · Contact

use super::KindWords;
use crate::word::Word;

pub(super) const WORDS: KindWords = KindWords {
    kind: "contact",
    word: Word::new("联系人", "Contact"),
    fields: &[
        ("name", Word::new("姓名", "Name")),
        ("customer", Word::new("所属客户", "Customer")),
        ("position", Word::new("职务", "Position")),
        ("phone", Word::new("手机", "Mobile")),
        ("wechat", Word::new("微信号", "WeChat ID")),
        ("email", Word::new("邮箱", "E-mail")),
        ("main", Word::new("主要联系人", "Main contact")),
        ("note", Word::new("备注", "Note")),
    ],
    hints: &[],
    choice: |_, _| None,
};
