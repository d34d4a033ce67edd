//! What every [`LogStore`] must do. [`check`] panics where an implementation does not; call it from a test with a
//! function that opens the same storage again (for a store without a disk: the same store).

mod snapshots;

use crate::store::{LogStore, Pulled, StoreError, StoredPage, Write, Written};
use std::sync::Arc;
use wire::receipt::ChainEnd;
use wire::{
    AccessHead, Cursor, DeviceId, EnvelopeId, Epoch, InviteId, KeyBox, PersonId, Recipient, SealedBox,
    SpaceId, TeamId,
};

const TEAM: TeamId = TeamId([1; 32]);
const OTHER_TEAM: TeamId = TeamId([0xff; 32]);
const SPACE: SpaceId = SpaceId([2; 16]);
const OTHER_SPACE: SpaceId = SpaceId([0xff; 16]);
const A: DeviceId = DeviceId([3; 32]);
const B: DeviceId = DeviceId([0xff; 32]);

/// Runs the suite on an empty store. `reopen` gives the store as another process would find it.
pub fn check<S: LogStore>(mut reopen: impl FnMut() -> Arc<S>) -> Result<(), StoreError> {
    access_is_appended_by_compare_and_swap(&*reopen())?;
    chains_have_no_gaps_no_forks_and_no_doubles(&*reopen())?;
    pages_follow_the_log_and_refuse_another_past(&*reopen())?;
    a_batch_sees_itself_and_teams_do_not_mix(&*reopen())?;
    boxes_and_receipts_are_kept(&*reopen())?;
    let before = reopen();
    everything_is_there_after_opening_again(before, &mut reopen)?;
    snapshots::check(reopen)
}

/// Runs the suite for what one team may store, on an empty store in which that is 250 bytes.
pub fn check_quota(store: &impl LogStore) -> Result<(), StoreError> {
    let zero = EnvelopeId::ZERO;
    let written = store.commit(&[
        envelope(TEAM, SPACE, A, 1, zero, id(1)),
        envelope(TEAM, SPACE, A, 2, id(1), id(2)),
        envelope(TEAM, SPACE, A, 3, id(2), id(3)),
        envelope(OTHER_TEAM, SPACE, A, 1, zero, id(1)),
    ])?;
    let one = Cursor::START.after(id(1));
    let two = Written::Stored(one.after(id(2)));
    assert_eq!(written, [Written::Stored(one), two, Written::Full, Written::Stored(one)]);
    assert_eq!(store.team_bytes(TEAM)?, 200);
    // In another transaction too; what is there is still acknowledged.
    assert_eq!(commit(store, envelope(TEAM, SPACE, A, 3, id(2), id(3)))?, Written::Full);
    assert_eq!(commit(store, envelope(TEAM, SPACE, A, 2, id(1), id(2)))?, Written::Already);
    let receipt = |counter, len: usize| Write::Receipt {
        team: TEAM,
        space: SPACE,
        device: A,
        counter,
        bytes: vec![0; len],
    };
    assert_eq!(commit(store, receipt(1, 40))?, Written::Stored(Cursor::START));
    // In place of the first, not beside it.
    assert_eq!(commit(store, receipt(2, 50))?, Written::Stored(Cursor::START));
    assert_eq!(commit(store, receipt(3, 51))?, Written::Full);
    assert_eq!(commit(store, receipt(3, 30))?, Written::Stored(Cursor::START));
    assert_eq!(store.team_bytes(TEAM)?, 230);
    // Who may come in and their keys have a reserve.
    let records = vec![(AccessHead([1; 32]), vec![1; 100])];
    let access = Write::Access { team: TEAM, expected_head: AccessHead::ZERO, records };
    assert_eq!(commit(store, access)?, Written::Stored(Cursor::START));
    let sealed = key_box(Recipient::Person(PersonId([5; 16])), 1);
    assert_eq!(commit(store, Write::Box { team: TEAM, sealed })?, Written::Stored(Cursor::START));
    assert_eq!(store.team_bytes(TEAM)?, 230 + 100 + 80);
    Ok(())
}

/// The same for snapshots.
pub fn check_snapshot_quota(store: &impl LogStore) -> Result<(), StoreError> {
    snapshots::check_quota(store)
}

fn id(n: u8) -> EnvelopeId {
    EnvelopeId([n; 32])
}

fn envelope(
    team: TeamId,
    space: SpaceId,
    device: DeviceId,
    seq: u64,
    prev: EnvelopeId,
    id: EnvelopeId,
) -> Write {
    Write::Envelope { team, space, device, seq, prev, id, bytes: vec![id.0[0]; 100] }
}

