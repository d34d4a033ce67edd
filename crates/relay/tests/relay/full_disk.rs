//! The disk is full, and has room again later.

use crate::client::Client;
use crate::process::Process;
use crate::team::Team;
use wire::frame::Refusal;
use wire::*;

const BYTES: usize = 3 << 20;

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_it_refuses_reads_on_and_recovers_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (process, address) = Process::start_on_full_disk(folder.path(), BYTES);
    let mut team = Team::found(1);
    let mut client = Client::connect(address).await;
    client.found(&team).await;
    client.login(&team, &team.founder).await;
    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    let mut stored = Vec::new();
    let refused = loop {
        let envelope = team.write(&device, &mut chain, &[1; 100_000]);
        match client.ask(ClientFrame::Put { envelopes: vec![envelope.clone()] }).await {
            ServerFrame::Ack { .. } => stored.push(envelope),
            ServerFrame::Refused { reason: Refusal::Storage, .. } => break envelope,
            other => panic!("{other:?}"),
        }
        assert!(stored.len() * 100_000 < 2 * BYTES, "the disk is never full");
    };
    assert!(!stored.is_empty());
    let put = ClientFrame::Put { envelopes: vec![refused.clone()] };
    // Again and again, as every device would; what is there can be read meanwhile, also by who comes new.
    for _ in 0..3 {
        assert!(matches!(client.ask(put.clone()).await, ServerFrame::Refused { .. }));
        let mut reader = Client::connect(address).await;
        reader.login(&team, &team.founder).await;
        let (mut read, mut cursor) = (Vec::new(), Cursor::START);
        while read.len() < stored.len() {
            let (envelopes, next) = reader.pull(team.org, cursor).await;
            assert!(!envelopes.is_empty());
            read.extend(envelopes);
            cursor = next;
        }
        assert_eq!(read, stored);
    }
    process.has_room();
    while !matches!(client.ask(put.clone()).await, ServerFrame::Ack { .. }) {}
    stored.push(refused);

    // It is on disk, and the file is sound.
    assert!(process.terminate().success());
    let (_process, address) = Process::start(folder.path());
    let mut client = Client::connect(address).await;
    client.login(&team, &team.founder).await;
    let tails = client.tails(team.org).await;
    assert_eq!(tails[&device.id()].seq, stored.len() as u64);
}
