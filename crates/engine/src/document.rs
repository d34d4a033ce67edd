//! One Automerge document: a shard of records.
//!
//! Its root is `{v: 1, shard: "customer", records: {<32 hex digits>: {kind, live, field…}}}`. A record's fields are
//! scalars; a set of references is one boolean per member under `field/<32 hex digits>`, so that sets merge member
//! by member. Nothing is ever deleted: a field is cleared by writing null, a record by `live = 0`. Every edit writes
//! the next higher number into `live` (Automerge drops a put of the value that is there already, and a concurrent
//! delete must meet the edit), and any concurrent number above zero wins.

mod announced;
mod check;
mod fit;
mod history;
mod scalar;
mod touched;

pub use check::{ChangeFault, Checker, change_hash, is_by};
pub use history::RecordChange;

use automerge::iter::MapRangeItem;
use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{
    ActorId, Automerge, AutomergeError, Change, ChangeHash, ExpandedChange, ObjId, ObjType, ROOT, ReadDoc,
    ScalarValue, Value as Stored,
};
use domain::RecordId;
use domain::record::{FieldIndex, FieldSpec, FieldType, Fields, KindSpec, Value};
use fit::Fitting;
use litemap::LiteMap;
use std::collections::BTreeSet;

/// The first change of every document, the same bytes for ever: two devices that are offline both begin from it,
/// so that there is one record map. Made by [`tests::make_genesis`].
const GENESIS: &[u8] = include_bytes!("document/genesis_v1.automerge");

/// The type byte of a saved document among Automerge's chunks.
const DOCUMENT_CHUNK: u8 = 0;

const RECORDS: &str = "records";
const SHARD: &str = "shard";
const KIND: &str = "kind";
const LIVE: &str = "live";

/// What to write to one record.
#[derive(Clone, Debug)]
pub struct RecordWrite {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: &'static KindSpec,
    /// Fields to set or (`None`) clear.
    pub fields: Vec<(FieldIndex, Option<Value>)>,
    /// Whether the record is live afterwards.
    pub live: bool,
}

/// A record as a document holds it now.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordState {
    pub id: RecordId,
    /// The kind's stable name; this build may not know it.
    pub kind: String,
    pub live: bool,
    pub fields: Fields,
    /// An import brought it and nothing was written to it since.
    pub as_imported: bool,
    /// Fields with concurrent values: what lost.
    pub two_edits: LiteMap<FieldIndex, Vec<Option<Value>>>,
}