fn commit(store: &impl LogStore, write: Write) -> Result<Written, StoreError> {
    let mut written = store.commit(std::slice::from_ref(&write))?;
    assert_eq!(written.len(), 1, "one answer per write");
    Ok(written.remove(0))
}

fn expect_page(pulled: Pulled) -> StoredPage {
    match pulled {
        Pulled::Page(page) => page,
        other => panic!("not a page: {other:?}"),
    }
}

fn access_is_appended_by_compare_and_swap(store: &impl LogStore) -> Result<(), StoreError> {
    let [first, second, third] = [1, 2, 3].map(|n| AccessHead([n; 32]));
    let append = |expected_head, head: AccessHead| Write::Access {
        team: TEAM,
        expected_head,
        records: vec![(head, head.0.to_vec())],
    };
    assert_eq!(store.team_count()?, 0);
    assert!(store.access_records(TEAM)?.is_empty());
    assert_eq!(commit(store, append(second, third))?, Written::Conflict(AccessHead::ZERO));
    assert_eq!(commit(store, append(AccessHead::ZERO, first))?, Written::Stored(Cursor::START));
    assert_eq!(commit(store, append(AccessHead::ZERO, first))?, Written::Conflict(first));
    // Two in one batch for one head: one of them wins.
    let race = store.commit(&[append(first, second), append(first, third)])?;
    assert_eq!(race, [Written::Stored(Cursor::START), Written::Conflict(second)]);
    assert_eq!(store.access_records(TEAM)?, [first.0.to_vec(), second.0.to_vec()]);
    assert!(store.access_records(OTHER_TEAM)?.is_empty());
    assert_eq!(store.team_count()?, 1);
    Ok(())
}

fn chains_have_no_gaps_no_forks_and_no_doubles(store: &impl LogStore) -> Result<(), StoreError> {
    let put = |seq, prev, id| commit(store, envelope(TEAM, SPACE, A, seq, prev, id));
    let one = Cursor::START.after(id(1));
    assert_eq!(put(2, id(1), id(2))?, Written::Gap(1));
    assert_eq!(put(1, EnvelopeId::ZERO, id(1))?, Written::Stored(one));
    assert_eq!(put(1, EnvelopeId::ZERO, id(1))?, Written::Already);
    assert_eq!(put(1, EnvelopeId::ZERO, id(9))?, Written::Fork { expected_seq: 2, tail: id(1) });
    assert_eq!(put(2, id(9), id(2))?, Written::Fork { expected_seq: 2, tail: id(1) });
    assert_eq!(put(2, id(1), id(2))?, Written::Stored(one.after(id(2))));
    assert_eq!(put(1, EnvelopeId::ZERO, id(1))?, Written::Already);
    assert_eq!(put(4, id(3), id(4))?, Written::Gap(3));
    let tails = store.tails(TEAM, SPACE)?;
    assert_eq!(tails.into_iter().collect::<Vec<_>>(), [(A, ChainEnd { seq: 2, id: id(2) })]);
    // Two access records of 32 bytes and two envelopes of 100.
    assert_eq!(store.team_bytes(TEAM)?, 264);
    assert!(store.tails(TEAM, OTHER_SPACE)?.is_empty());
    Ok(())
}

/// After the chain test the log of `SPACE` holds 1 and 2.
fn pages_follow_the_log_and_refuse_another_past(store: &impl LogStore) -> Result<(), StoreError> {
    let page = |after, envelopes, bytes| store.page(TEAM, SPACE, after, envelopes, bytes).map(expect_page);
    let (one, two) = (Cursor::START.after(id(1)), Cursor::START.after(id(1)).after(id(2)));
    let all = page(Cursor::START, 10, 1_000)?;
    assert_eq!((all.envelopes, all.next, all.more), (vec![vec![1; 100], vec![2; 100]], two, false));
    for (envelopes, bytes) in [(1, 1_000), (10, 150), (10, 1)] {
        let first = page(Cursor::START, envelopes, bytes)?;
        assert_eq!((first.envelopes, first.next, first.more), (vec![vec![1; 100]], one, true));
    }
    let end = page(two, 10, 1_000)?;
    assert_eq!((end.envelopes.len(), end.next, end.more), (0, two, false));
    for elsewhere in [
        Cursor { log_hash: [9; 32], ..one },
        Cursor { position: 0, log_hash: [9; 32] },
        two.after(id(3)),
        Cursor { position: u64::MAX, log_hash: two.log_hash },
    ] {
        let pulled = store.page(TEAM, SPACE, elsewhere, 10, 1_000)?;
        assert_eq!(pulled, Pulled::OtherPast, "{elsewhere:?}");
    }
    let empty = expect_page(store.page(TEAM, OTHER_SPACE, Cursor::START, 10, 1_000)?);
    assert!(empty.envelopes.is_empty() && !empty.more);
    Ok(())
}

