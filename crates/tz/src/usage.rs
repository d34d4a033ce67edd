//! A command line that cannot be understood: what is wrong and what to do, in the person's language, around the usage
//! line as `clap` writes it.

use crate::arguments::{Arguments, asked_for_language};
use clap::Parser;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use language::Language;
use std::process::ExitCode;

/// The exit code of wrong usage.
const WRONG_USAGE: u8 = 2;

/// The arguments; otherwise everything has been said and this is how to end.
pub fn read() -> Result<Arguments, ExitCode> {
    Arguments::try_parse().map_err(|error| {
        let language =
            asked_for_language(std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()));
        match chinese(&error).filter(|_| language == Language::Chinese) {
            Some(sentences) => eprintln!("{sentences}"),
            // Help, the version and everything in English are clap's own. Nobody is left to tell when it fails.
            None => drop(error.print()),
        }
        if error.use_stderr() { ExitCode::from(WRONG_USAGE) } else { ExitCode::SUCCESS }
    })
}

/// `None` for what is no mistake: help and version.
fn chinese(error: &Error) -> Option<String> {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return None;
    }
    let what = |kind| context(error, kind);
    let argument = what(ContextKind::InvalidArg);
    let value = what(ContextKind::InvalidValue);
    let mut sentences = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令。", what(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数。"),
        ErrorKind::MissingRequiredArgument => format!("还缺参数：{argument}。"),
        ErrorKind::MissingSubcommand => "还缺要执行的命令。".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面还缺一个值。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”的值不能是“{value}”。")
        }
        ErrorKind::ArgumentConflict => {
            let other = what(ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("“{argument}”只能写一次。")
            } else {
                format!("“{argument}”不能和“{other}”一起用。")
            }
        }
        ErrorKind::NoEquals => format!("“{argument}”和值之间要写等号。"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("“{argument}”的值的个数不对。")
        }
        ErrorKind::InvalidUtf8 => "参数里有无法识别的字符，请用 UTF-8。".to_owned(),
        _ => "命令写得不对。".to_owned(),
    };
    sentences.push_str("没有改动任何内容。");
    let valid = what(ContextKind::ValidValue);
    if !valid.is_empty() {
        sentences.push_str(&format!("\n可用：{valid}。"));
    }
    let suggested =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .map(what)
            .into_iter()
            .find(|suggested| !suggested.is_empty());
    if let Some(suggested) = suggested {
        sentences.push_str(&format!("\n是不是想写“{suggested}”？"));
    }
    let usage = what(ContextKind::Usage);
    if !usage.is_empty() {
        sentences.push_str(&format!("\n\n{usage}"));
    }
    sentences.push_str("\n\n全部用法：tz --help");
    Some(sentences)
}

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        }
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
