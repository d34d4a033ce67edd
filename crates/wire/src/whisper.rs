//! Ephemeral messages (presence, typing): sealed with the space's key, fanned out, never stored, never signed.

use crate::ids::{Epoch, SpaceId, TeamId};
use crate::keys::{SpaceKey, context};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand_core::CryptoRng;

const NONCE_BYTES: usize = 24;

/// Seals a whisper: nonce ‖ ciphertext. Any reader of the space could have written it.
pub fn seal(
    team: TeamId,
    space: SpaceId,
    epoch: Epoch,
    key: &SpaceKey,
    text: &[u8],
    rng: &mut impl CryptoRng,
) -> Vec<u8> {
    let mut nonce = [0; NONCE_BYTES];
    rng.fill_bytes(&mut nonce);
    let aad = associated(team, space, epoch);
    // Encryption into memory fails only beyond 256 GiB; an empty whisper opens nowhere.
    let sealed =
        cipher(key).encrypt(&XNonce::from(nonce), Payload { msg: text, aad: &aad }).unwrap_or_default();
    [nonce.as_slice(), &sealed].concat()
}

/// Opens a whisper; `None` when it is not for this key.
pub fn open(team: TeamId, space: SpaceId, epoch: Epoch, key: &SpaceKey, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, ciphertext) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let aad = associated(team, space, epoch);
    cipher(key).decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: &aad }).ok()
}

fn associated(team: TeamId, space: SpaceId, epoch: Epoch) -> Vec<u8> {
    [team.0.as_slice(), &space.0, &epoch.0.to_le_bytes()].concat()
}

fn cipher(key: &SpaceKey) -> XChaCha20Poly1305 {
    let derived = key.derive(context::WHISPER_KEY);
    XChaCha20Poly1305::new(&(*derived).into())
}
