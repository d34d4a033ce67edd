use crate::team::rng;
use wire::*;

pub fn draft() -> Draft {
    Draft {
        team: TeamId([1; 32]),
        space: SpaceId([2; 16]),
        tag: DocumentTag([3; 16]),
        epoch: Epoch(0),
        kind: EnvelopeKind::Changes,
        seq: 1,
        prev: EnvelopeId::ZERO,
        access_head: AccessHead([4; 32]),
    }
}

pub fn body(change_bytes: usize) -> Body {
    Body {
        document: [5; 16],
        batch: [6; 16],
        batch_len: 1,
        actor: vec![7; 16],
        changes: vec![vec![8; change_bytes]],
    }
}

fn sealed(draft: Draft, body: &Body) -> (Envelope, SpaceKey, DeviceKeys) {
    let mut rng = rng(5);
    let (key, device) = (SpaceKey::generate(&mut rng), DeviceKeys::generate(&mut rng));
    let envelope = Envelope::seal(draft, body, &key, &device, &mut rng).unwrap();
    (envelope, key, device)
}

#[test]
fn what_is_sealed_opens_for_those_with_the_key() {
    let (envelope, key, device) = sealed(draft(), &body(130));
    let received = Envelope::verify(envelope.bytes()).unwrap();
    assert_eq!(received, envelope);
    assert_eq!((received.header().device, received.header().seq), (device.id(), 1));
    assert_eq!(received.open(&key), Ok(body(130)));
    let other = SpaceKey::generate(&mut rng(6));
    assert_eq!(received.open(&other), Err(EnvelopeError::Key));
}

#[test]
fn a_small_edit_costs_at_most_600_bytes() {
    let (envelope, ..) = sealed(draft(), &body(130));
    assert!(envelope.bytes().len() <= 600, "{}", envelope.bytes().len());
}

#[test]
fn nearby_lengths_look_alike() {
    let len = |bytes| sealed(draft(), &body(bytes)).0.bytes().len();
    assert_eq!(len(100), len(110));
    assert_eq!(len(40_000), len(40_100));
}

#[test]
fn any_changed_bit_of_an_envelope_is_noticed_before_decryption() {
    let (envelope, ..) = sealed(draft(), &body(20));
    for at in 0..envelope.bytes().len() * 8 {
        let mut bytes = envelope.bytes().to_vec();
        bytes[at / 8] ^= 1 << (at % 8);
        assert!(Envelope::verify(bytes).is_err(), "bit {at}");
    }
}

#[test]
fn a_chain_begins_at_one_and_only_the_first_has_no_predecessor() {
    for (seq, prev) in [(0, EnvelopeId::ZERO), (2, EnvelopeId::ZERO), (1, EnvelopeId([1; 32]))] {
        let (envelope, ..) = sealed(Draft { seq, prev, ..draft() }, &body(1));
        assert_eq!(Envelope::verify(envelope.bytes()), Err(EnvelopeError::Malformed), "{seq}");
    }
}

#[test]
fn newer_versions_say_so_and_later_kinds_are_carried() {
    let (envelope, ..) = sealed(draft(), &body(1));
    let mut bytes = envelope.into_bytes();
    bytes[0] = 2;
    assert_eq!(Envelope::verify(bytes), Err(EnvelopeError::NewerVersion(2)));
    let (later, ..) = sealed(Draft { kind: EnvelopeKind::Later(77), ..draft() }, &body(1));
    assert_eq!(Envelope::verify(later.bytes()).unwrap().header().kind, EnvelopeKind::Later(77));
}

#[test]
fn too_large_is_refused_on_both_sides() {
    let mut rng = rng(5);
    let (key, device) = (SpaceKey::generate(&mut rng), DeviceKeys::generate(&mut rng));
    let large = Envelope::seal(draft(), &body(MAX_ENVELOPE_BYTES), &key, &device, &mut rng);
    assert_eq!(large, Err(EnvelopeError::TooLarge));
    assert_eq!(Envelope::verify(vec![1; MAX_ENVELOPE_BYTES + 1]), Err(EnvelopeError::TooLarge));
    assert_eq!(Envelope::verify(Vec::new()), Err(EnvelopeError::Malformed));
}
