//! The frame: tabs, rail, quick capture, search.

use crate::word::words;

words! {
    TODAY = "今天", "Today";
    CUSTOMERS = "客户", "Customers";
    TASKS = "任务", "Tasks";
    DEALS = "商机", "Deals";
    DUTIES = "岗位职责", "Duties";
    ANNOUNCEMENTS = "公告", "Announcements";
    MEETINGS = "会议", "Meetings";
    HELP = "求助", "Help";
    PRAISE = "表扬", "Praise";
    MORE = "更多", "More";
    NEW_TASK = "新建任务", "New task";
    NEW_DEAL = "新建商机", "New deal";
    NEW_PRAISE = "表扬同事", "Praise somebody";
    ASK_FOR_HELP = "求助", "Ask for help";
    TEAM = "团队", "Team";
    SETTINGS = "设置", "Settings";
    ADD = "新建", "Add";
    NAVIGATION = "主导航", "Main navigation";
    ME = "我", "Me";
    MY_PAGE = "我的主页", "My page";
    LOG_FOLLOW_UP = "记跟进", "Log a follow-up";
    NEW_CUSTOMER = "新建客户", "New customer";
    NEW_CONTACT = "新建联系人", "New contact";
    INVITE = "邀请成员", "Invite somebody";
    SEARCH = "搜索", "Search";
    SEARCH_HINT = "客户、任务、商机、同事：汉字、拼音、首字母或号码", "Customers, tasks, deals, people: name or number";
    NOTHING_FOUND = "没有找到", "Nothing found";
    WHICH_CUSTOMER = "哪个客户？", "Which customer?";
    GO_TO = "前往", "Go to";
    DO = "操作", "Do";
    SYNC = "同步状态", "Sync state";
    NOT_HERE = "这一页不存在", "There is no such page";
    BACK_TO_TODAY = "回到今天", "Back to Today";
    SAMPLE_TEAM = "示例团队，只在这台设备上", "Sample team on this device only";
    LEAVE_SAMPLE = "退出", "Leave";
}
