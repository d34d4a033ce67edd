//! Snapshots among the engine's other work: a few documents at a time, behind whatever the person wants.

use super::reading::Reading;
use super::work::Work;
use super::{Engine, QUIET_MS, State};
use crate::host::{Durability, Found};
use crate::projection::DocumentKey;
use crate::replica::Replica;
use crate::storage;
use crate::sync::care::Care;
use crate::sync::connection::Out;
use crate::sync::snapshots::take::{Merge, Taken};
use contract::Notice;
use domain::Timestamp;
use wire::{SnapshotId, SpaceId};

/// Between two documents whose rows are compared with them: it is to be done within minutes, and never felt.
const PROOF_MS: i64 = 50;

/// Also while somebody works without a pause, one is compared after this.
const PATIENCE_MS: i64 = 60_000;

impl Engine {
    /// Once all has been quiet for a while: look whether there is a snapshot to be taken, countersigned or made.
    pub(super) fn tend_snapshots(&mut self) {
        let is_settled = self.is_settled();
        let now = self.now;
        let State::InTeam(replica) = &mut self.state else { return };
        replica.sync.snapshots.policy = self.snapshots;
        if !is_settled || !replica.is_at_rest() {
            if replica.is_online() && !replica.sync.snapshots.is_at_work {
                replica.rest(now.at);
            } else {
                replica.sync.snapshots.put_off(now.at);
            }
            return;
        }
        if !replica.sync.snapshots.has_rested(now.at) {
            return;
        }
        let mut out = Out::default();
        replica.sync.snapshots.is_at_work = false;
        if replica.ask_for_snapshots(&mut out) || replica.take_what_is_ahead(&mut out) {
            // What is answered leads on.
        } else if let Some((space, id, keys)) = replica.next_to_compare() {
            replica.sync.snapshots.is_at_work = true;
            self.read(keys, Reading::Beyond { space, id });
        } else if let Some(keys) = replica.begin_snapshot() {
            replica.sync.snapshots.is_at_work = true;
            self.read(keys, Reading::Snapshot);
        }
        self.carry_out(out);
    }

    pub(super) fn snapshot_read(&mut self, found: Found) {
        let State::InTeam(replica) = &mut self.state else { return };
        replica.snapshot_read(found);
        self.work.push_back(Work::SealSnapshot);
    }

    /// Seal some documents of the snapshot that is being made.
    pub(super) fn seal_snapshot(&mut self) {
        let mut more = false;
        self.with_replica(|replica, _, out| more = replica.seal_snapshot(out));
        if more {
            self.work.push_back(Work::SealSnapshot);
            self.has_yielded = true;
        }
    }

    /// The envelopes beyond a snapshot were read.
    pub(super) fn beyond_read(&mut self, space: SpaceId, id: SnapshotId, found: Found) {
        let State::InTeam(replica) = &mut self.state else { return };
        let envelopes = found.into_iter().flatten().map(|(_, bytes)| bytes).collect();
        if let Some(comparing) = replica.begin_comparing(space, id, envelopes) {
            self.work.push_back(Work::Compare(comparing));
        }
    }

    /// Take some documents of a snapshot over.
    pub(super) fn take_over(&mut self, space: SpaceId) {
        let State::InTeam(replica) = &mut self.state else { return };
        let Taken { ops, merges, rebuild, more, is_complete, has_failed } = replica.take_over(space);
        self.saving.add(ops, Durability::Relaxed, Vec::new());
        self.work.extend(rebuild.into_iter().map(Work::Rebuild));
        self.work.extend(merges.into_iter().map(|merge| Work::Merge(space, merge)));
        if has_failed {
            self.with_replica(|replica, _, out| {
                if let Some(id) = replica.taken_now(space) {
                    replica.taking_failed(space, id, out);
                }
            });
        } else if more {
            self.work.push_back(Work::TakeOver(space));
            self.has_yielded = true;
        } else if is_complete {
            self.work.push_back(Work::EndTaking(space));
        }
    }

