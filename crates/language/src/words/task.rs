//! Tasks.

use crate::word::words;

words! {
    SEARCH = "搜任务、拼音、首字母", "Search tasks";
    LIST = "列表", "List";
    BOARD = "看板", "Board";
    MATRIX = "四象限", "Matrix";
    VIEW = "怎么看", "View";
    GIVEN = "我分派的", "Given by me";
    UNOWNED = "未分派", "Unassigned";
    OVERDUE = "已逾期", "Overdue";
    CLOSED = "已结束", "Finished";
    EMPTY = "还没有任务", "No tasks yet";
    EMPTY_HINT = "例如：周五前给锦华服饰寄样品，负责人小陈，重要。", "For example: send Acme the samples by Friday, owner Ann, important.";
    NO_MATCH = "没有符合条件的任务", "No task matches";
    NEW = "新建任务", "New task";
    FINISH = "完成", "Finish";
    REOPEN = "重新打开", "Reopen";
    REOPENED = "已重新打开", "Reopened";
    ACCEPT = "接受", "Accept";
    ACCEPTED = "已接受", "Accepted";
    TAKE = "我来做", "I'll do it";
    DISCUSS = "要商量", "Discuss";
    DISCUSS_WHY = "想商量什么？", "What do you want to discuss?";
    DECLINE = "退回", "Decline";
    NO_TIME = "手头排不开", "No time for it";
    NOT_MINE = "不归我负责", "Not mine to do";
    UNCLEAR = "要求不清楚", "Not clear what is wanted";
    DECLINE_WHY = "退回原因", "Why decline?";
    CALL_OFF = "取消任务", "Call off";
    CALLED_OFF = "已取消", "Called off";
    STEPS = "清单", "Checklist";
    ADD_STEP = "加一项", "Add a line";
    DELETE_STEP = "删除这一项", "Delete this line";
    DUE = "截止", "Due";
    NO_DUE = "未定", "No date";
    OWNER = "负责人", "Owner";
    NOBODY = "未分派", "Nobody yet";
    GIVE = "分派", "Give";
    GIVE_AGAIN = "改派", "Give to…";
    IMPORTANCE = "重要程度", "Importance";
    NOTE = "目标与说明", "Goal and notes";
    ANSWER = "答复", "Answer";
    RATE = "做得怎么样？", "How good is the result?";
    RATE_SAY = "说一句（选填）", "A word about it (optional)";
    ASK_HELP = "求助", "Ask for help";
    GIVE_WELL = "分派给别人：写清目标（怎样算做好）和截止日期，对方才好答应。", "For somebody else: say what a good result looks like and by when, so that they can say yes.";
    COMMENTS = "留言", "Comments";
    COMMENT_HINT = "写一句…", "Write something…";
    SEND = "发送", "Send";
    SENT = "已发送", "Sent";
    MENTION = "提到谁", "Mention somebody";
    COMMENT_DELETED = "已删除留言", "Comment deleted";
}
