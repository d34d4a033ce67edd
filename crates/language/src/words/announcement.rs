//! Announcements, meetings, praise.

use crate::word::words;

words! {
    PUBLISH = "发公告", "Publish";
    PUBLISH_NOW = "发布", "Publish";
    PUBLISHED = "已发布", "Published";
    EMPTY = "还没有公告", "No announcements yet";
    EMPTY_HINT = "例如：本周起报价单统一用新模板。发布后能看到谁读了、谁还没读。", "For example: from this week all offers use the new form. You will see who has read it and who has not.";
    PINNED = "置顶", "Pinned";
    UNREAD = "未读", "Unread";
    OVER = "已过期", "Expired";
    I_READ = "知道了", "Got it";
    HAVE_READ = "已读", "Read by";
    HAVE_NOT_READ = "未读", "Not read by";
    COMING = "接下来", "Upcoming";
    PAST = "开过的", "Past";
    NEW_MEETING = "约会议", "Call a meeting";
    NO_MEETINGS = "还没有会议", "No meetings yet";
    NO_MEETINGS_HINT = "例如：周一 9:30 团队例会，每周一次，议程是上周数据和本周重点。", "For example: team meeting Monday 9:30, every week, about last week's figures and this week's focus.";
    AGENDA = "议程", "Agenda";
    MINUTES = "纪要", "Minutes";
    ADD_MINUTES = "写纪要", "Write the minutes";
    ACTIONS = "待办", "Action items";
    ADD_ACTION = "加待办", "Add an action item";
    PLAN_NEXT = "约下一次", "Plan the next one";
    ATTENDEES = "参会", "Attendees";
    GIVE_PRAISE = "表扬同事", "Praise somebody";
    NO_PRAISE = "还没有表扬", "No praise yet";
    NO_PRAISE_HINT = "例如：小陈把锦华的样品当天就寄到了，客户很满意。", "For example: Ann got the samples to Acme the same day, and the customer was delighted.";
    WALL = "近 90 天", "The last 90 days";
    OPEN_TASKS = "未完成任务", "Open tasks";
    OVERDUE_TASKS = "逾期任务", "Overdue tasks";
    DONE_WEEK = "近七天完成", "Done in 7 days";
    OPEN_DEALS = "进行中商机", "Open deals";
    PRAISE = "收到的表扬", "Praise";
    DUTIES = "岗位职责", "Duties";
}
