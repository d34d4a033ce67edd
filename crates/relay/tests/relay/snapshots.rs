//! Snapshots take the place of envelopes once others vouch for them, and not before.

use crate::client::*;
use crate::team::*;
use std::collections::BTreeMap;
use wire::frame::{Denied, Refusal};
use wire::receipt::ChainEnd;
use wire::*;

/// An author's envelopes in the team's `org`, with the places between them in the relay's log.
pub struct Written {
    pub device: DeviceKeys,
    pub envelopes: Vec<Vec<u8>>,
    pub chain: Vec<EnvelopeId>,
}

impl Written {
    pub fn by(team: &mut Team, device: &DeviceKeys, count: usize) -> Self {
        let (mut envelopes, mut chain) = (Vec::new(), Vec::new());
        for n in 0..count {
            envelopes.push(team.write(device, &mut chain, &[n as u8; 10]));
        }
        Self { device: device.clone(), envelopes, chain }
    }

    /// Where the relay's log is after so many of them, if it has no others.
    pub fn cursor(&self, count: usize) -> Cursor {
        self.chain[..count].iter().fold(Cursor::START, |cursor, id| cursor.after(*id))
    }

    /// A snapshot that has so many of them inside.
    pub fn snapshot(&self, team: &Team, by: &DeviceKeys, count: usize, parts: &[Vec<u8>]) -> Vec<u8> {
        let end = ChainEnd { seq: count as u64, id: self.chain[count - 1] };
        let document = SnapshotDocument {
            document: DocumentTag([1; 16]),
            heads: vec![[2; 32]],
            parts: parts.iter().map(|part| PartId::of(part)).collect(),
        };
        let snapshot = Snapshot {
            team: team.log.team(),
            space: team.org,
            device: by.id(),
            access_head: team.log.head(),
            epoch: Epoch(0),
            cursor: self.cursor(count),
            chains: BTreeMap::from([(self.device.id(), end)]),
            documents: vec![document],
        };
        snapshot.sign(by).unwrap()
    }
}

pub fn countersigned(team: &Team, by: &DeviceKeys, snapshot: &[u8]) -> Vec<u8> {
    let snapshot = SnapshotId::of(snapshot);
    Countersignature { team: team.log.team(), space: team.org, snapshot, device: by.id() }.sign(by).unwrap()
}

/// Puts something that is not answered when all is well.
pub async fn put_silently(client: &mut Client, frame: ClientFrame) {
    client.say(frame).await;
    assert_eq!(client.ask(ClientFrame::Ping).await, ServerFrame::Pong);
}

pub async fn put_parts(client: &mut Client, team: &Team, parts: &[Vec<u8>]) {
    put_silently(client, ClientFrame::PutParts { space: team.org, parts: parts.to_vec() }).await;
}

pub async fn put_snapshot(client: &mut Client, team: &Team, snapshot: &[u8]) {
    let stored = ServerFrame::SnapshotStored { space: team.org, snapshot: SnapshotId::of(snapshot) };
    assert_eq!(client.ask(ClientFrame::PutSnapshot { snapshot: snapshot.to_vec() }).await, stored);
}

pub async fn countersign(client: &mut Client, team: &Team, by: &DeviceKeys, snapshot: &[u8]) {
    let countersignature = countersigned(team, by, snapshot);
    put_silently(client, ClientFrame::PutCountersignature { countersignature }).await;
}

pub async fn snapshots(client: &mut Client, team: &Team) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    match client.ask(ClientFrame::FetchSnapshots { space: team.org }).await {
        ServerFrame::Snapshots { space, snapshots, countersignatures, .. } if space == team.org => {
            (snapshots, countersignatures)
        }
        other => panic!("no snapshots: {other:?}"),
    }
}

async fn parts(client: &mut Client, team: &Team, wanted: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let parts = wanted.iter().map(|part| PartId::of(part)).collect();
    match client.ask(ClientFrame::FetchParts { space: team.org, parts }).await {
        ServerFrame::Parts { space, parts } if space == team.org => parts,
        other => panic!("no parts: {other:?}"),
    }
}

fn put(envelopes: &[Vec<u8>]) -> ClientFrame {
    ClientFrame::Put { envelopes: envelopes.to_vec() }
}

fn ack(team: &Team, device: &DeviceKeys, seq: u64) -> ServerFrame {
    ServerFrame::Ack { space: team.org, device: device.id(), seq }
}

async fn put_all(client: &mut Client, team: &Team, written: &Written) {
    let answer = client.ask(put(&written.envelopes)).await;
    assert_eq!(answer, ack(team, &written.device, written.envelopes.len() as u64));
}

