//! Who goes beyond a limit is told so, and nobody else notices.

use crate::client::*;
use crate::team::*;
use relay::{Handle, Limits, MemoryStore, Options, serve};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use wire::frame::{Bye, Denied, LoginAs, Refusal};
use wire::*;

async fn limited(limits: Limits) -> Handle {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let store = MemoryStore::new([9; 16]).with_team_quota(limits.max_team_bytes());
    let proxies = vec!["127.0.0.1".parse().unwrap()];
    serve(listener, Arc::new(store), Options { limits, proxies, ..Options::default() }).unwrap()
}

/// An author at work in `org`.
struct Author {
    client: Client,
    device: DeviceKeys,
    chain: Vec<EnvelopeId>,
}

impl Author {
    fn founder(team: &Team, client: Client) -> Self {
        Self { client, device: team.founder.device.clone(), chain: Vec::new() }
    }

    /// Puts the next envelope; the chain goes on only if it was taken.
    async fn put(&mut self, team: &mut Team, text: &[u8]) -> Result<(), Refusal> {
        let envelope = team.write(&self.device, &mut self.chain, text);
        let id = EnvelopeId::of(&envelope);
        match self.client.ask(ClientFrame::Put { envelopes: vec![envelope] }).await {
            ServerFrame::Ack { seq, .. } => {
                assert_eq!(seq, self.chain.len() as u64);
                Ok(())
            }
            ServerFrame::Refused { envelope, reason } => {
                assert_eq!(envelope, id);
                self.chain.pop();
                Err(reason)
            }
            other => panic!("{other:?}"),
        }
    }

    /// Puts until something is refused: how many were taken, and the refusal.
    async fn put_until_refused(&mut self, team: &mut Team) -> (usize, Refusal) {
        for taken in 0.. {
            if let Err(refusal) = self.put(team, b"x").await {
                return (taken, refusal);
            }
        }
        unreachable!()
    }
}

/// That another team works here as if nothing had happened.
async fn another_team_is_at_ease(relay: &Handle) {
    let mut team = Team::found(77);
    let mut author = Author::founder(&team, founder_at(relay, &team).await);
    for _ in 0..3 {
        assert_eq!(author.put(&mut team, b"fine").await, Ok(()));
    }
    assert_eq!(author.client.pull(team.org, Cursor::START).await.0.len(), 3);
}

#[tokio::test]
async fn a_full_team_keeps_reading_and_letting_people_in_but_stores_no_more() {
    let relay = limited(Limits { max_team_megabytes: 1, ..Limits::default() }).await;
    let mut team = Team::found(1);
    let mut author = Author::founder(&team, founder_at(&relay, &team).await);
    for _ in 0..2 {
        assert_eq!(author.put(&mut team, &[1; 400_000]).await, Ok(()));
    }
    assert_eq!(author.put(&mut team, &[1; 400_000]).await, Err(Refusal::Quota));
    another_team_is_at_ease(&relay).await;

    assert_eq!(author.client.pull(team.org, Cursor::START).await.0.len(), 2);
    team.join(Role::Salesperson);
    let records = team.records().split_off(2);
    let refill = ClientFrame::AccessRefill { from: 2, records, boxes: Vec::new() };
    assert!(matches!(author.client.ask(refill).await, ServerFrame::Founded { records: 4, .. }));
    // What is small enough still fits.
    assert_eq!(author.put(&mut team, b"small").await, Ok(()));
}

#[tokio::test]
async fn a_device_has_one_rate_over_all_its_connections() {
    let relay = limited(Limits { device_frames_per_second: 4, ..Limits::default() }).await;
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let mut first = Author::founder(&team, founder_at(&relay, &team).await);
    let (taken, refusal) = first.put_until_refused(&mut team).await;
    assert!((39..=50).contains(&taken), "{taken}");
    let Refusal::RateLimited { retry_after_ms } = refusal else { panic!("{refusal:?}") };

    // Neither a second connection nor a new one after it helps.
    let mut second = Client::connect(relay.address()).await;
    second.login(&team, &team.founder).await;
    std::mem::swap(&mut first.client, &mut second);
    assert!(matches!(first.put(&mut team, b"x").await, Err(Refusal::RateLimited { .. })));
    // A colleague goes on.
    let mut other = Client::connect(relay.address()).await;
    other.login(&team, &assistant).await;
    assert_eq!(other.ask(ClientFrame::Ping).await, ServerFrame::Pong);
    another_team_is_at_ease(&relay).await;

    // The wait that was told is enough.
    assert!(retry_after_ms <= 250, "{retry_after_ms}");
    tokio::time::pause();
    tokio::time::advance(Duration::from_millis(u64::from(retry_after_ms) + 1)).await;
    tokio::time::resume();
    assert_eq!(first.put(&mut team, b"x").await, Ok(()));
}

