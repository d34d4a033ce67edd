//! Asking for help.

use crate::word::words;

words! {
    TITLE = "求助", "Help requests";
    ASK = "求助", "Ask for help";
    OPEN = "待解决", "Open";
    SOLVED = "已解决", "Solved";
    URGENT = "紧急", "Urgent";
    I_CAN = "我来帮", "I can help";
    SOLVE = "解决了", "Solved";
    SOLVE_HOW = "怎么解决的？", "What solved it?";
    OPEN_AGAIN = "没解决，重新打开", "Reopen";
    NOBODY = "还没人帮", "No helper yet";
    HELPS = "在帮", "helps";
    EMPTY = "现在没人求助", "Nobody needs help now";
    EMPTY_HINT = "例如：锦华要九折，我没权限，谁能批？", "For example: Acme wants 10% off and I may not give it. Who can?";
}
