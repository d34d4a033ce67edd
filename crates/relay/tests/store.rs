//! Every storage passes the same suite.

use redb::{Database, ReadableDatabase, TableDefinition};
use relay::store::{Pulled, Write, Written};
use relay::{LogStore, MemoryStore, RedbStore, conformance};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use wire::receipt::ChainEnd;
use wire::{Cursor, DeviceId, EnvelopeId, PartId, SnapshotId, SpaceId, TeamId};

#[test]
fn the_memory_store_conforms() {
    let store = Arc::new(MemoryStore::new([7; 16]));
    conformance::check(|| store.clone()).unwrap();
}

#[test]
fn the_redb_store_conforms_each_step_with_the_file_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    conformance::check(|| Arc::new(RedbStore::open(folder.path().join("relay.redb")).unwrap())).unwrap();
}

#[test]
fn a_file_has_one_relay_at_a_time_and_its_own_id() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one.redb"), folder.path().join("other.redb"));
    let store = RedbStore::open(&one).unwrap();
    assert!(RedbStore::open(&one).is_err());
    assert_ne!(store.relay_id().unwrap(), RedbStore::open(other).unwrap().relay_id().unwrap());
}

#[test]
fn every_store_keeps_each_team_to_its_quota() {
    let folder = tempfile::tempdir().unwrap();
    let redb = RedbStore::open(folder.path().join("relay.redb")).unwrap();
    conformance::check_quota(&redb.with_team_quota(250)).unwrap();
    conformance::check_quota(&MemoryStore::new([7; 16]).with_team_quota(250)).unwrap();
    let redb = RedbStore::open(folder.path().join("snapshots.redb")).unwrap();
    conformance::check_snapshot_quota(&redb.with_team_quota(250)).unwrap();
    conformance::check_snapshot_quota(&MemoryStore::new([7; 16]).with_team_quota(250)).unwrap();
}

/// What the file says about its format.
fn format_of(file: &Path) -> Vec<u8> {
    const META: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("meta");
    let database = Database::open(file).unwrap();
    let meta = database.begin_read().unwrap().open_table(META).unwrap();
    meta.get(b"format".as_slice()).unwrap().unwrap().value().to_vec()
}

#[test]
fn only_a_relay_that_knows_of_dropping_opens_a_file_in_which_something_was_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("relay.redb");
    let (team, space, device) = (TeamId([1; 32]), SpaceId([2; 16]), DeviceId([3; 32]));
    let (prev, id) = (EnvelopeId::ZERO, EnvelopeId([4; 32]));
    // What a relay reads of an envelope: its version and kind, its device, its seq, and that nothing is before it.
    let mut bytes = vec![0; 200];
    bytes[0] = 1;
    bytes[70..102].copy_from_slice(&device.0);
    bytes[102] = 1;
    let envelope = Write::Envelope { team, space, device, seq: 1, prev, id, bytes };
    let (base, chains) = (SnapshotId([5; 32]), BTreeMap::from([(device, ChainEnd { seq: 1, id })]));
    let parts = vec![(PartId([6; 32]), vec![6; 60])];
    let snapshot = Write::Snapshot {
        team,
        space,
        id: base,
        envelopes: 1,
        parts: parts.iter().map(|(id, _)| *id).collect(),
        replaces: Vec::new(),
        bytes: vec![7; 100],
    };
    let store = RedbStore::open(&file).unwrap();
    let base_write = Write::Base { team, space, chains: chains.clone() };
    store.commit(&[envelope, Write::Parts { team, space, parts }, snapshot, base_write]).unwrap();
    drop(store);
    assert_eq!(format_of(&file), [1], "every log is whole");

    let store = RedbStore::open(&file).unwrap();
    let cursor = Cursor::START.after(id);
    let compact = Write::Compact { team, space, base, cursor, chains };
    assert_eq!(store.commit(&[compact]).unwrap(), [Written::Stored(cursor)]);
    drop(store);
    assert_eq!(format_of(&file), [2]);
    let store = RedbStore::open(&file).unwrap();
    assert_eq!(store.page(team, space, Cursor::START, 1, 1).unwrap(), Pulled::Dropped(cursor));
}
