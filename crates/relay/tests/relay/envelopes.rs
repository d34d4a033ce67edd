use crate::client::*;
use crate::team::*;
use relay::store::{Pulled, StoredCountersignature, StoredSnapshot, Write, Written};
use relay::{LogStore, MemoryStore, StoreError};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use wire::frame::{Denied, Refusal};
use wire::receipt::ChainEnd;
use wire::*;

fn put(envelopes: &[Vec<u8>]) -> ClientFrame {
    ClientFrame::Put { envelopes: envelopes.to_vec() }
}

fn refused(bytes: &[u8], reason: Refusal) -> ServerFrame {
    ServerFrame::Refused { envelope: EnvelopeId::of(bytes), reason }
}

#[tokio::test]
async fn what_one_puts_is_acknowledged_and_reaches_the_other_at_once() {
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let (relay, mut founder) = at_work(&team).await;
    let mut other = Client::connect(relay.address()).await;
    other.login(&team, &assistant).await;
    assert_eq!(other.pull(team.org, Cursor::START).await, (Vec::new(), Cursor::START));

    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    let envelopes = [team.write(&device, &mut chain, b"one"), team.write(&device, &mut chain, b"two")];
    let ack = ServerFrame::Ack { space: team.org, device: device.id(), seq: 2 };
    assert_eq!(founder.ask(put(&envelopes)).await, ack);
    let next = Cursor::START.after(chain[0]).after(chain[1]);
    let page = |from, envelopes: &[Vec<u8>], next| ServerFrame::Page {
        space: team.org,
        from,
        envelopes: envelopes.to_vec(),
        next,
        more: false,
    };
    assert_eq!(other.hear().await, page(Cursor::START, &envelopes, next));

    // Twice is once: acknowledged again, stored and told once.
    assert_eq!(founder.ask(put(&envelopes)).await, ack);
    let third = team.write(&device, &mut chain, b"three");
    assert_eq!(
        founder.ask(put(&[envelopes[1].clone(), third.clone()])).await,
        ServerFrame::Ack { space: team.org, device: device.id(), seq: 3 }
    );
    let page = ServerFrame::Page {
        space: team.org,
        from: next,
        envelopes: vec![third],
        next: next.after(chain[2]),
        more: false,
    };
    assert_eq!(other.hear().await, page);
    assert_eq!(founder.pull(team.org, Cursor::START).await.0.len(), 3);
    let tail = ChainEnd { seq: 3, id: chain[2] };
    let tails = BTreeMap::from([(device.id(), tail)]);
    let asked = founder.ask(ClientFrame::FetchTails { space: team.org }).await;
    assert_eq!(asked, ServerFrame::Tails { space: team.org, tails });
}

#[tokio::test]
async fn a_gap_a_fork_and_a_forgery_are_refused_with_what_is_expected() {
    let mut team = Team::found(1);
    let viewer = team.join(Role::Viewer);
    let (_relay, mut client) = at_work(&team).await;
    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    let first = team.write(&device, &mut chain, b"1");
    let second = team.write(&device, &mut chain, b"2");
    let third = team.write(&device, &mut chain, b"3");
    let gap = refused(&second, Refusal::Gap { expected_seq: 1 });
    assert_eq!(client.ask(put(std::slice::from_ref(&second))).await, gap);

    // One bad envelope does not hold up the good ones around it.
    let mut forged = second.clone();
    *forged.last_mut().unwrap() ^= 1;
    client.say(put(&[first, forged.clone(), second, third])).await;
    let ack = ServerFrame::Ack { space: team.org, device: device.id(), seq: 3 };
    assert_eq!(client.hear().await, ack);
    assert_eq!(client.hear().await, refused(&forged, Refusal::Signature));

    let mut branch = chain[..1].to_vec();
    let fork = team.write(&device, &mut branch, b"other 2");
    let reason = Refusal::Fork { expected_seq: 4, tail: chain[2] };
    assert_eq!(client.ask(put(std::slice::from_ref(&fork))).await, refused(&fork, reason));

    let by_viewer = team.write(&viewer.device, &mut Vec::new(), b"v");
    let reason = Refusal::Right(Why::NoRight);
    assert_eq!(client.ask(put(std::slice::from_ref(&by_viewer))).await, refused(&by_viewer, reason));

    team.space(SpaceClass::Official);
    let from_the_future = team.write(&device, &mut chain, b"4");
    let reason = Refusal::Right(Why::UnknownHead);
    assert_eq!(
        client.ask(put(std::slice::from_ref(&from_the_future))).await,
        refused(&from_the_future, reason)
    );

    let other = Team::found(2);
    let elsewhere = Team { log: other.log, ..team }.write(&device, &mut chain, b"x");
    assert_eq!(
        client.ask(put(std::slice::from_ref(&elsewhere))).await,
        refused(&elsewhere, Refusal::Malformed)
    );
    assert_eq!(client.ask(put(&[vec![1, 2, 3]])).await, refused(&[1, 2, 3], Refusal::Malformed));
}

