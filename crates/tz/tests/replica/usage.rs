//! What is typed wrongly is answered in the person's language.

use crate::tz::Ran;
use std::process::{Command, Stdio};

fn run(locale: &str, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tz"));
    command.args(arguments).env_remove("TZ_HOME").env_remove("LC_MESSAGES").env("LC_ALL", locale);
    command.stdin(Stdio::null()).output().unwrap().into()
}

/// The first line that is said.
fn said(locale: &str, arguments: &[&str]) -> String {
    let ran = run(locale, arguments);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
    ran.err.lines().next().unwrap_or_default().to_owned()
}

const CHINESE: &str = "zh_CN.UTF-8";

#[test]
fn a_command_line_in_chinese_is_corrected_in_chinese() {
    let cases = [
        (&["lisst"][..], "没有“lisst”这个命令。没有改动任何内容。"),
        (&["list", "customer", "--filtr", "a"], "没有“--filtr”这个参数。没有改动任何内容。"),
        (&["add"], "还缺参数：<KIND>、<FIELD=VALUE>...。没有改动任何内容。"),
        (
            &["export", "--format", "pdf", "--out", "x"],
            "“--format <FORMAT>”的值不能是“pdf”。没有改动任何内容。",
        ),
        (&["today", "--today", "明天"], "“--today <DATE>”的值不能是“明天”。没有改动任何内容。"),
        (&["today", "--today"], "“--today <DATE>”后面还缺一个值。没有改动任何内容。"),
        (&["today", "--dir", "a", "--dir", "b"], "“--dir <FOLDER>”只能写一次。没有改动任何内容。"),
    ];
    for (arguments, expected) in cases {
        assert_eq!(said(CHINESE, arguments), expected, "{arguments:?}");
    }
}

#[test]
fn it_says_what_there_is_what_was_meant_and_how_it_is_written() {
    let err = run(CHINESE, &["lisst"]).err;
    assert!(err.contains("是不是想写“list”？"), "{err}");
    assert!(err.contains("Usage: tz"), "{err}");
    assert!(err.ends_with("全部用法：tz --help\n"), "{err}");
    let err = run(CHINESE, &["export", "--format", "pdf", "--out", "x"]).err;
    assert!(err.contains("可用：json、csv、automerge。"), "{err}");
}

#[test]
fn the_asked_for_language_comes_before_the_systems() {
    assert!(said("en_US.UTF-8", &["--lang", "zh", "lisst"]).starts_with("没有“lisst”"));
    assert!(said("en_US.UTF-8", &["--lang=zh", "lisst"]).starts_with("没有“lisst”"));
    assert_eq!(said(CHINESE, &["--lang", "en", "lisst"]), "error: unrecognized subcommand 'lisst'");
    assert_eq!(said("C", &["lisst"]), "error: unrecognized subcommand 'lisst'");
}

#[test]
fn help_and_version_are_no_mistakes() {
    for asked in ["--help", "--version"] {
        let ran = run(CHINESE, &[asked]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    }
}
