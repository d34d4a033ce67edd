//! Making a snapshot: what lies on disk at one moment, sealed a few documents at a time.

use super::Stated;
use super::content::{Content, Leaving};
use crate::document::Document;
use crate::host::Key;
use crate::projection::Part;
use crate::replica::Replica;
use crate::storage::{self, DocumentId};
use crate::sync::connection::Out;
use contract::view::QuarantineReason;
use wire::snapshot::{PART_CONTENT_BYTES, may_be_replaced};
use wire::{ClientFrame, Epoch, PartId, PartPlace, Snapshot, SnapshotDocument, SpaceId};

/// So many documents are opened and sealed in one go: some tens of milliseconds on a phone.
const AT_ONCE: usize = 2;

/// A snapshot that is being made.
pub struct Making {
    snapshot: Snapshot,
    /// Documents that must be read and sealed; the others are as they were in an earlier snapshot.
    waiting: Vec<(DocumentId, Content)>,
    /// Sealed, and not sent yet.
    leaving: Leaving,
}

impl Replica {
    /// Whether a snapshot of some space is worth making, now that nothing is on its way: which, and what is to be read
    /// for it.
    pub fn begin_snapshot(&mut self) -> Option<Vec<Key>> {
        let state = self.access.state();
        let every = self.sync.snapshots.policy.every;
        let due = state.readable_spaces(self.identity.person).into_iter().find(|space| {
            let (has, stated) = (self.sync.envelopes_in(*space), self.newest_within(*space));
            may_be_replaced(state, *space)
                && state.can_write(self.identity.person, *space)
                && self.sync.snapshots.told(*space).is_some()
                && !self.sync.quarantine.values().any(|entry| {
                    let is_missing = entry.is_waiting || entry.reason == QuarantineReason::Crashed;
                    entry.space == *space && is_missing
                })
                && has.saturating_sub(stated.map_or(0, |stated| stated.snapshot.envelopes())) >= every
                && has.saturating_sub(self.sync.snapshots.of(*space).map_or(0, |of| of.tried)) >= every
                && self.is_sure_of(*space)
        })?;
        // If nothing comes of it, more must be written before another try.
        self.sync.snapshots.of_mut(due).tried = self.sync.envelopes_in(due);
        let (state, me) = (self.access.state(), self.identity.device.id());
        let epoch = state.spaces.get(&due).map_or(Epoch(0), |space| space.epoch);
        let earlier = self
            .newest_within(due)
            .filter(|stated| stated.snapshot.epoch == epoch && !self.sync.snapshots.puts_all)
            // Nobody has looked into the parts that others have sealed.
            .filter(|stated| stated.snapshot.device == me)
            .map_or(&[][..], |stated| &stated.snapshot.documents);
        let mut documents = Vec::new();
        let (mut waiting, mut keys) = (Vec::new(), Vec::new());
        for entry in self.projection.documents().iter().filter(|entry| entry.space == due && entry.next > 0) {
            let (document, heads) = (entry.id.tag(), entry.heads.clone());
            let is_same =
                |earlier: &&SnapshotDocument| earlier.document == document && earlier.heads == heads;
            let same = earlier.iter().find(is_same);
            if same.is_none() {
                waiting.push((entry.id, Content::default()));
                keys.extend([storage::document(entry.id), storage::projection(entry.id)]);
            }
            let parts = same.map(|earlier| earlier.parts.clone()).unwrap_or_default();
            documents.push(SnapshotDocument { document, heads, parts });
        }
        let snapshot = Snapshot {
            team: self.identity.team,
            space: due,
            device: self.identity.device.id(),
            access_head: self.access.head(),
            epoch,
            cursor: self.sync.cursors.get(&due).copied().unwrap_or_default(),
            chains: domain::few::tree(self.sync.chains_of(due)),
            documents,
        };
        self.sync.snapshots.making = Some(Making { snapshot, waiting, leaving: Leaving::default() });
        Some(keys)
    }

    /// The newest snapshot that claims nothing beyond what is here.
    fn newest_within(&self, space: SpaceId) -> Option<&Stated> {
        let told = self.sync.snapshots.told(space)?;
        let (state, me) = (self.access.state(), self.identity.device.id());
        told.iter().rev().find(|stated| {
            let counts = stated.snapshot.device == me
                || stated.snapshot.is_vouched_for(state, stated.devices(), &|_| true);
            counts && self.has_all_of(&stated.snapshot)
        })
    }

    /// What was read: chunks and rows of each document that is to be sealed.
    pub fn snapshot_read(&mut self, read: Vec<Vec<(Key, Vec<u8>)>>) {
        let Some(making) = &mut self.sync.snapshots.making else { return };
        let mut read = read.into_iter().map(|pairs| pairs.into_iter().map(|(_, bytes)| bytes).collect());
        for (id, content) in &mut making.waiting {
            *content =
                Content { chunks: read.next().unwrap_or_default(), rows: read.next().unwrap_or_default() };
            // Something was written since: another time.
            let heads = making.snapshot.document(id.tag());
            let last = content.rows.last().and_then(|rows| Part::open(rows.clone()));
            if last.map(|part| part.heads().to_vec()).as_ref() != heads.map(|document| &document.heads) {
                self.sync.snapshots.give_up();
                return;
            }
        }
    }

    /// Seal some documents, and send what makes a frame. Gives whether more is to be done.
    pub fn seal_snapshot(&mut self, out: &mut Out) -> bool {
        let Some(mut making) = self.sync.snapshots.making.take() else { return false };
        let Snapshot { team, space, epoch, .. } = making.snapshot;
        // Whichever way this ends, what follows is for another time.
        self.sync.snapshots.is_at_work = false;
        let Some(key) = self.keys.get(&(space, epoch)) else { return false };
        for _ in 0..AT_ONCE {
            let Some((id, content)) = making.waiting.pop() else { break };
            let document = id.tag();
            let place = PartPlace { team, space, epoch, document };
            // What cannot be opened here must not be all that a newcomer gets.
            let opened = Document::load(&content.chunks, &self.actor);
            let mut documents = making.snapshot.documents.iter_mut();
            let stated = documents.find(|stated| stated.document == document);
            let (Ok(opened), Some(stated)) = (opened, stated) else { return false };
            if opened.heads() != stated.heads {
                return false;
            }
            for piece in content.pack().chunks(PART_CONTENT_BYTES) {
                let Ok(part) = place.seal(key, piece, &mut self.rng) else { return false };
                stated.parts.push(PartId::of(&part));
                making.leaving.put(space, part, out);
            }
        }
        if !making.waiting.is_empty() {
            self.sync.snapshots.making = Some(making);
            self.sync.snapshots.is_at_work = true;
            return true;
        }
        making.leaving.end(space, out);
        if let Ok(snapshot) = making.snapshot.sign(&self.identity.device) {
            let stated = Stated::read(snapshot.clone());
            self.sync.snapshots.of_mut(space).told.get_or_insert_default().extend(stated);
            out.frames.push(ClientFrame::PutSnapshot { snapshot });
        }
        false
    }

    /// The relay did not take a snapshot. The next one brings all of its parts.
    pub fn snapshot_denied(&mut self, space: SpaceId) {
        let me = self.identity.device.id();
        self.sync.snapshots.puts_all = true;
        if let Some(told) = &mut self.sync.snapshots.of_mut(space).told {
            told.pop_if(|stated| stated.snapshot.device == me);
        }
    }
}