#[tokio::test]
async fn others_originals_refill_a_relay() {
    let mut team = Team::found(1);
    let (assistant, viewer) = (team.join(Role::Assistant), team.join(Role::Viewer));
    let (relay, _founder) = at_work(&team).await;
    let mut client = Client::connect(relay.address()).await;
    client.login(&team, &viewer).await;
    let mut chain = Vec::new();
    let envelope = team.write(&assistant.device, &mut chain, b"original");
    let ack = ServerFrame::Ack { space: team.org, device: assistant.device.id(), seq: 1 };
    assert_eq!(client.ask(put(std::slice::from_ref(&envelope))).await, ack);
    assert_eq!(client.pull(team.org, Cursor::START).await.0, [envelope]);
}

#[tokio::test]
async fn a_space_is_closed_to_those_who_may_not_read_it() {
    let mut team = Team::found(1);
    let seller = team.join(Role::Salesperson);
    let management = team.space(SpaceClass::Management);
    let (relay, _founder) = at_work(&team).await;
    let mut client = Client::connect(relay.address()).await;
    client.login(&team, &seller).await;
    for space in [management, SpaceId([0; 16])] {
        for frame in [
            ClientFrame::Pull { space, after: Cursor::START },
            ClientFrame::FetchTails { space },
            ClientFrame::FetchReceipts { space },
            ClientFrame::Whisper { space, bytes: vec![1] },
        ] {
            assert_eq!(client.ask(frame).await, ServerFrame::PullDenied { space, reason: Denied::Right });
        }
    }
}

#[tokio::test]
async fn another_past_is_a_mismatch() {
    let mut team = Team::found(1);
    let (_relay, mut client) = at_work(&team).await;
    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    let envelope = team.write(&device, &mut chain, b"1");
    client.ask(put(&[envelope])).await;
    let elsewhere = Cursor::START.after(EnvelopeId([9; 32]));
    let asked = client.ask(ClientFrame::Pull { space: team.org, after: elsewhere }).await;
    assert_eq!(asked, ServerFrame::CursorMismatch { space: team.org });
}

#[tokio::test]
async fn many_envelopes_come_in_pages() {
    let mut team = Team::found(1);
    let (_relay, mut client) = at_work(&team).await;
    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    let all: Vec<_> = (0..2_100).map(|_| team.write(&device, &mut chain, b"x")).collect();
    for some in all.chunks(700) {
        client.ask(put(some)).await;
    }
    let (mut cursor, mut got, mut pages) = (Cursor::START, Vec::new(), 0);
    loop {
        let ServerFrame::Page { envelopes, next, more, .. } =
            client.ask(ClientFrame::Pull { space: team.org, after: cursor }).await
        else {
            panic!("not a page");
        };
        assert!(envelopes.len() <= MAX_PAGE_ENVELOPES);
        got.extend(envelopes);
        (cursor, pages) = (next, pages + 1);
        if !more {
            break;
        }
    }
    assert_eq!((got == all, pages), (true, 3));
}

#[tokio::test]
async fn receipts_are_kept_per_device_and_told_to_those_who_asked() {
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let (relay, mut founder) = at_work(&team).await;
    let mut other = Client::connect(relay.address()).await;
    other.login(&team, &assistant).await;
    let receipts = |receipts: &[&Vec<u8>]| ServerFrame::Receipts {
        space: team.org,
        receipts: receipts.iter().map(|bytes| (*bytes).clone()).collect(),
    };
    let statement = |counter| {
        let (device, applied) = (assistant.device.id(), BTreeMap::new());
        Receipt { team: team.log.team(), space: team.org, device, counter, applied }
            .sign(&assistant.device)
            .unwrap()
    };
    assert_eq!(founder.ask(ClientFrame::FetchReceipts { space: team.org }).await, receipts(&[]));
    let (first, second) = (statement(1), statement(2));
    for receipt in [&second, &first] {
        other.say(ClientFrame::PutReceipt { receipt: receipt.clone() }).await;
    }
    assert_eq!(founder.hear().await, receipts(&[&second]));
    assert_eq!(other.ask(ClientFrame::FetchReceipts { space: team.org }).await, receipts(&[&second]));
    // Nobody speaks for another device.
    let denied = founder.ask(ClientFrame::PutReceipt { receipt: statement(3) }).await;
    assert_eq!(denied, ServerFrame::PullDenied { space: team.org, reason: Denied::Right });
}

