//! Sentences with numbers and names in them.

use crate::word::Language;
use crate::{day, number};
use chrono::NaiveDate;

use Language::{Chinese, English};

/// Picks singular or plural in English.
fn english(count: u32, one: &str, many: &str) -> String {
    format!("{} {}", number::count(i64::from(count)), if count == 1 { one } else { many })
}

/// `逾期 2 天`, `2 days overdue`; today and days to go in their own words.
pub fn overdue(language: Language, overdue_days: i32) -> String {
    let days = day::days(language, i64::from(overdue_days.abs()));
    match (language, overdue_days) {
        (Chinese, 1..) => format!("逾期 {days}"),
        (English, 1..) => format!("{days} overdue"),
        (Chinese, 0) => "今天".to_owned(),
        (English, 0) => "Today".to_owned(),
        (Chinese, _) => format!("{days}后"),
        (English, _) => format!("in {days}"),
    }
}

/// By when something is to be done: `周四截止`, `due on Thursday`; what is late in its own words.
pub fn due(language: Language, due: NaiveDate, today: NaiveDate) -> String {
    let day = day::day(language, due, today);
    match language {
        _ if due < today => overdue(language, (today - due).num_days() as i32),
        Chinese => format!("{day}截止"),
        English => format!("due {day}"),
    }
}

/// The load of the day: `6 个该跟进，2 个逾期 · 已跟进 3 个`.
pub fn day_load(language: Language, due: u32, overdue: u32, logged: u32) -> String {
    let mut parts = Vec::new();
    match language {
        Chinese => {
            if due > 0 {
                let late = if overdue > 0 { format!("，{overdue} 个逾期") } else { String::new() };
                parts.push(format!("{due} 个该跟进{late}"));
            }
            if logged > 0 {
                parts.push(format!("已跟进 {logged} 次"));
            }
        }
        English => {
            if due > 0 {
                let late = if overdue > 0 { format!(", {overdue} overdue") } else { String::new() };
                parts.push(format!("{due} to follow up{late}"));
            }
            if logged > 0 {
                parts.push(format!("{logged} logged"));
            }
        }
    }
    parts.join(" · ")
}

/// `128 个客户`, `128 customers`.
pub fn customers(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("{} 个客户", number::count(i64::from(count))),
        English => english(count, "customer", "customers"),
    }
}

/// `还有 5 个客户没有安排`, `5 customers without a plan`.
pub fn unplanned(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("{count} 个客户还没安排下次跟进"),
        English => english(count, "customer without a next date", "customers without a next date"),
    }
}

/// `18 位成员`, `18 members`.
pub fn members(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("{count} 位成员"),
        English => english(count, "member", "members"),
    }
}

/// Behind a name: ` · 手上 5 个任务`, ` · 5 open tasks`.
pub fn tasks_in_hand(language: Language, count: u32) -> String {
    match language {
        Chinese => format!(" · 手上 {count} 个任务"),
        English => format!(" · {}", english(count, "open task", "open tasks")),
    }
}

/// `12 次跟进`, `12 follow-ups`.
pub fn follow_ups(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("{} 次跟进", number::count(i64::from(count))),
        English => english(count, "follow-up", "follow-ups"),
    }
}

/// What the toast says after a log: `锦华服饰：要报价，已记下。下次跟进：后天`.
pub fn logged(
    language: Language,
    customer: &str,
    outcome: &str,
    next_date: Option<NaiveDate>,
    today: NaiveDate,
) -> String {
    let (says, logged, next) = match language {
        Chinese => ("：", "，已记下", "。下次跟进："),
        English => (": ", ", logged", ". Next: "),
    };
    let mut said = [customer, says, outcome, logged].concat();
    if let Some(next_date) = next_date {
        said += next;
        said += &day::day(language, next_date, today);
    }
    said
}

/// `下次 3月9日`, `Next Mar 9`.
pub fn next(language: Language, next: NaiveDate, today: NaiveDate) -> String {
    let day = day::day(language, next, today);
    match language {
        Chinese => format!("下次 {day}"),
        English => format!("Next {day}"),
    }
}

