//! Text that leaves through WeChat: plain lines, no Markdown.

use crate::word::Language;
use crate::{day, label};
use chrono::NaiveDate;
use contract::view::{CustomerDetail, TimelineEntry};

/// The day's follow-ups, one line each, and the day's numbers.
pub fn day_text(
    language: Language,
    today: NaiveDate,
    logged: &[TimelineEntry],
    new_customers: u32,
    overdue: u32,
) -> String {
    let heading = day::date_with_weekday(language, today);
    let mut lines = vec![match language {
        Language::Chinese => format!("【今日跟进】{heading}"),
        Language::English => format!("Follow-ups, {heading}"),
    }];
    for (position, entry) in logged.iter().enumerate() {
        lines.push(format!("{}. {}", position + 1, entry_line(language, entry, true)));
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
            Language::Chinese => format!("逾期 {overdue} 个"),
            Language::English => format!("{overdue} overdue"),
        });
    }
    lines.push(totals.join(if language == Language::Chinese { "，" } else { ", " }));
    lines.join("\n")
}

/// One customer: who, when, with whom, and the latest touches.
pub fn customer_text(language: Language, customer: &CustomerDetail, utc_offset_minutes: i32) -> String {
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
            day::date_with_weekday(language, next)
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
        let on = domain::time::day_at(entry.at, utc_offset_minutes);
        lines.push(format!("{} {}", day::date(language, on), entry_line(language, entry, false)));
    }
    lines.join("\n")
}

fn entry_line(language: Language, entry: &TimelineEntry, with_customer: bool) -> String {
    let parts: Vec<String> = [
        with_customer.then(|| entry.customer_name.clone()),
        entry.channel.map(|channel| label::channel(channel).say(language).to_owned()),
        entry.outcome.map(|outcome| label::outcome(outcome).say(language).to_owned()),
        Some(entry.text.trim().replace('\n', " ")).filter(|text| !text.is_empty()),
        entry.next_date.map(|next| match language {
            Language::Chinese => format!("下次 {}", day::date(language, next)),
            Language::English => format!("next {}", day::date(language, next)),
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
    use domain::customer::CustomerId;
    use domain::follow_up::{Channel, FollowUpId, Outcome};
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
             2. 绵阳恒达商贸｜拜访｜有意向｜下次 3月12日\n\
             今日 2 次跟进，2 个新客户，逾期 1 个"
        );
    }
}
