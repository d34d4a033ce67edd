//! Every storage passes the same suite.

use relay::{LogStore, MemoryStore, RedbStore, conformance};
use std::sync::Arc;

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
