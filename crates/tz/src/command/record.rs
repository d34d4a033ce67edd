//! `add`, `set`, `delete`, `bring-back`, `log`, `undo`: one command each, told as saved once it is on disk.

use crate::command::hex;
use crate::fault::Fault;
use crate::find;
use crate::peer::{Peer, random};
use crate::screen::Screen;
use crate::words;
use chrono::NaiveDate;
use contract::command::{BatchId, Made};
use contract::{Command, Outcome, Query, View};
use domain::RecordId;
use domain::customer::{Customer, CustomerId};
use domain::follow_up::{FollowUp, FollowUpId};
use domain::import::{Import, ImportId};
use domain::record::{Choice, Value};
use language::label::field_label;
use serde_json::json;

/// So many of the records that an undo leaves are named.
const NAMED: usize = 10;

/// Create a record and print its id.
pub async fn add(peer: &mut Peer<'_>, screen: &Screen, kind: &str, fields: &[String]) -> Result<(), Fault> {
    let kind = find::kind(kind)?;
    let fields = find::writes(peer, kind, fields).await?;
    let id = RecordId(random()?);
    let outcome = peer.command(Command::Create { kind: kind.name.to_owned(), id, fields }).await?;
    tell(screen, Some(id), &outcome)
}

/// Change fields.
pub async fn set(peer: &mut Peer<'_>, screen: &Screen, record: &str, fields: &[String]) -> Result<(), Fault> {
    let id = find::record(peer, record).await?;
    let View::Record(Some(detail)) = peer.ask(Query::Record { id }).await? else {
        return Err(Fault::NotFound(record.to_owned()));
    };
    let fields = find::writes(peer, find::kind(&detail.kind)?, fields).await?;
    let outcome = peer.command(Command::Edit { id, fields }).await?;
    tell(screen, None, &outcome)
}

/// Delete a record.
pub async fn delete(peer: &mut Peer<'_>, screen: &Screen, record: &str) -> Result<(), Fault> {
    let id = find::record(peer, record).await?;
    let outcome = peer.command(Command::Delete { id }).await?;
    tell(screen, None, &outcome)
}

/// Bring a deleted record back; it has no title to find it by.
pub async fn bring_back(peer: &mut Peer<'_>, screen: &Screen, record: &str) -> Result<(), Fault> {
    let id = record.trim().parse().map_err(|_| Fault::NotFound(record.to_owned()))?;
    let outcome = peer.command(Command::Restore { id }).await?;
    tell(screen, None, &outcome)
}

/// What was done with a customer, as typed.
pub struct Touch<'a> {
    /// Id or name.
    pub customer: &'a str,
    /// The channel's code.
    pub channel: &'a str,
    /// The outcome's code.
    pub outcome: &'a str,
    /// What was said.
    pub text: &'a str,
    /// The next date.
    pub next: Option<NaiveDate>,
    /// The next step.
    pub next_action: &'a Option<String>,
    /// With whom: one of the customer's contacts.
    pub contact: Option<&'a str>,
}

/// Log a follow-up and print its id.
pub async fn log(peer: &mut Peer<'_>, screen: &Screen, touch: &Touch<'_>) -> Result<(), Fault> {
    let customer = CustomerId(find::record_of(peer, Customer::SPEC, touch.customer).await?);
    let contact = match touch.contact {
        Some(contact) => Some(find::contact_of(peer, customer, contact).await?),
        None => None,
    };
    let id = FollowUpId(RecordId(random()?));
    let outcome = peer
        .command(Command::LogFollowUp {
            id,
            customer,
            channel: choice("channel", touch.channel)?,
            outcome: choice("outcome", touch.outcome)?,
            text: touch.text.to_owned(),
            next_date: touch.next,
            next_action: touch.next_action.clone(),
            contact,
        })
        .await?;
    if let Some(Made::NextDate(date)) = outcome.made {
        screen.note(&language::sentence::next(screen.language, date, peer.now().today));
    }
    tell(screen, Some(id.0), &outcome)
}

/// Take back a batch.
pub async fn undo(peer: &mut Peer<'_>, screen: &Screen, batch: &str) -> Result<(), Fault> {
    let id: RecordId = batch.trim().parse().map_err(|_| Fault::NotABatch(batch.to_owned()))?;
    let RecordId(bytes) = id;
    if let View::Record(Some(detail)) = peer.ask(Query::Record { id }).await?
        && detail.kind == Import::SPEC.name
    {
        return undo_import(peer, screen, ImportId(id)).await;
    }
    let outcome = peer.command(Command::Undo { batch: BatchId(bytes) }).await?;
    let mut kept = Vec::new();
    for (id, field) in &outcome.kept {
        let View::Record(Some(detail)) = peer.ask(Query::Record { id: *id }).await? else { continue };
        kept.push(field_label(screen.language, &detail.kind, field).into_owned());
    }
    if !kept.is_empty() {
        screen.note(&language::sentence::kept(screen.language, &kept));
    }
    tell(screen, None, &outcome)
}

/// Take back all that an import brought.
async fn undo_import(peer: &mut Peer<'_>, screen: &Screen, import: ImportId) -> Result<(), Fault> {
    let outcome = peer.command(Command::UndoImport { import }).await?;
    let mut named = Vec::new();
    for (id, _) in outcome.kept.iter().take(NAMED) {
        let View::Record(Some(detail)) = peer.ask(Query::Record { id: *id }).await? else { continue };
        let title = find::kind(&detail.kind)?.title().and_then(|(index, _)| detail.fields.get(index));
        if let Some(Value::Text(title)) = title {
            named.push(title.clone());
        }
    }
    let gone = outcome.changed.iter().filter(|id| **id != import.0).count();
    screen.note(&language::import::taken_back(screen.language, gone, outcome.kept.len(), &named));
    tell(screen, None, &outcome)
}

/// The code's choice of a follow-up's field.
fn choice<T: Choice>(field: &'static str, code: &str) -> Result<T, Fault> {
    T::from_code(code).ok_or_else(|| Fault::BadValue {
        kind: FollowUp::SPEC.name,
        field,
        text: code.to_owned(),
        expected: domain::record::FieldType::Choice(T::CODES),
    })
}

/// Says that it is saved, and how to undo it. A new record's id goes to standard output.
fn tell(screen: &Screen, new: Option<RecordId>, outcome: &Outcome) -> Result<(), Fault> {
    let undo = outcome.undo.map(|batch| hex(batch.0));
    if screen.json {
        let next_date = match &outcome.made {
            Some(Made::NextDate(date)) => Some(date.to_string()),
            _ => None,
        };
        let changed: Vec<String> = outcome.changed.iter().map(ToString::to_string).collect();
        let id = new.map(|id| id.to_string());
        let told =
            json!({ "saved": true, "id": id, "changed": changed, "undo": undo, "next_date": next_date });
        return screen.print(&told.to_string());
    }
    if let Some(id) = new {
        screen.print(&id.to_string())?;
    }
    if outcome.changed.is_empty() {
        screen.note(words::UNCHANGED.say(screen.language));
    } else {
        screen.note(&words::saved(screen.language, undo.as_deref()));
    }
    Ok(())
}
