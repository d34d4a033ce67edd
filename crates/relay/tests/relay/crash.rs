//! The real binary is killed while clients put: what it acknowledged is there afterwards.

use crate::client::Client;
use crate::process::Process;
use crate::team::{Member, Team};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::Barrier;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use wire::*;

/// How often it is killed; `RELAY_KILLS` says otherwise.
fn kills() -> u64 {
    std::env::var("RELAY_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20)
}

/// One author with everything it ever sealed, and how much of that was acknowledged.
struct Author {
    member: Member,
    sealed: Vec<Vec<u8>>,
    chain: Vec<EnvelopeId>,
    acknowledged: u64,
}

impl Author {
    fn new(member: Member) -> Self {
        Self { member, sealed: Vec::new(), chain: Vec::new(), acknowledged: 0 }
    }

    /// Once all are connected, puts, in chain order from the last acknowledged on, until the relay is gone.
    async fn put_until_it_dies(
        &mut self,
        team: &mut Team,
        address: SocketAddr,
        all_connected: &Barrier,
        acks: UnboundedSender<()>,
    ) {
        let mut client = Client::connect(address).await;
        client.login(team, &self.member).await;
        all_connected.wait().await;
        loop {
            let from = self.acknowledged as usize;
            while self.sealed.len() < from + 5 {
                let envelope = team.write(&self.member.device, &mut self.chain, &[3; 300]);
                self.sealed.push(envelope);
            }
            let envelopes = self.sealed[from..].to_vec();
            if !client.try_say(ClientFrame::Put { envelopes }).await {
                return;
            }
            match client.hear_or_end().await {
                Some(ServerFrame::Ack { seq, .. }) => {
                    self.acknowledged = seq;
                    let _ = acks.send(());
                }
                Some(other) => panic!("{other:?}"),
                None => return,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_it_keeps_everything_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let member = Member {
        person: team.founder.person,
        keys: team.founder.keys.clone(),
        device: team.founder.device.clone(),
    };
    let (mut a, mut b) = (Author::new(member), Author::new(assistant));
    for kill in 0..kills() {
        let (process, address) = Process::start(folder.path());
        if kill == 0 {
            Client::connect(address).await.found(&team).await;
        }
        // After so many acks, while both have their next puts on the way.
        let (acks, mut acknowledged) = unbounded_channel();
        let killer = tokio::spawn(async move {
            for _ in 0..1 + kill * 7 % 30 {
                acknowledged.recv().await;
            }
            drop(process);
        });
        let (mut other_half, both_connected) = (team.twin(), Barrier::new(2));
        tokio::join!(
            a.put_until_it_dies(&mut team, address, &both_connected, acks.clone()),
            b.put_until_it_dies(&mut other_half, address, &both_connected, acks)
        );
        killer.await.unwrap();
    }

    let (_process, address) = Process::start(folder.path());
    everything_acknowledged_is_there(&team, &[a, b], address).await;
}

/// Teams of this many authors, all putting at once over connections of their own.
const TEAMS: u8 = 4;
const AUTHORS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_the_load_of_many_connections_it_keeps_everything_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut teams: Vec<(Team, Vec<Author>)> = Vec::new();
    for seed in 0..TEAMS {
        let mut team = Team::found(seed);
        let members: Vec<_> = (0..AUTHORS).map(|_| team.join(Role::Salesperson)).collect();
        teams.push((team, members.into_iter().map(Author::new).collect()));
    }
    // Each kill is under twenty times the load of the other test.
    for kill in 0..kills().div_ceil(4) {
        let (process, address) = Process::start(folder.path());
        if kill == 0 {
            for (team, _) in &teams {
                Client::connect(address).await.found(team).await;
            }
        }
        let (acks, mut acknowledged) = unbounded_channel();
        let killer = tokio::spawn(async move {
            for _ in 0..100 + kill * 37 % 200 {
                acknowledged.recv().await;
            }
            drop(process);
        });
        let all_connected = Arc::new(Barrier::new(usize::from(TEAMS) * AUTHORS));
        let mut putting = Vec::new();
        for (at, (team, authors)) in teams.iter_mut().enumerate() {
            for mut author in authors.drain(..) {
                let (mut team, acks, all_connected) = (team.twin(), acks.clone(), all_connected.clone());
                putting.push(tokio::spawn(async move {
                    author.put_until_it_dies(&mut team, address, &all_connected, acks).await;
                    (at, author)
                }));
            }
        }
        drop(acks);
        for author in putting {
            let (at, author) = author.await.unwrap();
            teams[at].1.push(author);
        }
        killer.await.unwrap();
    }
    let (_process, address) = Process::start(folder.path());
    for (team, authors) in &teams {
        everything_acknowledged_is_there(team, authors, address).await;
    }
}

/// By the chains' ends and by the envelopes themselves.
async fn everything_acknowledged_is_there(team: &Team, authors: &[Author], address: SocketAddr) {
    let mut client = Client::connect(address).await;
    client.login(team, &team.founder).await;
    let tails = client.tails(team.org).await;
    let (mut cursor, mut stored) = (Cursor::START, Vec::new());
    loop {
        let (envelopes, next) = client.pull(team.org, cursor).await;
        if envelopes.is_empty() {
            break;
        }
        stored.extend(envelopes);
        cursor = next;
    }
    let mut count = 0;
    for author in authors {
        let device = author.member.device.id();
        let end = tails.get(&device).map_or(0, |end| end.seq);
        assert!(end >= author.acknowledged, "{end} < {}", author.acknowledged);
        let theirs: Vec<_> = stored
            .iter()
            .filter(|bytes| Envelope::verify(bytes.as_slice()).unwrap().header().device == device)
            .cloned()
            .collect();
        assert_eq!(theirs, author.sealed[..end as usize]);
        count += theirs.len();
    }
    assert_eq!(count, stored.len(), "and nothing else is there");
}
