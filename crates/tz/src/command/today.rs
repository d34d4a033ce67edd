//! `today`: whom to contact, most important first.

use crate::fault::Fault;
use crate::peer::Peer;
use crate::screen::Screen;
use contract::view::{DueRow, Today};
use contract::{Query, View};
use domain::record::Choice;
use language::label::choice_label;
use language::{day, sentence, words};
use serde_json::{Value as Json, json};

/// The person's day.
pub async fn today(peer: &mut Peer<'_>, screen: &Screen) -> Result<(), Fault> {
    let View::Today(today) = peer.ask(Query::Today).await? else { return Ok(()) };
    screen.answer(|| as_text(screen, &today), || as_json(&today))
}

fn as_text(screen: &Screen, today: &Today) -> String {
    let language = screen.language;
    let mut lines = vec![day::date_with_weekday(language, today.date, today.date)];
    if !today.is_workday {
        lines[0].push_str(&format!(" · {}", words::today::REST_DAY.say(language)));
    }
    let load = sentence::day_load(language, today.due_count, today.overdue_count, today.logged.len() as u32);
    if !load.is_empty() {
        lines[0].push_str(&format!(" · {load}"));
    }
    let row = |due: &DueRow| {
        let customer = &due.customer;
        let class = customer.class.map_or("", |class| class.code());
        let late = sentence::overdue(language, due.overdue_days);
        format!("  {:>3}  {late}  {class}  {}  {}", due.score, customer.name, customer.next_action)
            .trim_end()
            .to_owned()
    };
    for (title, rows) in [(words::today::DUE, &today.due), (words::today::UPCOMING, &today.upcoming)] {
        if !rows.is_empty() {
            lines.push(title.say(language).to_owned());
            lines.extend(rows.iter().map(row));
        }
    }
    if !today.logged.is_empty() {
        lines.push(words::today::LOGGED.say(language).to_owned());
        lines.extend(today.logged.iter().map(|entry| {
            let outcome = entry
                .outcome
                .map(|outcome| choice_label(language, "follow_up", "outcome", outcome.code()).into_owned());
            format!("  {}  {}  {}", entry.customer_name, outcome.unwrap_or_default(), entry.text)
                .trim_end()
                .to_owned()
        }));
    }
    if today.unplanned_count > 0 {
        lines.push(sentence::unplanned(language, today.unplanned_count));
    }
    if !today.people.is_empty() {
        lines.push(words::today::PEOPLE.say(language).to_owned());
        lines.extend(today.people.iter().map(|person| {
            let progress = sentence::progress(language, person.due, person.overdue, person.logged_today);
            format!("  {}  {progress}", person.person.name)
        }));
    }
    lines.join("\n")
}

fn as_json(today: &Today) -> Json {
    let row = |due: &DueRow| {
        let terms: Vec<Json> = due
            .terms
            .iter()
            .map(|(term, points)| json!({ "term": format!("{term:?}"), "points": points }))
            .collect();
        json!({
            "id": due.customer.id.0.to_string(),
            "name": due.customer.name,
            "class": due.customer.class.map(|class| class.code()),
            "next_date": due.customer.next_date.map(|day| day.to_string()),
            "next_action": due.customer.next_action,
            "overdue_days": due.overdue_days,
            "score": due.score,
            "terms": terms,
        })
    };
    json!({
        "date": today.date.to_string(),
        "is_workday": today.is_workday,
        "due_count": today.due_count,
        "overdue_count": today.overdue_count,
        "unplanned_count": today.unplanned_count,
        "due": today.due.iter().map(row).collect::<Vec<_>>(),
        "upcoming": today.upcoming.iter().map(row).collect::<Vec<_>>(),
        "logged": today.logged.iter().map(|entry| entry.id.0.to_string()).collect::<Vec<_>>(),
    })
}
