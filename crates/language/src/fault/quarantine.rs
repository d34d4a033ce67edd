//! Why something that arrived was not applied, in words a salesperson understands.

use crate::word::Word;
use contract::view::QuarantineReason;

/// Why, and what happens next.
pub fn quarantine(reason: QuarantineReason) -> Word {
    match reason {
        QuarantineReason::BadSignature => Word::new(
            "签名不符，可能被改动过，没有采用。",
            "The signature does not fit; it may have been altered. It was not used.",
        ),
        QuarantineReason::TooLarge => {
            Word::new("超出允许的大小，没有采用。", "Larger than allowed. It was not used.")
        }
        QuarantineReason::NoRight => {
            Word::new("发送者没有权限改这里，没有采用。", "Its sender may not write here. It was not used.")
        }
        QuarantineReason::AccessUnknown => Word::new(
            "还没收到对应的成员变更，收到后自动处理。",
            "A change of members it refers to has not arrived yet. It is used by itself then.",
        ),
        QuarantineReason::KeyMissing => Word::new(
            "还没收到解密的钥匙，收到后自动处理。",
            "The key that opens it has not arrived yet. It is used by itself then.",
        ),
        QuarantineReason::Unreadable => {
            Word::new("内容损坏，读不出来，没有采用。", "Damaged and unreadable. It was not used.")
        }
        QuarantineReason::WrongPlace => Word::new(
            "封面和内容对不上，没有采用。",
            "Its cover and its content name different places. It was not used.",
        ),
        QuarantineReason::WrongActor => Word::new(
            "冒用了别的设备的名义，没有采用。",
            "It was made in the name of another device. It was not used.",
        ),
        QuarantineReason::WrongStartOp => Word::new(
            "改动的编号不连续，没有采用。",
            "Its numbering does not follow from what came before. It was not used.",
        ),
        QuarantineReason::DependencyMissing => Word::new(
            "还缺它依据的改动，收到后自动处理。",
            "Changes it builds on have not arrived yet. It is used by itself then.",
        ),
        QuarantineReason::BrokenChain => Word::new(
            "这台设备的改动中间断了或分叉了，补齐后自动处理。",
            "There is a gap or a fork in what that device sent. It is used when the gap closes.",
        ),
        QuarantineReason::Crashed => Word::new(
            "处理它时出过错，先放在一边。更新应用后可以重试。",
            "Using it failed before, so it was set aside. Try again after updating the app.",
        ),
        QuarantineReason::NewerVersion => Word::new(
            "由更新版本的应用产生。更新应用后自动处理。",
            "Made by a newer version of the app. It is used once you update.",
        ),
    }
}
