//! Readers that take nothing, beside some that do: the real binary, its memory measured.

use crate::client::Client;
use crate::process::Process;
use crate::team::Team;
use wire::*;

/// Together far more than may wait in the relay for anybody.
const ENVELOPES: usize = 200;
const ENVELOPE_BYTES: usize = 900_000;

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_that_take_nothing_cost_little_memory_and_hold_up_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (process, address) = Process::start(folder.path());
    let mut team = Team::found(1);
    let (lazy, prompt) = (team.join(Role::Assistant), team.join(Role::Salesperson));
    let mut writer = Client::connect(address).await;
    writer.found(&team).await;
    writer.login(&team, &team.founder).await;
    let mut lazy_ones = Vec::new();
    for _ in 0..5 {
        let mut client = Client::connect(address).await;
        client.login(&team, &lazy).await;
        client.pull(team.org, Cursor::START).await;
        lazy_ones.push(client);
    }
    let mut reader = Client::connect(address).await;
    reader.login(&team, &prompt).await;
    reader.pull(team.org, Cursor::START).await;

    let before = process.memory();
    let reading = tokio::spawn(async move {
        let mut cursor = Cursor::START;
        while cursor.position < ENVELOPES as u64 {
            match reader.hear().await {
                ServerFrame::Page { from, next, .. } => {
                    assert_eq!(from, cursor);
                    cursor = next;
                }
                other => panic!("{other:?}"),
            }
        }
        cursor
    });
    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    for _ in 0..ENVELOPES {
        let envelope = team.write(&device, &mut chain, &vec![1; ENVELOPE_BYTES]);
        let answer = writer.ask(ClientFrame::Put { envelopes: vec![envelope] }).await;
        assert!(matches!(answer, ServerFrame::Ack { .. }), "{answer:?}");
    }
    let end = reading.await.unwrap();
    let more = process.peak_memory() - before;
    assert!(more < 96 << 20, "{} MB more for {} MB written", more >> 20, (ENVELOPES * ENVELOPE_BYTES) >> 20);

    // Who was let go catches up on a new connection.
    drop(lazy_ones);
    let mut again = Client::connect(address).await;
    again.login(&team, &lazy).await;
    let mut cursor = Cursor::START;
    while cursor != end {
        let (envelopes, next) = again.pull(team.org, cursor).await;
        assert!(!envelopes.is_empty());
        cursor = next;
    }
}