#[tokio::test]
async fn a_team_has_one_rate_over_all_its_devices() {
    let relay = limited(Limits { team_frames_per_second: 4, ..Limits::default() }).await;
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let mut founder = Author::founder(&team, founder_at(&relay, &team).await);
    let mut client = Client::connect(relay.address()).await;
    client.login(&team, &assistant).await;
    let mut other = Author { client, device: assistant.device, chain: Vec::new() };
    let (taken, _) = founder.put_until_refused(&mut team).await;
    assert!((39..=50).contains(&taken), "{taken}");
    assert!(matches!(other.put(&mut team, b"x").await, Err(Refusal::RateLimited { .. })));
    another_team_is_at_ease(&relay).await;
}

#[tokio::test]
async fn bytes_count_as_frames_do() {
    let relay = limited(Limits { device_kilobytes_per_second: 210, ..Limits::default() }).await;
    let mut team = Team::found(1);
    let mut author = Author::founder(&team, founder_at(&relay, &team).await);
    for _ in 0..4 {
        assert_eq!(author.put(&mut team, &[1; 450_000]).await, Ok(()));
    }
    assert!(matches!(author.put(&mut team, &[1; 450_000]).await, Err(Refusal::RateLimited { .. })));
    another_team_is_at_ease(&relay).await;
}

#[tokio::test]
async fn requests_that_cannot_be_put_off_end_the_connection_of_who_asks_too_often() {
    let relay = limited(Limits { device_frames_per_second: 1, ..Limits::default() }).await;
    let team = Team::found(1);
    let mut client = founder_at(&relay, &team).await;
    let ended = loop {
        match client.ask(ClientFrame::Ping).await {
            ServerFrame::Pong => {}
            other => break other,
        }
    };
    assert_eq!(ended, ServerFrame::Bye { reason: Bye::RateLimited });
    another_team_is_at_ease(&relay).await;
}

#[tokio::test]
async fn parts_that_come_too_fast_are_refused_and_countersignatures_dropped() {
    let relay = limited(Limits { device_frames_per_second: 1, ..Limits::default() }).await;
    let team = Team::found(1);
    let mut client = founder_at(&relay, &team).await;
    let parts = ClientFrame::PutParts { space: team.org, parts: vec![vec![1; 70]] };
    for _ in 0..20 {
        client.say(parts.clone()).await;
    }
    let denied = ServerFrame::SnapshotDenied { space: team.org, reason: Denied::Limit };
    assert_eq!(client.hear().await, denied);
    client.say(ClientFrame::PutCountersignature { countersignature: vec![1] }).await;
    assert_eq!(client.ask(parts).await, denied);
    another_team_is_at_ease(&relay).await;
}

#[tokio::test]
async fn an_envelope_and_a_put_have_a_size() {
    let relay = limited(Limits { max_envelope_bytes: 2_000, ..Limits::default() }).await;
    let mut team = Team::found(1);
    let mut author = Author::founder(&team, founder_at(&relay, &team).await);
    assert_eq!(author.put(&mut team, &[1; 2_000]).await, Err(Refusal::TooLarge));
    assert_eq!(author.put(&mut team, &[1; 1_000]).await, Ok(()));
    let envelopes = vec![vec![0]; relay::limits::MAX_ENVELOPES_PER_PUT + 1];
    let answer = author.client.ask(ClientFrame::Put { envelopes }).await;
    assert_eq!(answer, ServerFrame::Bye { reason: Bye::TooLarge });
    another_team_is_at_ease(&relay).await;
}

#[tokio::test]
async fn a_team_has_so_many_spaces_by_whatever_way_they_come() {
    let relay = limited(Limits { max_team_spaces: 2, ..Limits::default() }).await;
    let mut team = Team::found(1);
    let mut client = founder_at(&relay, &team).await;
    for (class, allowed) in [(SpaceClass::Official, true), (SpaceClass::Management, false)] {
        let expected_head = team.log.head();
        team.space(class);
        let record = team.log.records().last().unwrap().bytes().to_vec();
        let append = ClientFrame::AccessAppend { expected_head, record, boxes: Vec::new() };
        let answer = match allowed {
            true => ServerFrame::AccessAppended { head: team.log.head() },
            false => ServerFrame::AccessDenied { reason: Denied::Limit },
        };
        assert_eq!(client.ask(append).await, answer);
    }
    assert_eq!(client.ask(found(&team)).await, ServerFrame::FoundDenied { reason: Denied::Limit });

    let mut large = Team::found(2);
    large.space(SpaceClass::Official);
    large.space(SpaceClass::Management);
    let mut stranger = Client::connect(relay.address()).await;
    assert_eq!(stranger.ask(found(&large)).await, ServerFrame::FoundDenied { reason: Denied::Limit });
    another_team_is_at_ease(&relay).await;
}

