//! What the screens show, as text: only what the first version knew, so that later fields, kinds, scores and numbers
//! change nothing here.

use super::v1::KINDS;
use crate::Team;
use contract::query::{CustomerFilter, CustomerSort, Query, Window};
use contract::view::{CustomerDetail, HistoryEntry, Person, Session, TimelineEntry, View};
use domain::RecordId;
use domain::record::{Choice, Fields, Value};
use std::fmt::{Debug, Display, Write};

const ALL: Window = Window { offset: 0, count: 1_000 };

/// All screens of one device.
pub fn shown(team: &mut Team, at: usize) -> String {
    let mut screens = Screens { team, at, text: String::new() };
    screens.session();
    screens.today();
    let customers = screens.customers();
    customers.into_iter().for_each(|id| screens.customer(id));
    screens.people();
    screens.searches();
    screens.settings();
    screens.records();
    screens.text
}

struct Screens<'a> {
    team: &'a mut Team,
    at: usize,
    text: String,
}

impl Screens<'_> {
    fn see(&mut self, query: Query) -> View {
        self.team.sees(self.at, query)
    }

    fn line(&mut self, line: impl Display) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }

    fn session(&mut self) {
        let View::Session(Session::InTeam(session)) = self.see(Query::Session) else { panic!("no team") };
        self.line("# session");
        self.line(format!("{}, {}, {}", session.team_name, session.my_name, session.role.code()));
        self.line(format!("{} own envelopes wait, {} set aside", session.sync.waiting, session.quarantined));
    }

    fn today(&mut self) {
        let View::Today(today) = self.see(Query::Today) else { panic!("no day") };
        self.line(format!("\n# today {}, a workday: {}", today.date, today.is_workday));
        for (what, mut rows) in [("due", today.due), ("upcoming", today.upcoming)] {
            rows.sort_by(|a, b| a.customer.name.cmp(&b.customer.name));
            for row in rows {
                self.line(format!("{what}: {}, {} days late", row.customer.name, row.overdue_days));
            }
        }
        for entry in &today.logged {
            self.line(format!("logged: {}", touch(entry)));
        }
        self.line(format!("unplanned: {}", today.unplanned_count));
    }

    fn customers(&mut self) -> Vec<domain::customer::CustomerId> {
        let query =
            Query::Customers { filter: CustomerFilter::default(), sort: CustomerSort::Name, window: ALL };
        let View::Customers(customers) = self.see(query) else { panic!("no customers") };
        self.line(format!("\n# customers: {}", customers.total));
        for row in &customers.rows {
            let class = row.class.map_or("-", Choice::code);
            let dates = format!("next {} last {}", or_none(row.next_date), or_none(row.last_touch));
            let owner = person(row.owner.as_ref());
            let texts = [&row.next_action, &row.phone, &row.region].map(String::as_str).join(" | ");
            self.line(format!("{} [{class}] {owner}, {dates} | {texts}", row.name));
        }
        customers.rows.into_iter().map(|row| row.id).collect()
    }

    fn customer(&mut self, id: domain::customer::CustomerId) {
        let View::Customer(Some(detail)) = self.see(Query::Customer { id, timeline_count: 1_000 }) else {
            panic!("no customer");
        };
        let CustomerDetail { row, helpers, contacts, timeline, timeline_total, two_edits, .. } = *detail;
        self.line(format!("\n# customer {}", row.name));
        for helper in &helpers {
            self.line(format!("helper: {}", helper.name));
        }
        for contact in &contacts {
            let texts = [&contact.name, &contact.position, &contact.phone, &contact.wechat];
            let texts = texts.map(String::as_str).join(" | ");
            self.line(format!("contact: {texts}, main: {}", contact.main));
        }
        self.line(format!("{timeline_total} touches"));
        for entry in &timeline {
            self.line(format!("touch: {}", touch(entry)));
        }
        for edits in &two_edits {
            let others: Vec<String> = edits.others.iter().map(|other| value(other.as_ref())).collect();
            self.line(format!("two edits of {}: also {}", edits.field, others.join(", ")));
        }
        let View::History(Some(history)) = self.see(Query::History { id: id.0 }) else {
            panic!("no history")
        };
        history.iter().for_each(|entry| self.change(entry));
    }

    fn change(&mut self, entry: &HistoryEntry) {
        let changes: Vec<String> = entry
            .changes
            .iter()
            .map(|change| {
                let (before, after) = (value(change.before.as_ref()), value(change.after.as_ref()));
                format!("{} {before} → {after}", change.field)
            })
            .collect();
        let by = person(entry.by.as_ref());
        self.line(format!("{:?} by {by} at {}: {}", entry.action, entry.at.0, changes.join("; ")));
    }

    fn people(&mut self) {
        let View::Team(team) = self.see(Query::Team) else { panic!("no team") };
        self.line("\n# team");
        for row in team.members {
            self.line(format!(
                "{} {}, has a device: {}, {} customers, {} follow-ups in a week, last {}",
                row.person.name,
                row.role.code(),
                row.has_device,
                row.customers,
                row.logged_week,
                or_none(row.last_activity.map(|at| at.0)),
            ));
        }
    }

    fn searches(&mut self) {
        self.line("\n# search");
        for words in ["jinhua", "山城", "wf", "0002", "离线"] {
            let View::Search(hits) = self.see(Query::Search { text: words.into(), kind: None, count: 20 })
            else {
                panic!("no search");
            };
            for hit in hits.iter().filter(|hit| KINDS.iter().any(|(kind, _)| hit.kind == *kind)) {
                self.line(format!("{words}: {} {}", hit.kind, hit.title));
            }
        }
    }

    fn settings(&mut self) {
        let View::Settings(settings) = self.see(Query::Settings) else { panic!("no settings") };
        self.line(format!("\n# settings\nrelay: {}", settings.relay));
        for device in &settings.devices {
            let owner = person(device.person.as_ref());
            self.line(format!("device {} of {owner}, this one: {}", device.short_id, device.is_this));
        }
        for row in &settings.quarantine {
            let from = person(row.person.as_ref());
            let why = format!("{:?}, waits: {}", row.reason, row.is_waiting);
            self.line(format!("set aside: {} from {from}: {why}", row.short_id));
        }
    }

    fn records(&mut self) {
        for (kind, fields) in KINDS {
            for deleted in [false, true] {
                let query = Query::Records { kind: (*kind).into(), deleted, window: ALL };
                let View::Records(records) = self.see(query) else { panic!("no records") };
                self.line(format!("\n# records of {kind}, deleted: {deleted}"));
                let mut rows = records.rows;
                rows.sort_by_key(|(id, _)| *id);
                for (id, values) in rows {
                    self.line(record(kind, id, fields, &values));
                }
            }
        }
    }
}

