//! Settings.

use crate::word::words;

words! {
    LANGUAGE = "语言", "Language";
    APPEARANCE = "外观", "Appearance";
    THEME_SYSTEM = "跟随系统", "System";
    THEME_LIGHT = "浅色", "Light";
    THEME_DARK = "深色", "Dark";
    TEXT_SIZE = "文字大小", "Text size";
    TEXT_NORMAL = "标准", "Normal";
    TEXT_LARGE = "大字", "Large";
    SYNC = "同步", "Sync";
    SYNC_SAVED = "已保存在本机", "Saved here";
    SYNC_UPLOADED = "已上传", "Uploaded";
    SYNC_RECEIVED = "其他设备已收到", "Received by other devices";
    RELAY = "服务器地址", "Server address";
    RELAY_NONE = "未设置，只在本机", "Not set: this device only";
    CHANGE = "更改", "Change";
    RELAY_SAVED = "服务器地址已保存", "Server address saved";
    REJOIN = "用新的邀请接上", "Connect with another invite";
    REJOIN_LINK = "粘贴主管发来的邀请链接", "Paste the invite your manager sent";
    REJOINING = "正在用这个邀请接上", "Connecting with this invite";
    DEVICES = "设备", "Devices";
    THIS_DEVICE = "本机", "This device";
    HAS_ALL = "已收到我的全部改动", "Has all of my changes";
    HAS_NOT_ALL = "还没收到全部", "Does not have all yet";
    QUARANTINE = "需要留意", "Needs attention";
    QUARANTINE_NONE = "收到的内容全部正常。", "Everything that arrived was fine.";
    QUARANTINE_WHY = "以下内容没有采用，但都留着。其他数据不受影响。", "These were not used, but are kept. All other data is fine.";
    WAITING = "等待中", "Waiting";
    REFUSED = "未采用", "Not used";
    RETRY = "重试", "Try again";
    RETRIED = "已重试", "Tried again";
    STORAGE = "本机数据", "On this device";
    DOCUMENTS = "文档", "Documents";
    RECORDS = "记录", "Records";
    LOADED = "内存中的文档", "Documents in memory";
    TEAM = "团队", "Team";
    FORGET = "退出并清除本机数据", "Leave and clear this device";
    FORGET_SAMPLE = "退出示例团队", "Leave the sample team";
    FORGET_TITLE = "清除本机上的团队数据？", "Clear this team from this device?";
    FORGET_WARNING = "本机上的客户、跟进和解密钥匙都会删除，无法撤销。已上传的改动，同事那里还有；没上传的会永远丢失。", "Customers, follow-ups and the keys that open them are deleted from this device. This cannot be undone. What was uploaded stays with your colleagues; what was not is lost for ever.";
    FORGET_SAMPLE_WARNING = "示例数据会从本机删除，然后回到开始页。", "The sample data is deleted from this device and you return to the start.";
    FORGET_NOW = "清除", "Clear";
    ABOUT = "关于", "About";
    ABOUT_TEXT = "同舟把数据存在每个人自己的设备上，离线可用，传输全程加密。源代码公开，MIT 或 Apache-2.0 许可。", "Tongzhou keeps its data on each person's own device, works offline and sends everything encrypted. Open source under MIT or Apache-2.0.";
    VERSION = "版本", "Version";
}
