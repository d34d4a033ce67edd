//! What an import says about its files.

use crate::number;
use crate::word::{Language, Word};
use contract::import::{Deviation, Encoding, ImportFault, Remark};

use Language::{Chinese, English};

/// The columns of a report: file, line, column, what stands there, what was made of it.
pub const COLUMNS: [Word; 5] = [
    Word::new("文件", "File"),
    Word::new("行", "Line"),
    Word::new("列", "Column"),
    Word::new("原文", "Found"),
    Word::new("处理", "What was done"),
];

/// A remark as one line: `sales_pipeline.csv 第 2 行 product：“GTXPro” 按“GTX Pro”导入`.
pub fn remark(language: Language, remark: &Remark) -> String {
    let Remark { file, line, column, found, deviation } = remark;
    let done = self::deviation(language, deviation);
    match (language, found.is_empty()) {
        (Chinese, true) => format!("{file} 第 {line} 行 {column}：{done}"),
        (Chinese, false) => format!("{file} 第 {line} 行 {column}：“{found}”{done}"),
        (English, true) => format!("{file}, line {line}, {column}: {done}"),
        (English, false) => format!("{file}, line {line}, {column}: “{found}” {done}"),
    }
}

/// What was done about a place that did not fit.
pub fn deviation(language: Language, deviation: &Deviation) -> String {
    let word = match deviation {
        Deviation::ReadAs(text) => {
            return match language {
                Chinese => format!("按“{text}”导入"),
                English => format!("was read as “{text}”"),
            };
        }
        Deviation::Shortened(limit) => {
            return match language {
                Chinese => format!("太长，只保留前 {limit} 个字"),
                English => format!("is too long: the first {limit} characters were kept"),
            };
        }
        Deviation::Empty => Word::new("没有内容，留空", "empty, left empty"),
        Deviation::NotInFiles => {
            Word::new("在这批文件里找不到对应的一条，留空", "names nothing in these files; left empty")
        }
        Deviation::Circle => Word::new("绕了一圈又指回自己，留空", "leads back to itself; left empty"),
        Deviation::NotADay => Word::new("不是日期，留空", "is not a date; left empty"),
        Deviation::NotANumber => Word::new("不是数字，留空", "is not a number; left empty"),
        Deviation::UnknownWord => Word::new("不认识，留空", "is not known; left empty"),
        Deviation::MadeOneLine => Word::new("换行改成了空格", "had line breaks, which are spaces now"),
    };
    word.say(language).to_owned()
}

/// Many remarks of one sort: `sales_pipeline.csv account：没有内容，留空（1,425 处，首见第 3 行）`.
pub fn remarks(language: Language, first: &Remark, count: usize) -> String {
    let Remark { file, line, column, found, deviation } = first;
    let done = self::deviation(language, deviation);
    let count = number::count(i64::try_from(count).unwrap_or(i64::MAX));
    let found = if found.is_empty() || !matches!(deviation, Deviation::ReadAs(_)) {
        String::new()
    } else {
        format!("“{found}”")
    };
    match language {
        Chinese => format!("{file} {column}：{found}{done}（{count} 处，首见第 {line} 行）"),
        English => {
            let space = if found.is_empty() { "" } else { " " };
            format!("{file}, {column}: {found}{space}{done} ({count}×, first on line {line})")
        }
    }
}

/// Why files were not taken, and what to do.
pub fn fault(language: Language, fault: &ImportFault) -> String {
    let said = match language {
        Chinese => chinese(fault),
        English => english(fault),
    };
    let nothing = Word::new("没有导入任何内容。", "Nothing was imported.").say(language);
    match language {
        Chinese => format!("{said}{nothing}"),
        English => format!("{said} {nothing}"),
    }
}