/// The bytes are no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored document cannot be read: {0}")]
pub struct Damaged(pub &'static str);

/// One loaded document.
pub struct Document {
    automerge: Automerge,
    records: ObjId,
}

impl Document {
    /// A new, empty document that writes as `actor`.
    pub fn begin(actor: &[u8]) -> Result<Self, Damaged> {
        Self::load(&[], actor)
    }

    /// A document from its stored chunks: at most one saved document first, then changes in the order in which
    /// they were stored. With no chunks: empty.
    pub fn load(chunks: &[Vec<u8>], actor: &[u8]) -> Result<Self, Damaged> {
        let (saved, tail) = match chunks.split_first() {
            Some((first, tail)) if first.get(8) == Some(&DOCUMENT_CHUNK) => (first.as_slice(), tail),
            _ => (GENESIS, chunks),
        };
        // Automerge's own words for what is wrong would be in every download.
        let mut automerge = Automerge::load(saved).map_err(|_| Damaged("no document"))?;
        automerge.set_actor(ActorId::from(actor));
        let Ok(Some((Stored::Object(ObjType::Map), records))) = automerge.get(ROOT, RECORDS) else {
            return Err(Damaged("no records"));
        };
        let mut document = Self { automerge, records };
        let not_its_own = |_: ChangeFault| Damaged("a change does not belong to it");
        let changes = check::split_changes(tail).map_err(not_its_own)?;
        let changes = Checker::new(&document).check(&changes, &[]).map_err(not_its_own)?;
        document.apply(&changes).map_err(not_its_own)?;
        Ok(document)
    }

    /// Everything in one chunk, for folding and for export.
    pub fn save(&self) -> Vec<u8> {
        self.automerge.save()
    }

    /// The hashes of the newest changes, sorted: what the document's state is named by.
    pub fn heads(&self) -> Vec<[u8; 32]> {
        let mut heads: Vec<[u8; 32]> = self.automerge.get_heads().iter().map(|hash| hash.0).collect();
        domain::few::sort_by_key(&mut heads, |head| *head);
        heads
    }

    /// What the document collects: a kind's name, with the month for kinds that roll over.
    pub fn shard(&self) -> Option<String> {
        match self.automerge.get(ROOT, SHARD).ok()?? {
            (Stored::Scalar(scalar), _) => scalar.as_str().map(str::to_owned),
            _ => None,
        }
    }

    /// Write records in one change made at `time_seconds`; `shard` names the document when it is new.
    ///
    /// Returns the change's bytes (compressed as Automerge does), or `None` when nothing differs.
    pub fn write(
        &mut self,
        time_seconds: i64,
        shard: &str,
        writes: &[RecordWrite],
    ) -> Result<Option<(ChangeHash, Vec<u8>)>, AutomergeError> {
        let name_shard = self.shard().is_none();
        let mut made_twice: Vec<(Vec<ObjId>, RecordState)> = Vec::new();
        for write in writes {
            let objects = self.objects(write.id);
            if objects.len() > 1
                && let Some(state) = self.record(write.id)
            {
                made_twice.push((objects, state));
            }
        }
        let mut transaction = self.automerge.transaction();
        if name_shard {
            transaction.put(ROOT, SHARD, shard)?;
        }
        for write in writes {
            if let Some((objects, state)) = made_twice.iter().find(|(_, state)| state.id == write.id) {
                settle(&mut transaction, objects, write.kind, state)?;
            }
            write_record(&mut transaction, &self.records, write)?;
        }
        let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(time_seconds));
        Ok(hash.and_then(|hash| {
            let change = self.automerge.get_last_local_change()?;
            Some((hash, compressed(change)))
        }))
    }

    /// Apply changes that passed a [`Checker`]: all of them, or none.
    ///
    /// What they do must fit into the document; and each must read back as it was given, because a document that is
    /// saved with one that does not cannot be opened again. Returns what they do.
    pub fn apply(&mut self, changes: &[Change]) -> Result<Vec<ExpandedChange>, ChangeFault> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let expanded: Vec<ExpandedChange> = changes.iter().map(Change::decode).collect();
        if !Fitting::new(self, &expanded).all_fit() {
            return Err(ChangeFault::Unreadable);
        }
        let before = self.automerge.get_heads();
        let taken = take(&mut self.automerge, changes);
        let read_back = self.automerge.get_changes(&before);
        let is_as_given = |change: &Change| changes.iter().any(|given| given.hash() == change.hash());
        if taken && read_back.len() == changes.len() && read_back.iter().all(is_as_given) {
            return Ok(expanded);
        }
        // What was there before comes first, and is whole.
        let mut all = self.automerge.get_changes(&[]);
        all.truncate(all.len().saturating_sub(read_back.len()));
        let actor = self.automerge.get_actor().clone();
        self.automerge = Automerge::new();
        take(&mut self.automerge, &all);
        self.automerge.set_actor(actor);
        debug_assert_eq!(self.automerge.get_heads(), before);
        Err(ChangeFault::Unreadable)
    }

    /// The heads of a document that holds nothing.
    pub fn first_heads() -> Vec<[u8; 32]> {
        Self::begin(&[0]).map(|document| document.heads()).unwrap_or_default()
    }

    /// The changes that are here beyond what these heads stand for; `None` when not all of the heads are here.
    pub fn beyond(&self, heads: &[[u8; 32]]) -> Option<Vec<[u8; 32]>> {
        let heads: Vec<ChangeHash> = heads.iter().map(|head| ChangeHash(*head)).collect();
        let is_here = |head: &ChangeHash| self.automerge.get_change_meta_by_hash(head).is_some();
        heads
            .iter()
            .all(is_here)
            .then(|| self.automerge.get_changes_meta(&heads).iter().map(|change| change.hash.0).collect())
    }

    /// The changes of another document that are not here, each behind those it builds on.
    pub fn lacking(&self, other: &Self) -> Vec<Change> {
        let mut changes = other.automerge.get_changes(&[]);
        changes.retain(|change| self.automerge.get_change_meta_by_hash(&change.hash()).is_none());
        changes
    }

    /// All records.
    pub fn records(&self) -> Vec<RecordState> {
        let keys: Vec<String> =
            self.automerge.map_range(&self.records, ..).map(|item| item.key.into_owned()).collect();
        keys.iter().filter_map(|key| self.record(key.parse().ok()?)).collect()
    }

    /// One record, or `None` when this document does not hold it.
    pub fn record(&self, id: RecordId) -> Option<RecordState> {
        let mut objects = self.objects(id);
        let mut state = self.record_in(id, &objects.pop()?);
        while let Some(other) = objects.pop() {
            state = match (state, self.record_in(id, &other)) {
                (Some(state), Some(other)) => Some(beside(state, other)),
                (state, other) => state.or(other),
            };
        }
        state
    }

    /// What holds a record: one object, or one of each device that made it before it knew of the others, as imports of
    /// the same files do. Automerge's winner is the last.
    fn objects(&self, id: RecordId) -> Vec<ObjId> {
        let all = self.automerge.get_all(&self.records, id.to_string()).unwrap_or_default();
        let is_record = |value: &Stored<'_>| matches!(value, Stored::Object(ObjType::Map));
        all.into_iter().filter_map(|(value, object)| is_record(&value).then_some(object)).collect()
    }

    fn record_in(&self, id: RecordId, object: &ObjId) -> Option<RecordState> {
        // One walk over the record: asking Automerge for a key costs as much as walking over all of them.
        let items: Vec<MapRangeItem<'_>> = self.automerge.map_range(object, ..).collect();
        let kind = items.iter().find(|item| item.key == KIND)?;
        let kind = match kind.value.clone().into_value() {
            Stored::Scalar(scalar) => scalar.as_str()?.to_owned(),
            Stored::Object(_) => return None,
        };
        let is_live = |value: &Stored<'_>| value.as_i64().is_some_and(|edits| edits > 0);
        let mut state = RecordState {
            id,
            live: items.iter().any(|item| item.key == LIVE && self.any(object, item, is_live)),
            fields: Fields::default(),
            as_imported: false,
            two_edits: LiteMap::default(),
            kind,
        };
        if let Some(spec) = domain::kind(&state.kind) {
            items.iter().for_each(|item| self.read_field(object, spec, item, &mut state));
            state.as_imported = is_as_imported(&items, spec);
        }
        Some(state)
    }

    fn read_field(&self, object: &ObjId, spec: &KindSpec, item: &MapRangeItem<'_>, state: &mut RecordState) {
        let (name, member) = match item.key.split_once('/') {
            Some((name, member)) => (name, Some(member)),
            None => (&*item.key, None),
        };
        let Some((index, field)) = spec.field(name) else { return };
        match (field.field_type, member) {
            (FieldType::References(_), Some(member)) => {
                let Ok(member) = member.parse() else { return };
                if self.any(object, item, |value| value.as_bool() == Some(true)) {
                    match state.fields.0.entry(index).or_insert_with(|| Value::Ids(BTreeSet::new())) {
                        Value::Ids(ids) => drop(ids.insert(member)),
                        other => *other = Value::Ids(BTreeSet::from([member])),
                    }
                }
            }
            (field_type, None) => {
                let winner = scalar::read(field_type, &item.value.clone().into_value());
                if item.conflict
                    && let Ok(all) = self.automerge.get_all(object, &*item.key)
                {
                    let mut others: Vec<_> =
                        all.iter().map(|(value, _)| scalar::read(field_type, value)).collect();
                    others.retain(|other| *other != winner);
                    if !others.is_empty() {
                        add_lost(&mut state.two_edits, index, others);
                    }
                }
                state.fields.set(index, winner);
            }
            _ => {}
        }
    }

    /// Whether the value of a key, or one that is concurrent to it, is as asked.
    fn any(&self, object: &ObjId, item: &MapRangeItem<'_>, is: impl Fn(&Stored<'_>) -> bool) -> bool {
        if !item.conflict {
            return is(&item.value.clone().into_value());
        }
        let all = self.automerge.get_all(object, &*item.key);
        all.is_ok_and(|values| values.iter().any(|(value, _)| is(value)))
    }
}

