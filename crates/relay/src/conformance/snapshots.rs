//! The part of the suite about snapshots, and about what is dropped of a log.

use super::{A, B, OTHER_SPACE, OTHER_TEAM, SPACE, TEAM, commit, expect_page};
use crate::limits::MAX_SNAPSHOTS_PER_SPACE;
use crate::store::{LogStore, Pulled, StoreError, StoredCountersignature, StoredSnapshot, Write, Written};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use wire::receipt::ChainEnd;
use wire::{Cursor, DeviceId, EnvelopeId, PartId, SnapshotId, SpaceId};

const STORED: Written = Written::Stored(Cursor::START);

/// Runs this part on an empty store, opened again between its steps.
pub(super) fn check<S: LogStore>(mut reopen: impl FnMut() -> Arc<S>) -> Result<(), StoreError> {
    parts_come_before_the_snapshot_that_names_them(&*reopen())?;
    countersignatures_rest_on_a_snapshot(&*reopen())?;
    a_snapshot_replaces_another_with_the_parts_that_only_that_one_names(&*reopen())?;
    a_space_has_so_many_snapshots(&*reopen())?;
    chains_go_on_after_what_a_snapshot_has(&*reopen())?;
    everything_before_a_snapshot_is_dropped(reopen)
}

/// Runs the part about what one team may store, on an empty store in which that is 250 bytes.
pub(super) fn check_quota(store: &impl LogStore) -> Result<(), StoreError> {
    assert_eq!(commit(store, parts(&[1, 2]))?, STORED);
    assert_eq!(commit(store, snapshot(SPACE, 1, &[1, 2], &[]))?, STORED);
    assert_eq!(commit(store, countersignature(1, A))?, STORED);
    assert_eq!(store.team_bytes(TEAM)?, 2 * 60 + 100 + 20);
    // None of several, where not all fit.
    assert_eq!(commit(store, parts(&[3, 4]))?, Written::Full);
    assert_eq!(store.parts(TEAM, SPACE, &[part(3), part(4)], 1_000)?, [[0; 0]; 0]);
    assert_eq!(commit(store, countersignature(1, B))?, Written::Full);
    assert_eq!(commit(store, snapshot(SPACE, 2, &[1], &[]))?, Written::Full);
    assert_eq!(store.snapshots(TEAM, SPACE)?, [stored(1)]);
    // In place of the first, with its countersignature and a part.
    assert_eq!(commit(store, snapshot(SPACE, 2, &[1], &[1]))?, STORED);
    assert_eq!(store.team_bytes(TEAM)?, 60 + 100);
    assert_eq!(commit(store, parts(&[3]))?, STORED);
    Ok(())
}

fn part(n: u8) -> PartId {
    PartId([n; 32])
}

/// Of 60 bytes each.
fn parts(which: &[u8]) -> Write {
    let parts = which.iter().map(|n| (part(*n), vec![*n; 60])).collect();
    Write::Parts { team: TEAM, space: SPACE, parts }
}

fn snapshot_id(n: u8) -> SnapshotId {
    SnapshotId([n; 32])
}

/// Of 100 bytes, with `n` envelopes inside.
fn snapshot(space: SpaceId, n: u8, parts: &[u8], replaces: &[u8]) -> Write {
    Write::Snapshot {
        team: TEAM,
        space,
        id: snapshot_id(n),
        envelopes: u64::from(n),
        parts: parts.iter().map(|n| part(*n)).collect::<BTreeSet<_>>(),
        replaces: replaces.iter().map(|n| snapshot_id(*n)).collect(),
        bytes: vec![n; 100],
    }
}

fn stored(n: u8) -> StoredSnapshot {
    StoredSnapshot { id: snapshot_id(n), bytes: vec![n; 100] }
}

/// Of 20 bytes.
fn countersignature(n: u8, device: DeviceId) -> Write {
    let snapshot = snapshot_id(n);
    Write::Countersignature { team: TEAM, space: SPACE, snapshot, device, bytes: vec![n; 20] }
}