fn chinese(fault: &ImportFault) -> String {
    match fault {
        ImportFault::NoPreset(code) => format!("这个版本还不能导入“{code}”的数据。请更新。"),
        ImportFault::MissingFiles(files) => {
            format!("文件夹里缺少 {}。请把缺的文件放进去再导入。", files.join("、"))
        }
        ImportFault::TooLarge { file, limit_mib } => {
            format!("{file} 超过 {limit_mib} MB，太大了。请拆成几份分别导入。")
        }
        ImportFault::TooManyRows { file, limit } => {
            format!("{file} 超过 {} 行，太多了。请拆成几份分别导入。", number::count(i64::from(*limit)))
        }
        ImportFault::NotText { file } => {
            format!("{file} 不是能识别的文本。请用表格软件打开，另存为“CSV UTF-8”再导入。")
        }
        ImportFault::NoRows { file } => format!("{file} 里没有数据。请检查导出是否完整。"),
        ImportFault::MissingColumns { file, columns } => {
            format!("{file} 缺少这些列：{}。请检查表头，或选对来源。", columns.join("、"))
        }
        ImportFault::TwoColumns { file, column } => {
            format!("{file} 有两列都叫“{column}”。请改掉一个列名。")
        }
        ImportFault::UnevenRow { file, line, expected, found } => {
            format!("{file} 第 {line} 行有 {found} 格，表头是 {expected} 格。请检查这一行的逗号和引号。")
        }
        ImportFault::OpenQuote { file, line } => {
            format!("{file} 第 {line} 行的引号没有配对。请补上引号。")
        }
        ImportFault::NoKey { file, line, column } => {
            format!("{file} 第 {line} 行的 {column} 是空的，无法认出是哪一条。请补上，或删掉这一行。")
        }
        ImportFault::SameKey { file, line, first, key } => {
            format!("{file} 第 {line} 行和第 {first} 行都是“{key}”，不知道以哪一行为准。请只留一行。")
        }
        ImportFault::NoStage(word) => {
            format!("团队里没有和“{word}”对应的商机阶段。请先在商机里添加阶段。")
        }
    }
}

fn english(fault: &ImportFault) -> String {
    match fault {
        ImportFault::NoPreset(code) => format!("This version cannot read “{code}”. Please update."),
        ImportFault::MissingFiles(files) => {
            format!("The folder lacks {}. Put the missing files there and import again.", files.join(", "))
        }
        ImportFault::TooLarge { file, limit_mib } => {
            format!("{file} is larger than {limit_mib} MiB. Split it and import the parts.")
        }
        ImportFault::TooManyRows { file, limit } => {
            let limit = number::count(i64::from(*limit));
            format!("{file} has more than {limit} rows. Split it and import the parts.")
        }
        ImportFault::NotText { file } => {
            format!(
                "{file} is not text that can be read. Open it in a spreadsheet and save it as “CSV UTF-8”."
            )
        }
        ImportFault::NoRows { file } => format!("{file} has no rows. Check whether the export is complete."),
        ImportFault::MissingColumns { file, columns } => {
            format!("{file} lacks these columns: {}. Check its header, or the preset.", columns.join(", "))
        }
        ImportFault::TwoColumns { file, column } => {
            format!("{file} has two columns called “{column}”. Rename one.")
        }
        ImportFault::UnevenRow { file, line, expected, found } => format!(
            "{file}, line {line} has {found} cells where the header has {expected}. Check its commas and quotation marks."
        ),
        ImportFault::OpenQuote { file, line } => {
            format!("{file}, line {line} has a quotation mark that is never closed. Close it.")
        }
        ImportFault::NoKey { file, line, column } => {
            format!(
                "{file}, line {line}: {column} is empty, so nobody can tell what this is. Fill it in or delete the line."
            )
        }
        ImportFault::SameKey { file, line, first, key } => {
            format!("{file}, lines {first} and {line} are both “{key}”, and only one can count. Keep one.")
        }
        ImportFault::NoStage(word) => {
            format!("The team has no deal stage for “{word}”. Add one to the deals' stages first.")
        }
    }
}

fn count(count: usize) -> String {
    number::count(i64::try_from(count).unwrap_or(i64::MAX))
}

/// How many records came, how many were here before, and how many of those the files describe differently.
pub fn brought(language: Language, new: usize, known: usize, other: usize) -> String {
    let came = came(language, new, known);
    match (language, other) {
        (_, 0) => came,
        (Chinese, _) => format!("{came}其中 {} 条和文件里的不一样，团队里的没有改动。", count(other)),
        (English, _) => {
            format!("{came} {} of those differ from the files and were left as they are.", count(other))
        }
    }
}

