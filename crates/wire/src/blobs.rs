//! Lists of byte strings for serde: each is length-prefixed and copied at once instead of byte by byte.

use serde::de::Error;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserializer, Serializer};
use serde_bytes::{ByteBuf, Bytes};
use std::fmt;

/// No list has more: a list of nothing but empty strings would need far more memory than it has bytes.
const MAX_BLOBS: usize = 4 << 20;

pub fn serialize<S: Serializer>(blobs: &[Vec<u8>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(blobs.iter().map(|blob| Bytes::new(blob)))
}

pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<u8>>, D::Error> {
    struct Blobs;
    impl<'de> Visitor<'de> for Blobs {
        type Value = Vec<Vec<u8>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of byte strings")
        }

        // The announced count is not trusted with an allocation: the list grows as the bytes prove it.
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut blobs = Vec::new();
            while let Some(blob) = seq.next_element::<ByteBuf>()? {
                if blobs.len() >= MAX_BLOBS {
                    return Err(A::Error::custom("too many byte strings"));
                }
                blobs.push(blob.into_vec());
            }
            Ok(blobs)
        }
    }
    deserializer.deserialize_seq(Blobs)
}