async fn pull_from(client: &mut Client, team: &Team, after: Cursor) -> ServerFrame {
    client.ask(ClientFrame::Pull { space: team.org, after }).await
}

#[tokio::test]
async fn two_snapshots_that_are_vouched_for_replace_what_lies_before_the_older_one() {
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let (relay, mut founder) = at_work(&team).await;
    let mut other = Client::connect(relay.address()).await;
    other.login(&team, &assistant).await;
    let device = team.founder.device.clone();
    let written = Written::by(&mut team, &device, 6);
    put_all(&mut founder, &team, &written).await;

    // One is not enough, and neither is a second that nobody else stands by.
    let (content, next_content) = (vec![vec![1; 70], vec![2; 80]], vec![vec![2; 80], vec![3; 90]]);
    let first = written.snapshot(&team, &device, 2, &content);
    put_parts(&mut founder, &team, &content).await;
    put_snapshot(&mut founder, &team, &first).await;
    countersign(&mut other, &team, &assistant.device, &first).await;
    let second = written.snapshot(&team, &device, 4, &next_content);
    put_parts(&mut founder, &team, &next_content).await;
    put_snapshot(&mut founder, &team, &second).await;
    assert_eq!(other.pull(team.org, Cursor::START).await.0.len(), 6);

    countersign(&mut other, &team, &assistant.device, &second).await;
    let dropped = ServerFrame::Dropped { space: team.org, until: written.cursor(2) };
    assert_eq!(pull_from(&mut other, &team, Cursor::START).await, dropped);
    assert_eq!(pull_from(&mut founder, &team, written.cursor(1)).await, dropped);
    let both = [&first, &second].map(|snapshot| countersigned(&team, &assistant.device, snapshot));
    let mut curious = Client::connect(relay.address()).await;
    curious.login(&team, &team.founder).await;
    let (kept, mut vouching) = snapshots(&mut curious, &team).await;
    vouching.sort();
    assert_eq!((kept, vouching), (vec![first.clone(), second.clone()], sorted(&both)));

    // What was dropped is still acknowledged, a fork of it still seen, and who asked for it hears no news.
    assert_eq!(founder.ask(put(&written.envelopes[..1])).await, ack(&team, &device, 1));
    let fork = team.write(&device, &mut written.chain[..1].to_vec(), b"other 2");
    let reason = Refusal::Fork { expected_seq: 7, tail: written.chain[5] };
    let refused = ServerFrame::Refused { envelope: EnvelopeId::of(&fork), reason };
    assert_eq!(founder.ask(put(&[fork])).await, refused);
    let seventh = team.write(&device, &mut written.chain.clone(), b"7");
    assert_eq!(founder.ask(put(std::slice::from_ref(&seventh))).await, ack(&team, &device, 7));
    assert_eq!(other.ask(ClientFrame::Ping).await, ServerFrame::Pong);
    let rest = [&written.envelopes[2..], &[seventh]].concat();
    assert_eq!(other.pull(team.org, written.cursor(2)).await.0, rest);

    // With a third the first is gone, with what only it names; brought again it is not taken.
    let third = written.snapshot(&team, &assistant.device, 6, &next_content[1..]);
    put_snapshot(&mut other, &team, &third).await;
    countersign(&mut founder, &team, &device, &third).await;
    assert_eq!(
        pull_from(&mut other, &team, written.cursor(3)).await,
        ServerFrame::Dropped { space: team.org, until: written.cursor(4) }
    );
    assert_eq!(snapshots(&mut other, &team).await.0, [second, third]);
    let all = [vec![1; 70], vec![2; 80], vec![3; 90]];
    assert_eq!(parts(&mut other, &team, &all).await, all[1..]);
    put_parts(&mut other, &team, &content).await;
    let behind = other.ask(ClientFrame::PutSnapshot { snapshot: first }).await;
    assert_eq!(behind, ServerFrame::SnapshotDenied { space: team.org, reason: Denied::NotAllowed });
}

fn sorted(blobs: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut sorted = blobs.to_vec();
    sorted.sort();
    sorted
}

