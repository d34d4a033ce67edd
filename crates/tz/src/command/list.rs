//! `list`, `search`.

use crate::fault::Fault;
use crate::find;
use crate::peer::Peer;
use crate::screen::{Screen, table};
use crate::value::{self, Titles};
use crate::words::header;
use contract::query::{CustomerFilter, CustomerSort, Window};
use contract::{Query, View};
use domain::RecordId;
use domain::customer::Customer;
use domain::record::{FieldSpec, Fields, KindSpec, Mark};
use language::label::{field_label, kind_label};
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;

/// The records of a kind, as many as match.
pub async fn list(
    peer: &mut Peer<'_>,
    screen: &Screen,
    kind: &str,
    filter: Option<&str>,
    deleted: bool,
) -> Result<(), Fault> {
    let kind = find::kind(kind)?;
    let all = peer.records(kind.name, deleted).await?;
    let rows = match filter {
        Some(text) if kind.name == Customer::SPEC.name && !deleted => {
            let ids = matching_customers(peer, text, all.rows.len()).await?;
            let mut by_id: HashMap<RecordId, Fields> = all.rows.into_iter().collect();
            ids.into_iter().filter_map(|id| Some((id, by_id.remove(&id)?))).collect()
        }
        Some(text) => {
            let wanted = text.trim().to_lowercase();
            let holds = |(_, fields): &(RecordId, Fields)| {
                cells(kind, fields, &all.titles, |_| true)
                    .iter()
                    .any(|cell| cell.to_lowercase().contains(&wanted))
            };
            all.rows.into_iter().filter(holds).collect()
        }
        None => all.rows,
    };
    let is_column = |field: &FieldSpec| field.has(Mark::List);
    screen.answer(
        || {
            let mut header = vec![header::ID.say(screen.language).to_owned()];
            let fields = kind.fields.iter().filter(|field| is_column(field));
            header
                .extend(fields.map(|field| field_label(screen.language, kind.name, field.name).into_owned()));
            let lines: Vec<Vec<String>> = rows
                .iter()
                .map(|(id, fields)| {
                    let mut line = vec![id.to_string()];
                    line.extend(cells(kind, fields, &all.titles, is_column));
                    line
                })
                .collect();
            table(&header, &lines)
        },
        || rows.iter().map(|(id, fields)| record_json(kind, *id, fields)).collect(),
    )
}

/// Best match of hanzi, pinyin, initials or digits first.
async fn matching_customers(peer: &mut Peer<'_>, text: &str, most: usize) -> Result<Vec<RecordId>, Fault> {
    let filter = CustomerFilter { text: text.to_owned(), ..CustomerFilter::default() };
    let window = Window { offset: 0, count: u32::try_from(most).unwrap_or(u32::MAX) };
    let query = Query::Customers { filter, sort: CustomerSort::default(), window };
    match peer.ask(query).await? {
        View::Customers(customers) => Ok(customers.rows.into_iter().map(|row| row.id.0).collect()),
        _ => Ok(Vec::new()),
    }
}

/// The printed values of some fields, in the table's order; references as titles.
pub fn cells(
    kind: &KindSpec,
    fields: &Fields,
    titles: &Titles,
    wanted: impl Fn(&FieldSpec) -> bool,
) -> Vec<String> {
    let title = |id: RecordId| titles.get(&id).cloned().unwrap_or_else(|| id.to_string());
    (0u8..)
        .zip(kind.fields)
        .filter(|(_, field)| wanted(field))
        .map(|(index, field)| {
            let value = fields.get(index);
            value.map(|value| value::text(field.field_type, value, &title)).unwrap_or_default()
        })
        .collect()
}

/// A record for programs: id, then its fields by stable name.
pub fn record_json(kind: &KindSpec, id: RecordId, fields: &Fields) -> Json {
    let mut record = Map::new();
    record.insert("id".to_owned(), Json::from(id.to_string()));
    for (index, field) in (0u8..).zip(kind.fields) {
        if let Some(value) = fields.get(index) {
            record.insert(field.name.to_owned(), value::json(field.field_type, value));
        }
    }
    Json::Object(record)
}

/// Find records of any kind.
pub async fn search(peer: &mut Peer<'_>, screen: &Screen, text: &str, count: u32) -> Result<(), Fault> {
    let View::Search(hits) = peer.ask(Query::Search { text: text.to_owned(), kind: None, count }).await?
    else {
        return Ok(());
    };
    screen.answer(
        || {
            let header = [header::ID, header::KIND, header::TITLE, header::DETAIL];
            let lines: Vec<Vec<String>> = hits
                .iter()
                .map(|hit| {
                    let kind = kind_label(screen.language, &hit.kind).into_owned();
                    vec![hit.id.to_string(), kind, hit.title.clone(), hit.detail.clone()]
                })
                .collect();
            table(&header.map(|word| word.say(screen.language).to_owned()), &lines)
        },
        || {
            let hit = |hit: &contract::view::SearchHit| {
                json!({
                    "id": hit.id.to_string(),
                    "kind": hit.kind,
                    "title": hit.title,
                    "detail": hit.detail,
                    "open": hit.open.to_string(),
                })
            };
            hits.iter().map(hit).collect()
        },
    )
}
