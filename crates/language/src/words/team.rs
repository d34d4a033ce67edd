//! The team.

use crate::word::words;

words! {
    MEMBERS = "成员", "Members";
    INVITE = "邀请成员", "Invite somebody";
    NAME = "姓名", "Name";
    ROLE = "角色", "Role";
    MAKE_LINK = "生成邀请链接", "Make the link";
    LINK_READY = "链接已生成，只显示这一次", "Your link: it is shown only once";
    LINK_HINT = "复制后用微信发给对方。对方在微信里点开后，要点右上角“···”，选“在浏览器打开”。每个链接只能用一次。", "Copy it and send it by WeChat or any message. In WeChat, tap ··· and open it in the browser. It works once.";
    LINK_SECRET = "谁拿到链接谁就能加入，请只发给本人。", "Whoever has the link can join: send it to that person only.";
    COPY_LINK = "复制链接", "Copy link";
    SHARE = "分享", "Share";
    NOT_JOINED = "未加入", "Not joined yet";
    CUSTOMERS = "客户", "Customers";
    DUE = "该跟进", "Due";
    OVERDUE = "逾期未跟进", "Overdue";
    TODAY = "今日跟进", "Logged today";
    WEEK = "近七天", "Last 7 days";
    RECENT = "最近跟进", "Recent follow-ups";
    YOU = "我", "you";
    SAME_AS_MANAGER = "这一页，本人和经理看到的完全一样。", "You and your manager see exactly the same here.";
    NOT_FOUND = "找不到这位成员", "There is no such member";
    ALONE = "团队里还只有你", "You are alone in the team so far";
    ALONE_HINT = "例如：把邀请链接用微信发给助理小陈，他打开就能加入。", "For example: send your assistant an invite link; opening it is all they do.";
    INVITE_AS = "邀请加入", "Invite to join";
    ADD_DEVICE = "添加我的另一台设备", "Add another device of mine";
    ADD_DEVICE_HINT = "在另一台手机或电脑上打开这个链接，它就会以你的身份加入。", "Open this link on your other phone or computer: it joins as you.";
    RECORD = "成员资料", "Member details";
}
