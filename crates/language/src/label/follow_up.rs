//! 跟进 · Follow-up

use super::KindWords;
use crate::word::Word;
use domain::follow_up::{Channel, Outcome};
use domain::record::Choice;

pub(super) const WORDS: KindWords = KindWords {
    kind: "follow_up",
    word: Word::new("跟进", "Follow-up"),
    fields: &[
        ("customer", Word::new("客户", "Customer")),
        ("at", Word::new("跟进时间", "When")),
        ("author", Word::new("跟进人", "By")),
        ("channel", Word::new("方式", "Channel")),
        ("outcome", Word::new("结果", "Outcome")),
        ("text", Word::new("跟进内容", "What was said")),
        ("next_date", Word::new("下次跟进", "Next date")),
        ("contact", Word::new("联系人", "Contact")),
    ],
    hints: &[],
    choice: |field, code| match field {
        "channel" => Channel::from_code(code).map(channel),
        "outcome" => Outcome::from_code(code).map(outcome),
        _ => None,
    },
};

/// What people call a channel.
pub fn channel(channel: Channel) -> Word {
    match channel {
        Channel::Phone => Word::new("电话", "Phone"),
        Channel::Wechat => Word::new("微信", "WeChat"),
        Channel::Visit => Word::new("拜访", "Visit"),
        Channel::Meeting => Word::new("会议", "Meeting"),
    }
}

/// What people call an outcome.
pub fn outcome(outcome: Outcome) -> Word {
    match outcome {
        Outcome::NoAnswer => Word::new("未接通", "No answer"),
        Outcome::CallAgain => Word::new("再联系", "Call again"),
        Outcome::Interested => Word::new("有意向", "Interested"),
        Outcome::WantsOffer => Word::new("要报价", "Wants an offer"),
        Outcome::NotInterested => Word::new("无意向", "Not interested"),
        Outcome::Replied => Word::new("已回复", "Replied"),
        Outcome::NoReply => Word::new("未回复", "No reply"),
        Outcome::Met => Word::new("见到了", "Met"),
        Outcome::NotMet => Word::new("没见到", "Not met"),
    }
}
