//! 客户 · Customer

use super::KindWords;
use crate::word::Word;
use domain::customer::CustomerClass;
use domain::record::Choice;

pub(super) const WORDS: KindWords = KindWords {
    kind: "customer",
    word: Word::new("客户", "Customer"),
    fields: &[
        ("name", Word::new("客户名称", "Name")),
        ("class", Word::new("客户级别", "Class")),
        ("owner", Word::new("负责人", "Owner")),
        ("helpers", Word::new("协作人", "Helpers")),
        ("next_date", Word::new("下次跟进", "Next date")),
        ("next_action", Word::new("下一步", "Next step")),
        ("phone", Word::new("电话", "Phone")),
        ("region", Word::new("地区", "Region")),
        ("industry", Word::new("行业", "Industry")),
        ("address", Word::new("地址", "Address")),
        ("preferences", Word::new("喜好与禁忌", "Preferences")),
        ("note", Word::new("备注", "Note")),
        ("parent", Word::new("上级公司", "Parent company")),
        ("employees", Word::new("员工人数", "Employees")),
        ("revenue", Word::new("年营业额", "Yearly revenue")),
        ("founded", Word::new("成立年份", "Founded in")),
        ("import", super::import::BROUGHT_BY),
    ],
    hints: &[],
    choice: |field, code| match field {
        "class" => CustomerClass::from_code(code).map(class),
        _ => None,
    },
};

/// What people call a class.
pub fn class(class: CustomerClass) -> Word {
    match class {
        CustomerClass::A => Word::new("A 类", "Class A"),
        CustomerClass::B => Word::new("B 类", "Class B"),
        CustomerClass::C => Word::new("C 类", "Class C"),
    }
}
