//! Keys and ids that are the same in every run, and signing and sealing by the letter of `PROTOCOL.md`.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signer, SigningKey};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use wire::{DeviceKeys, PersonId, PersonKeys, SpaceId, SpaceKey, TeamId};

/// 2026-03-05 10:00 in China, Unix milliseconds.
pub const NOW_MS: u64 = 1_772_676_000_000;
pub const TEAM: TeamId = TeamId([1; 32]);
pub const SPACE: SpaceId = SpaceId([2; 16]);

pub fn rng(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

/// The keys of one of a handful of devices.
pub fn device(n: u8) -> DeviceKeys {
    let bytes: Vec<u8> = [[n; 32], [n ^ 0x80; 32]].concat();
    DeviceKeys::from_bytes(&bytes).expect("64 bytes")
}

/// One of a handful of persons.
pub fn person(n: u8) -> PersonId {
    PersonId([n; 16])
}

pub fn person_keys(n: u8) -> PersonKeys {
    PersonKeys::from_bytes(&[n | 0x40; 32]).expect("32 bytes")
}

pub fn space_key() -> SpaceKey {
    SpaceKey::from_bytes(&[3; 32]).expect("32 bytes")
}

/// What the device signs: context, a zero byte, message.
pub fn signature(n: u8, context: &str, message: &[u8]) -> [u8; 64] {
    let signed = [context.as_bytes(), &[0], message].concat();
    SigningKey::from_bytes(&[n; 32]).sign(&signed).to_bytes()
}

/// XChaCha20-Poly1305 with its tag at the end.
pub fn sealed(key: &[u8; 32], nonce: [u8; 24], plain: &[u8], associated: &[u8]) -> Vec<u8> {
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: associated }).expect("short enough")
}

/// `derive(label, secret)` of the protocol.
pub fn derive(label: &str, secret: &SpaceKey) -> [u8; 32] {
    blake3::derive_key(label, &secret.to_bytes())
}