fn record(kind: &str, id: RecordId, fields: &[&str], values: &Fields) -> String {
    let spec = domain::kind(kind).unwrap_or_else(|| panic!("no kind {kind}"));
    let mut text = id.to_string();
    for name in fields {
        let (index, _) = spec.field(name).unwrap_or_else(|| panic!("no field {kind}.{name}"));
        if let Some(held) = values.get(index) {
            // Writing to a string does not fail.
            let _ = write!(text, " {name}={}", value(Some(held)));
        }
    }
    text
}

fn touch(entry: &TimelineEntry) -> String {
    let how = entry.channel.map_or("-", Choice::code);
    let what = entry.outcome.map_or("-", Choice::code);
    let (who, next) = (person(entry.author.as_ref()), or_none(entry.next_date));
    format!("{} {who} {how} {what} {:?}, next {next}, at {}", entry.customer_name, entry.text, entry.at.0)
}

fn person(person: Option<&Person>) -> &str {
    person.map_or("nobody", |person| &person.name)
}

fn or_none(value: Option<impl Display>) -> String {
    value.map_or("none".into(), |value| value.to_string())
}

fn value(value: Option<&Value>) -> String {
    let plain = |value: &dyn Debug| format!("{value:?}");
    match value {
        None => "none".into(),
        Some(Value::Text(text)) => plain(text),
        Some(Value::Int(number)) => plain(number),
        Some(Value::Bool(yes)) => plain(yes),
        Some(Value::Date(day)) => plain(day),
        Some(Value::Time(at)) => plain(&at.0),
        Some(Value::Id(id)) => plain(id),
        Some(Value::Ids(ids)) => ids.iter().map(|id| plain(id)).collect::<Vec<_>>().join("+"),
    }
}
