//! `show`, `history`.

use crate::command::hex;
use crate::command::list::record_json;
use crate::fault::Fault;
use crate::find;
use crate::peer::Peer;
use crate::screen::Screen;
use crate::value::{self, Titles};
use crate::words;
use contract::view::{FieldChange, HistoryEntry, RecordDetail};
use contract::{Query, View};
use domain::RecordId;
use domain::record::{FieldType, KindSpec, Value};
use language::label::{field_label, kind_label};
use serde_json::{Value as Json, json};

/// Every field of a record.
pub async fn show(peer: &mut Peer<'_>, screen: &Screen, record: &str) -> Result<(), Fault> {
    let detail = detail(peer, record).await?;
    let kind = find::kind(&detail.kind)?;
    screen.answer(
        || {
            let mut lines = vec![kind_label(screen.language, kind.name).into_owned()];
            lines[0].push_str(&format!(" {}", detail.id));
            if detail.is_deleted {
                lines[0].push_str(&format!(" · {}", words::IS_DELETED.say(screen.language)));
            }
            let titles = detail.titles.iter().cloned().collect();
            for (index, field) in (0u8..).zip(kind.fields) {
                let label = field_label(screen.language, kind.name, field.name);
                if let Some(value) = detail.fields.get(index) {
                    let shown = said(screen, field.field_type, Some(value), &titles);
                    lines.push(format!("{label} ({}): {shown}", field.name));
                }
                for two in detail.two_edits.iter().filter(|two| two.field == field.name) {
                    for other in &two.others {
                        let shown = said(screen, field.field_type, other.as_ref(), &titles);
                        lines.push(format!("  {}: {shown}", words::TWO_EDITS.say(screen.language)));
                    }
                }
            }
            lines.join("\n")
        },
        || {
            let mut record = record_json(kind, detail.id, &detail.fields);
            record["kind"] = Json::from(kind.name);
            record["deleted"] = Json::from(detail.is_deleted);
            record["two_edits"] = detail
                .two_edits
                .iter()
                .map(|two| {
                    let of_type = field_type(kind, &two.field);
                    let others = two.others.iter().map(|other| optional_json(of_type, other.as_ref()));
                    (two.field.clone(), others.collect::<Json>())
                })
                .collect();
            record
        },
    )
}

/// Who changed what when, newest first.
pub async fn history(peer: &mut Peer<'_>, screen: &Screen, record: &str) -> Result<(), Fault> {
    let detail = detail(peer, record).await?;
    let kind = find::kind(&detail.kind)?;
    let View::History(Some(entries)) = peer.ask(Query::History { id: detail.id }).await? else {
        return Ok(());
    };
    let now = peer.now();
    screen.answer(
        || {
            let mut lines = Vec::new();
            for entry in &entries {
                let at = language::day::moment_exact(screen.language, entry.at, now);
                let by = entry.by.as_ref().map_or("?", |person| person.name.as_str());
                let undo = entry.batch.map(|batch| format!("  [{}]", hex(batch.0))).unwrap_or_default();
                lines.push(format!("{at}  {by}  {}{undo}", words::action(entry.action).say(screen.language)));
                lines.extend(entry.changes.iter().map(|change| change_line(screen, kind, change)));
            }
            lines.join("\n")
        },
        || entries.iter().map(|entry| entry_json(kind, entry)).collect(),
    )
}

async fn detail(peer: &mut Peer<'_>, record: &str) -> Result<Box<RecordDetail>, Fault> {
    let id = find::record(peer, record).await?;
    match peer.ask(Query::Record { id }).await? {
        View::Record(Some(detail)) => Ok(detail),
        _ => Err(Fault::NotFound(record.to_owned())),
    }
}

fn change_line(screen: &Screen, kind: &KindSpec, change: &FieldChange) -> String {
    let titles = change.titles.iter().cloned().collect();
    let of_type = field_type(kind, &change.field);
    let label = field_label(screen.language, kind.name, &change.field);
    let before = said(screen, of_type, change.before.as_ref(), &titles);
    let after = said(screen, of_type, change.after.as_ref(), &titles);
    format!("  {label}: {before} → {after}")
}

fn entry_json(kind: &KindSpec, entry: &HistoryEntry) -> Json {
    let changes: Vec<Json> = entry
        .changes
        .iter()
        .map(|change| {
            let of_type = field_type(kind, &change.field);
            json!({
                "field": change.field,
                "before": optional_json(of_type, change.before.as_ref()),
                "after": optional_json(of_type, change.after.as_ref()),
            })
        })
        .collect();
    json!({
        "at_ms": entry.at.0,
        "by": entry.by.as_ref().map(|person| json!({ "id": person.id.0.to_string(), "name": person.name })),
        "action": format!("{:?}", entry.action).to_lowercase(),
        "changes": changes,
        "batch": entry.batch.map(|batch| hex(batch.0)),
    })
}

/// Fields of newer versions read as text.
fn field_type(kind: &KindSpec, name: &str) -> FieldType {
    kind.field(name).map_or(FieldType::Text, |(_, field)| field.field_type)
}

fn said(screen: &Screen, field_type: FieldType, value: Option<&Value>, titles: &Titles) -> String {
    let title = |id: RecordId| titles.get(&id).cloned().unwrap_or_else(|| id.to_string());
    match value {
        Some(value) => value::text(field_type, value, &title).replace('\n', "\n    "),
        None => words::EMPTY.say(screen.language).to_owned(),
    }
}

fn optional_json(field_type: FieldType, value: Option<&Value>) -> Json {
    value.map_or(Json::Null, |value| value::json(field_type, value))
}
