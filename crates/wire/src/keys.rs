//! Key pairs and symmetric keys. Secrets are wiped on drop and never shown.

use crate::ids::{DeviceId, DocumentTag, Epoch, SpaceId};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Context strings. Each signature and each derived key names its purpose and version.
pub(crate) mod context {
    pub const ENVELOPE_SIGNATURE: &[u8] = b"tongzhou v1 envelope signature\0";
    pub const RECORD_SIGNATURE: &[u8] = b"tongzhou v1 access record signature\0";
    pub const LOGIN_SIGNATURE: &[u8] = b"tongzhou v1 login signature\0";
    pub const RECEIPT_SIGNATURE: &[u8] = b"tongzhou v1 receipt signature\0";
    pub const SNAPSHOT_SIGNATURE: &[u8] = b"tongzhou v1 snapshot signature\0";
    pub const COUNTERSIGNATURE: &[u8] = b"tongzhou v1 snapshot countersignature\0";
    pub const KEY_BOX: &[u8] = b"tongzhou v1 key box\0";
    pub const PERSON_BOX: &[u8] = b"tongzhou v1 person box\0";
    pub const SYNC_FILE_BOX: &[u8] = b"tongzhou v1 sync file box\0";
    pub const INVITE_SIGNING: &[u8] = b"tongzhou v1 invite signing key";
    pub const INVITE_EXCHANGE: &[u8] = b"tongzhou v1 invite exchange key";
    // BLAKE3's key derivation wants a hard-coded, globally unique string.
    pub const KEY_COMMITMENT: &str = "tongzhou v1 space key commitment";
    pub const ENVELOPE_KEY: &str = "tongzhou v1 envelope key";
    pub const WHISPER_KEY: &str = "tongzhou v1 whisper key";
    pub const PART_KEY: &str = "tongzhou v1 snapshot part key";
    pub const DOCUMENT_TAG: &str = "tongzhou v1 document tag";
    pub const SYNC_FILE_KEY: &str = "tongzhou v1 sync file key";
}

/// Why bytes are not a key, or a box could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// Wrong length.
    #[error("a key has the wrong length")]
    Length,
    /// Not a valid public key.
    #[error("not a valid public key")]
    Invalid,
}

/// An X25519 public key: something can be sealed to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExchangePublic(pub [u8; 32]);

impl fmt::Debug for ExchangePublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExchangePublic({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

/// An Ed25519 public key that is not a device's (a device's is its [`DeviceId`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SigningPublic(pub [u8; 32]);

impl fmt::Debug for SigningPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningPublic({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

impl From<DeviceId> for SigningPublic {
    fn from(device: DeviceId) -> Self {
        Self(device.0)
    }
}

impl SigningPublic {
    /// Whether this is a usable public key: a canonical curve point that is not of small order.
    pub fn is_valid(&self) -> bool {
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| !key.is_weak())
    }

    /// Whether `signature` is this key's over `context` followed by `parts`. Strict (RFC 8032, cofactorless, no
    /// small-order keys), so that every peer and every relay decides alike.
    pub(crate) fn verifies(&self, context: &[u8], parts: &[&[u8]], signature: &Signature) -> bool {
        let Ok(key) = VerifyingKey::from_bytes(&self.0) else { return false };
        let signature = ed25519_dalek::Signature::from_bytes(&signature.to_bytes());
        key.verify_strict(&message(context, parts), &signature).is_ok()
    }
}

/// An Ed25519 signature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Signature([u8; 32], [u8; 32]);

impl Signature {
    /// How many bytes it has.
    pub const LEN: usize = 64;

    /// The bytes.
    pub fn to_bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(&self.0);
        bytes[32..].copy_from_slice(&self.1);
        bytes
    }

    /// From exactly 64 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        let (first, second) = bytes.split_at_checked(32)?;
        Some(Self(first.try_into().ok()?, second.try_into().ok()?))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}

fn message(context: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut message = context.to_vec();
    parts.iter().for_each(|part| message.extend_from_slice(part));
    message
}

/// An X25519 secret key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct ExchangeSecret([u8; 32]);

impl ExchangeSecret {
    fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The key others seal to.
    pub fn public(&self) -> ExchangePublic {
        let mut public = [0; 32];
        if let Ok(secret) = self.hpke() {
            public.copy_from_slice(&X25519HkdfSha256::sk_to_pk(&secret).to_bytes());
        }
        ExchangePublic(public)
    }

    pub(crate) fn hpke(&self) -> Result<<X25519HkdfSha256 as Kem>::PrivateKey, KeyError> {
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(&self.0).map_err(|_| KeyError::Invalid)
    }
}

/// Declares a key pair that signs (Ed25519) and opens boxes (X25519).
macro_rules! signing_and_exchange_keys {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            signing: SigningKey,
            exchange: ExchangeSecret,
        }

        impl $name {
            pub(crate) fn sign(&self, context: &[u8], parts: &[&[u8]]) -> Signature {
                let bytes = self.signing.sign(&message(context, parts)).to_bytes();
                let (mut first, mut second) = ([0; 32], [0; 32]);
                first.copy_from_slice(&bytes[..32]);
                second.copy_from_slice(&bytes[32..]);
                Signature(first, second)
            }

            /// The signing key's public half.
            pub fn signing_public(&self) -> SigningPublic {
                SigningPublic(self.signing.verifying_key().to_bytes())
            }

            /// The exchange key's public half.
            pub fn exchange_public(&self) -> ExchangePublic {
                self.exchange.public()
            }

            /// The secret that opens boxes sealed to this key.
            pub fn exchange_secret(&self) -> &ExchangeSecret {
                &self.exchange
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.signing_public())
            }
        }
    };
}

