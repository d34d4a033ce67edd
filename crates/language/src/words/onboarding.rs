//! The first minutes.

use crate::word::words;

words! {
    PROMISE = "销售团队的工作本。没有网络也能用，数据只属于你们团队。", "The workbook of a sales team. It works without a network, and what you write belongs to your team only.";
    START = "创建团队", "Start a team";
    START_HINT = "你来邀请同事", "You invite your colleagues";
    JOIN = "用邀请链接加入", "Join with an invite";
    JOIN_HINT = "粘贴同事发来的链接", "Paste the link a colleague sent you";
    LOOK = "先看看示例团队", "Look around in a sample team";
    LOOK_HINT = "只在这台设备上，随时可以退出", "Only on this device; leave whenever you like";
    LOOK_CHINESE = "中文示例", "Chinese sample";
    LOOK_ENGLISH = "英文示例", "English sample";
    TEAM_NAME = "团队名称", "Team name";
    TEAM_NAME_EXAMPLE = "例如：成都一部", "for example: North region";
    MY_NAME = "你的姓名", "Your name";
    MY_NAME_EXAMPLE = "同事怎么叫你", "What colleagues call you";
    RELAY = "服务器地址", "Server address";
    RELAY_HINT = "用来和同事的设备同步，内容全程加密，服务器看不到。留空则先只在本机使用，以后可以再设。", "Brings your devices and colleagues together; everything passes encrypted and the server cannot read it. Leave it empty to work on this device only for now.";
    START_NOW = "创建", "Start";
    INVITE_LINK = "邀请链接", "Invite link";
    INVITE_LINK_HINT = "在微信里长按链接、复制，再粘贴到这里", "Copy the whole link from the message and paste it here";
    PASTE = "粘贴", "Paste";
    JOIN_NOW = "加入", "Join";
    JOINING = "正在加入团队", "Joining the team";
    JOINING_HINT = "正在从服务器取团队资料，请保持网络畅通。", "Fetching the team from the server; please stay online.";
    INVITED = "你收到了团队邀请", "You are invited to a team";
    INVITE_CONNECTS = "这台设备可以用这个邀请重新接上服务器。", "This device can connect to its server again with this invite.";
    ANOTHER_TEAM_HERE = "这台设备上已有团队。要用这个邀请，请先在设置里退出当前团队。", "There is already a team on this device. To use this invite, leave that team in Settings first.";
    INVITE_NOT_NEEDED = "继续用现在的团队", "Stay in my team";
    IN_WECHAT = "请点右上角“···”→ 在浏览器打开", "Tap “···” at the top right → Open in browser";
    IN_WECHAT_WHY = "微信里的网页会被清掉数据，所以要在手机浏览器里使用。", "Pages inside WeChat lose their data, so please use your phone's browser.";
    STARTING = "正在打开", "Opening";
    CANNOT_START = "没有打开", "It did not open";
    RELOAD = "重新打开", "Reload";
}
