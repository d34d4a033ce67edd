//! Comparing a snapshot with what is here, and countersigning it.
//!
//! Its heads stand for exactly the changes that its documents hold. They must be those of the envelopes up to its chain
//! ends: so what is here beyond the heads must be just what the envelopes beyond the chain ends brought.

use crate::document::{Document, change_hash};
use crate::host::Key;
use crate::projection::DocumentKey;
use crate::replica::Replica;
use crate::storage::{self, DocumentId};
use crate::sync::connection::Out;
use std::collections::BTreeSet;
use wire::{ClientFrame, Countersignature, Envelope, EnvelopeId, Header, Snapshot, SnapshotId, SpaceId};

/// With more envelopes than this beyond it a snapshot is left to others.
const BEYOND: u64 = 400;
/// The same for documents that have changed since.
const CHANGED: usize = 48;

/// A snapshot that is being compared.
pub struct Comparing {
    pub space: SpaceId,
    pub id: SnapshotId,
    /// Per document the changes of the envelopes beyond the snapshot.
    beyond: Vec<(DocumentId, [u8; 32])>,
    /// Documents that are not as stated: they are to be looked into.
    pub documents: BTreeSet<DocumentKey>,
}

impl Replica {
    /// Whether this device has everything that a snapshot says is inside.
    pub fn has_all_of(&self, snapshot: &Snapshot) -> bool {
        snapshot.chains.iter().all(|(device, end)| {
            self.sync.tail(snapshot.space, *device).is_some_and(|tail| tail.seq >= end.seq)
        })
    }

    /// A snapshot of another person that nobody of mine has countersigned, and what is to be read to compare it: the
    /// envelopes beyond it.
    pub fn next_to_compare(&self) -> Option<(SpaceId, SnapshotId, Vec<Key>)> {
        let state = self.access.state();
        let me = Some(self.identity.person);
        for of in &self.sync.snapshots.spaces {
            let space = &of.space;
            for stated in of.told.iter().flatten().rev().filter(|stated| !stated.is_done_with) {
                let snapshot = &stated.snapshot;
                let is_mine = state.person_of(snapshot.device) == me
                    || stated.devices().any(|device| state.person_of(device) == me);
                if is_mine || !self.has_all_of(snapshot) || !self.is_sure_of(*space) {
                    continue;
                }
                let from = |device| snapshot.chains.get(&device).map_or(0, |end| end.seq);
                let beyond: u64 =
                    self.sync.chains_of(*space).map(|(device, tail)| tail.seq - from(device)).sum();
                if beyond > BEYOND {
                    continue;
                }
                let keys = self.sync.chains_of(*space).flat_map(|(device, tail)| {
                    (from(device) + 1..=tail.seq).map(move |seq| storage::envelope(*space, device, seq))
                });
                return Some((*space, stated.id, keys.collect()));
            }
        }
        None
    }

    /// Begin comparing with the envelopes that were read; `None` when that cannot be decided now.
    pub fn begin_comparing(
        &mut self,
        space: SpaceId,
        id: SnapshotId,
        envelopes: Vec<Vec<u8>>,
    ) -> Option<Comparing> {
        let stated = self.sync.snapshots.stated(space, id)?;
        // What cannot be decided now is left to the next snapshot.
        stated.is_done_with = true;
        let snapshot = stated.snapshot.clone();
        let mut beyond = Vec::new();
        // Per author the first envelope beyond the snapshot.
        let mut follow: Vec<Header> = Vec::new();
        for bytes in envelopes {
            let envelope = Envelope::verify(bytes).ok()?;
            let header = envelope.header();
            if self.sync.quarantine.contains_key(&envelope.id()) {
                return None;
            }
            if follow.iter().all(|first| first.device != header.device) {
                follow.push(*header);
            }
            let body = envelope.open(self.keys.get(&(space, header.epoch))?).ok()?;
            for change in &body.changes {
                beyond.push((DocumentId(body.document), change_hash(change)?));
            }
        }
        for (device, tail) in self.sync.chains_of(space) {
            let end = snapshot.chains.get(&device);
            let seq = end.map_or(0, |end| end.seq);
            let is_same = match follow.iter().find(|first| first.device == device) {
                Some(first) => {
                    first.seq == seq + 1 && first.prev == end.map_or(EnvelopeId::ZERO, |end| end.id)
                }
                None => end == Some(&tail),
            };
            if !is_same {
                return None;
            }
        }
        let mut documents = BTreeSet::new();
        for (key, entry) in self.projection.documents().iter().enumerate() {
            if entry.space == space
                && entry.next > 0
                && heads_of(&snapshot, entry.id) != Some(entry.heads.as_slice())
            {
                documents.insert(key as DocumentKey);
            }
        }
        (documents.len() <= CHANGED).then_some(Comparing { space, id, beyond, documents })
    }

    /// Whether the snapshot is as it says, now that the documents that differ are loaded; then it is countersigned.
    pub fn compare(&mut self, comparing: &Comparing, out: &mut Out) {
        let Comparing { space, id, .. } = *comparing;
        let device = self.identity.device.id();
        let Some(stated) = self.sync.snapshots.stated(space, id) else { return };
        let snapshot = stated.snapshot.clone();
        if !self.is_as_stated(&snapshot, comparing) {
            return;
        }
        let said = Countersignature { team: self.identity.team, space, snapshot: id, device };
        if let Ok(countersignature) = said.sign(&self.identity.device) {
            if let Some(stated) = self.sync.snapshots.stated(space, id) {
                stated.is_countersigned(device, countersignature.clone());
            }
            out.frames.push(ClientFrame::PutCountersignature { countersignature });
        }
    }

    fn is_as_stated(&self, snapshot: &Snapshot, comparing: &Comparing) -> bool {
        let place_of = |id: DocumentId| {
            let found = self.projection.find_document(id);
            found.filter(|key| self.projection.document(*key).space == snapshot.space)
        };
        let documents = &snapshot.documents;
        let is_known = |at: usize| {
            let tag = documents[at].document;
            place_of(DocumentId(tag.0)).is_some() && documents[..at].iter().all(|other| other.document != tag)
        };
        (0..documents.len()).all(is_known)
            && comparing.documents.iter().all(|key| {
                let id = self.projection.document(*key).id;
                let Some(loaded) = self.loaded.get(key) else { return false };
                let heads = heads_of(snapshot, id).map_or_else(Document::first_heads, <[_]>::to_vec);
                let wanted = comparing.beyond.iter().filter(|(document, _)| *document == id);
                let wanted: Vec<[u8; 32]> = wanted.map(|(_, change)| *change).collect();
                loaded.document.beyond(&heads).is_some_and(|here| {
                    here.len() == wanted.len() && here.iter().all(|change| wanted.contains(change))
                })
            })
            && comparing
                .beyond
                .iter()
                .all(|(id, _)| place_of(*id).is_some_and(|key| comparing.documents.contains(&key)))
    }
}

fn heads_of(snapshot: &Snapshot, id: DocumentId) -> Option<&[[u8; 32]]> {
    snapshot.document(id.tag()).map(|stated| stated.heads.as_slice())
}
