//! Today.

use crate::word::words;

words! {
    DUE = "该跟进", "To follow up";
    UPCOMING = "接下来七天", "The next seven days";
    LOGGED = "今天已跟进", "Logged today";
    PEOPLE = "我的人", "My people";
    REST_DAY = "休息日", "Day off";
    ALL_DONE = "今天该跟进的都跟进了", "Everything due today is done";
    ALL_DONE_HINT = "想多跟一个，就去客户里挑一个没有计划的。", "If you have time, pick a customer without a plan.";
    RECEIVING_HINT = "可以先用着，收到的会自己出现。", "You can start working; what arrives shows up by itself.";
    NO_CUSTOMERS = "还没有客户", "No customers yet";
    NO_CUSTOMERS_HINT = "例如：成都锦华服饰，A 类，下次跟进周四。加上以后，该跟进的日子会自动出现在这里。", "For example: Acme Trading, class A, next date Thursday. Once added, it shows up here on its day.";
    HOW = "怎么联系的", "How";
    WHAT_CAME = "结果如何（点一下就记好）", "What came of it (one tap saves it)";
    CHANGE_DATE = "改日期", "Change date";
    ADD_TEXT = "补一句", "Add text";
    NEXT_DATE = "下次跟进", "Next date";
    WHAT_WAS_SAID = "聊了什么", "What was said";
    WHY = "为什么排在这里", "Why it is here";
    SCORE = "合计", "Total";
    TERM_OVERDUE = "距上次跟进", "Since the last touch";
    TERM_CLASS = "客户级别", "Class";
    TERM_PROMISED = "约好今天", "Promised for today";
    TERM_NEVER = "还没跟进过", "Never touched";
    TERM_OVERDUE_WHY = "距上次跟进（或错过的约定）过了几个间隔：A 14 天、B 30 天、C 90 天。每过一个间隔 20 分，最多 40 分。", "How many intervals have passed since the last touch or the missed date: A 14, B 30, C 90 days. 20 points each, at most 40.";
    TERM_CLASS_WHY = "A 类 25 分，B 类 15 分，C 类和未分级 5 分。", "Class A 25 points, B 15, C and none 5.";
    TERM_PROMISED_WHY = "约好今天联系的排在最前面。", "Who is expected today comes before everybody else.";
    TERM_NEVER_WHY = "从没联系过的新客户不能放凉。", "A customer nobody has contacted must not go cold.";
    POINTS_EXPLAINED = "分数相加，高的排前面。", "The points add up; the highest comes first.";
    COPY_DAY = "复制今日跟进", "Copy my day";
    OPEN_CUSTOMER = "打开客户", "Open customer";
    CALL = "打电话", "Call";
    MORE_DUE = "查看全部该跟进的", "Show all that are due";
    ASK_AFTER_CALL = "记录这次通话？", "Log this call?";
    PROMISED_TODAY = "约好今天", "Promised today";
    NEVER = "新客户", "New";
    LAST_ACTIVITY = "最近跟进", "Last follow-up";
    NEVER_ACTIVE = "还没有跟进", "Nothing logged yet";
    JUST_LOGGED = "已记下", "Logged";
}