fn came(language: Language, new: usize, known: usize) -> String {
    match (language, new, known) {
        (Chinese, 0, _) => "没有新内容：文件里的都导入过了。".to_owned(),
        (English, 0, _) => "Nothing new: everything in the files was here already.".to_owned(),
        (Chinese, _, 0) => format!("已导入 {} 条。", count(new)),
        (English, _, 0) => format!("Imported {} records.", count(new)),
        (Chinese, ..) => format!("已导入 {} 条，另有 {} 条之前导入过。", count(new), count(known)),
        (English, ..) => {
            format!("Imported {} records; {} were here already.", count(new), count(known))
        }
    }
}

/// What undoing an import took away, and how much it left; some of that by name.
pub fn taken_back(language: Language, gone: usize, left: usize, named: &[String]) -> String {
    let gone = match language {
        Chinese => format!("已撤销导入的 {} 条。", count(gone)),
        English => format!("Took back {} imported records.", count(gone)),
    };
    if left == 0 {
        return gone;
    }
    let all = left;
    let left = count(left);
    let kept = match language {
        Chinese => format!("{gone}留下 {left} 条，因为后来改过，或者别的记录要用到"),
        English => format!("{gone} Left {left} that somebody changed since or that others need"),
    };
    if named.is_empty() {
        return kept + if language == Chinese { "。" } else { "." };
    }
    let more = if all > named.len() { "…" } else { "" };
    let named = crate::list::list(language, named);
    match language {
        Chinese => format!("{kept}：{named}{more}"),
        English => format!("{kept}: {named}{more}"),
    }
}

/// A file that is written in an encoding of its own.
pub fn read_in(language: Language, file: &str, encoding: Encoding) -> String {
    let encoding = match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16 => "UTF-16",
        Encoding::Gb18030 => "GB18030",
    };
    match language {
        Chinese => format!("{file} 按 {encoding} 编码读取；如有乱码，请另存为 UTF-8 再导入。"),
        English => {
            format!("{file} was read as {encoding}. If names look wrong, save it as UTF-8 and import that.")
        }
    }
}

/// A column that nothing is made of.
pub fn unread(language: Language, file: &str, column: &str) -> String {
    match language {
        Chinese => format!("{file} 的“{column}”列没有对应的内容，没有导入。"),
        English => format!("{file}: the column “{column}” has no counterpart and is left out."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelt() -> Remark {
        Remark {
            file: "sales_pipeline.csv".to_owned(),
            line: 2,
            column: "product".to_owned(),
            found: "GTXPro".to_owned(),
            deviation: Deviation::ReadAs("GTX Pro".to_owned()),
        }
    }

    #[test]
    fn a_remark_names_place_and_remedy() {
        let empty = Remark { found: String::new(), deviation: Deviation::Empty, ..spelt() };
        assert_eq!(remark(Chinese, &spelt()), "sales_pipeline.csv 第 2 行 product：“GTXPro”按“GTX Pro”导入");
        assert_eq!(
            remark(English, &spelt()),
            "sales_pipeline.csv, line 2, product: “GTXPro” was read as “GTX Pro”"
        );
        assert_eq!(remark(English, &empty), "sales_pipeline.csv, line 2, product: empty, left empty");
        assert_eq!(
            remarks(Chinese, &empty, 1_425),
            "sales_pipeline.csv product：没有内容，留空（1,425 处，首见第 2 行）"
        );
        assert_eq!(
            remarks(English, &spelt(), 3),
            "sales_pipeline.csv, product: “GTXPro” was read as “GTX Pro” (3×, first on line 2)"
        );
    }

    #[test]
    fn an_import_says_what_came_and_what_was_left() {
        assert_eq!(brought(English, 8_933, 0, 0), "Imported 8,933 records.");
        assert_eq!(brought(Chinese, 1, 2, 0), "已导入 1 条，另有 2 条之前导入过。");
        let named = ["甲".to_owned(), "乙".to_owned()];
        assert_eq!(
            taken_back(Chinese, 5, 2, &named),
            "已撤销导入的 5 条。留下 2 条，因为后来改过，或者别的记录要用到：甲、乙"
        );
        assert_eq!(taken_back(English, 5, 0, &[]), "Took back 5 imported records.");
        assert_eq!(
            taken_back(English, 5, 1, &[]),
            "Took back 5 imported records. Left 1 that somebody changed since or that others need."
        );
    }
}
