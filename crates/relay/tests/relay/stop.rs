//! A service manager stops the relay while clients put.

use crate::client::Client;
use crate::process::Process;
use crate::team::Team;
use wire::frame::Bye;
use wire::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn told_to_stop_it_says_goodbye_and_what_it_acknowledged_is_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (process, address) = Process::start(folder.path());
    let mut team = Team::found(1);
    let members: Vec<_> = (0..8).map(|_| team.join(Role::Salesperson)).collect();
    Client::connect(address).await.found(&team).await;
    let mut idle = Client::connect(address).await;
    idle.login(&team, &team.founder).await;
    let (acks, mut acknowledged) = tokio::sync::mpsc::unbounded_channel();
    let authors: Vec<_> = members
        .into_iter()
        .map(|member| {
            let (mut team, acks) = (team.twin(), acks.clone());
            tokio::spawn(async move {
                let mut client = Client::connect(address).await;
                client.login(&team, &member).await;
                let (mut chain, mut highest) = (Vec::new(), 0);
                loop {
                    let envelope = team.write(&member.device, &mut chain, &[4; 500]);
                    client.say(ClientFrame::Put { envelopes: vec![envelope] }).await;
                    match client.hear().await {
                        ServerFrame::Ack { seq, .. } => highest = seq,
                        ServerFrame::Bye { reason: Bye::ShuttingDown } => {
                            return (member.device.id(), highest);
                        }
                        other => panic!("{other:?}"),
                    }
                    let _ = acks.send(());
                }
            })
        })
        .collect();
    for _ in 0..50 {
        acknowledged.recv().await;
    }
    let stopping = tokio::task::spawn_blocking(move || process.terminate());
    assert_eq!(idle.hear().await, ServerFrame::Bye { reason: Bye::ShuttingDown });
    assert_eq!(idle.hear_or_end().await, None);
    let mut highest = Vec::new();
    for author in authors {
        highest.push(author.await.unwrap());
    }
    assert!(stopping.await.unwrap().success());

    let (_process, address) = Process::start(folder.path());
    let mut client = Client::connect(address).await;
    client.login(&team, &team.founder).await;
    let tails = client.tails(team.org).await;
    for (device, seq) in highest {
        let stored = tails.get(&device).map_or(0, |end| end.seq);
        assert!(stored >= seq, "{stored} < {seq}");
    }
}
