//! What is said of backups and sync files.

use crate::word::{Language, Word};
use crate::words::files;
use contract::command::{Made, TurnedAway};

/// What a sync file brought: `12 new changes, saved here.`
pub fn received(language: Language, envelopes: u64, admitted: u32) -> String {
    let mut sentence = match (language, envelopes) {
        (Language::Chinese, 0) => "没有新的改动，都已经收过了。".to_owned(),
        (Language::English, 0) => "Nothing new: everything in it was here already.".to_owned(),
        (Language::Chinese, new) => format!("收到 {new} 处新改动，已保存在本机。"),
        (Language::English, 1) => "1 new change, saved here.".to_owned(),
        (Language::English, new) => format!("{new} new changes, saved here."),
    };
    match (language, admitted) {
        (_, 0) => {}
        (Language::Chinese, devices) => sentence.push_str(&format!("团队新增 {devices} 台设备。")),
        (Language::English, 1) => sentence.push_str(" 1 device has joined the team."),
        (Language::English, devices) => {
            sentence.push_str(&format!(" {devices} devices have joined the team."));
        }
    }
    sentence
}

/// What the person has to do next, when an opened file leaves something to do.
pub fn what_to_do(made: &Made) -> Option<Word> {
    match made {
        Made::Received { waits_for_admission: true, .. } => Some(files::READS_ONLY),
        Made::Received { turned_away: Some(TurnedAway::Invite), .. } => Some(files::INVITE_NOT_VALID),
        Made::Received { turned_away: Some(TurnedAway::AskedTooEarly), .. } => Some(files::ASKED_TOO_EARLY),
        Made::Received { admitted: 1.., .. } => Some(files::ANSWER_FILE),
        _ => None,
    }
}

/// How large a file is: `1.2 MB`.
pub fn size(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    match tenths {
        0..10 => format!("{bytes} B"),
        10..10_000 => format!("{} KB", tenths.div_ceil(10)),
        _ => format!("{}.{} MB", tenths / 10_000, tenths % 10_000 / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_in_the_unit_that_people_use() {
        assert_eq!([size(7), size(1_000), size(83_412), size(1_234_567)], ["7 B", "1 KB", "84 KB", "1.2 MB"]);
    }

    #[test]
    fn what_a_file_brought_is_said_with_who_came() {
        assert_eq!(
            received(Language::English, 1, 2),
            "1 new change, saved here. 2 devices have joined the team."
        );
        assert_eq!(received(Language::Chinese, 0, 0), "没有新的改动，都已经收过了。");
    }
}
