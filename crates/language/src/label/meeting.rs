//! 会议 · Meeting

use super::KindWords;
use crate::word::Word;
use domain::meeting::{MeetingForm, Repeats};
use domain::record::Choice;

pub(super) const WORDS: KindWords = KindWords {
    kind: "meeting",
    word: Word::new("会议", "Meeting"),
    fields: &[
        ("title", Word::new("会议主题", "Subject")),
        ("day", Word::new("日期", "Day")),
        ("starts", Word::new("开始时间", "Starts at")),
        ("length", Word::new("时长（分钟）", "Length (minutes)")),
        ("form", Word::new("形式", "Kind")),
        ("place", Word::new("地点或会议号", "Place or dial-in")),
        ("attendees", Word::new("参会人", "Attendees")),
        ("agenda", Word::new("议程", "Agenda")),
        ("minutes", Word::new("纪要", "Minutes")),
        ("repeats", Word::new("重复", "Repeats")),
        ("caller", Word::new("召集人", "Called by")),
    ],
    hints: &[],
    choice: |field, code| match field {
        "form" => MeetingForm::from_code(code).map(meeting_form),
        "repeats" => Repeats::from_code(code).map(repeats),
        _ => None,
    },
};

/// What people call a kind of meeting.
pub fn meeting_form(form: MeetingForm) -> Word {
    match form {
        MeetingForm::Team => Word::new("团队例会", "Team meeting"),
        MeetingForm::FaceToFace => Word::new("面谈", "Face to face"),
        MeetingForm::OneOnOne => Word::new("一对一", "One-on-one"),
        MeetingForm::Phone => Word::new("电话会议", "Phone call"),
        MeetingForm::Video => Word::new("视频会议", "Video call"),
        MeetingForm::Workshop => Word::new("研讨", "Workshop"),
        MeetingForm::CrossDepartment => Word::new("跨部门", "Cross-department"),
    }
}

/// What people call how a meeting comes again.
pub fn repeats(repeats: Repeats) -> Word {
    match repeats {
        Repeats::Weekly => Word::new("每周", "Every week"),
        Repeats::Fortnightly => Word::new("每两周", "Every two weeks"),
        Repeats::Monthly => Word::new("每月", "Every month"),
    }
}
