//! Envelopes: as they arrive, with a header of any kind under a good signature, with any content under a good key.

use crate::fixed::{self, SPACE, TEAM};
use crate::way_in;
use rand_core::Rng;
use wire::{AccessHead, DocumentTag, Draft, Envelope, EnvelopeId, EnvelopeKind, Epoch};

const AUTHOR: u8 = 5;
const HEADER_BYTES: usize = 198;
const DEVICE_AT: usize = 70;
const NONCE_SEED: u8 = 9;

const DRAFT: Draft = Draft {
    team: TEAM,
    space: SPACE,
    tag: DocumentTag([4; 16]),
    epoch: Epoch(0),
    kind: EnvelopeKind::Changes,
    seq: 1,
    prev: EnvelopeId::ZERO,
    access_head: AccessHead([6; 32]),
};

/// Way 0: an envelope. Way 1: header and ciphertext, signed here. Way 2: the padded body, sealed and signed here.
///
/// What is taken states its place; what opens has the one encoding that a program of ours gives it.
pub fn envelope(bytes: &[u8]) -> bool {
    match way_in(bytes, 3) {
        Some((0, bytes)) => is_taken(bytes.to_vec()),
        Some((1, bytes)) => is_taken(signed(bytes)),
        Some((_, plain)) => opens(plain),
        None => false,
    }
}

fn is_taken(bytes: Vec<u8>) -> bool {
    let place = Envelope::place_of(&bytes);
    let Ok(envelope) = Envelope::verify(bytes.clone()) else { return false };
    let header = envelope.header();
    assert_eq!(place, Some((header.space, header.device, header.seq)));
    assert_eq!(envelope.bytes(), bytes);
    assert_eq!(envelope.id(), EnvelopeId::of(&bytes));
    let _ = envelope.open(&fixed::space_key());
    true
}

fn signed(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some(author) = bytes.get_mut(DEVICE_AT..DEVICE_AT + 32) {
        author.copy_from_slice(&fixed::device(AUTHOR).id().0);
    }
    let signature = fixed::signature(AUTHOR, "tongzhou v1 envelope signature", &bytes);
    bytes.extend_from_slice(&signature);
    bytes
}

fn opens(plain: &[u8]) -> bool {
    let mut nonce = [0; 24];
    fixed::rng(NONCE_SEED).fill_bytes(&mut nonce);
    let header = [
        &[1, 0],
        TEAM.0.as_slice(),
        &SPACE.0,
        &DRAFT.tag.0,
        &[0; 4],
        &fixed::device(AUTHOR).id().0,
        &1_u64.to_le_bytes(),
        &[0; 32],
        &DRAFT.access_head.0,
        &nonce,
    ]
    .concat();
    assert_eq!(header.len(), HEADER_BYTES);
    let key = fixed::space_key();
    let ciphertext = fixed::sealed(&fixed::derive("tongzhou v1 envelope key", &key), nonce, plain, &header);
    let Ok(envelope) = Envelope::verify(signed(&[header, ciphertext].concat())) else {
        assert!(plain.len() > wire::MAX_ENVELOPE_BYTES - 1_000, "the code differs from the protocol");
        return false;
    };
    let Ok(body) = envelope.open(&key) else { return false };
    let mut rng = fixed::rng(NONCE_SEED);
    let again =
        Envelope::seal(DRAFT, &body, &key, &fixed::device(AUTHOR), &mut rng).expect("as large as before");
    assert!(again == envelope, "another encoding of {body:?}");
    true
}
