//! Whether replicas agree: with each other, with their own disks, with their documents, and with the model.

use crate::model::{Model, ModelRecord};
use crate::{Device, Team};
use domain::RecordId;
use engine::document::Document;
use engine::projection::{Projection, Row};
use engine::replica::{Booted, Replica};
use engine::storage::{self, DocumentId};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::fmt::Debug;
use wire::SpaceId;

/// What a replica shows of one space.
#[derive(Debug, PartialEq)]
pub struct Shown {
    /// Per document its heads.
    pub documents: BTreeMap<DocumentId, Vec<[u8; 32]>>,
    /// Its records.
    pub records: BTreeMap<RecordId, ModelRecord>,
}

/// What a projection shows of a space.
pub fn shown(projection: &Projection, space: SpaceId) -> Shown {
    let of_space = projection.documents().iter().filter(|entry| entry.space == space && entry.next > 0);
    let mut shown = Shown { documents: BTreeMap::new(), records: BTreeMap::new() };
    for entry in of_space {
        shown.documents.insert(entry.id, entry.heads.clone());
        for key in &entry.rows {
            let row = projection.row(*key);
            shown.records.insert(row.id, record_of(row));
        }
    }
    shown
}

fn record_of(row: &Row) -> ModelRecord {
    ModelRecord {
        kind: row.kind.name.to_owned(),
        live: row.live,
        fields: row.packed.fields(),
        two_edits: row
            .two_edits
            .as_deref()
            .into_iter()
            .flatten()
            .map(|(field, lost)| (*field, lost.clone()))
            .collect(),
    }
}

/// Every replica that may read a space shows the same of it, and nothing waits or is set aside.
///
/// # Errors
/// The first difference.
pub fn converged(team: &Team) -> Result<(), String> {
    let members: Vec<&Device> = team.devices.iter().filter(|device| device.is_in_team()).collect();
    for device in &members {
        let replica = device.replica();
        if replica.sync.waiting() > 0 {
            return Err(format!("{} still has {} to send", device.name, replica.sync.waiting()));
        }
        if let Some(entry) = replica.sync.quarantined().values().next() {
            let author =
                members.iter().find(|other| Some(other.replica().identity.device.id()) == entry.device);
            let author = author.map_or("?", |author| &author.name);
            let end = entry.device.and_then(|device| replica.sync.tail(entry.space, device));
            let (seq, end) = (entry.seq, end.map_or(0, |end| end.seq));
            return Err(format!(
                "{} has set aside {author}'s {seq} (after {end}): {:?}, waits: {}",
                device.name, entry.reason, entry.is_waiting
            ));
        }
    }
    replicas_agree(&members)?;
    members.iter().try_for_each(|device| {
        let has_base = !device.disk.now.scan(storage::SNAPSHOTS).is_empty();
        let model = if has_base { Model::of_all(device, &members) } else { Model::of(device) };
        agrees_with(device, &model)
    })?;
    members.iter().try_for_each(|device| relay_has_all(team, device))
}

/// The replicas show the same of every space that both may read.
///
/// # Errors
/// The first difference.
pub fn replicas_agree(devices: &[&Device]) -> Result<(), String> {
    let Some((first, others)) = devices.split_first() else { return Ok(()) };
    for space in readable(first.replica()) {
        let here = shown(&first.replica().projection, space);
        for other in others.iter().filter(|other| readable(other.replica()).contains(&space)) {
            let there = shown(&other.replica().projection, space);
            let what = format!("{} and {} differ in {space:?}", first.name, other.name);
            same_map(&what, &here.documents, &there.documents)?;
            same_map(&what, &here.records, &there.records)?;
        }
    }
    replicas_agree(others)
}

/// The projection in memory is that on disk, that of the documents, and that of the model.
///
/// # Errors
/// The first difference.
pub fn agrees_with_itself(device: &Device) -> Result<(), String> {
    agrees_with(device, &Model::of(device))
}

fn agrees_with(device: &Device, model: &Model) -> Result<(), String> {
    let replica = device.replica();
    let read = storage::BOOT.iter().map(|prefix| device.disk.now.scan(prefix)).collect();
    let rng = ChaCha20Rng::from_seed([0; 32]);
    let reloaded = match Booted::from_store(read, rng) {
        Ok(Booted::InTeam(reloaded, stale)) if stale.is_empty() => reloaded,
        Ok(Booted::InTeam(..)) => return Err(format!("{} has a damaged projection on disk", device.name)),
        Ok(Booted::NoTeam(_)) => return Err(format!("{} has no team on disk", device.name)),
        Err(fault) => return Err(format!("{}: {fault}", device.name)),
    };
    for space in readable(replica) {
        let here = shown(&replica.projection, space);
        let disk = shown(&reloaded.projection, space);
        let what = |other: &str| format!("{} shows another {space:?} than its {other}", device.name);
        same_map(&what("disk"), &here.documents, &disk.documents)?;
        same_map(&what("disk"), &here.records, &disk.records)?;
        let class = replica.class_of_space(space);
        let belongs = |record: &ModelRecord| {
            domain::kind(&record.kind).zip(class).is_some_and(|(kind, class)| kind.may_live_in(class))
        };
        let documents = of_documents(device, space, &here)?;
        same_map(&what("documents"), &here.records, &kept(documents, belongs))?;
        same_map(&what("model"), &here.records, &kept(model.records(space), belongs))?;
    }
    Ok(())
}

fn kept(
    records: BTreeMap<RecordId, ModelRecord>,
    belongs: impl Fn(&ModelRecord) -> bool,
) -> BTreeMap<RecordId, ModelRecord> {
    records.into_iter().filter(|(_, record)| belongs(record)).collect()
}

fn of_documents(
    device: &Device,
    space: SpaceId,
    here: &Shown,
) -> Result<BTreeMap<RecordId, ModelRecord>, String> {
    let mut records = BTreeMap::new();
    // What two documents hold is that of the smaller one.
    for (id, heads) in here.documents.iter().rev() {
        let chunks: Vec<Vec<u8>> =
            device.disk.now.scan(&storage::document(*id)).into_iter().map(|(_, chunk)| chunk).collect();
        let document = Document::load(&chunks, &[0; 24]).map_err(|damaged| damaged.to_string())?;
        if document.heads() != *heads {
            return Err(format!("{}: a document of {space:?} is not as it is projected", device.name));
        }
        for state in document.records() {
            let (kind, live, fields) = (state.kind, state.live, state.fields);
            let record = ModelRecord { kind, live, fields, two_edits: state.two_edits.into_iter().collect() };
            records.insert(state.id, record);
        }
    }
    Ok(records)
}

fn relay_has_all(team: &Team, device: &Device) -> Result<(), String> {
    let replica = device.replica();
    for space in readable(replica) {
        let here: BTreeMap<_, _> = replica.sync.chains_of(space).collect();
        let there = team.relay.tails(replica.identity.team, space);
        same_map(&format!("{} and the relay differ in {space:?}", device.name), &here, &there)?;
    }
    Ok(())
}

/// The spaces that a replica holds.
pub fn readable(replica: &Replica) -> Vec<SpaceId> {
    replica.access.state().readable_spaces(replica.identity.person)
}

fn same_map<K: Ord + Debug, V: PartialEq + Debug>(
    what: &str,
    here: &BTreeMap<K, V>,
    there: &BTreeMap<K, V>,
) -> Result<(), String> {
    for key in here.keys().chain(there.keys()) {
        let (mine, other) = (here.get(key), there.get(key));
        if mine != other {
            return Err(format!("{what} at {key:?}:\n  {mine:?}\n  {other:?}"));
        }
    }
    Ok(())
}