signing_and_exchange_keys!(
    /// What makes a device itself: it signs envelopes, access records, logins and receipts.
    DeviceKeys
);
signing_and_exchange_keys!(
    /// The keys derived from an invite link's secret: who holds the link can sign the admission with them.
    InviteKeys
);

impl DeviceKeys {
    /// Fresh keys.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(seed.as_mut());
        Self { signing: SigningKey::from_bytes(&seed), exchange: ExchangeSecret::generate(rng) }
    }

    /// The device's id.
    pub fn id(&self) -> DeviceId {
        DeviceId(self.signing_public().0)
    }

    /// The secrets, 64 bytes: signing seed, then exchange secret.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(64));
        bytes.extend_from_slice(self.signing.as_bytes());
        bytes.extend_from_slice(&self.exchange.0);
        bytes
    }

    /// From [`DeviceKeys::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        let (signing, exchange) = bytes.split_at_checked(32).ok_or(KeyError::Length)?;
        Ok(Self {
            signing: SigningKey::from_bytes(signing.try_into().map_err(|_| KeyError::Length)?),
            exchange: ExchangeSecret(exchange.try_into().map_err(|_| KeyError::Length)?),
        })
    }
}

impl InviteKeys {
    /// The keys that belong to a link's secret (HKDF-SHA256, one label per key).
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        let hkdf = hkdf::Hkdf::<sha2::Sha256>::new(None, secret);
        let (mut signing, mut exchange) = (Zeroizing::new([0; 32]), [0; 32]);
        // 32 bytes are always within what HKDF can give, so the expansions cannot fail.
        let _ = hkdf.expand(context::INVITE_SIGNING, signing.as_mut());
        let _ = hkdf.expand(context::INVITE_EXCHANGE, &mut exchange);
        Self { signing: SigningKey::from_bytes(&signing), exchange: ExchangeSecret(exchange) }
    }
}

/// A person's key: space keys are sealed to it, and each of the person's devices holds it.
#[derive(Clone)]
pub struct PersonKeys(ExchangeSecret);

impl PersonKeys {
    /// A fresh key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        Self(ExchangeSecret::generate(rng))
    }

    /// The secret, 32 bytes.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.0.to_vec())
    }

    /// From [`PersonKeys::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        Ok(Self(ExchangeSecret(bytes.try_into().map_err(|_| KeyError::Length)?)))
    }

    /// The public half.
    pub fn exchange_public(&self) -> ExchangePublic {
        self.0.public()
    }

    /// The secret that opens boxes sealed to this person.
    pub fn exchange_secret(&self) -> &ExchangeSecret {
        &self.0
    }
}

impl fmt::Debug for PersonKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonKeys({:?})", self.exchange_public())
    }
}

/// The secret of a space in one epoch: whoever has it reads the space.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct SpaceKey([u8; 32]);

impl SpaceKey {
    /// A fresh key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }

    /// The secret, 32 bytes.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_vec())
    }

    /// From [`SpaceKey::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        Ok(Self(bytes.try_into().map_err(|_| KeyError::Length)?))
    }

    /// What the access log says about this key, so that nobody can be handed another one unnoticed.
    pub fn commitment(&self, space: SpaceId, epoch: Epoch) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key(context::KEY_COMMITMENT);
        hasher.update(&space.0).update(&epoch.0.to_le_bytes()).update(&self.0);
        *hasher.finalize().as_bytes()
    }

    /// The tag of a document of the space that is named after a record, so that devices that cannot ask each other give
    /// it the same one. To whoever lacks the key it is as good as random.
    pub fn document_tag(&self, shard: &str, first: &[u8; 16]) -> DocumentTag {
        let mut hasher = blake3::Hasher::new_derive_key(context::DOCUMENT_TAG);
        hasher.update(&self.0).update(first).update(shard.as_bytes());
        DocumentTag(hasher.finalize().as_bytes().first_chunk().copied().unwrap_or_default())
    }

    /// The key for one use; the space key itself never touches data.
    pub(crate) fn derive(&self, context: &str) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(blake3::derive_key(context, &self.0))
    }
}

impl fmt::Debug for SpaceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SpaceKey(…)")
    }
}