/// `找不到这个客户`, `There is no such customer`; of a kind as people call it.
pub fn not_found(language: Language, kind: &str) -> String {
    match language {
        Chinese => format!("找不到这个{kind}"),
        English => format!("There is no such {}", kind.to_ascii_lowercase()),
    }
}

/// What the page of a deleted record says; of a kind as people call it.
pub fn is_deleted(language: Language, kind: &str) -> String {
    match language {
        Chinese => format!("这个{kind}已删除。内容都还在，可以恢复。"),
        English => {
            format!("This {} is deleted. Everything is kept and can come back.", kind.to_ascii_lowercase())
        }
    }
}

/// `删除客户`, `Delete customer`; of a kind as people call it.
pub fn delete(language: Language, kind: &str) -> String {
    match language {
        Chinese => format!("删除{kind}"),
        English => format!("Delete {}", kind.to_ascii_lowercase()),
    }
}

/// `已删除 成都锦华服饰`, `Deleted Acme`.
pub fn deleted(language: Language, title: &str) -> String {
    match language {
        Chinese => format!("已删除 {title}"),
        English => format!("Deleted {title}"),
    }
}

/// Fields that an undo left alone.
pub fn kept(language: Language, fields: &[String]) -> String {
    let fields = crate::list::list(language, fields);
    match language {
        Chinese => format!("已撤销。后来有人改过的保留现在的值：{fields}。"),
        English => format!("Undone. Kept, as somebody changed it since: {fields}."),
    }
}

/// One term of a score: `+28 分`, `+28`.
pub fn points(language: Language, points: i32) -> String {
    match language {
        Chinese => format!("{points} 分"),
        English => format!("{points} points"),
    }
}

/// `小陈邀请好了` heading over a link: `给陈晓的邀请`, `Invite for Ann`.
pub fn invite_for(language: Language, name: &str) -> String {
    match language {
        Chinese => format!("给{name}的邀请"),
        English => format!("Invite for {name}"),
    }
}

/// The message that carries an invite link to somebody.
pub fn invite_message(language: Language, team: &str, link: &str) -> String {
    match language {
        Chinese => format!("邀请你加入“{team}”的同舟。用手机浏览器打开：{link}"),
        English => format!("You are invited to “{team}” on Tongzhou. Open in your browser: {link}"),
    }
}

/// Why a person's day looks as it does: `今日跟进 3 次 · 该跟进 12 · 逾期 2`.
pub fn progress(language: Language, due: u32, overdue: u32, logged_today: u32) -> String {
    let mut parts = Vec::new();
    match language {
        Chinese => {
            parts.push(format!("今日跟进 {logged_today} 次"));
            if due > 0 {
                parts.push(format!("该跟进 {due}"));
            }
            if overdue > 0 {
                parts.push(format!("逾期 {overdue}"));
            }
        }
        English => {
            parts.push(format!("{logged_today} today"));
            if due > 0 {
                parts.push(format!("{due} due"));
            }
            if overdue > 0 {
                parts.push(format!("{overdue} overdue"));
            }
        }
    }
    parts.join(" · ")
}

/// The title of a row's menu: `记录与成都锦华服饰的跟进`.
pub fn log_with(language: Language, customer: &str) -> String {
    match language {
        Chinese => format!("记跟进：{customer}"),
        English => format!("Log: {customer}"),
    }
}

/// `12 项待上传`, `12 to upload`.
pub fn waiting(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("{count} 项待上传"),
        English => format!("{count} to upload"),
    }
}

/// The title of a form: `新建任务`, `New task`.
pub fn new_record(language: Language, kind: &str) -> String {
    match language {
        Chinese => format!("新建{kind}"),
        English => format!("New {}", kind.to_ascii_lowercase()),
    }
}