fn parts_come_before_the_snapshot_that_names_them(store: &impl LogStore) -> Result<(), StoreError> {
    let before = store.team_bytes(TEAM)?;
    assert_eq!(commit(store, snapshot(SPACE, 2, &[1, 2], &[]))?, Written::Missing);
    assert_eq!(commit(store, parts(&[1]))?, STORED);
    assert_eq!(commit(store, snapshot(SPACE, 2, &[1, 2], &[]))?, Written::Missing);
    assert_eq!(commit(store, snapshot(OTHER_SPACE, 2, &[1], &[]))?, Written::Missing);
    // One that is there already, and one that comes twice.
    assert_eq!(commit(store, parts(&[1, 2, 2]))?, STORED);
    assert_eq!(commit(store, parts(&[2, 1]))?, Written::Already);
    assert_eq!(store.team_bytes(TEAM)? - before, 120);
    assert_eq!(commit(store, snapshot(SPACE, 2, &[1, 2], &[]))?, STORED);
    assert_eq!(commit(store, snapshot(SPACE, 2, &[1, 2], &[]))?, Written::Already);
    // In one transaction, and with less inside: it comes before.
    let both = store.commit(&[parts(&[3]), snapshot(SPACE, 1, &[3], &[])])?;
    assert_eq!(both, [STORED, STORED]);
    assert_eq!(store.snapshots(TEAM, SPACE)?, [stored(1), stored(2)]);
    assert!(store.snapshots(TEAM, OTHER_SPACE)?.is_empty() && store.snapshots(OTHER_TEAM, SPACE)?.is_empty());
    assert_eq!(store.team_bytes(TEAM)? - before, 3 * 60 + 2 * 100);

    let asked = |parts: &[u8], bytes| {
        store.parts(TEAM, SPACE, &parts.iter().map(|n| part(*n)).collect::<Vec<_>>(), bytes)
    };
    assert_eq!(asked(&[3, 9, 1], 1_000)?, [[3; 60], [1; 60]]);
    assert_eq!(asked(&[3, 2, 1], 120)?, [[3; 60], [2; 60]]);
    assert_eq!(asked(&[9, 2, 1], 1)?, [[2; 60]]);
    assert!(store.parts(TEAM, OTHER_SPACE, &[part(1)], 1_000)?.is_empty());
    Ok(())
}

fn countersignatures_rest_on_a_snapshot(store: &impl LogStore) -> Result<(), StoreError> {
    let before = store.team_bytes(TEAM)?;
    assert_eq!(commit(store, countersignature(9, A))?, Written::Missing);
    assert_eq!(commit(store, countersignature(1, A))?, STORED);
    assert_eq!(commit(store, countersignature(1, A))?, Written::Already);
    assert_eq!(commit(store, countersignature(1, B))?, STORED);
    assert_eq!(commit(store, countersignature(2, A))?, STORED);
    assert_eq!(store.team_bytes(TEAM)? - before, 60);
    let by = |n: u8, device| StoredCountersignature { snapshot: snapshot_id(n), device, bytes: vec![n; 20] };
    assert_eq!(store.countersignatures(TEAM, SPACE)?, [by(1, A), by(1, B), by(2, A)]);
    assert!(store.countersignatures(TEAM, OTHER_SPACE)?.is_empty());
    Ok(())
}

