//! What is said of deals and their stages.

use crate::word::{Language, about};
use crate::{day, number};
use chrono::NaiveDate;
use domain::Fen;
use domain::deal::{NextStep, Rot};

use Language::{Chinese, English};

/// `3 个商机`, `3 deals`.
pub fn deals(language: Language, count: u32) -> String {
    match (language, count) {
        (Chinese, _) => format!("{count} 个商机"),
        (English, 1) => "1 deal".to_owned(),
        (English, _) => format!("{count} deals"),
    }
}

/// Why a deal rots: `停留 20 天（目标 14 天）`, `20 days here, target 14`.
pub fn rot(language: Language, rot: Rot, today: NaiveDate) -> String {
    match (language, rot) {
        (Chinese, Rot::StuckFor(days, target)) => format!("停留 {days} 天（目标 {target} 天）"),
        (English, Rot::StuckFor(days, target)) => format!("{days} days here, target {target}"),
        (Chinese, Rot::PlannedTooLate(end)) => {
            format!("下一步排得太晚：本阶段最迟到{}", day::day(language, end, today))
        }
        (English, Rot::PlannedTooLate(end)) => {
            format!("Next step too late: the target ends {}", day::day(language, end, today))
        }
    }
}

/// The next step on a card: `逾期 2 天`, `今天`, `周五`, `没有下一步`.
pub fn next_step(language: Language, step: NextStep, on: Option<NaiveDate>, today: NaiveDate) -> String {
    match (step, on) {
        (NextStep::Decided, _) => crate::label::next_step(step).say(language).to_owned(),
        (NextStep::None, _) | (_, None) => match language {
            Chinese => "没有下一步".to_owned(),
            English => "No next step".to_owned(),
        },
        (NextStep::Overdue, Some(on)) => {
            let days = (today - on).num_days().clamp(0, i64::from(i32::MAX));
            crate::sentence::overdue(language, days as i32)
        }
        (_, Some(on)) => day::day(language, on, today),
    }
}

/// What a column's header says of its money: `加权 ¥12.6万`, `¥126K weighted`.
pub fn weighted(language: Language, value: Fen) -> String {
    let value = number::money(language, value);
    match language {
        Chinese => format!("加权 {value}"),
        English => format!("{value} weighted"),
    }
}

/// The same of a column whose deals are decided: `合计 ¥12.6万`, `¥126K in all`.
pub fn total(language: Language, value: Fen) -> String {
    let value = number::money(language, value);
    match language {
        Chinese => format!("合计 {value}"),
        English => format!("{value} in all"),
    }
}

/// The figures behind a weighted value: `¥420,000 × 30%`.
pub fn formula(value: Fen, percent: i64) -> String {
    format!("{} × {percent}%", number::money_exact(value))
}

/// What is said after a move: `已移到“方案报价”：校服`, `Moved to Proposal: uniforms`.
pub fn moved(language: Language, stage: &str, title: &str) -> String {
    let moved = match language {
        Chinese => format!("已移到“{stage}”"),
        English => format!("Moved to {stage}"),
    };
    about(language, &moved, title)
}

/// How many have read an announcement: `12/15 已读`, `Read by 12 of 15`.
pub fn read_by(language: Language, readers: usize, all: usize) -> String {
    match language {
        Chinese => format!("{readers}/{all} 已读"),
        English => format!("Read by {readers} of {all}"),
    }
}

/// Who praises whom: `王经理 表扬 陈晓`, `Ann praises Bob`.
pub fn praises(language: Language, by: &str, whom: &str) -> String {
    match language {
        Chinese => format!("{by} 表扬 {whom}"),
        English => format!("{by} praises {whom}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stuck_deal_says_for_how_long_and_why() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).expect("a real day");
        let today = day(3);
        assert_eq!(rot(Chinese, Rot::StuckFor(20, 14), today), "停留 20 天（目标 14 天）");
        assert_eq!(
            rot(English, Rot::PlannedTooLate(day(19)), today),
            "Next step too late: the target ends Mar 19"
        );
        assert_eq!(next_step(Chinese, NextStep::Overdue, Some(day(1)), today), "逾期 2 天");
        assert_eq!(next_step(English, NextStep::None, None, today), "No next step");
        assert_eq!(total(Chinese, Fen(12_600_000)), "合计 ¥12.6万");
        assert_eq!(total(English, Fen(12_600_000)), "¥126K in all");
        assert_eq!(formula(Fen(42_000_000), 30), "¥420,000 × 30%");
    }
}
