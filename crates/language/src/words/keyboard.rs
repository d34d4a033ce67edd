//! Keyboard help.

use crate::word::words;

words! {
    TITLE = "键盘快捷键", "Keyboard";
    PALETTE = "搜索和命令", "Search and commands";
    CREATE = "新建", "Add";
    MOVE = "下一条 / 上一条", "Next / previous row";
    OPEN = "打开", "Open";
    DONE = "完成任务", "Finish the task";
    ASSIGN = "换负责人", "Change the owner";
    NEXT_DATE = "改下次日期", "Change the next date";
    UNDO = "撤销刚才的操作（提示还在时）", "Undo what was just done, while it is offered";
    CLOSE = "关闭", "Close";
    HELP = "显示这张表", "Show this table";
}
