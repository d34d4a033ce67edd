//! Snapshots, what vouches for them, and what their parts hold.

use crate::fixed::{self, SPACE, TEAM};
use crate::way_in;
use engine::sync::snapshots::content::Content;
use rand_core::Rng;
use std::fmt::Debug;
use wire::{Countersignature, DocumentTag, Epoch, PartPlace, Snapshot};

const AUTHOR: u8 = 5;
const NONCE_SEED: u8 = 9;

/// Way 0: anything, as a snapshot, a countersignature and a part. Way 1: a snapshot's statement, signed here. Way 2: a
/// countersignature's. Way 3: the padded content of a part, sealed here. Way 4: a document's content before it is
/// packed, packed here by hand.
///
/// A statement has one encoding. What a part holds reads back the same after it is packed again.
pub fn snapshot(bytes: &[u8]) -> bool {
    match way_in(bytes, 5) {
        Some((0, bytes)) => {
            let said = Snapshot::verify(bytes).is_ok() | Countersignature::verify(bytes).is_ok();
            said | place().open(&fixed::space_key(), bytes).is_ok() | holds(bytes)
        }
        Some((1, statement)) => {
            let signed = signed(statement, "tongzhou v1 snapshot signature");
            has_one_encoding(&signed, Snapshot::verify, |said| said.sign(&fixed::device(AUTHOR)))
        }
        Some((2, statement)) => {
            let signed = signed(statement, "tongzhou v1 snapshot countersignature");
            has_one_encoding(&signed, Countersignature::verify, |said| said.sign(&fixed::device(AUTHOR)))
        }
        Some((3, plain)) => {
            let mut nonce = [0; 24];
            fixed::rng(NONCE_SEED).fill_bytes(&mut nonce);
            let key = fixed::derive("tongzhou v1 snapshot part key", &fixed::space_key());
            let place = place();
            let around = [&TEAM.0[..], &SPACE.0, &place.epoch.0.to_le_bytes(), &place.document.0].concat();
            let sealed = [&nonce[..], &fixed::sealed(&key, nonce, plain, &around)].concat();
            let Ok(content) = place.open(&fixed::space_key(), &sealed) else { return false };
            let again = place.seal(&fixed::space_key(), &content, &mut fixed::rng(NONCE_SEED));
            assert_eq!(again.as_ref(), Ok(&sealed), "a part has one encoding");
            true
        }
        Some((_, plain)) => holds(&deflated(plain)),
        None => false,
    }
}

fn place() -> PartPlace {
    PartPlace { team: TEAM, space: SPACE, epoch: Epoch(0), document: DocumentTag([4; 16]) }
}

fn signed(statement: &[u8], context: &str) -> Vec<u8> {
    let statement = [&[1], statement].concat();
    let signature = fixed::signature(AUTHOR, context, &statement);
    [statement, signature.to_vec()].concat()
}

fn has_one_encoding<T, E: Debug>(
    signed: &[u8],
    verify: fn(&[u8]) -> Result<T, E>,
    sign: impl Fn(&T) -> Result<Vec<u8>, E>,
) -> bool {
    let Ok(said) = verify(signed) else { return false };
    assert_eq!(sign(&said).expect("it was signed by this device"), signed);
    true
}

/// Raw deflate in stored blocks.
fn deflated(plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut blocks = plain.chunks(usize::from(u16::MAX)).peekable();
    if blocks.peek().is_none() {
        return vec![1, 0, 0, 0xff, 0xff];
    }
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).expect("a block is short");
        packed.push(u8::from(blocks.peek().is_none()));
        packed.extend_from_slice(&length.to_le_bytes());
        packed.extend_from_slice(&(!length).to_le_bytes());
        packed.extend_from_slice(block);
    }
    packed
}

fn holds(packed: &[u8]) -> bool {
    let Some(content) = Content::unpack(packed) else { return false };
    assert_eq!(Content::unpack(&content.pack()), Some(content));
    true
}
