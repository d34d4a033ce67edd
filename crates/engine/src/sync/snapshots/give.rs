//! Giving a relay that has lost everything the snapshot that stands here for envelopes this device never had.

use super::content::Content;
use super::make::PARTS_AT_ONCE;
use crate::document::Document;
use crate::projection::DocumentKey;
use crate::replica::Replica;
use crate::sync::connection::Out;
use wire::{ClientFrame, DeviceId, MAX_PAGE_BYTES, PartId, PartPlace, Snapshot, SpaceId};

impl Replica {
    /// How far a chain is inside the snapshot that this device began with: it has no envelopes before that.
    pub fn base_of(&self, space: SpaceId, device: DeviceId) -> u64 {
        let base = self.sync.snapshots.base(space);
        base.and_then(|base| base.snapshot.chains.get(&device)).map_or(0, |end| end.seq)
    }

    /// The relay lacks what this device has only as a snapshot; once per line.
    pub fn give_base(&mut self, space: SpaceId, out: &mut Out) {
        let of = self.sync.snapshots.of_mut(space);
        if of.base.is_some() && !std::mem::replace(&mut of.is_given, true) {
            out.give.push(space);
        }
    }

    /// Whether a document was in that snapshot.
    pub fn is_in_base(&self, key: DocumentKey) -> bool {
        let entry = self.projection.document(key);
        let base = self.sync.snapshots.base(entry.space);
        base.is_some_and(|base| {
            base.snapshot.documents.iter().any(|document| document.document.0 == entry.id.0)
        })
    }

    /// A document as it was in that snapshot, from its parts.
    pub fn from_base(&self, key: DocumentKey, parts: &[Vec<u8>]) -> Option<Document> {
        let entry = self.projection.document(key);
        let Snapshot { team, space, epoch, documents, .. } = &self.sync.snapshots.base(entry.space)?.snapshot;
        let stated = documents.iter().find(|document| document.document.0 == entry.id.0)?;
        let place = PartPlace { team: *team, space: *space, epoch: *epoch, document: stated.document };
        let key = self.keys.get(&(*space, *epoch))?;
        let mut packed = Vec::new();
        for id in &stated.parts {
            let part = parts.iter().find(|part| PartId::of(part) == *id)?;
            packed.extend(place.open(key, part).ok()?);
        }
        let document = Document::load(&Content::unpack(&packed)?.chunks, &self.actor).ok()?;
        (document.heads() == stated.heads).then_some(document)
    }

    /// Its parts were read: they go first, then what says what they are, and then the relay is asked again what it has.
    pub fn base_read(&self, space: SpaceId, parts: Vec<Vec<u8>>, out: &mut Out) {
        let Some(base) = self.sync.snapshots.base(space).filter(|_| self.is_online()) else { return };
        let mut page: Vec<Vec<u8>> = Vec::new();
        for part in parts {
            let bytes: usize = page.iter().map(Vec::len).sum();
            if bytes + part.len() > MAX_PAGE_BYTES || page.len() >= PARTS_AT_ONCE {
                out.frames.push(ClientFrame::PutParts { space, parts: std::mem::take(&mut page) });
            }
            page.push(part);
        }
        if !page.is_empty() {
            out.frames.push(ClientFrame::PutParts { space, parts: page });
        }
        out.frames.push(ClientFrame::PutSnapshot { snapshot: base.bytes.clone() });
        for (_, countersignature) in base.by.iter().cloned() {
            out.frames.push(ClientFrame::PutCountersignature { countersignature });
        }
        out.frames.push(ClientFrame::FetchTails { space });
    }
}