/// After the first two there are 1 (names 3; A, B) and 2 (names 1, 2; A).
fn a_snapshot_replaces_another_with_the_parts_that_only_that_one_names(
    store: &impl LogStore,
) -> Result<(), StoreError> {
    let before = store.team_bytes(TEAM)?;
    // 5 is of a snapshot that does not come in time.
    assert_eq!(commit(store, parts(&[4, 5]))?, STORED);
    assert_eq!(commit(store, snapshot(SPACE, 3, &[2, 4], &[2, 77]))?, STORED);
    assert_eq!(store.snapshots(TEAM, SPACE)?, [stored(1), stored(3)]);
    let there = store.parts(TEAM, SPACE, &[1, 2, 3, 4, 5].map(part), 1_000)?;
    assert_eq!(there, [[2; 60], [3; 60], [4; 60]]);
    assert_eq!(store.countersignatures(TEAM, SPACE)?.len(), 2, "those of 1");
    // 3 with part 4 in place of 2 with part 1 and a countersignature.
    assert_eq!(store.team_bytes(TEAM)?, before - 20);
    Ok(())
}

fn a_space_has_so_many_snapshots(store: &impl LogStore) -> Result<(), StoreError> {
    let last = MAX_SNAPSHOTS_PER_SPACE as u8;
    for n in 1..=last {
        assert_eq!(commit(store, snapshot(OTHER_SPACE, n, &[], &[]))?, STORED);
    }
    assert_eq!(commit(store, snapshot(OTHER_SPACE, last + 1, &[], &[]))?, Written::Full);
    assert_eq!(commit(store, snapshot(OTHER_SPACE, last + 1, &[], &[1]))?, STORED);
    assert_eq!(store.snapshots(TEAM, OTHER_SPACE)?.len(), MAX_SNAPSHOTS_PER_SPACE);
    Ok(())
}

/// An envelope whose bytes state its place, as those that the relay has checked do.
fn placed(space: SpaceId, device: DeviceId, seq: u64, prev: EnvelopeId) -> (EnvelopeId, Write) {
    let mut bytes = vec![1, 0];
    for field in [&TEAM.0[..], &space.0, &[0; 16], &[0; 4], &device.0, &seq.to_le_bytes(), &prev.0, &[0; 56]]
    {
        bytes.extend_from_slice(field);
    }
    let id = EnvelopeId::of(&bytes);
    (id, Write::Envelope { team: TEAM, space, device, seq, prev, id, bytes })
}

/// A device's envelopes 1 to `last`, with their ids.
fn chain(space: SpaceId, device: DeviceId, last: u64) -> Vec<(EnvelopeId, Write)> {
    let mut chain: Vec<(EnvelopeId, Write)> = Vec::new();
    for seq in 1..=last {
        let prev = chain.last().map_or(EnvelopeId::ZERO, |(id, _)| *id);
        chain.push(placed(space, device, seq, prev));
    }
    chain
}

