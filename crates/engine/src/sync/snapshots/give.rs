//! Giving a relay that has lost everything the snapshot that stands here for envelopes this device never had.

use super::content::Leaving;
use crate::document::Document;
use crate::projection::DocumentKey;
use crate::replica::Replica;
use crate::sync::connection::Out;
use wire::{ClientFrame, DeviceId, PartId, SpaceId};

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
        base.is_some_and(|base| base.snapshot.document(entry.id.tag()).is_some())
    }

    /// A document as it was in that snapshot, from its parts.
    pub fn from_base(&self, key: DocumentKey, parts: &[Vec<u8>]) -> Option<Document> {
        let entry = self.projection.document(key);
        let base = &self.sync.snapshots.base(entry.space)?.snapshot;
        let stated = base.document(entry.id.tag())?;
        let part = |id: &PartId| parts.iter().find(|part| PartId::of(part) == *id);
        let content = self.content_of(base, stated, part)?;
        let document = Document::load(&content.chunks, &self.actor).ok()?;
        (document.heads() == stated.heads).then_some(document)
    }

    /// Its parts were read: they go first, then what says what they are, and then the relay is asked again what it has.
    pub fn base_read(&self, space: SpaceId, parts: Vec<Vec<u8>>, out: &mut Out) {
        let Some(base) = self.sync.snapshots.base(space).filter(|_| self.is_online()) else { return };
        let mut leaving = Leaving::default();
        parts.into_iter().for_each(|part| leaving.put(space, part, out));
        leaving.end(space, out);
        out.frames.push(ClientFrame::PutSnapshot { snapshot: base.bytes.clone() });
        for (_, countersignature) in base.by.iter().cloned() {
            out.frames.push(ClientFrame::PutCountersignature { countersignature });
        }
        out.frames.push(ClientFrame::FetchTails { space });
    }
}
