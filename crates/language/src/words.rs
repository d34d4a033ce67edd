//! The catalogue of fixed words, one file per part of the product.

pub mod announcement;
pub mod customer;
pub mod deal;
pub mod duty;
pub mod files;
pub mod help;
pub mod home;
pub mod importing;
pub mod keyboard;
pub mod list;
pub mod onboarding;
pub mod settings;
pub mod task;
pub mod team;
pub mod today;

use crate::word::words;

words! {
    PRODUCT = "同舟", "Tongzhou";
    CANCEL = "取消", "Cancel";
    CLOSE = "关闭", "Close";
    SAVE = "保存", "Save";
    OPEN = "打开", "Open";
    EDIT = "编辑", "Edit";
    DELETE = "删除", "Delete";
    UNDO = "撤销", "Undo";
    UNDONE = "已撤销", "Undone";
    COPY = "复制", "Copy";
    COPIED = "已复制", "Copied";
    NOT_COPIED = "没能复制，请长按文字选取", "Could not copy; please select the text";
    BACK = "返回", "Back";
    MORE = "更多", "More";
    YES = "是", "Yes";
    NO = "否", "No";
    NONE = "无", "None";
    OPTIONAL = "选填", "optional";
    COMMA = "，", ", ";
    SAVED = "已保存", "Saved";
    NOT_SAVED_YET = "写的内容还没保存，先留着。", "What you wrote is kept, but not saved yet.";
    WRITE_ON = "接着写", "Go on";
    DELETED = "已删除", "Deleted";
    CHOOSE = "选择", "Choose";
    NOT_CHOSEN = "未选择", "Not chosen";
    READING = "正在读取", "Reading";
    SKIP_TO_CONTENT = "跳到正文", "Skip to content";
    MOVE_TO = "移到…", "Move to…";
    WAITS_FOR_ANSWER = "正在处理", "Working on it";
}
