//! A meeting: agenda before, minutes after, and what it decided as tasks.

use crate::member::MemberId;
use crate::time::{ClockTime, Minutes};
use chrono::{Days, NaiveDate};

crate::choice! {
    /// What kind of meeting.
    pub enum MeetingForm {
        /// 团队例会
        Team = "team",
        /// 面谈
        FaceToFace = "face_to_face",
        /// 一对一
        OneOnOne = "one_on_one",
        /// 电话会议
        Phone = "phone",
        /// 视频会议
        Video = "video",
        /// 研讨
        Workshop = "workshop",
        /// 跨部门
        CrossDepartment = "cross_department",
    }
}

crate::choice! {
    /// How a meeting comes again.
    pub enum Repeats {
        /// 每周
        Weekly = "weekly",
        /// 每两周
        Fortnightly = "fortnightly",
        /// 每月
        Monthly = "monthly",
    }
}

crate::record! {
    /// People meet.
    pub struct Meeting(MeetingId) = "meeting" in Team, ByCount {
        /// What it is about.
        title: String [Title Required List Search],
        /// The day.
        day: Option<NaiveDate> [Required List],
        /// When it begins.
        starts: Option<ClockTime> [List],
        /// How long it takes.
        length: Option<Minutes> [],
        /// What kind.
        form: Option<MeetingForm> [List],
        /// Where, or the number or link to dial.
        place: String [List],
        /// Who takes part.
        attendees: Vec<MemberId> [List],
        /// What is to be talked about.
        agenda: String [Paragraph],
        /// What was said and decided.
        minutes: String [Paragraph],
        /// How it comes again.
        repeats: Option<Repeats> [],
        /// Who called it.
        caller: Option<MemberId> [Automatic Author],
    }
}

impl Repeats {
    /// The day of the next one, moved off rest days.
    pub fn next(self, day: NaiveDate) -> NaiveDate {
        let next = match self {
            Self::Weekly => day.checked_add_days(Days::new(7)),
            Self::Fortnightly => day.checked_add_days(Days::new(14)),
            Self::Monthly => day.checked_add_months(chrono::Months::new(1)),
        };
        crate::calendar::off_rest_days(next.unwrap_or(day))
    }
}