#[tokio::test]
async fn one_persons_word_counts_only_where_nobody_else_reads() {
    let mut team = Team::found(1);
    let viewer = team.join(Role::Viewer);
    let me = team.space(SpaceClass::Me { member: team.founder.person });
    let (relay, mut founder) = at_work(&team).await;
    let mut other = Client::connect(relay.address()).await;
    other.login(&team, &viewer).await;
    let device = team.founder.device.clone();
    for (space, until) in [(team.org, None), (me, Some(1))] {
        team.org = space;
        let written = Written::by(&mut team, &device, 3);
        put_all(&mut founder, &team, &written).await;
        let made = [1, 2].map(|count| written.snapshot(&team, &device, count, &[]));
        for snapshot in &made {
            put_snapshot(&mut founder, &team, snapshot).await;
            countersign(&mut founder, &team, &device, snapshot).await;
        }
        match until {
            Some(count) => {
                let dropped = ServerFrame::Dropped { space, until: written.cursor(count) };
                assert_eq!(pull_from(&mut founder, &team, Cursor::START).await, dropped);
                assert_eq!(snapshots(&mut founder, &team).await.0, made);
            }
            // Of its own the second takes the place of the first, which nobody vouches for.
            None => {
                assert_eq!(founder.pull(space, Cursor::START).await.0.len(), 3);
                let behind = founder.ask(ClientFrame::PutSnapshot { snapshot: made[0].clone() }).await;
                assert_eq!(behind, ServerFrame::SnapshotDenied { space, reason: Denied::NotAllowed });
                assert_eq!(snapshots(&mut founder, &team).await.0, made[1..]);
            }
        }
    }
}

#[tokio::test]
async fn who_asked_for_snapshots_hears_of_new_ones() {
    let mut team = Team::found(1);
    let (assistant, seller) = (team.join(Role::Assistant), team.join(Role::Salesperson));
    let (relay, mut founder) = at_work(&team).await;
    let mut asks = Client::connect(relay.address()).await;
    asks.login(&team, &assistant).await;
    let mut silent = Client::connect(relay.address()).await;
    silent.login(&team, &seller).await;
    let device = team.founder.device.clone();
    let written = Written::by(&mut team, &device, 1);
    put_all(&mut founder, &team, &written).await;
    assert_eq!(snapshots(&mut asks, &team).await, (vec![], vec![]));

    let content = vec![vec![1; 70], vec![2; 80], vec![3; MAX_PART_BYTES]];
    let snapshot = written.snapshot(&team, &device, 1, &content);
    put_parts(&mut founder, &team, &content).await;
    put_snapshot(&mut founder, &team, &snapshot).await;
    // The same again is the same.
    put_snapshot(&mut founder, &team, &snapshot).await;
    countersign(&mut silent, &team, &seller.device, &snapshot).await;
    let heard = |snapshots, countersignatures| ServerFrame::Snapshots {
        space: team.org,
        snapshots,
        countersignatures,
        more: false,
    };
    assert_eq!(asks.hear().await, heard(vec![snapshot.clone()], vec![]));
    let countersignature = countersigned(&team, &seller.device, &snapshot);
    assert_eq!(asks.hear().await, heard(vec![], vec![countersignature.clone()]));
    assert_eq!(silent.ask(ClientFrame::Ping).await, ServerFrame::Pong);
    assert_eq!(snapshots(&mut silent, &team).await, (vec![snapshot], vec![countersignature]));

    // In the order asked for, as many as fit.
    let wanted = [content[1].clone(), vec![9; 9], content[0].clone(), content[2].clone()];
    assert_eq!(parts(&mut silent, &team, &wanted).await, [content[1].clone(), content[0].clone()]);
    assert_eq!(parts(&mut silent, &team, &wanted[3..]).await, content[2..]);
}

