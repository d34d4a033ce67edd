use crate::client::*;
use crate::team::*;
use relay::RedbStore;
use std::sync::Arc;
use wire::*;

#[tokio::test]
async fn nothing_readable_is_in_the_relays_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("relay.redb");
    let relay = relay_with(Arc::new(RedbStore::open(&file).unwrap())).await;
    let mut team = Team::found(1);
    let mut client = founder_at(&relay, &team).await;
    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    let canary = "金丝雀 canary-4711";
    let envelope = team.write(&device, &mut chain, canary.as_bytes());
    let answer = client.ask(ClientFrame::Put { envelopes: vec![envelope.clone()] }).await;
    assert!(matches!(answer, ServerFrame::Ack { .. }));
    relay.stop().await.unwrap();

    let stored = std::fs::read(&file).unwrap();
    let contains = |wanted: &[u8]| stored.windows(wanted.len()).any(|window| window == wanted);
    assert!(contains(&envelope[..64]), "the envelope itself is there");
    assert!(!contains(canary.as_bytes()) && !contains(b"canary-4711"));
    assert!(!contains(&team.key.to_bytes()) && !contains(&device.to_bytes()[..32]));
    // Neither does the protocol itself carry it in the clear.
    assert!(!envelope.windows(6).any(|window| window == b"canary"));
    assert!(envelope.len() < MAX_ENVELOPE_BYTES);
}
