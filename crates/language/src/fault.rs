//! Whatever goes wrong: what happened, what is safe, what to do.

mod quarantine;
mod refusal;

pub use quarantine::quarantine;
pub use refusal::refusal;

use crate::word::{Language, Word};
use contract::message::Notice;
use contract::view::StorageFault;
use domain::record::FieldFault;

/// Why a value does not fit the field called `label`.
pub fn field(language: Language, label: &str, fault: &FieldFault) -> String {
    // Many labels are questions: quoted, the sentence around them stays a sentence.
    let label = format!("“{label}”");
    match (language, fault) {
        (Language::Chinese, FieldFault::Missing) => format!("请填写{label}。"),
        (Language::English, FieldFault::Missing) => format!("{label} is needed."),
        (Language::Chinese, FieldFault::WrongType) => format!("{label}的内容不对，请重新填写。"),
        (Language::English, FieldFault::WrongType) => {
            format!("{label} cannot hold this; please enter it again.")
        }
        (Language::Chinese, FieldFault::TooLong { limit }) => {
            format!("{label}太长，最多 {limit} 个字。")
        }
        (Language::English, FieldFault::TooLong { limit }) => {
            format!("{label} is too long: at most {limit} characters.")
        }
        (Language::Chinese, FieldFault::ControlCharacter) => format!("{label}里有换行或特殊字符，请去掉。"),
        (Language::English, FieldFault::ControlCharacter) => {
            format!("{label} holds a line break or special character; please remove it.")
        }
        (Language::Chinese, FieldFault::Unknown) => format!("这个版本没有{label}这一项。请更新应用。"),
        (Language::English, FieldFault::Unknown) => {
            format!("This version has no field {label}. Please update the app.")
        }
        (Language::Chinese, FieldFault::NoSuchRecord) => {
            format!("{label}选的那一条在本机上找不到，请重新选择。")
        }
        (Language::English, FieldFault::NoSuchRecord) => {
            format!("What {label} points to is not on this device; please choose again.")
        }
        (Language::Chinese, FieldFault::SetByCommands) => format!("{label}由应用自动填写，不能直接改。"),
        (Language::English, FieldFault::SetByCommands) => {
            format!("{label} is filled in by the app and cannot be typed.")
        }
        (Language::Chinese, FieldFault::OutOfRange { least, most }) => {
            format!("{label}要在 {least} 到 {most} 之间。")
        }
        (Language::English, FieldFault::OutOfRange { least, most }) => {
            format!("{label} must be between {least} and {most}.")
        }
        (Language::Chinese, FieldFault::Negative) => format!("{label}不能是负数。"),
        (Language::English, FieldFault::Negative) => format!("{label} cannot be below zero."),
        (Language::Chinese, FieldFault::NoNumber) => {
            format!("{label}请填数字，例如 12600 或 1.26万。")
        }
        (Language::English, FieldFault::NoNumber) => {
            format!("{label} takes a number, such as 12600.")
        }
        (Language::Chinese, FieldFault::Oneself) => format!("{label}里有你自己，请选别人。"),
        (Language::English, FieldFault::Oneself) => {
            format!("{label} names you; please choose somebody else.")
        }
        (Language::Chinese, FieldFault::NeededToGive) => {
            format!("分派前请先写上{label}，对方才好答应。")
        }
        (Language::English, FieldFault::NeededToGive) => {
            format!("Before you give this to somebody, please fill in {label}, so that they can say yes.")
        }
    }
}

/// Why writing to this device failed.
pub fn storage(language: Language, fault: &StorageFault) -> String {
    match fault {
        StorageFault::Full => Word::new(
            "手机存储已满。改动还在屏幕上，但没有存好。请清理空间，应用会自动再存。",
            "This device is full. Your changes are on screen but not stored. Free some space; the app tries again by itself.",
        )
        .say(language)
        .to_owned(),
        StorageFault::Superseded => Word::new(
            "同舟已在另一个标签页打开。那边的数据是最新的，请到那边继续。",
            "Tongzhou took over in another tab. Everything is safe there; please continue in that tab.",
        )
        .say(language)
        .to_owned(),
        StorageFault::Failed(system) => {
            let sentence = Word::new(
                "没能写入本机存储。改动还在屏幕上，应用会自动再试；先不要关闭。",
                "Writing to this device failed. Your changes are on screen and are tried again; please keep the app open.",
            )
            .say(language);
            with_system_words(sentence, system)
        }
    }
}

/// Something the engine wants the person to know once.
pub fn notice(language: Language, notice: &Notice) -> String {
    let word = match notice {
        Notice::CannotOpenStorage(_) => Word::new(
            "打不开本机存储。已有数据没有被改动。请关闭其他标签页，或退出无痕模式后重新打开。",
            "This device's storage cannot be opened. Nothing in it was changed. Close other tabs or leave private mode, then open the app again.",
        ),
        Notice::KeepsCrashing(_) => Word::new(
            "应用的后台一再出错，已不再自动重启。显示过“已保存”的都在这台设备上，没有丢；没显示的请重开后核对。请重新打开页面；再出现时更新浏览器，并把括号里的文字发给经理。",
            "The app's background part keeps failing and is not started again by itself. Everything that was shown as saved is safe on this device; check the rest after reloading. Reload the page; if it happens again, update the browser and tell your manager the words in brackets.",
        ),
        Notice::DamagedDocument => Word::new(
            "本机有一份数据损坏，正在用本机保存的加密原件重新生成。其他数据正常。",
            "One part of the data on this device is damaged and is being made again from the sealed originals kept here. All else is fine.",
        ),
        Notice::WorkerRestarted => Word::new(
            "后台出错后已自动重启，没完成的操作已重新执行。数据没有丢。",
            "Something failed in the background and was started again; what was unfinished was repeated. Nothing is lost.",
        ),
        Notice::VersionMismatch => Word::new(
            "应用已更新。请重新打开页面，数据不受影响。",
            "The app was updated. Please reload the page; your data is not affected.",
        ),
        Notice::RelayLostData => Word::new(
            "服务器缺少之前收过的数据，本机正在重新上传。数据没有丢。",
            "The server lacks data it once had; this device is sending it again. Nothing is lost.",
        ),
    };
    match notice {
        Notice::CannotOpenStorage(system) | Notice::KeepsCrashing(system) => {
            with_system_words(word.say(language), system)
        }
        _ => word.say(language).to_owned(),
    }
}

/// The system's own words go last, in brackets: for whoever helps, not for whoever reads.
fn with_system_words(sentence: &str, system: &str) -> String {
    if system.is_empty() { sentence.to_owned() } else { format!("{sentence} ({system})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_that_asks_does_not_run_into_the_sentence() {
        let too_long = FieldFault::TooLong { limit: 200 };
        assert_eq!(field(Language::Chinese, "要做什么", &too_long), "“要做什么”太长，最多 200 个字。");
        assert_eq!(field(Language::English, "What to do", &FieldFault::Missing), "“What to do” is needed.");
    }
}
