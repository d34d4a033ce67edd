//! Text that leaves through WeChat: plain lines, no Markdown.

mod team_life;

pub use team_life::{announcement_text, meeting_text};

use crate::word::Language;
use crate::{day, label};
use chrono::NaiveDate;
use contract::view::{CustomerDetail, TaskDetail, TimelineEntry};
use domain::Now;
use domain::task::Importance;

/// The day's follow-ups, one line each, and the day's numbers.
pub fn day_text(
    language: Language,
    today: NaiveDate,
    logged: &[TimelineEntry],
    new_customers: u32,
    overdue: u32,
) -> String {
    let heading = day::date_with_weekday(language, today, today);
    let mut lines = vec![match language {
        Language::Chinese => format!("【今日跟进】{heading}"),
        Language::English => format!("Follow-ups, {heading}"),
    }];
    for (position, entry) in logged.iter().enumerate() {
        lines.push(format!("{}. {}", position + 1, entry_line(language, entry, today, true)));
    }
    let mut totals = vec![match language {
        Language::Chinese => format!("今日 {} 次跟进", logged.len()),
        Language::English => format!("{} follow-ups", logged.len()),
    }];
    if new_customers > 0 {
        totals.push(match language {
            Language::Chinese => format!("{new_customers} 个新客户"),
            Language::English => format!("{new_customers} new customers"),
        });
    }
    if overdue > 0 {
        totals.push(match language {
            Language::Chinese => format!("逾期未跟进 {overdue} 个"),
            Language::English => format!("{overdue} overdue"),
        });
    }
    lines.push(totals.join(if language == Language::Chinese { "，" } else { ", " }));
    lines.join("\n")
}

