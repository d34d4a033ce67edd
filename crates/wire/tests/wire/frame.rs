use crate::team::rng;
use wire::frame::{Cursor, FrameError, LoginAs, login_signature, relay_origin, verify_login};
use wire::*;

#[test]
fn frames_read_back_and_other_versions_say_so() {
    let frame = ClientFrame::Pull { space: SpaceId([1; 16]), after: Cursor::START };
    let mut bytes = frame.encode().unwrap();
    assert_eq!(ClientFrame::decode(&bytes), Ok(frame));
    bytes.push(0);
    assert_eq!(ClientFrame::decode(&bytes), Err(FrameError::Malformed));
    bytes[0] = 9;
    assert_eq!(ClientFrame::decode(&bytes), Err(FrameError::Version(9)));
    let huge = ClientFrame::Put { envelopes: vec![vec![0; MAX_FRAME_BYTES]] };
    assert_eq!(huge.encode(), Err(FrameError::TooLarge));
}

#[test]
fn a_login_is_good_for_one_challenge_one_relay_and_one_identity() {
    let mut rng = rng(8);
    let device = DeviceKeys::generate(&mut rng);
    let (team, who) = (TeamId([1; 32]), LoginAs::Device(device.id()));
    let signature = login_signature(&device, &[2; 32], &[3; 16], "relay.example", team, who);
    let check = |nonce, relay, origin, team| {
        verify_login(device.signing_public(), &nonce, &relay, origin, team, who, &signature)
    };
    assert!(check([2; 32], [3; 16], "relay.example", team));
    assert!(!check([9; 32], [3; 16], "relay.example", team));
    assert!(!check([2; 32], [9; 16], "relay.example", team));
    assert!(!check([2; 32], [3; 16], "evil.example", team));
    assert!(!check([2; 32], [3; 16], "relay.example", TeamId([9; 32])));
}

#[test]
fn a_relay_has_one_spelling() {
    for address in
        ["wss://Relay.Example/ws", "https://relay.example:443", "relay.example", "wss://relay.example?x"]
    {
        assert_eq!(relay_origin(address), "relay.example", "{address}");
    }
    assert_eq!(relay_origin("ws://127.0.0.1:8787/ws"), "127.0.0.1:8787");
    assert_eq!(relay_origin("wss://relay.example:80/ws"), "relay.example:80");
}

#[test]
fn a_cursor_names_its_past() {
    let (a, b) = (EnvelopeId([1; 32]), EnvelopeId([2; 32]));
    assert_ne!(Cursor::START.after(a).after(b), Cursor::START.after(b).after(a));
    assert_eq!(Cursor::START.after(a).after(b).position, 2);
}

#[test]
fn a_whisper_opens_in_its_space_only() {
    let mut rng = rng(8);
    let (team, key) = (TeamId([1; 32]), SpaceKey::generate(&mut rng));
    let sealed = whisper::seal(team, SpaceId([1; 16]), Epoch(0), &key, b"typing", &mut rng);
    let opened = |space| whisper::open(team, SpaceId([space; 16]), Epoch(0), &key, &sealed);
    assert_eq!((opened(1), opened(2)), (Some(b"typing".to_vec()), None));
}