#[tokio::test]
async fn a_team_has_so_many_connections() {
    let relay = limited(Limits { max_team_connections: 2, ..Limits::default() }).await;
    let team = Team::found(1);
    let first = founder_at(&relay, &team).await;
    let mut second = Client::connect(relay.address()).await;
    second.login(&team, &team.founder).await;
    let mut third = Client::connect(relay.address()).await;
    let me = LoginAs::Device(team.founder.device.id());
    let login = third.login_frame(&team.founder.device, &team, me);
    assert_eq!(third.ask(login).await, ServerFrame::LoginDenied { reason: Denied::Limit });
    third.challenged().await;
    another_team_is_at_ease(&relay).await;

    // As soon as the relay has noticed that one is gone there is room, on the same connection.
    drop(first);
    loop {
        let login = third.login_frame(&team.founder.device, &team, me);
        match third.ask(login).await {
            ServerFrame::LoginDenied { reason: Denied::Limit } => third.challenged().await,
            ServerFrame::Welcome { .. } => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(second.ask(ClientFrame::Ping).await, ServerFrame::Pong);
}

#[tokio::test]
async fn an_address_has_so_many_connections_and_so_has_the_relay() {
    let limits = Limits { max_address_connections: 2, max_connections: 4, ..Limits::default() };
    let relay = limited(limits).await;
    let connect = async |from: &str| {
        let mut request = format!("ws://{}/ws", relay.address()).into_client_request().unwrap();
        request.headers_mut().insert("x-forwarded-for", from.parse().unwrap());
        match connect_async(request).await {
            Ok((socket, _)) => Ok(socket),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(other) => panic!("{other}"),
        }
    };
    let mut open = Vec::new();
    for _ in 0..2 {
        open.push(connect("198.51.100.7").await.unwrap());
    }
    assert_eq!(connect("198.51.100.7").await.err(), Some(429));
    assert_eq!(connect("203.0.113.1, 198.51.100.7").await.err(), Some(429), "the client's own word");
    open.push(connect("198.51.100.8").await.unwrap());
    open.push(connect("198.51.100.9").await.unwrap());
    assert_eq!(connect("198.51.100.10").await.err(), Some(503));
    drop(open);
    while connect("198.51.100.7").await.is_err() {}
}

#[tokio::test]
async fn a_relay_has_so_many_teams_and_a_known_one_is_always_welcome() {
    let relay = limited(Limits { max_teams: 1, ..Limits::default() }).await;
    let team = Team::found(1);
    let mut author = founder_at(&relay, &team).await;
    let mut stranger = Client::connect(relay.address()).await;
    let denied = stranger.ask(found(&Team::found(2))).await;
    assert_eq!(denied, ServerFrame::FoundDenied { reason: Denied::Quota });
    stranger.challenged().await;
    stranger.found(&team).await;
    assert_eq!(author.ask(ClientFrame::Ping).await, ServerFrame::Pong);
}

#[tokio::test]
async fn boxes_for_one_recipient_have_an_end() {
    let relay = limited(Limits::default()).await;
    let team = Team::found(1);
    let mut client = founder_at(&relay, &team).await;
    let recipient = Recipient::Person(team.founder.person);
    let sealed = |n: usize| {
        let sealed = n.to_le_bytes().to_vec();
        SealedBox::Key(KeyBox { space: team.org, epoch: Epoch(0), recipient, sealed })
    };
    let put = |range: std::ops::Range<usize>| ClientFrame::PutBoxes { boxes: range.map(sealed).collect() };
    let half = relay::limits::MAX_BOXES_PER_FRAME;
    assert_eq!(client.ask(put(0..half)).await, ServerFrame::BoxesStored);
    let too_many = client.ask(put(half..half * 2 + 1)).await;
    assert_eq!(too_many, ServerFrame::BoxesDenied { reason: Denied::Limit });
    assert_eq!(client.ask(put(half..half * 2)).await, ServerFrame::BoxesStored);
    let full = client.ask(put(half * 2..half * 2 + 1)).await;
    assert_eq!(full, ServerFrame::BoxesDenied { reason: Denied::Quota });
    another_team_is_at_ease(&relay).await;
}