/// `32 个任务`, `32 tasks`.
pub fn tasks(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("{} 个任务", number::count(i64::from(count))),
        English => english(count, "task", "tasks"),
    }
}

/// Who gave a task: `王经理分派`, `from Ann`.
pub fn given_by(language: Language, name: &str) -> String {
    match language {
        Chinese => format!("{name}分派"),
        English => format!("from {name}"),
    }
}

/// What the toast says after a task is done: `已完成：寄样品`.
pub fn task_done(language: Language, title: &str) -> String {
    match language {
        Chinese => format!("已完成：{title}"),
        English => format!("Done: {title}"),
    }
}

/// Whoever offered help is told so: `好，记下了：你来帮王芳`.
pub fn you_help(language: Language, asker: &str) -> String {
    match language {
        Chinese => format!("好，记下了：你来帮{asker}"),
        English => format!("Noted: you help {asker}").trim_end().to_owned(),
    }
}

/// How long something has waited: `今天`, `3 天`; `today`, `3 days`.
pub fn waiting_for(language: Language, count: u32) -> String {
    match (language, count) {
        (Chinese, 0) => "今天".to_owned(),
        (English, 0) => "today".to_owned(),
        _ => day::days(language, i64::from(count)),
    }
}

/// Stars for a task's result, said: `4 分（满分 5 分）`.
pub fn quality(language: Language, quality: i64) -> String {
    match language {
        Chinese => format!("质量 {quality}/5"),
        English => format!("Quality {quality}/5"),
    }
}

/// `还有 12 个`, `12 more`: what a button shows when it is tapped.
pub fn more(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("还有 {count} 个"),
        English => format!("{count} more"),
    }
}

/// The menu of a card on a board: `把“回访锦华”移到`, `Move “Call Acme” to`.
pub fn move_card(language: Language, title: &str) -> String {
    match language {
        Chinese => format!("把“{title}”移到"),
        English => format!("Move “{title}” to"),
    }
}

/// What was done, and that the due day has changed with it: `重要不紧急，截止日期改到12月7日`.
pub fn with_due(language: Language, done: &str, due: NaiveDate, today: NaiveDate) -> String {
    let due = day::day(language, due, today);
    match language {
        Chinese => format!("{done}，截止日期改到{due}"),
        English => format!("{done}; now due {due}"),
    }
}

/// `已选 3 个`, `3 selected`.
pub fn selected(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("已选 {} 个", number::count(i64::from(count))),
        English => format!("{} selected", number::count(i64::from(count))),
    }
}

/// `已修改 3 个`, `3 changed`.
pub fn changed(language: Language, count: u32) -> String {
    match language {
        Chinese => format!("已修改 {} 个", number::count(i64::from(count))),
        English => format!("{} changed", number::count(i64::from(count))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_reads_naturally() {
        assert_eq!(overdue(Chinese, 2), "逾期 2 天");
        assert_eq!(overdue(English, 1), "1 day overdue");
        assert_eq!(overdue(Chinese, -3), "3 天后");
        assert_eq!(overdue(English, 0), "Today");
    }

    #[test]
    fn a_log_says_what_was_noted_and_what_comes_next() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).expect("a real day");
        assert_eq!(
            logged(Chinese, "锦华服饰", "要报价", Some(day(5)), day(3)),
            "锦华服饰：要报价，已记下。下次跟进：后天"
        );
        assert_eq!(logged(English, "Acme", "Met", None, day(3)), "Acme: Met, logged");
        assert_eq!(tasks_in_hand(Chinese, 5), " · 手上 5 个任务");
        assert_eq!(tasks_in_hand(English, 1), " · 1 open task");
    }

    #[test]
    fn the_load_line_leaves_out_what_is_not_there() {
        assert_eq!(day_load(Chinese, 6, 2, 3), "6 个该跟进，2 个逾期 · 已跟进 3 次");
        assert_eq!(day_load(English, 1, 0, 0), "1 to follow up");
        assert_eq!(day_load(Chinese, 0, 0, 0), "");
    }
}
