//! Sealing a few bytes to a public key: HPKE (RFC 9180) base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
//! ChaCha20-Poly1305. The box is the 32-byte encapsulated key followed by the ciphertext.

use crate::keys::{ExchangePublic, ExchangeSecret, KeyError};
use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::CryptoRng;
use thiserror::Error;
use zeroize::Zeroizing;

/// A box that does not open: another key, another context, or changed bytes — which of them cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the box does not open with this key")]
pub struct NotForUs;

const ENCAPSULATED_BYTES: usize = 32;

/// Seals `plaintext` to `recipient`. `info` names the purpose; opening needs the same.
pub fn seal_box(
    recipient: &ExchangePublic,
    info: &[u8],
    plaintext: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, KeyError> {
    let recipient =
        <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&recipient.0).map_err(|_| KeyError::Invalid)?;
    let (encapsulated, ciphertext) = hpke::single_shot_seal_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &recipient, info, plaintext, &[], rng)
    .map_err(|_| KeyError::Invalid)?;
    let mut sealed = encapsulated.to_bytes().to_vec();
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

/// Opens what [`seal_box`] made for the public half of `secret` with the same `info`.
pub fn open_box(secret: &ExchangeSecret, info: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotForUs> {
    let (encapsulated, ciphertext) = sealed.split_at_checked(ENCAPSULATED_BYTES).ok_or(NotForUs)?;
    let encapsulated =
        <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| NotForUs)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret.hpke().map_err(|_| NotForUs)?,
        &encapsulated,
        info,
        ciphertext,
        &[],
    )
    .map(Zeroizing::new)
    .map_err(|_| NotForUs)
}