#[inline(never)]
fn take(automerge: &mut Automerge, changes: &[Change]) -> bool {
    automerge.apply_changes(changes.iter().cloned()).is_ok()
}

/// Whether an import made the newest write of a record.
fn is_as_imported(items: &[MapRangeItem<'_>], spec: &KindSpec) -> bool {
    let Some(field) = spec.import().and_then(|index| spec.fields.get(usize::from(index))) else {
        return false;
    };
    let counter = |item: &MapRangeItem<'_>| if let ObjId::Id(counter, ..) = item.id() { counter } else { 0 };
    let imported = match items.iter().find(|item| item.key == field.name) {
        Some(item) if matches!(item.value.clone().into_value(), Stored::Scalar(value) if !value.is_null()) => {
            counter(item)
        }
        _ => return false,
    };
    items.iter().all(|item| item.key == field.name && !item.conflict || counter(item) < imported)
}

/// A record that two devices made, each without knowing of the other. What an import brought and nobody has changed
/// gives way to what somebody has; where both have, what loses is one of two edits.
fn beside(winner: RecordState, other: RecordState) -> RecordState {
    let gives_way = !winner.live || winner.as_imported && !other.as_imported;
    let (mut state, other) = if other.live && gives_way { (other, winner) } else { (winner, other) };
    if !other.live || other.as_imported {
        return state;
    }
    let fields = domain::kind(&state.kind).map_or(0, |kind| kind.fields.len());
    for field in 0..fields as FieldIndex {
        let theirs = other.fields.get(field);
        if state.fields.get(field) != theirs {
            add_lost(&mut state.two_edits, field, vec![theirs.cloned()]);
        }
    }
    state
}

/// Add values that lost to those of a field, each once.
fn add_lost(
    two_edits: &mut LiteMap<FieldIndex, Vec<Option<Value>>>,
    field: FieldIndex,
    more: Vec<Option<Value>>,
) {
    let lost = two_edits.entry(field).or_default();
    lost.extend(more);
    domain::few::sort_by_key(lost, Clone::clone);
    lost.dedup();
}

/// Put what a record that was made twice is into the winner alone.
fn settle(
    transaction: &mut Transaction<'_>,
    objects: &[ObjId],
    kind: &'static KindSpec,
    state: &RecordState,
) -> Result<(), AutomergeError> {
    let [losers @ .., winner] = objects else { return Ok(()) };
    for loser in losers {
        put_if_new(transaction, loser, LIVE, ScalarValue::Int(0))?;
    }
    for (field, index) in kind.fields.iter().zip(0..) {
        write_field(transaction, winner, field, state.fields.get(index))?;
    }
    Ok(())
}

fn write_record(
    transaction: &mut Transaction<'_>,
    records: &ObjId,
    write: &RecordWrite,
) -> Result<(), AutomergeError> {
    let key = write.id.to_string();
    let object = match transaction.get(records, &key)? {
        Some((Stored::Object(ObjType::Map), object)) => object,
        _ => {
            let object = transaction.put_object(records, key, ObjType::Map)?;
            transaction.put(&object, KIND, write.kind.name)?;
            object
        }
    };
    let edits =
        transaction.get_all(&object, LIVE)?.iter().map(|(value, _)| value.as_i64().unwrap_or(0)).max();
    if write.live {
        transaction.put(&object, LIVE, edits.unwrap_or(0).saturating_add(1))?;
    } else {
        put_if_new(transaction, &object, LIVE, ScalarValue::Int(0))?;
    }
    for (index, value) in &write.fields {
        let Some(field) = write.kind.fields.get(usize::from(*index)) else { continue };
        write_field(transaction, &object, field, value.as_ref())?;
    }
    Ok(())
}

fn write_field(
    transaction: &mut Transaction<'_>,
    object: &ObjId,
    field: &FieldSpec,
    value: Option<&Value>,
) -> Result<(), AutomergeError> {
    if let FieldType::References(_) = field.field_type {
        return write_set(transaction, object, field.name, value);
    }
    put_if_new(transaction, object, field.name, value.map_or(ScalarValue::Null, scalar::write))
}

fn write_set(
    transaction: &mut Transaction<'_>,
    object: &ObjId,
    name: &str,
    value: Option<&Value>,
) -> Result<(), AutomergeError> {
    let wanted = match value {
        Some(Value::Ids(ids)) => ids.clone(),
        _ => BTreeSet::new(),
    };
    let prefix = format!("{name}/");
    let present: Vec<String> = transaction
        .map_range(object, prefix.clone()..format!("{name}0"))
        .map(|item| item.key.into_owned())
        .collect();
    for key in present {
        let member = key.strip_prefix(&prefix).and_then(|hex| hex.parse::<RecordId>().ok());
        if member.is_some_and(|member| !wanted.contains(&member)) {
            put_if_new(transaction, object, &key, ScalarValue::Boolean(false))?;
        }
    }
    for member in wanted {
        put_if_new(transaction, object, &format!("{prefix}{member}"), ScalarValue::Boolean(true))?;
    }
    Ok(())
}

/// Put unless the key holds exactly this value and nothing concurrent: an edit that changes nothing leaves no trace,
/// and an edit of a field with two edits settles it.
fn put_if_new(
    transaction: &mut Transaction<'_>,
    object: &ObjId,
    key: &str,
    value: ScalarValue,
) -> Result<(), AutomergeError> {
    let present = transaction.get_all(object, key)?;
    let same = match present.as_slice() {
        [] => value.is_null(),
        [(Stored::Scalar(only), _)] => **only == value,
        _ => false,
    };
    if same { Ok(()) } else { transaction.put(object, key, value) }
}

fn compressed(mut change: Change) -> Vec<u8> {
    change.bytes().into_owned()
}

#[cfg(test)]
mod tests;
