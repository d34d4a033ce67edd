//! Announcements and meetings as plain text.

use super::separator;
use crate::word::Language;
use crate::words::announcement as words;
use crate::{day, list};
use chrono::NaiveDate;
use contract::view::{AnnouncementRow, MeetingRow, Person};

/// An announcement: heading, text, who says so.
pub fn announcement_text(language: Language, row: &AnnouncementRow) -> String {
    let title = &row.announcement.title;
    let heading = match language {
        Language::Chinese => format!("【公告】{title}"),
        Language::English => title.clone(),
    };
    let author = row.author.as_ref().map(|author| ["— ", author.name.as_str()].concat());
    let lines = [Some(heading), Some(row.announcement.body.trim().to_owned()), author];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// A meeting: when, where, who; agenda, minutes, and what was decided.
pub fn meeting_text(language: Language, row: &MeetingRow, today: NaiveDate) -> String {
    let meeting = &row.meeting;
    let mut lines = vec![match (language, meeting.minutes.is_empty()) {
        (Language::Chinese, true) => format!("【会议】{}", meeting.title),
        (Language::Chinese, false) => format!("【会议纪要】{}", meeting.title),
        (Language::English, _) => meeting.title.clone(),
    }];
    let starts = meeting.starts.map(|at| day::time_of_day(i64::from(at.0)));
    let when = meeting.day.map(|on| day::date_with_weekday(language, on, today));
    let when: Vec<String> = when.into_iter().chain(starts).collect();
    let place = Some(meeting.place.clone()).filter(|place| !place.is_empty());
    let facts: Vec<String> = Some(when.join(" ")).into_iter().chain(place).collect();
    lines.push(facts.join(separator(language)));
    let colon = if language == Language::Chinese { "：" } else { ": " };
    if !row.attendees.is_empty() {
        lines.push([words::ATTENDEES.say(language), colon, &names(language, &row.attendees)].concat());
    }
    for (word, text) in [(words::AGENDA, &meeting.agenda), (words::MINUTES, &meeting.minutes)] {
        if !text.trim().is_empty() {
            lines.push([word.say(language), colon].concat().trim_end().to_owned());
            lines.push(text.trim().to_owned());
        }
    }
    if !row.tasks.is_empty() {
        lines.push([words::ACTIONS.say(language), colon].concat().trim_end().to_owned());
    }
    for (position, task) in row.tasks.iter().enumerate() {
        let parts: Vec<String> = [
            Some(task.task.title.clone()),
            task.owner.as_ref().map(|owner| owner.name.clone()),
            task.task.due.map(|due| day::date(language, due, today)),
        ]
        .into_iter()
        .flatten()
        .collect();
        lines.push(format!("{}. {}", position + 1, parts.join(separator(language))));
    }
    lines.join("\n")
}

fn names(language: Language, people: &[Person]) -> String {
    list::list(language, &people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::meeting::{Meeting, MeetingId};
    use domain::member::MemberId;
    use domain::{ClockTime, RecordId};

    #[test]
    fn minutes_leave_as_plain_wechat_text() {
        let person = |name: &str| Person { id: MemberId(RecordId([3; 16])), name: name.to_owned() };
        let meeting = Meeting {
            title: "周例会".to_owned(),
            day: NaiveDate::from_ymd_opt(2026, 3, 9),
            starts: Some(ClockTime(570)),
            place: "二楼会议室".to_owned(),
            agenda: "上周数据".to_owned(),
            minutes: "A 类客户本周全部拜访一遍".to_owned(),
            ..Meeting::default()
        };
        let row = MeetingRow {
            id: MeetingId(RecordId([1; 16])),
            meeting,
            attendees: vec![person("王强"), person("陈晓")],
            tasks: vec![],
            is_mine: true,
        };
        assert_eq!(
            meeting_text(Language::Chinese, &row, NaiveDate::from_ymd_opt(2026, 3, 1).expect("a day")),
            "【会议纪要】周例会\n3月9日 周一 09:30｜二楼会议室\n参会：王强、陈晓\n议程：\n上周数据\n纪要：\nA 类客户本周全部拜访一遍"
        );
    }
}