#[tokio::test]
async fn whispers_reach_the_readers_who_are_there_and_are_not_kept() {
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let (relay, mut founder) = at_work(&team).await;
    let mut other = Client::connect(relay.address()).await;
    other.login(&team, &assistant).await;
    other.pull(team.org, Cursor::START).await;
    founder.say(ClientFrame::Whisper { space: team.org, bytes: vec![7; 40] }).await;
    assert_eq!(other.hear().await, ServerFrame::Whisper { space: team.org, bytes: vec![7; 40] });
    assert_eq!(other.pull(team.org, Cursor::START).await.0.len(), 0);
}

#[tokio::test]
async fn a_reader_that_takes_nothing_is_let_go_and_others_go_on() {
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let (relay, mut founder) = at_work(&team).await;
    let mut lazy = Client::connect(relay.address()).await;
    lazy.login(&team, &assistant).await;
    lazy.pull(team.org, Cursor::START).await;
    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    // Far more news than sockets and queue hold: 400 × 64 KiB.
    for _ in 0..400 {
        let envelope = team.write(&device, &mut chain, &[1; 65_000]);
        let answer = founder.ask(put(&[envelope])).await;
        assert!(matches!(answer, ServerFrame::Ack { .. }), "{answer:?}");
    }
    let health = crate::site::get(relay.address(), "/health", "").await;
    assert!(health.contains(r#""slow_readers":1"#), "{health}");
    // It catches up on a new connection.
    drop(lazy);
    let mut again = Client::connect(relay.address()).await;
    again.login(&team, &assistant).await;
    let (mut cursor, mut count) = (Cursor::START, 0);
    while count < 400 {
        let (envelopes, next) = again.pull(team.org, cursor).await;
        (cursor, count) = (next, count + envelopes.len());
    }
    assert_eq!(count, 400);
}

#[tokio::test]
async fn puts_of_many_connections_share_a_commit() {
    let mut team = Team::found(1);
    let members: Vec<_> = (0..20).map(|_| team.join(Role::Salesperson)).collect();
    let store = Arc::new(Slow(MemoryStore::new([1; 16]), AtomicUsize::new(0)));
    let relay = relay_with(store.clone()).await;
    let mut clients = vec![founder_at(&relay, &team).await];
    for member in &members {
        let mut client = Client::connect(relay.address()).await;
        client.login(&team, member).await;
        clients.push(client);
    }
    let before = store.1.load(Ordering::SeqCst);
    let mut devices: Vec<_> = members.iter().map(|member| member.device.clone()).collect();
    devices.push(team.founder.device.clone());
    for (client, device) in clients.iter_mut().zip(&devices) {
        let envelope = team.write(device, &mut Vec::new(), b"at once");
        client.say(put(&[envelope])).await;
    }
    for client in &mut clients {
        assert!(matches!(client.hear().await, ServerFrame::Ack { seq: 1, .. }));
    }
    let commits = store.1.load(Ordering::SeqCst) - before;
    assert!(commits <= 10, "{commits} commits for 21 puts");
}

/// A store whose disk takes its time, which counts its transactions.
struct Slow(MemoryStore, AtomicUsize);

impl LogStore for Slow {
    fn commit(&self, writes: &[Write]) -> Result<Vec<Written>, StoreError> {
        self.1.fetch_add(1, Ordering::SeqCst);
        std::thread::sleep(std::time::Duration::from_millis(20));
        self.0.commit(writes)
    }
    fn relay_id(&self) -> Result<[u8; 16], StoreError> {
        self.0.relay_id()
    }
    fn team_count(&self) -> Result<u64, StoreError> {
        self.0.team_count()
    }
    fn team_bytes(&self, team: TeamId) -> Result<u64, StoreError> {
        self.0.team_bytes(team)
    }
    fn access_records(&self, team: TeamId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.0.access_records(team)
    }
    fn page(&self, t: TeamId, s: SpaceId, after: Cursor, n: usize, b: usize) -> Result<Pulled, StoreError> {
        self.0.page(t, s, after, n, b)
    }
    fn tails(&self, team: TeamId, space: SpaceId) -> Result<BTreeMap<DeviceId, ChainEnd>, StoreError> {
        self.0.tails(team, space)
    }
    fn receipts(&self, team: TeamId, space: SpaceId) -> Result<Vec<Vec<u8>>, StoreError> {
        self.0.receipts(team, space)
    }
    fn boxes(&self, team: TeamId, recipient: Recipient) -> Result<Vec<SealedBox>, StoreError> {
        self.0.boxes(team, recipient)
    }
    fn snapshots(&self, team: TeamId, space: SpaceId) -> Result<Vec<StoredSnapshot>, StoreError> {
        self.0.snapshots(team, space)
    }
    fn countersignatures(&self, t: TeamId, s: SpaceId) -> Result<Vec<StoredCountersignature>, StoreError> {
        self.0.countersignatures(t, s)
    }
    fn parts(&self, t: TeamId, s: SpaceId, parts: &[PartId], n: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        self.0.parts(t, s, parts, n)
    }
}
