//! Keyboard help.

use crate::word::words;

words! {
    TITLE = "键盘快捷键", "Keyboard";
    PALETTE = "搜索和命令", "Search and commands";
    CREATE = "新建", "Add";
    MOVE = "下一条 / 上一条", "Next / previous row";
    OPEN = "打开", "Open";
    CLOSE = "关闭", "Close";
    HELP = "显示这张表", "Show this table";
}