/// `OTHER_SPACE` has lost everything; a snapshot has five of A's and two of B's.
fn chains_go_on_after_what_a_snapshot_has(store: &impl LogStore) -> Result<(), StoreError> {
    let (a, b) = (chain(OTHER_SPACE, A, 7), chain(OTHER_SPACE, B, 3));
    let end = |of: &[(EnvelopeId, Write)], seq: usize| ChainEnd { seq: seq as u64, id: of[seq - 1].0 };
    let base = |chains: &[(DeviceId, ChainEnd)]| Write::Base {
        team: TEAM,
        space: OTHER_SPACE,
        chains: chains.iter().copied().collect(),
    };
    let put = |(_, write): &(EnvelopeId, Write)| commit(store, write.clone());
    for envelope in &b[..3] {
        assert!(matches!(put(envelope)?, Written::Stored(_)));
    }
    assert_eq!(put(&a[5])?, Written::Gap(1));
    // B's chain is further already, and stays.
    assert_eq!(commit(store, base(&[(A, end(&a, 5)), (B, end(&b, 2))]))?, STORED);
    assert_eq!(commit(store, base(&[(A, end(&a, 5)), (B, end(&b, 2))]))?, Written::Already);
    let tails = BTreeMap::from([(A, end(&a, 5)), (B, end(&b, 3))]);
    assert_eq!(store.tails(TEAM, OTHER_SPACE)?, tails);
    assert_eq!(put(&a[6])?, Written::Gap(6));
    let (_, elsewhere) = placed(OTHER_SPACE, A, 6, EnvelopeId([9; 32]));
    let (_, other_fifth) = placed(OTHER_SPACE, A, 5, EnvelopeId([9; 32]));
    let fork = Written::Fork { expected_seq: 6, tail: a[4].0 };
    assert_eq!(store.commit(&[elsewhere, other_fifth])?, [fork, fork]);
    assert!(matches!(put(&a[5])?, Written::Stored(Cursor { position: 4, .. })));

    // Who has the originals may bring them, once; they do not turn the chain back.
    assert!(matches!(put(&a[2])?, Written::Stored(Cursor { position: 5, .. })));
    assert!(matches!(put(&a[4])?, Written::Stored(Cursor { position: 6, .. })));
    assert_eq!(put(&a[2])?, Written::Already);
    let fork = Written::Fork { expected_seq: 7, tail: a[5].0 };
    let (_, other_third) = placed(OTHER_SPACE, A, 3, EnvelopeId([9; 32]));
    let (_, other_fourth) = placed(OTHER_SPACE, A, 4, EnvelopeId([9; 32]));
    assert_eq!(store.commit(&[other_third, other_fourth])?, [fork, fork]);
    assert_eq!(store.tails(TEAM, OTHER_SPACE)?[&A], end(&a, 6));
    assert!(matches!(put(&a[6])?, Written::Stored(_)));
    Ok(())
}