fn a_batch_sees_itself_and_teams_do_not_mix(store: &impl LogStore) -> Result<(), StoreError> {
    let zero = EnvelopeId::ZERO;
    let written = store.commit(&[
        envelope(OTHER_TEAM, SPACE, A, 1, zero, id(11)),
        envelope(OTHER_TEAM, SPACE, A, 2, id(11), id(12)),
        envelope(OTHER_TEAM, SPACE, A, 2, id(11), id(12)),
        envelope(OTHER_TEAM, SPACE, B, 1, zero, id(13)),
        envelope(OTHER_TEAM, OTHER_SPACE, B, 1, zero, id(14)),
        envelope(OTHER_TEAM, SPACE, A, 9, id(1), id(15)),
    ])?;
    let after = [11, 12, 13].iter().scan(Cursor::START, |cursor, n| {
        *cursor = cursor.after(id(*n));
        Some(Written::Stored(*cursor))
    });
    let mut expected: Vec<Written> = after.collect();
    expected.insert(2, Written::Already);
    expected.extend([Written::Stored(Cursor::START.after(id(14))), Written::Gap(3)]);
    assert_eq!(written, expected);
    assert_eq!((store.team_bytes(TEAM)?, store.team_bytes(OTHER_TEAM)?), (264, 400));
    assert_eq!(store.tails(OTHER_TEAM, SPACE)?.len(), 2);
    assert_eq!(store.tails(TEAM, SPACE)?.len(), 1);
    Ok(())
}

fn key_box(recipient: Recipient, sealed: u8) -> SealedBox {
    SealedBox::Key(KeyBox { space: SPACE, epoch: Epoch(0), recipient, sealed: vec![sealed; 80] })
}

fn boxes_and_receipts_are_kept(store: &impl LogStore) -> Result<(), StoreError> {
    let (person, invite) = (Recipient::Person(PersonId([5; 16])), Recipient::Invite(InviteId([5; 16])));
    let put = |sealed| commit(store, Write::Box { team: TEAM, sealed });
    assert_eq!(put(key_box(person, 1))?, Written::Stored(Cursor::START));
    assert_eq!(put(key_box(person, 1))?, Written::Already);
    // Another box for the same key does not replace the first: a hostile one could lock the reader out.
    assert_eq!(put(key_box(person, 2))?, Written::Stored(Cursor::START));
    assert_eq!(put(key_box(invite, 3))?, Written::Stored(Cursor::START));
    assert_eq!(store.boxes(TEAM, person)?.len(), 2);
    assert_eq!(store.boxes(TEAM, invite)?, [key_box(invite, 3)]);
    assert!(store.boxes(OTHER_TEAM, person)?.is_empty());

    let put = |device, counter| {
        let bytes = vec![counter as u8; 50];
        commit(store, Write::Receipt { team: TEAM, space: SPACE, device, counter, bytes })
    };
    assert_eq!(put(A, 2)?, Written::Stored(Cursor::START));
    assert_eq!(put(A, 1)?, Written::Already);
    assert_eq!(put(A, 2)?, Written::Already);
    assert_eq!(put(A, 3)?, Written::Stored(Cursor::START));
    assert_eq!(put(B, 1)?, Written::Stored(Cursor::START));
    assert_eq!(store.receipts(TEAM, SPACE)?, [vec![3; 50], vec![1; 50]]);
    assert!(store.receipts(TEAM, OTHER_SPACE)?.is_empty());
    Ok(())
}

fn everything_is_there_after_opening_again<S: LogStore>(
    before: Arc<S>,
    reopen: &mut impl FnMut() -> Arc<S>,
) -> Result<(), StoreError> {
    let relay = before.relay_id()?;
    drop(before);
    let store = reopen();
    assert_eq!(store.relay_id()?, relay);
    assert_eq!(store.team_count()?, 1);
    assert_eq!(store.access_records(TEAM)?.len(), 2);
    let page = store.page(TEAM, SPACE, Cursor::START.after(id(1)), 10, 1_000)?;
    assert_eq!(expect_page(page).envelopes, [vec![2; 100]]);
    let next = envelope(TEAM, SPACE, A, 3, id(2), id(3));
    assert_eq!(commit(&*store, next)?, Written::Stored(Cursor::START.after(id(1)).after(id(2)).after(id(3))));
    Ok(())
}
