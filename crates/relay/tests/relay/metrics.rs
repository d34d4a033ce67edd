//! What the administrator's monitoring sees.

use crate::client::*;
use crate::site::get;
use crate::team::*;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use wire::*;

/// The numbers, by name and labels.
async fn scraped(address: SocketAddr) -> (String, BTreeMap<String, f64>) {
    let answer = get(address, "/metrics", "").await;
    assert!(answer.starts_with("http/1.1 200") && answer.contains("text/plain; version=0.0.4"), "{answer}");
    let text = answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    let samples =
        text.lines().filter_map(|line| line.rsplit_once(' ')).filter(|(name, _)| !name.starts_with('#'));
    let numbers = samples.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?))).collect();
    (text, numbers)
}

#[tokio::test]
async fn metrics_count_what_happens_and_are_not_where_everybody_is() {
    let mut team = Team::found(1);
    let (relay, mut client) = at_work(&team).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    relay.serve_metrics(listener);

    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    let first = team.write(&device, &mut chain, b"first");
    let bytes = first.len() as f64;
    client.ask(ClientFrame::Put { envelopes: vec![first] }).await;
    let _second = team.write(&device, &mut chain, b"second");
    let third = team.write(&device, &mut chain, b"third");
    client.ask(ClientFrame::Put { envelopes: vec![third] }).await;

    let (text, numbers) = scraped(address).await;
    for (name, expected) in [
        ("tz_relay_connections", 1.0),
        ("tz_relay_teams", 1.0),
        ("tz_relay_teams_in_memory", 1.0),
        ("tz_relay_logins_total", 1.0),
        ("tz_relay_envelopes_total", 1.0),
        ("tz_relay_envelopes_bytes_total", bytes),
        (r#"tz_relay_refusals_total{reason="gap"}"#, 1.0),
        ("tz_relay_put_seconds_count", 2.0),
        ("tz_relay_slow_readers_total", 0.0),
    ] {
        assert_eq!(numbers.get(name), Some(&expected), "{name} in\n{text}");
    }
    if cfg!(target_os = "linux") {
        assert!(numbers["tz_relay_memory_bytes"] > 1_000_000.0);
    }
    // A line that breaks is nobody's fault; too large a message is, also before anything of it is looked at.
    drop(Client::connect(relay.address()).await);
    let mut stranger = Client::connect(relay.address()).await;
    stranger.try_say_bytes(vec![0; MAX_FRAME_BYTES + 1]).await;
    drop(stranger);
    let farewells = |numbers: &BTreeMap<String, f64>| {
        let is_farewell = |(name, _): &(&String, &f64)| name.starts_with("tz_relay_farewells_total");
        numbers.iter().filter(is_farewell).map(|(name, count)| (name.clone(), *count)).collect::<Vec<_>>()
    };
    let expected = vec![(r#"tz_relay_farewells_total{reason="toolarge"}"#.to_owned(), 1.0)];
    while scraped(address).await.1["tz_relay_connections"] > 1.0 {}
    assert_eq!(farewells(&scraped(address).await.1), expected);
    // Numbers and reasons, nobody's id.
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    for id in [&team.log.team().0[..4], &team.org.0[..4], &device.id().0[..4]] {
        assert!(!text.contains(&hex(id)), "{text}");
    }
    assert!(get(relay.address(), "/metrics", "").await.starts_with("http/1.1 404"));
    assert!(get(address, "/health", "").await.starts_with("http/1.1 404"));
}