/// In a space of its own: A1 A2 B1 A3 B2.
fn everything_before_a_snapshot_is_dropped<S: LogStore>(
    mut reopen: impl FnMut() -> Arc<S>,
) -> Result<(), StoreError> {
    const LOG: SpaceId = SpaceId([4; 16]);
    let (a, b) = (chain(LOG, A, 4), chain(LOG, B, 3));
    let order = [&a[0], &a[1], &b[0], &a[2], &b[1]];
    let store = reopen();
    store.commit(&order.map(|(_, write)| write.clone()))?;
    let cursors: Vec<Cursor> = order
        .iter()
        .scan(Cursor::START, |cursor, (id, _)| {
            *cursor = cursor.after(*id);
            Some(*cursor)
        })
        .collect();
    let named =
        Write::Parts { team: TEAM, space: LOG, parts: [7, 8, 9].map(|n| (part(n), vec![n; 60])).into() };
    store.commit(&[
        named,
        snapshot(LOG, 1, &[7, 8], &[]),
        snapshot(LOG, 2, &[8], &[]),
        snapshot(LOG, 3, &[], &[]),
    ])?;
    let upload = Write::Parts { team: TEAM, space: LOG, parts: vec![(part(9), vec![9; 60])] };
    assert_eq!(commit(&*store, upload)?, STORED, "nobody had named it");
    let before = store.team_bytes(TEAM)?;
    drop(store);

    let end = |device, seq: u64| {
        let chain = if device == A { &a } else { &b };
        ChainEnd { seq, id: chain[seq as usize - 1].0 }
    };
    let compact = |base, cursor, ends: &[(DeviceId, u64)]| Write::Compact {
        team: TEAM,
        space: LOG,
        base: snapshot_id(base),
        cursor,
        chains: ends.iter().map(|(device, seq)| (*device, end(*device, *seq))).collect(),
    };
    let another_branch = |seq| Write::Compact {
        team: TEAM,
        space: LOG,
        base: snapshot_id(1),
        cursor: cursors[3],
        chains: [(A, ChainEnd { seq, id: EnvelopeId([9; 32]) })].into(),
    };
    let pull = |store: &S, after| store.page(TEAM, LOG, after, 10, 10_000);
    let rest = |store: &S, after| Ok::<_, StoreError>(expect_page(pull(store, after)?).envelopes.len());

    // Not by a snapshot that is not there, not by a cursor of another log, not one that is not inside.
    let store = reopen();
    let all = [(A, 3), (B, 2)];
    assert_eq!(commit(&*store, compact(9, cursors[3], &all))?, Written::Missing);
    let elsewhere = [Cursor { log_hash: [9; 32], ..cursors[3] }, cursors[4].after(a[3].0), Cursor::START];
    for cursor in elsewhere {
        assert_eq!(commit(&*store, compact(1, cursor, &all))?, Written::Already, "{cursor:?}");
    }
    assert_eq!(commit(&*store, compact(1, cursors[3], &[(B, 2)]))?, Written::Already);
    assert_eq!(commit(&*store, another_branch(3))?, Written::Already);
    assert_eq!((rest(&store, Cursor::START)?, store.team_bytes(TEAM)?), (5, before));
    // A snapshot goes with the part that only it names; one that is on its way stays.
    assert_eq!(commit(&*store, compact(2, Cursor::START, &all))?, STORED);
    assert_eq!(store.snapshots(TEAM, LOG)?, [stored(2), stored(3)]);
    assert_eq!(store.parts(TEAM, LOG, &[7, 8, 9].map(part), 1_000)?, [[8; 60], [9; 60]]);
    assert_eq!(store.team_bytes(TEAM)?, before - 160);
    drop(store);

    // Up to the first that is not inside, A3.
    let store = reopen();
    let bytes_of = |count: usize| 198 * count as u64;
    assert_eq!(commit(&*store, compact(2, cursors[4], &[(A, 2), (B, 2)]))?, Written::Stored(cursors[2]));
    assert_eq!(store.team_bytes(TEAM)?, before - 160 - bytes_of(3));
    drop(store);
    let store = reopen();
    for below in [Cursor::START, cursors[0], cursors[1], Cursor { log_hash: [9; 32], ..cursors[1] }] {
        assert_eq!(pull(&store, below)?, Pulled::Dropped(cursors[2]), "{below:?}");
    }
    assert_eq!(pull(&store, Cursor { log_hash: [9; 32], ..cursors[2] })?, Pulled::OtherPast);
    assert_eq!((rest(&store, cursors[2])?, rest(&store, cursors[3])?, rest(&store, cursors[4])?), (2, 1, 0));
    assert_eq!(commit(&*store, compact(2, cursors[1], &all))?, Written::Already, "a floor does not sink");

    // Everything, and then the log goes on where it ended, and the chains know what was in it.
    let gone = store.commit(&[compact(3, cursors[4], &all), compact(3, cursors[4], &all)])?;
    assert_eq!(gone, [Written::Stored(cursors[4]), Written::Already]);
    assert_eq!(store.team_bytes(TEAM)?, before - 160 - 160 - bytes_of(5));
    drop(store);
    let store = reopen();
    assert_eq!(pull(&store, cursors[3])?, Pulled::Dropped(cursors[4]));
    assert_eq!(rest(&store, cursors[4])?, 0);
    for (_, write) in order {
        assert_eq!(commit(&*store, write.clone())?, Written::Already);
    }
    let (_, fork) = placed(LOG, A, 2, EnvelopeId([9; 32]));
    assert_eq!(commit(&*store, fork)?, Written::Fork { expected_seq: 4, tail: a[2].0 });
    let next = cursors[4].after(a[3].0);
    assert_eq!(commit(&*store, a[3].1.clone())?, Written::Stored(next));
    assert_eq!(commit(&*store, b[2].1.clone())?, Written::Stored(next.after(b[2].0)));
    let page = expect_page(pull(&store, cursors[4])?);
    assert_eq!((page.envelopes.len(), page.next), (2, next.after(b[2].0)));
    // Other spaces have lost nothing.
    assert_eq!(expect_page(store.page(TEAM, SPACE, Cursor::START, 10, 10_000)?).envelopes.len(), 3);
    Ok(())
}
