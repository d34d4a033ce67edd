//! Records by id or by title, and fields by name: from what was typed to what a command takes.

use crate::fault::Fault;
use crate::peer::Peer;
use crate::value;
use contract::view::View;
use contract::{FieldWrite, Query};
use domain::RecordId;
use domain::contact::ContactId;
use domain::customer::CustomerId;
use domain::record::{FieldSpec, FieldType, KindSpec, Mark, Value};
use std::collections::BTreeSet;

/// The kind with this stable name.
pub fn kind(name: &str) -> Result<&'static KindSpec, Fault> {
    domain::kind(name).ok_or_else(|| Fault::UnknownKind(name.to_owned()))
}

/// A record of this kind by id or unique title.
pub async fn record_of(peer: &mut Peer<'_>, kind: &'static KindSpec, text: &str) -> Result<RecordId, Fault> {
    if let Ok(id) = text.trim().parse() {
        return Ok(id);
    }
    only(text, titled(peer, kind, text).await?)
}

/// One of a customer's contacts by id or name.
pub async fn contact_of(peer: &mut Peer<'_>, id: CustomerId, text: &str) -> Result<ContactId, Fault> {
    if let Ok(id) = text.trim().parse() {
        return Ok(ContactId(id));
    }
    let contacts = match peer.ask(Query::Customer { id, timeline_count: 0 }).await? {
        View::Customer(Some(customer)) => customer.contacts,
        _ => Vec::new(),
    };
    let named = contacts.iter().filter(|contact| contact.name.trim() == text.trim());
    only(text, named.map(|contact| contact.id).collect()).map(ContactId)
}

/// A record of any kind by id or unique title.
pub async fn record(peer: &mut Peer<'_>, text: &str) -> Result<RecordId, Fault> {
    if let Ok(id) = text.trim().parse() {
        return Ok(id);
    }
    let mut found = Vec::new();
    for kind in domain::KINDS {
        found.extend(titled(peer, kind, text).await?);
    }
    only(text, found)
}

/// The writes that `field=value…` stand for.
pub async fn writes(
    peer: &mut Peer<'_>,
    kind: &'static KindSpec,
    assignments: &[String],
) -> Result<Vec<FieldWrite>, Fault> {
    let mut writes = Vec::new();
    for assignment in assignments {
        let (name, text) =
            assignment.split_once('=').ok_or_else(|| Fault::NotAnAssignment(assignment.clone()))?;
        let (_, field) = kind
            .field(name.trim())
            .ok_or_else(|| Fault::UnknownField { kind: kind.name, field: name.trim().to_owned() })?;
        let value = if text.trim().is_empty() { None } else { Some(parse(peer, kind, field, text).await?) };
        writes.push(FieldWrite { field: field.name.to_owned(), value });
    }
    Ok(writes)
}

/// One typed value, references included.
pub async fn parse(
    peer: &mut Peer<'_>,
    kind: &'static KindSpec,
    field: &'static FieldSpec,
    text: &str,
) -> Result<Value, Fault> {
    match field.field_type {
        FieldType::AnyReference => Ok(Value::Id(record(peer, text).await?)),
        FieldType::Reference(target) => Ok(Value::Id(record_of(peer, self::kind(target)?, text).await?)),
        FieldType::References(target) => {
            let target = self::kind(target)?;
            let mut ids = BTreeSet::new();
            for part in text.split([';', '；']).filter(|part| !part.trim().is_empty()) {
                ids.insert(record_of(peer, target, part).await?);
            }
            Ok(Value::Ids(ids))
        }
        expected => value::parse(field, text, peer.now().utc_offset_minutes).ok_or_else(|| Fault::BadValue {
            kind: kind.name,
            field: field.name,
            text: text.to_owned(),
            expected,
        }),
    }
}

/// The records with this title. Nobody calls a record by a whole paragraph.
async fn titled(peer: &mut Peer<'_>, kind: &'static KindSpec, text: &str) -> Result<Vec<RecordId>, Fault> {
    let named = kind.title().filter(|(_, field)| !field.has(Mark::Paragraph));
    let Some((title, _)) = named else { return Ok(Vec::new()) };
    let wanted = text.trim();
    let is_wanted = |value: Option<&Value>| matches!(value, Some(Value::Text(text)) if text.trim() == wanted);
    let records = peer.records(kind.name, false).await?;
    Ok(records
        .rows
        .into_iter()
        .filter(|(_, fields)| is_wanted(fields.get(title)))
        .map(|(id, _)| id)
        .collect())
}

fn only(text: &str, found: Vec<RecordId>) -> Result<RecordId, Fault> {
    match found.as_slice() {
        [] => Err(Fault::NotFound(text.to_owned())),
        [id] => Ok(*id),
        _ => Err(Fault::Ambiguous { title: text.to_owned(), ids: found }),
    }
}