#[tokio::test]
async fn many_large_snapshots_come_in_several_frames() {
    let mut team = Team::found(1);
    let members: Vec<_> = (0..3).map(|_| team.join(Role::Salesperson)).collect();
    let (_relay, mut founder) = at_work(&team).await;
    let device = team.founder.device.clone();
    let written = Written::by(&mut team, &device, 3);
    let mut made = Vec::new();
    for (member, count) in members.iter().zip(1..) {
        let small = Snapshot::verify(&written.snapshot(&team, &member.device, count, &[])).unwrap();
        let documents = vec![small.documents[0].clone(); 19_000];
        let large = Snapshot { documents, ..small }.sign(&member.device).unwrap();
        assert!(large.len() > 900_000 && large.len() <= MAX_SNAPSHOT_BYTES, "{}", large.len());
        put_snapshot(&mut founder, &team, &large).await;
        // With a third that is vouched for the first would not be kept.
        if count < 3 {
            countersign(&mut founder, &team, &device, &large).await;
        }
        made.push(large);
    }
    founder.say(ClientFrame::FetchSnapshots { space: team.org }).await;
    let (mut heard, mut vouching) = (Vec::new(), 0);
    while heard.len() < 3 {
        match founder.hear().await {
            ServerFrame::Snapshots { snapshots, countersignatures, .. } => {
                heard.extend(snapshots);
                vouching += countersignatures.len();
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(heard == made && vouching == 2);
}

#[tokio::test]
async fn who_pulls_from_before_what_was_dropped_hears_no_news_before_pulling_again() {
    let mut team = Team::found(1);
    team.org = team.space(SpaceClass::Me { member: team.founder.person });
    let (relay, mut author) = at_work(&team).await;
    let mut late = Client::connect(relay.address()).await;
    late.login(&team, &team.founder).await;
    let device = team.founder.device.clone();
    let written = Written::by(&mut team, &device, 3);
    put_all(&mut author, &team, &written).await;
    let content = vec![vec![1; 70]];
    put_parts(&mut author, &team, &content).await;
    for content in [&content[..], &[]] {
        let snapshot = written.snapshot(&team, &device, 3, content);
        put_snapshot(&mut author, &team, &snapshot).await;
    }
    // Nothing is left, and the log goes on.
    let end = written.cursor(3);
    let dropped = ServerFrame::Dropped { space: team.org, until: end };
    assert_eq!(pull_from(&mut late, &team, Cursor::START).await, dropped);
    let fourth = team.write(&device, &mut written.chain.clone(), b"4");
    assert_eq!(author.ask(put(std::slice::from_ref(&fourth))).await, ack(&team, &device, 4));
    assert_eq!(late.ask(ClientFrame::Ping).await, ServerFrame::Pong);
    assert_eq!(late.pull(team.org, end).await.0, [fourth]);
}

#[tokio::test]
async fn an_envelope_that_one_of_the_two_snapshots_lacks_is_not_dropped() {
    let mut team = Team::found(1);
    let seller = team.join(Role::Salesperson);
    let (_relay, mut founder) = at_work(&team).await;
    let device = team.founder.device.clone();
    let (one, other) = (Written::by(&mut team, &device, 3), Written::by(&mut team, &seller.device, 3));
    put_all(&mut founder, &team, &one).await;
    put_all(&mut founder, &team, &other).await;
    let cursor = other.chain[..2].iter().fold(one.cursor(3), |cursor, id| cursor.after(*id));
    let end = |of: &Written, seq: usize| ChainEnd { seq: seq as u64, id: of.chain[seq - 1] };
    for (first, second) in [(3, 1), (2, 3)] {
        let chains =
            BTreeMap::from([(device.id(), end(&one, first)), (seller.device.id(), end(&other, second))]);
        let snapshot = Snapshot::verify(&one.snapshot(&team, &device, 1, &[])).unwrap();
        let snapshot = Snapshot { chains, cursor, ..snapshot }.sign(&device).unwrap();
        put_snapshot(&mut founder, &team, &snapshot).await;
        countersign(&mut founder, &team, &seller.device, &snapshot).await;
    }
    let dropped = ServerFrame::Dropped { space: team.org, until: one.cursor(2) };
    assert_eq!(pull_from(&mut founder, &team, Cursor::START).await, dropped);
}

#[tokio::test]
async fn what_may_not_be_is_refused() {
    let mut team = Team::found(1);
    let (viewer, seller) = (team.join(Role::Viewer), team.join(Role::Salesperson));
    let official = team.space(SpaceClass::Official);
    let management = team.space(SpaceClass::Management);
    let org = team.org;
    let (relay, mut founder) = at_work(&team).await;
    let mut reads = Client::connect(relay.address()).await;
    reads.login(&team, &viewer).await;
    let mut writes = Client::connect(relay.address()).await;
    writes.login(&team, &seller).await;
    let device = team.founder.device.clone();
    let written = Written::by(&mut team, &device, 1);
    let denied = |space, reason| ServerFrame::SnapshotDenied { space, reason };
    let put = |snapshot: &[u8]| ClientFrame::PutSnapshot { snapshot: snapshot.to_vec() };

    // Where who wrote what is proof, the envelopes stay.
    team.org = official;
    let snapshot = written.snapshot(&team, &device, 1, &[]);
    let countersignature = countersigned(&team, &seller.device, &snapshot);
    for frame in [
        ClientFrame::PutParts { space: official, parts: vec![vec![1]] },
        put(&snapshot),
        ClientFrame::PutCountersignature { countersignature },
    ] {
        assert_eq!(founder.ask(frame).await, denied(official, Denied::NotAllowed));
    }
    // Not by who does not read, not of who does not write.
    team.org = management;
    let snapshot = written.snapshot(&team, &device, 1, &[]);
    let countersignature = countersigned(&team, &device, &snapshot);
    for frame in [
        ClientFrame::PutParts { space: management, parts: vec![vec![1]] },
        put(&snapshot),
        ClientFrame::PutCountersignature { countersignature },
    ] {
        assert_eq!(writes.ask(frame).await, denied(management, Denied::Right));
    }
    let by_no_reader = countersigned(&team, &seller.device, &snapshot);
    let answer = founder.ask(ClientFrame::PutCountersignature { countersignature: by_no_reader }).await;
    assert_eq!(answer, denied(management, Denied::Right));
    for frame in [
        ClientFrame::FetchSnapshots { space: management },
        ClientFrame::FetchParts { space: management, parts: vec![PartId::of(&[1])] },
    ] {
        let answer = ServerFrame::PullDenied { space: management, reason: Denied::Right };
        assert_eq!(writes.ask(frame).await, answer);
    }
    team.org = org;
    let by_viewer = written.snapshot(&team, &viewer.device, 1, &[]);
    assert_eq!(founder.ask(put(&by_viewer)).await, denied(org, Denied::Right));
    let frame = ClientFrame::PutParts { space: org, parts: vec![vec![1]] };
    assert_eq!(reads.ask(frame).await, denied(org, Denied::Right));

    // Not without its parts, not changed, not of another team, not too much at once.
    let content = vec![vec![1; 70], vec![2; 80]];
    let snapshot = written.snapshot(&team, &device, 1, &content);
    put_parts(&mut founder, &team, &content[..1]).await;
    assert_eq!(founder.ask(put(&snapshot)).await, denied(org, Denied::NotAllowed));
    countersign(&mut writes, &team, &seller.device, &snapshot).await;
    assert_eq!(snapshots(&mut founder, &team).await, (vec![], vec![]));
    let mut forged = snapshot.clone();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(founder.ask(put(&forged)).await, denied(SpaceId::ZERO, Denied::Signature));
    assert_eq!(founder.ask(put(&[1, 2, 3])).await, denied(SpaceId::ZERO, Denied::NotAllowed));
    let elsewhere = Snapshot { team: TeamId([7; 32]), ..Snapshot::verify(&snapshot).unwrap() };
    let elsewhere = elsewhere.sign(&device).unwrap();
    assert_eq!(founder.ask(put(&elsewhere)).await, denied(org, Denied::NotAllowed));
    for parts in [vec![vec![0; MAX_PART_BYTES + 1]], vec![vec![0]; 1_001]] {
        let frame = ClientFrame::PutParts { space: org, parts };
        assert_eq!(founder.ask(frame).await, denied(org, Denied::Limit));
    }
    put_parts(&mut founder, &team, &content).await;
    put_snapshot(&mut reads, &team, &snapshot).await;
}

#[tokio::test]
async fn an_emptied_relay_is_refilled_with_a_snapshot_and_what_came_after_it() {
    let mut team = Team::found(1);
    let (assistant, viewer) = (team.join(Role::Assistant), team.join(Role::Viewer));
    let (relay, mut founder) = at_work(&team).await;
    let mut other = Client::connect(relay.address()).await;
    other.login(&team, &viewer).await;
    // Made at another relay, whose log this one does not know.
    let written = Written::by(&mut team, &assistant.device, 6);
    let content = vec![vec![1; 70]];
    let snapshot = written.snapshot(&team, &assistant.device, 4, &content);
    let gap = |at: usize, expected_seq| {
        let envelope = written.chain[at];
        ServerFrame::Refused { envelope, reason: Refusal::Gap { expected_seq } }
    };
    assert_eq!(other.ask(put(&written.envelopes[4..5])).await, gap(4, 1));

    put_parts(&mut founder, &team, &content).await;
    put_snapshot(&mut other, &team, &snapshot).await;
    assert_eq!(other.ask(put(&written.envelopes[4..5])).await, gap(4, 1), "nobody vouches for it");
    countersign(&mut other, &team, &viewer.device, &snapshot).await;
    let end = ChainEnd { seq: 4, id: written.chain[3] };
    assert_eq!(founder.tails(team.org).await, BTreeMap::from([(assistant.device.id(), end)]));
    assert_eq!(other.ask(put(&written.envelopes[5..])).await, gap(5, 5));
    assert_eq!(other.ask(put(&written.envelopes[4..])).await, ack(&team, &assistant.device, 6));
    assert_eq!(founder.pull(team.org, Cursor::START).await.0, written.envelopes[4..]);
    assert_eq!(snapshots(&mut founder, &team).await.0, [snapshot]);
    assert_eq!(parts(&mut founder, &team, &content).await, content);
}