    /// A document that came with a snapshot was read from the disk: its rows are compared with it.
    pub(super) fn prove(&mut self, key: DocumentKey) {
        let State::InTeam(replica) = &mut self.state else { return };
        let (ops, is_whole) = replica.prove(key);
        self.saving.add(ops, Durability::Relaxed, Vec::new());
        if !is_whole {
            self.distrust(key);
        }
    }

    /// Somebody scrolls or types. A document takes a tenth of a second on a slow machine, and there are hundreds after
    /// joining: they have time. Who opens one has it compared at once.
    pub(super) fn person_is_here(&mut self) {
        let quiet = self.next_proof_at.max(Timestamp(self.now.at.0 + QUIET_MS));
        self.next_proof_at = quiet.min(Timestamp(self.proved_at.0 + PATIENCE_MS));
    }

    /// The next document whose rows are to be compared with it, while nothing else is to be done.
    pub(super) fn prove_next(&mut self) {
        if self.now.at < self.next_proof_at {
            return;
        }
        if !self.is_settled() {
            self.next_proof_at = Timestamp(self.now.at.0 + QUIET_MS);
            return;
        }
        let State::InTeam(replica) = &self.state else { return };
        if let Some(key) = replica.next_unproven() {
            self.next_proof_at = Timestamp(self.now.at.0 + PROOF_MS);
            self.proved_at = self.now.at;
            self.work.push_back(Work::Prove(key));
        }
    }

    /// Put a document of a snapshot into the one that is here, now that it is loaded.
    pub(super) fn merge(&mut self, space: SpaceId, merge: &Merge) {
        let State::InTeam(replica) = &mut self.state else { return };
        if replica.sync.care.is_condemned(merge.tried()) {
            let refused = replica.sync.snapshots.refuse(merge.of);
            self.saving.add(vec![refused], Durability::Strict, Vec::new());
        }
        let merged = if replica.sync.snapshots.is_refused(merge.of) {
            None
        } else {
            assert!(self.faults.panic_merging != Some(merge.of), "{}", super::INJECTED);
            replica.merge(self.now, merge)
        };
        self.mark(Care::passed);
        match merged {
            Some(ops) => self.saving.add(ops, Durability::Relaxed, Vec::new()),
            None => self.with_replica(|replica, _, out| replica.taking_failed(space, merge.of, out)),
        }
    }

    /// A document was read to be compared with its rows, which was done then. Nobody asked for it: its memory is given back.
    pub(super) fn proven(&mut self, key: DocumentKey) {
        let State::InTeam(replica) = &mut self.state else { return };
        replica.loaded.remove(&key);
        // It is one that crashes whoever opens it.
        if replica.is_unproven(key) {
            self.forget_document(key);
        }
    }

    /// A document that came with a snapshot cannot be read, nor the one that it came as.
    pub(super) fn forget_document(&mut self, key: DocumentKey) {
        let State::InTeam(replica) = &mut self.state else { return };
        let ops = replica.forget_document(key);
        self.saving.add(ops, Durability::Strict, Vec::new());
        self.distrust(key);
    }

    fn distrust(&mut self, key: DocumentKey) {
        self.notice(Notice::DamagedDocument);
        self.with_replica(|replica, _, out| {
            replica.distrust(replica.projection.document(key).space, out);
        });
    }

    /// The parts of the snapshot that this device began with were read for a relay that has lost everything.
    pub(super) fn base_read(&mut self, space: SpaceId, found: Found) {
        let parts = found.into_iter().flatten().map(|(_, part)| part).collect();
        self.with_replica(|replica, _, out| replica.base_read(space, parts, out));
    }

    pub(super) fn read_for_giving(&mut self, spaces: Vec<SpaceId>) {
        for space in spaces {
            self.read(vec![storage::snapshot_parts(space)], Reading::Base(space));
        }
    }
}

impl Replica {
    /// Logged in, with nothing on its way in either direction.
    fn is_at_rest(&self) -> bool {
        self.is_online()
            && self.sync.pulling.is_empty()
            && self.sync.waiting() == 0
            && !self.sync.batches.holds_back()
            && self.sync.connection.refills.is_empty()
    }
}
