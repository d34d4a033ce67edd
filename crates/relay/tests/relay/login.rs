use crate::client::*;
use crate::team::*;
use std::time::Duration;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use wire::frame::{Bye, Denied, LoginAs};
use wire::*;

#[tokio::test]
async fn a_device_logs_in_by_signing_the_challenge() {
    let team = Team::found(1);
    let (relay, mut client) = at_work(&team).await;
    assert_eq!(client.ask(ClientFrame::Ping).await, ServerFrame::Pong);
    relay.stop().await.unwrap();
    assert_eq!(client.hear().await, ServerFrame::Bye { reason: Bye::ShuttingDown });
    assert_eq!(client.hear_or_end().await, None);
}

#[tokio::test]
async fn a_wrong_signature_and_a_replayed_login_are_denied() {
    let mut team = Team::found(1);
    let stranger = member(&mut team.rng);
    let relay = relay().await;
    let mut client = Client::connect(relay.address()).await;
    client.found(&team).await;
    let founder = LoginAs::Device(team.founder.device.id());

    let forged = client.login_frame(&stranger.device, &team, founder);
    assert_eq!(client.ask(forged).await, ServerFrame::LoginDenied { reason: Denied::Signature });
    client.challenged().await;

    let good = client.login_frame(&team.founder.device, &team, founder);
    let mut thief = Client::connect(relay.address()).await;
    assert_eq!(thief.ask(good.clone()).await, ServerFrame::LoginDenied { reason: Denied::Signature });
    assert!(matches!(client.ask(good).await, ServerFrame::Welcome { .. }));
}

#[tokio::test]
async fn a_login_for_another_relay_is_not_passed_on() {
    let team = Team::found(1);
    let relay = relay().await;
    let mut client = Client::connect(relay.address()).await;
    client.found(&team).await;
    client.origin = "relay.example".into();
    let login = client.login_frame(&team.founder.device, &team, LoginAs::Device(team.founder.device.id()));
    assert_eq!(client.ask(login).await, ServerFrame::Bye { reason: Bye::Origin });
}

#[tokio::test]
async fn unknown_teams_devices_and_too_many_tries_are_told_apart() {
    let mut team = Team::found(1);
    let stranger = member(&mut team.rng);
    let relay = relay().await;
    let mut client = Client::connect(relay.address()).await;
    let login = client.login_frame(&team.founder.device, &team, LoginAs::Device(team.founder.device.id()));
    assert_eq!(client.ask(login).await, ServerFrame::LoginDenied { reason: Denied::UnknownTeam });
    client.challenged().await;
    client.found(&team).await;
    for _ in 0..relay::limits::MAX_LOGIN_ATTEMPTS - 2 {
        let login = client.login_frame(&stranger.device, &team, LoginAs::Device(stranger.device.id()));
        assert_eq!(client.ask(login).await, ServerFrame::LoginDenied { reason: Denied::UnknownIdentity });
        client.challenged().await;
    }
    let login = client.login_frame(&team.founder.device, &team, LoginAs::Device(team.founder.device.id()));
    assert_eq!(client.ask(login).await, ServerFrame::Bye { reason: Bye::Login });
}

#[tokio::test]
async fn nothing_but_a_login_or_a_founding_is_answered_before_the_login() {
    let team = Team::found(1);
    let relay = relay().await;
    for frame in [
        ClientFrame::FetchBoxes,
        ClientFrame::Pull { space: team.org, after: Cursor::START },
        ClientFrame::AccessSince { index: 0 },
        ClientFrame::Put { envelopes: Vec::new() },
    ] {
        let mut client = Client::connect(relay.address()).await;
        assert_eq!(client.ask(frame).await, ServerFrame::Bye { reason: Bye::Login });
    }
}

#[tokio::test]
async fn noise_ends_the_connection_and_nothing_else() {
    let team = Team::found(1);
    let (relay, mut client) = at_work(&team).await;
    for (noise, reason) in [
        (vec![], Bye::Protocol),
        (vec![1, 0xff, 0xff], Bye::Protocol),
        (vec![2, 0], Bye::Version),
        (vec![1; 1_000], Bye::Protocol),
    ] {
        let mut noisy = Client::connect(relay.address()).await;
        noisy.say_bytes(noise).await;
        assert_eq!(noisy.hear().await, ServerFrame::Bye { reason });
    }
    let mut noisy = Client::connect(relay.address()).await;
    noisy.say_bytes(vec![1; MAX_FRAME_BYTES + 1]).await;
    assert!(matches!(noisy.hear_or_end().await, None | Some(ServerFrame::Bye { .. })));
    assert_eq!(client.ask(ClientFrame::Ping).await, ServerFrame::Pong);
}

/// A connection that ends with bytes unread is reset, and then the next thing said fails before anything is heard.
#[tokio::test]
async fn who_is_let_go_in_the_middle_of_speaking_still_hears_why() {
    let team = Team::found(1);
    let (relay, _client) = at_work(&team).await;
    let mut noisy = Client::connect(relay.address()).await;
    noisy.say_bytes(vec![1; 1_000]).await;
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        noisy.say(ClientFrame::Ping).await;
    }
    assert_eq!(noisy.hear().await, ServerFrame::Bye { reason: Bye::Protocol });
    assert_eq!(noisy.hear_or_end().await, None);
}

/// Nothing reads it meanwhile, so it does not even answer the relay's pings: as a phone that went out of reach.
#[tokio::test]
async fn a_connection_that_is_silent_for_long_is_closed() {
    let team = Team::found(1);
    let (_relay, mut client) = at_work(&team).await;
    tokio::time::pause();
    for _ in 0..5 {
        tokio::time::advance(relay::limits::IDLE_TIMEOUT / 3).await;
    }
    tokio::time::resume();
    assert_eq!(client.hear_or_end().await, None);
}

#[tokio::test]
async fn pages_of_other_origins_do_not_connect() {
    let relay = relay().await;
    for (origin, expected) in [
        (format!("http://{}", relay.address()), None),
        ("http://localhost:8080".into(), None),
        ("https://evil.example".into(), Some(403)),
    ] {
        let mut request = format!("ws://{}/ws", relay.address()).into_client_request().unwrap();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        let refused = match connect_async(request).await {
            Ok(_) => None,
            Err(Error::Http(answer)) => Some(answer.status().as_u16()),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(refused, expected, "{origin}");
    }
}
