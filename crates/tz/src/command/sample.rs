//! `sample`: fills the team with generated records, through the same command an importer uses.

use crate::arguments::SampleSize;
use crate::fault::Fault;
use crate::peer::Peer;
use crate::screen::Screen;
use crate::words;
use contract::{Command, FieldWrite};
use domain::RecordId;
use domain::member::{Member, Role};
use domain::record::{Fields, KindSpec, Record, SpaceClass, Value};
use domain::stage::Stage;
use language::Language;
use sample::{SampleTeam, Size};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Records in one batch.
const BATCH: usize = 2_000;

/// Generate a team and write a share of it: the generated first manager is whoever leads this one. The first share has
/// what only managers write.
pub async fn sample(
    peer: &mut Peer<'_>,
    screen: &Screen,
    size: SampleSize,
    seed: u64,
    share: (usize, usize),
) -> Result<(), Fault> {
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
    let team = sample::generate(seed, now.today, now.utc_offset_minutes, language, size);
    let here = already_here(peer, &team).await?;
    let records = shared(records(team, &here), share);
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

/// Generated records that the team has already, and what they are called here.
type Here = BTreeMap<RecordId, RecordId>;

/// What is pointed to stays before what points there.
fn shared(records: Vec<NewRecord>, (which, of): (usize, usize)) -> Vec<NewRecord> {
    let is_everybodys = |(kind, ..): &NewRecord| {
        domain::kind(kind)
            .is_some_and(|kind| !matches!(kind.space, SpaceClass::Official | SpaceClass::Management))
    };
    let (everybodys, mut share): (Vec<_>, Vec<_>) = records.into_iter().partition(is_everybodys);
    if which > 1 {
        share.clear();
    }
    let place = |number: usize| everybodys.len() * number / of;
    let range = place(which - 1)..place(which);
    share.extend(everybodys.into_iter().skip(range.start).take(range.len()));
    share
}

/// The generated manager is whoever leads the team, and a stage is the team's own of the same name.
async fn already_here(peer: &mut Peer<'_>, team: &SampleTeam) -> Result<Here, Fault> {
    let generated: BTreeSet<RecordId> = team.members.iter().map(|(id, _)| id.0).collect();
    let members = peer.records(Member::SPEC.name, false).await?.rows;
    let mut leads = members.iter().filter(|(id, fields)| {
        Member::from_fields(fields).role == Some(Role::Manager) && !generated.contains(id)
    });
    let leader = leads.next().map_or(peer.team()?.me.0, |(id, _)| *id);
    let own = peer.records(Stage::SPEC.name, false).await?.rows;
    let own: HashMap<String, RecordId> =
        own.into_iter().map(|(id, fields)| (Stage::from_fields(&fields).name, id)).collect();
    let stages = team.daily_work.iter().filter(|record| record.kind == Stage::SPEC.name);
    let known =
        stages.filter_map(|record| Some((record.id, *own.get(&Stage::from_fields(&record.fields).name)?)));
    Ok(known.chain([(team.me.0, leader)]).collect())
}

/// The team as records to create, what is pointed to before what points there.
fn records(team: SampleTeam, here: &Here) -> Vec<NewRecord> {
    let records = team.into_records().into_iter().filter(|(_, id, _)| !here.contains_key(id));
    let records = records.filter_map(|(kind, id, fields)| {
        Some((kind.to_owned(), id, writes(domain::kind(kind)?, fields, here)))
    });
    records.collect()
}

fn writes(kind: &KindSpec, fields: Fields, here: &Here) -> Vec<FieldWrite> {
    let called_here = |id: RecordId| here.get(&id).copied().unwrap_or(id);
    let as_here = |value| match value {
        Value::Id(id) => Value::Id(called_here(id)),
        Value::Ids(ids) => Value::Ids(ids.into_iter().map(called_here).collect::<BTreeSet<_>>()),
        other => other,
    };
    fields
        .0
        .into_iter()
        .filter_map(|(index, value)| {
            let field = kind.fields.get(usize::from(index))?.name.to_owned();
            Some(FieldWrite { field, value: Some(as_here(value)) })
        })
        .collect()
}
