//! Where my changes are, in one small true sentence.

use crate::word::{Language, Word};
use contract::view::{LinkState, SyncStage, SyncState};

/// The sentence on screen: 已保存在本机, 已上传, 3 台设备已收到.
pub fn stage(language: Language, stage: SyncStage) -> String {
    match stage {
        SyncStage::Saving => Word::new("保存中", "Saving").say(language).to_owned(),
        SyncStage::SavedHere => Word::new("已保存在本机", "Saved here").say(language).to_owned(),
        SyncStage::Uploaded => Word::new("已上传", "Uploaded").say(language).to_owned(),
        SyncStage::Received { devices } => match (language, devices) {
            (Language::Chinese, _) => format!("{devices} 台设备已收到"),
            (Language::English, 1) => "Received by 1 device".to_owned(),
            (Language::English, _) => format!("Received by {devices} devices"),
        },
    }
}

/// What the sentence means, for whoever taps it.
pub fn stage_meaning(stage: SyncStage) -> Word {
    match stage {
        SyncStage::Saving => Word::new(
            "正在写入本机存储，一般不到一秒。",
            "Being written to this device's storage, usually in less than a second.",
        ),
        SyncStage::SavedHere => Word::new(
            "你的改动已写入这台设备，关掉应用、断电都不会丢。",
            "Your changes are on this device and survive closing the app or losing power.",
        ),
        SyncStage::Uploaded => Word::new(
            "服务器已存好加密后的改动，它看不到内容。同事上线后会收到。",
            "The server keeps your changes encrypted and cannot read them. Colleagues receive them when they come online.",
        ),
        SyncStage::Received { .. } => Word::new(
            "这些设备已确认存好你的全部改动。",
            "These devices have confirmed that they stored all of your changes.",
        ),
    }
}

/// Much is arriving: how much so far.
pub fn receiving(language: Language, count: u32) -> String {
    let number = crate::number::count(i64::from(count));
    match (language, count) {
        (Language::Chinese, 0) => "正在接收团队的数据".to_owned(),
        (Language::English, 0) => "Receiving the team's data".to_owned(),
        (Language::Chinese, _) => format!("正在接收团队的数据，已收到 {number} 项改动"),
        (Language::English, 1) => "Receiving the team's data: 1 change so far".to_owned(),
        (Language::English, _) => format!("Receiving the team's data: {number} changes so far"),
    }
}

/// What stands in the way just now, or what is on its way; `None` when nothing is.
pub fn obstacle(language: Language, sync: &SyncState) -> Option<String> {
    if let Some(fault) = &sync.storage_fault {
        return Some(crate::fault::storage(language, fault));
    }
    if let Some(count) = sync.receiving {
        return Some(receiving(language, count));
    }
    let waiting = sync.waiting;
    match (&sync.link, language) {
        (LinkState::Offline, Language::Chinese) if waiting > 0 => Some(format!("离线 · {waiting} 项待上传")),
        (LinkState::Offline, Language::English) if waiting > 0 => {
            Some(format!("Offline · {waiting} to upload"))
        }
        (LinkState::Offline, Language::Chinese) => Some("离线".to_owned()),
        (LinkState::Offline, Language::English) => Some("Offline".to_owned()),
        (LinkState::Refused(_), Language::Chinese) => Some("服务器拒绝了这台设备".to_owned()),
        (LinkState::Refused(_), Language::English) => Some("The server refuses this device".to_owned()),
        (LinkState::Forgotten, Language::Chinese) => Some("服务器不认识这台设备".to_owned()),
        (LinkState::Forgotten, Language::English) => Some("The server does not know this device".to_owned()),
        _ => None,
    }
}

/// How the connection stands, in one line.
pub fn link(language: Language, link: &LinkState) -> String {
    let word = match link {
        LinkState::None => Word::new(
            "没有设置服务器，数据只在这台设备上。",
            "No server is set: everything stays on this device.",
        ),
        LinkState::Offline => Word::new(
            "没有网络，可以照常使用，恢复后自动上传。",
            "Not connected. Keep working; it uploads by itself when the network is back.",
        ),
        LinkState::Connecting => Word::new("正在连接服务器。", "Connecting to the server."),
        LinkState::Online => Word::new("已连接服务器。", "Connected to the server."),
        LinkState::Refused(_) => Word::new(
            "服务器拒绝了这台设备。本机数据安全。请让经理检查成员和设备，或检查服务器地址。",
            "The server refuses this device. What is on it is safe. Ask your manager to check members and devices, or check the server address.",
        ),
        LinkState::Forgotten => Word::new(
            "服务器丢过资料，现在的成员名单里没有这台设备。本机资料都在，照常能用，只是暂时不同步。请主管在你的成员页再发一个邀请链接，用它就能接上。",
            "The server lost data, and its list of members does not name this device now. Everything here is safe and you can go on working; it is just not shared yet. Ask your manager for another invite, made from your page in the team, and connect with it.",
        ),
    };
    match link {
        LinkState::Refused(why) if !why.is_empty() => format!("{} ({why})", word.say(language)),
        _ => word.say(language).to_owned(),
    }
}

/// A clock that is wrong, and what to do about it.
pub fn clock_off(language: Language, minutes: i64) -> String {
    let total = u32::try_from(minutes.unsigned_abs()).unwrap_or(u32::MAX);
    let amount = match (language, total / (24 * 60)) {
        (_, 0 | 1) => crate::day::minutes(language, total),
        (Language::Chinese, days) => format!("{days} 天"),
        (Language::English, days) => format!("{days} days"),
    };
    match (language, minutes > 0) {
        (Language::Chinese, true) => format!("这台设备的时钟快了 {amount}。请打开“自动设置时间”。"),
        (Language::Chinese, false) => format!("这台设备的时钟慢了 {amount}。请打开“自动设置时间”。"),
        (Language::English, true) => {
            format!("This device's clock is {amount} fast. Please switch on automatic time.")
        }
        (Language::English, false) => {
            format!("This device's clock is {amount} slow. Please switch on automatic time.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_far_off_is_off_by_days() {
        assert_eq!(
            clock_off(Language::Chinese, 3 * 24 * 60 + 5),
            "这台设备的时钟快了 3 天。请打开“自动设置时间”。"
        );
        assert!(clock_off(Language::English, -90).contains("1 h 30 min slow"));
    }

    #[test]
    fn what_is_arriving_is_counted() {
        assert_eq!(receiving(Language::Chinese, 1_200), "正在接收团队的数据，已收到 1,200 项改动");
        assert_eq!(receiving(Language::English, 1), "Receiving the team's data: 1 change so far");
        assert_eq!(receiving(Language::English, 0), "Receiving the team's data");
    }

    #[test]
    fn the_three_true_sentences() {
        let said = |stage| super::stage(Language::Chinese, stage);
        assert_eq!(said(SyncStage::SavedHere), "已保存在本机");
        assert_eq!(said(SyncStage::Uploaded), "已上传");
        assert_eq!(said(SyncStage::Received { devices: 3 }), "3 台设备已收到");
        assert_eq!(stage(Language::English, SyncStage::Received { devices: 1 }), "Received by 1 device");
    }
}
