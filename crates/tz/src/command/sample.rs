//! `sample`: fills the team with generated records, through the same command an importer uses.

use crate::arguments::SampleSize;
use crate::fault::Fault;
use crate::peer::Peer;
use crate::screen::Screen;
use crate::words;
use contract::{Command, FieldWrite};
use domain::RecordId;
use domain::record::{Fields, KindSpec, Record, Value};
use language::Language;
use sample::{SampleTeam, Size};
use serde_json::json;
use std::collections::BTreeSet;

/// Records in one batch.
const BATCH: usize = 2_000;

/// Generate a team and write it, through the eyes of whoever this replica is: the generated first manager is me.
pub async fn sample(peer: &mut Peer<'_>, screen: &Screen, size: SampleSize, seed: u64) -> Result<(), Fault> {
    let me = peer.team()?.me.0;
    let size = match size {
        SampleSize::LookAround => Size::look_around(),
        SampleSize::Full => Size::full(),
        SampleSize::Search => Size::search(),
    };
    let language = match screen.language {
        Language::Chinese => sample::Language::Chinese,
        Language::English => sample::Language::English,
    };
    let now = peer.now();
    let records = records(sample::generate(seed, now.today, now.utc_offset_minutes, language, size), me);
    let all = records.len();
    let mut records = records.into_iter().peekable();
    let mut done = 0;
    while records.peek().is_some() {
        let batch: Vec<_> = records.by_ref().take(BATCH).collect();
        done += batch.len();
        peer.command(Command::CreateMany { records: batch }).await?;
        screen.note(&words::filled(screen.language, done, all));
    }
    screen.answer(|| done.to_string(), || json!({ "saved": true, "records": done }))
}

type NewRecord = (String, RecordId, Vec<FieldWrite>);

/// The team as records to create, what is pointed to before what points there.
fn records(team: SampleTeam, me: RecordId) -> Vec<NewRecord> {
    let generated_me = team.me.0;
    let mine = |id: RecordId| if id == generated_me { me } else { id };
    let mut records = Vec::new();
    let members = team.members.iter().filter(|(id, _)| id.0 != generated_me);
    records.extend(members.map(|(id, record)| new_record(id.0, record, mine)));
    records.extend(team.customers.iter().map(|(id, record)| new_record(id.0, record, mine)));
    records.extend(team.contacts.iter().map(|(id, record)| new_record(id.0, record, mine)));
    records.extend(team.follow_ups.iter().map(|(id, record)| new_record(id.0, record, mine)));
    records.extend(team.daily_work.into_iter().filter_map(|record| {
        let kind = domain::kind(record.kind)?;
        Some((kind.name.to_owned(), record.id, writes(kind, record.fields, mine)))
    }));
    records
}

fn new_record<R: Record>(id: RecordId, record: &R, mine: impl Fn(RecordId) -> RecordId) -> NewRecord {
    (R::SPEC.name.to_owned(), id, writes(R::SPEC, record.to_fields(), mine))
}

fn writes(kind: &KindSpec, fields: Fields, mine: impl Fn(RecordId) -> RecordId) -> Vec<FieldWrite> {
    let as_mine = |value| match value {
        Value::Id(id) => Value::Id(mine(id)),
        Value::Ids(ids) => Value::Ids(ids.into_iter().map(&mine).collect::<BTreeSet<_>>()),
        other => other,
    };
    fields
        .0
        .into_iter()
        .filter_map(|(index, value)| {
            let field = kind.fields.get(usize::from(index))?.name.to_owned();
            Some(FieldWrite { field, value: Some(as_mine(value)) })
        })
        .collect()
}
