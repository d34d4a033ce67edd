//! The real binary is killed while clients put: what it acknowledged is there afterwards.

use crate::client::Client;
use crate::process::Process;
use crate::team::{Member, Team};
use std::net::SocketAddr;
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
    /// Puts, in chain order from the last acknowledged on, until the relay is gone.
    async fn put_until_it_dies(&mut self, team: &mut Team, address: SocketAddr, acks: UnboundedSender<()>) {
        let mut client = Client::connect(address).await;
        client.login(team, &self.member).await;
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
    let author = |member| Author { member, sealed: Vec::new(), chain: Vec::new(), acknowledged: 0 };
    let (mut a, mut b) = (author(member), author(assistant));
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
        let mut other_half = team.twin();
        tokio::join!(
            a.put_until_it_dies(&mut team, address, acks.clone()),
            b.put_until_it_dies(&mut other_half, address, acks)
        );
        killer.await.unwrap();
    }

    let (_process, address) = Process::start(folder.path());
    let mut client = Client::connect(address).await;
    client.login(&team, &a.member).await;
    let ServerFrame::Tails { tails, .. } = client.ask(ClientFrame::FetchTails { space: team.org }).await
    else {
        panic!("no tails");
    };
    let (mut cursor, mut stored) = (Cursor::START, Vec::new());
    loop {
        let (envelopes, next) = client.pull(team.org, cursor).await;
        if envelopes.is_empty() {
            break;
        }
        stored.extend(envelopes);
        cursor = next;
    }
    for author in [&a, &b] {
        let device = author.member.device.id();
        let end = tails[&device];
        assert!(end.seq >= author.acknowledged, "{} < {}", end.seq, author.acknowledged);
        let theirs: Vec<_> = stored
            .iter()
            .filter(|bytes| Envelope::verify(bytes.as_slice()).unwrap().header().device == device)
            .cloned()
            .collect();
        assert_eq!(theirs, author.sealed[..end.seq as usize]);
    }
}