/// One customer: who, when, with whom, and the latest touches.
pub fn customer_text(language: Language, customer: &CustomerDetail, now: &Now) -> String {
    let row = &customer.row;
    let separator = separator(language);
    let field = |name: &str| label::field_label(language, "customer", name);
    let colon = if language == Language::Chinese { "：" } else { ": " };
    let mut lines = vec![match language {
        Language::Chinese => format!("【客户】{}", row.name),
        Language::English => row.name.clone(),
    }];
    let about: Vec<String> = [
        row.class.map(|class| label::class(class).say(language).to_owned()),
        Some(row.region.clone()).filter(|region| !region.is_empty()),
        row.owner.as_ref().map(|owner| format!("{}{colon}{}", field("owner"), owner.name)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !about.is_empty() {
        lines.push(about.join(separator));
    }
    if let Some(next) = row.next_date {
        let action = if row.next_action.is_empty() { String::new() } else { format!(" {}", row.next_action) };
        lines.push(format!(
            "{}{colon}{}{action}",
            field("next_date"),
            day::date_with_weekday(language, next, now.today)
        ));
    }
    for contact in customer.contacts.iter().take(3) {
        let parts: Vec<&str> = [contact.name.as_str(), &contact.position, &contact.phone]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        lines.push(format!("{}{colon}{}", label::kind_label(language, "contact"), parts.join(" ")));
    }
    for entry in customer.timeline.iter().take(3) {
        let on = now.day_of(entry.at);
        lines.push(format!(
            "{} {}",
            day::date(language, on, now.today),
            entry_line(language, entry, now.today, false)
        ));
    }
    lines.join("\n")
}

/// One task: what, by whom, by when, how it stands, and its checklist.
pub fn task_text(language: Language, task: &TaskDetail, today: NaiveDate) -> String {
    let row = &task.row;
    let mut lines = vec![match language {
        Language::Chinese => format!("【任务】{}", row.task.title),
        Language::English => row.task.title.clone(),
    }];
    let due = row.task.due.map(|due| {
        let day = day::date_with_weekday(language, due, today);
        match language {
            Language::Chinese => format!("{day}前"),
            Language::English => format!("by {day}"),
        }
    });
    let facts: Vec<String> = [
        row.owner.as_ref().map(|owner| owner.name.clone()),
        due,
        row.task
            .importance
            .filter(|importance| *importance == Importance::High)
            .map(|importance| label::importance(importance).say(language).to_owned()),
        Some(label::task_standing(&row.task).say(language).to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    lines.push(facts.join(separator(language)));
    let about = task.deal.iter().map(|(_, title)| title).chain(task.customer.iter().map(|(_, name)| name));
    lines.extend(about.map(|title| match language {
        Language::Chinese => format!("关于：{title}"),
        Language::English => format!("About: {title}"),
    }));
    let note = row.task.note.trim();
    lines.extend((!note.is_empty()).then(|| note.to_owned()));
    lines.extend(
        task.steps.iter().map(|step| [if step.done { "✓ " } else { "○ " }, step.text.as_str()].concat()),
    );
    lines.join("\n")
}

fn entry_line(language: Language, entry: &TimelineEntry, today: NaiveDate, with_customer: bool) -> String {
    let parts: Vec<String> = [
        with_customer.then(|| entry.customer_name.clone()),
        Some(entry.contact.clone()).filter(|contact| !contact.is_empty()),
        entry.channel.map(|channel| label::channel(channel).say(language).to_owned()),
        entry.outcome.map(|outcome| label::outcome(outcome).say(language).to_owned()),
        Some(entry.text.trim().replace('\n', " ")).filter(|text| !text.is_empty()),
        entry.next_date.map(|next| match language {
            Language::Chinese => format!("下次 {}", day::date(language, next, today)),
            Language::English => format!("next {}", day::date(language, next, today)),
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.join(separator(language))
}

fn separator(language: Language) -> &'static str {
    match language {
        Language::Chinese => "｜",
        Language::English => " | ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::view::{Person, StepRow, TaskRights, TaskRow};
    use domain::customer::CustomerId;
    use domain::follow_up::{Channel, FollowUpId, Outcome};
    use domain::member::MemberId;
    use domain::task::{Quadrant, StepId, Task, TaskId, TaskState};
    use domain::{RecordId, Timestamp};

    #[test]
    fn the_day_leaves_as_plain_wechat_text() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).expect("a real day");
        let entry = |name: &str, channel, outcome, next| TimelineEntry {
            id: FollowUpId(RecordId([1; 16])),
            customer: CustomerId(RecordId([2; 16])),
            customer_name: name.to_owned(),
            author: None,
            at: Timestamp(0),
            channel: Some(channel),
            outcome: Some(outcome),
            contact: if channel == Channel::Visit { "李总".to_owned() } else { String::new() },
            text: String::new(),
            next_date: Some(next),
            is_partial: false,
        };
        let logged = [
            entry("成都锦华服饰", Channel::Phone, Outcome::WantsOffer, day(9)),
            entry("绵阳恒达商贸", Channel::Visit, Outcome::Interested, day(12)),
        ];
        assert_eq!(
            day_text(Language::Chinese, day(5), &logged, 2, 1),
            "【今日跟进】3月5日 周四\n\
             1. 成都锦华服饰｜电话｜要报价｜下次 3月9日\n\
             2. 绵阳恒达商贸｜李总｜拜访｜有意向｜下次 3月12日\n\
             今日 2 次跟进，2 个新客户，逾期未跟进 1 个"
        );
    }

    #[test]
    fn a_task_leaves_as_plain_wechat_text() {
        let task = Task {
            title: "寄样品".to_owned(),
            due: NaiveDate::from_ymd_opt(2026, 3, 6),
            importance: Some(Importance::High),
            state: Some(TaskState::Accepted),
            note: "三种面料各两米".to_owned(),
            ..Task::default()
        };
        let step = |text: &str, done| StepRow { id: StepId(RecordId([4; 16])), text: text.to_owned(), done };
        let person = |name: &str| Person { id: MemberId(RecordId([3; 16])), name: name.to_owned() };
        let detail = TaskDetail {
            row: TaskRow {
                id: TaskId(RecordId([1; 16])),
                task,
                owner: Some(person("陈晓")),
                about: String::new(),
                overdue_days: Some(-1),
                steps: (1, 2),
                comments: 0,
                quadrant: Quadrant::DoNow,
                score: 0,
                terms: vec![],
            },
            giver: None,
            helpers: vec![],
            customer: Some((CustomerId(RecordId([2; 16])), "成都锦华服饰".to_owned())),
            deal: None,
            steps: vec![step("问地址", true), step("叫快递", false)],
            may: TaskRights { answer: false, finish: true, rate: false, edit: true },
            is_deleted: false,
        };
        let said = |year| {
            let today = NaiveDate::from_ymd_opt(year, 3, 1).expect("a real day");
            task_text(Language::Chinese, &detail, today)
        };
        assert_eq!(
            said(2026),
            "【任务】寄样品\n陈晓｜3月6日 周五前｜重要｜进行中\n关于：成都锦华服饰\n三种面料各两米\n✓ 问地址\n○ 叫快递"
        );
        let mut of_nobody = detail.clone();
        (of_nobody.row.task.state, of_nobody.row.owner) = (None, None);
        let said_of_nobody = task_text(Language::Chinese, &of_nobody, NaiveDate::default());
        assert!(said_of_nobody.contains("重要｜未分派\n"), "{said_of_nobody}");
        assert!(said(2025).contains("｜2026年3月6日 周五前｜"), "a day of another year says which");
    }
}
