//! Names of things on the wire: fixed-size byte strings that never mix.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Declares one id type: `Copy`, ordered, hashed, encoded as its raw bytes, shown as short hex.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// How many bytes it has.
            pub const LEN: usize = $len;
            /// All zero: "none yet" where the protocol says so.
            pub const ZERO: Self = Self([0; $len]);

            /// The bytes.
            pub fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// From a slice of exactly the right length.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        /// The first four bytes in hex: enough to tell two apart in a log line.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }
    };
}

/// Adds `random` to ids that are drawn, not computed.
macro_rules! random_id {
    ($($name:ident),*) => { $(
        impl $name {
            /// A fresh one.
            pub fn random(rng: &mut impl CryptoRng) -> Self {
                let mut bytes = [0; Self::LEN];
                rng.fill_bytes(&mut bytes);
                Self(bytes)
            }
        }
    )* };
}

id!(/// A team: BLAKE3 of its Genesis record, so that the id proves who founded it.
    TeamId, 32);
id!(/// A space: one (readers, writers) pair with its own key and log. Random.
    SpaceId, 16);
id!(/// What the relay sees of a document: a random tag, the same for every envelope of that document.
    DocumentTag, 16);
id!(/// A person in a team. Random; the member record in the documents carries the same id.
    PersonId, 16);
id!(/// A device: its Ed25519 public key.
    DeviceId, 32);
id!(/// An invite. Random.
    InviteId, 16);
id!(/// An envelope: BLAKE3 of all its bytes. `ZERO` stands for "before the first" in a chain.
    EnvelopeId, 32);
id!(/// A state of the access log: BLAKE3 of its newest record. `ZERO` precedes Genesis.
    AccessHead, 32);
id!(/// A snapshot of a space: BLAKE3 of its signed bytes.
    SnapshotId, 32);
id!(/// A sealed part of a snapshot: BLAKE3 of its bytes.
    PartId, 32);
random_id!(SpaceId, DocumentTag, PersonId, InviteId);

impl EnvelopeId {
    /// The id of these envelope bytes, whether or not they are a valid envelope.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl TeamId {
    /// The team that these bytes of a Genesis record found, whether or not they are a valid record.
    pub fn of(genesis: &[u8]) -> Self {
        Self(*blake3::hash(genesis).as_bytes())
    }
}

impl From<TeamId> for AccessHead {
    /// The head right after Genesis.
    fn from(team: TeamId) -> Self {
        Self(team.0)
    }
}

/// Which key of a space: 0 at its creation, one more with every rotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Epoch(pub u32);
