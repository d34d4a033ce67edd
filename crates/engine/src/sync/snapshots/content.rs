//! What a part of a snapshot holds of its document: its chunks and its runs of rows, as they lie on disk.
//!
//! Bytes before they are split and sealed: deflate of, twice (chunks, then rows), the number of byte strings and each
//! with its length in front, all as varints. Who takes it over need not open the document; its rows are only a
//! courtesy, and compared with the document later.

use crate::packed::{put_varint, take_varint};
use crate::replica::Replica;
use crate::sync::connection::Out;
use flate2::Compression;
use flate2::bufread::{DeflateDecoder, DeflateEncoder};
use std::io::Read;
use wire::{ClientFrame, MAX_PAGE_BYTES, PartId, PartPlace, Snapshot, SnapshotDocument, SpaceId};

/// No document with its rows is larger.
const LIMIT: usize = 64 << 20;

/// See the module.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Content {
    pub chunks: Vec<Vec<u8>>,
    pub rows: Vec<Vec<u8>>,
}

impl Content {
    pub fn pack(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        for list in [&self.chunks, &self.rows] {
            put_varint(&mut plain, list.len() as u64);
            for bytes in list {
                put_varint(&mut plain, bytes.len() as u64);
                plain.extend_from_slice(bytes);
            }
        }
        let mut packed = Vec::new();
        // Reading from memory does not fail.
        let _ = DeflateEncoder::new(plain.as_slice(), Compression::fast()).read_to_end(&mut packed);
        packed
    }

    /// `None` when it is not readable, or unfolds to more than any document has.
    pub fn unpack(packed: &[u8]) -> Option<Self> {
        let mut plain = Vec::new();
        DeflateDecoder::new(packed).take(LIMIT as u64 + 1).read_to_end(&mut plain).ok()?;
        let mut rest = plain.as_slice();
        let content = Self { chunks: take_list(&mut rest)?, rows: take_list(&mut rest)? };
        (rest.is_empty() && plain.len() <= LIMIT).then_some(content)
    }
}

impl Replica {
    /// What the parts of a snapshot's document hold. `None` when one is not there, or cannot be read.
    pub fn content_of<'p>(
        &self,
        snapshot: &Snapshot,
        document: &SnapshotDocument,
        part: impl Fn(&PartId) -> Option<&'p Vec<u8>>,
    ) -> Option<Content> {
        let Snapshot { team, space, epoch, .. } = *snapshot;
        let place = PartPlace { team, space, epoch, document: document.document };
        let key = self.keys.get(&(space, epoch))?;
        let mut packed = Vec::new();
        for id in &document.parts {
            packed.extend(place.open(key, part(id)?).ok()?);
        }
        Content::unpack(&packed)
    }
}

/// A frame carries at most so many parts.
const PARTS_AT_ONCE: usize = 1_000;

/// Parts on their way to the relay, until they make a frame.
#[derive(Default)]
pub struct Leaving {
    parts: Vec<Vec<u8>>,
    bytes: usize,
}

impl Leaving {
    pub fn put(&mut self, space: SpaceId, part: Vec<u8>, out: &mut Out) {
        if self.bytes + part.len() > MAX_PAGE_BYTES || self.parts.len() >= PARTS_AT_ONCE {
            self.end(space, out);
        }
        self.bytes += part.len();
        self.parts.push(part);
    }

    /// The last of them.
    pub fn end(&mut self, space: SpaceId, out: &mut Out) {
        let Self { parts, .. } = std::mem::take(self);
        if !parts.is_empty() {
            out.frames.push(ClientFrame::PutParts { space, parts });
        }
    }
}

fn take_list(rest: &mut &[u8]) -> Option<Vec<Vec<u8>>> {
    let count = take_varint(rest)?;
    let mut list = Vec::new();
    for _ in 0..count {
        let length = usize::try_from(take_varint(rest)?).ok()?;
        let (bytes, after) = rest.split_at_checked(length)?;
        *rest = after;
        list.push(bytes.to_vec());
    }
    Some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_reads_back_and_a_broken_one_is_nothing() {
        let content = Content { chunks: vec![vec![1; 5_000], Vec::new()], rows: vec![b"rows".to_vec()] };
        let packed = content.pack();
        assert!(packed.len() < 200, "{}", packed.len());
        assert_eq!(Content::unpack(&packed), Some(content));
        assert_eq!(Content::unpack(&packed[..packed.len() / 2]), None);
        assert_eq!(Content::unpack(b"none"), None);
    }

    #[test]
    fn a_list_that_announces_more_than_it_has_takes_no_memory() {
        let mut plain = Vec::new();
        put_varint(&mut plain, u64::MAX);
        let mut packed = Vec::new();
        DeflateEncoder::new(plain.as_slice(), Compression::fast()).read_to_end(&mut packed).unwrap();
        assert_eq!(Content::unpack(&packed), None);
    }
}
