//! A follow-up: one touch with a customer, logged in two taps.

use crate::contact::ContactId;
use crate::customer::{CustomerClass, CustomerId, due_after};
use crate::member::MemberId;
use crate::time::Timestamp;
use chrono::{Days, NaiveDate};

crate::choice! {
    /// How the customer was touched.
    pub enum Channel {
        /// 电话
        Phone = "phone",
        /// 微信
        Wechat = "wechat",
        /// 拜访
        Visit = "visit",
        /// 会议
        Meeting = "meeting",
    }
}

crate::choice! {
    /// What came of it.
    pub enum Outcome {
        /// 未接通: nobody answered.
        NoAnswer = "no_answer",
        /// 再联系: spoke, call again.
        CallAgain = "call_again",
        /// 有意向: interested.
        Interested = "interested",
        /// 要报价: wants an offer.
        WantsOffer = "wants_offer",
        /// 无意向: not interested.
        NotInterested = "not_interested",
        /// 已回复: answered a message.
        Replied = "replied",
        /// 未回复: has not answered a message.
        NoReply = "no_reply",
        /// 见到了: met the person.
        Met = "met",
        /// 没见到: was there, met nobody.
        NotMet = "not_met",
    }
}

crate::record! {
    /// One touch with a customer.
    pub struct FollowUp(FollowUpId) = "follow_up" in Book, ByMonth {
        /// The customer.
        customer: Option<CustomerId> [Required List Parent],
        /// When it happened.
        at: Option<Timestamp> [Required List],
        /// Who did it.
        author: Option<MemberId> [Required List],
        /// How.
        channel: Option<Channel> [Required List],
        /// What came of it.
        outcome: Option<Outcome> [Required List],
        /// What was said.
        text: String [Title Paragraph Search List],
        /// The next date that was agreed.
        next_date: Option<NaiveDate> [List],
        /// With whom.
        contact: Option<ContactId> [],
    }
}

impl Channel {
    /// The outcomes offered for this channel, most frequent first.
    pub fn outcomes(self) -> &'static [Outcome] {
        use Outcome::{
            CallAgain, Interested, Met, NoAnswer, NoReply, NotInterested, NotMet, Replied, WantsOffer,
        };
        match self {
            Self::Phone => &[NoAnswer, CallAgain, Interested, WantsOffer, NotInterested],
            Self::Wechat => &[Replied, NoReply, Interested, WantsOffer, NotInterested],
            Self::Visit => &[Met, NotMet, Interested, WantsOffer, NotInterested],
            Self::Meeting => &[Interested, WantsOffer, CallAgain, NotInterested],
        }
    }
}

impl Outcome {
    /// Whether the customer took part: only then does the touch count in full.
    pub fn is_two_way(self) -> bool {
        !matches!(self, Self::NoAnswer | Self::NoReply | Self::NotMet)
    }
}

/// The next date offered after a touch on `today`, before rest days are avoided: unanswered touches come back
/// within days, promises of an offer the day after tomorrow, everything else at the class's interval.
pub fn next_date_after(outcome: Outcome, class: Option<CustomerClass>, today: NaiveDate) -> NaiveDate {
    let within =
        |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today).min(due_after(class, today));
    match outcome {
        Outcome::NoAnswer | Outcome::NotMet => within(1),
        Outcome::WantsOffer => within(2),
        Outcome::NoReply => within(3),
        Outcome::CallAgain | Outcome::Interested => within(7),
        Outcome::NotInterested => due_after(Some(CustomerClass::C), today),
        Outcome::Replied | Outcome::Met => due_after(class, today),
    }
}
