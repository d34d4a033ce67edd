//! Reading from the store: what is read, and what becomes of it. Several reads may be under way.

use super::work::{Prepared, Work};
use super::{Engine, QUIET_MS, State};
use crate::Effect;
use crate::host::{Durability, Found, Key, StoreError};
use crate::projection::DocumentKey;
use crate::replica::{Booted, Loaded, fullest, shard_name};
use crate::storage;
use crate::sync::by_file::Outgoing;
use contract::{CommandId, Notice, Query, Refusal};
use domain::Timestamp;
use domain::customer::{Customer, CustomerId};
use domain::follow_up::FollowUp;
use std::collections::BTreeSet;
use wire::{DeviceId, SnapshotId, SpaceId};

/// How long to wait after the store could not be read.
const READ_AGAIN_MS: i64 = 2_000;

/// What a read is for.
pub enum Reading {
    Boot,
    Documents(Vec<DocumentKey>),
    /// A damaged document: the snapshot it began with and the envelopes since, to make it anew.
    Envelopes(DocumentKey, SpaceId),
    Refill {
        space: SpaceId,
        device: DeviceId,
        from: u64,
    },
    Copy(CommandId),
    SyncFile(Box<Outgoing>),
    /// What a snapshot is made of.
    Snapshot,
    /// The envelopes beyond a snapshot that is compared.
    Beyond {
        space: SpaceId,
        id: SnapshotId,
    },
    /// The parts of the snapshot that this device began with.
    Base(SpaceId),
}

impl Engine {
    pub(super) fn read(&mut self, prefixes: Vec<Key>, reading: Reading) {
        self.next_read += 1;
        self.reads.insert(self.next_read, reading);
        self.effects.push(Effect::Read { ticket: self.next_read, prefixes });
    }

    pub(super) fn read_back(&mut self, ticket: u64, result: Result<Found, StoreError>) {
        let Some(reading) = self.reads.remove(&ticket) else { return };
        let pairs = match result {
            Ok(pairs) => pairs,
            Err(error) => {
                self.read_failed(reading, &error);
                return;
            }
        };
        match reading {
            Reading::Boot => self.booted(pairs),
            Reading::Documents(keys) => {
                for (key, pairs) in keys.into_iter().zip(pairs) {
                    self.document_read(key, pairs);
                }
            }
            Reading::Envelopes(key, space) => {
                let [mut envelopes, mut parts] = <[_; 2]>::try_from(pairs).unwrap_or_default();
                self.saving.overlay(&storage::envelopes_of(space), &mut envelopes);
                self.saving.overlay(&storage::snapshot_parts(space), &mut parts);
                self.envelopes_read(key, envelopes, parts);
            }
            Reading::Refill { space, device, from } => {
                self.given(space, device);
                self.refill(from, pairs.into_iter().flatten().collect());
            }
            Reading::Copy(id) => self.copy_read(id, pairs),
            Reading::SyncFile(outgoing) => self.sync_file_read(*outgoing, pairs),
            Reading::Snapshot => self.snapshot_read(pairs),
            Reading::Beyond { space, id } => self.beyond_read(space, id, pairs),
            Reading::Base(space) => self.base_read(space, pairs),
        }
    }

    fn read_failed(&mut self, reading: Reading, error: &StoreError) {
        match reading {
            Reading::Boot => self.notice(Notice::CannotOpenStorage(error.to_string())),
            Reading::Documents(_) | Reading::Envelopes(..) => {
                // A command that nobody has seen yet is refused. What is shown already is not taken back, and a page
                // must not be skipped: they wait until the store can be read again.
                self.read_again_at = Some(Timestamp(self.now.at.0 + READ_AGAIN_MS));
                let is_unseen =
                    |prepared: &mut Prepared| matches!(prepared, Prepared::Edit(edit) if !edit.is_foreseen());
                if let Some(Prepared::Edit(edit)) = self.prepared.take_if(is_unseen) {
                    self.refuse_edit(*edit, Refusal::StorageFailed(error.to_string()));
                }
            }
            Reading::Refill { space, device, .. } => self.given(space, device),
            Reading::Copy(id) => self.no_file(id, error),
            Reading::SyncFile(outgoing) => self.no_file(outgoing.command, error),
            // Another time.
            Reading::Snapshot | Reading::Beyond { .. } => {
                if let State::InTeam(replica) = &mut self.state {
                    replica.sync.snapshots.give_up();
                }
            }
            Reading::Base(_) => {}
        }
    }

    fn booted(&mut self, pairs: Vec<Vec<(Key, Vec<u8>)>>) {
        let rng = self.fork_rng();
        self.search_from = Timestamp(self.now.at.0 + QUIET_MS);
        (self.next_proof_at, self.proved_at) = (self.search_from, self.now.at);
        match Booted::from_store(pairs, rng) {
            Ok(Booted::NoTeam(unfinished)) => self.state = State::NoTeam(unfinished),
            Ok(Booted::InTeam(mut replica, stale)) => {
                if self.faults.reuse_actor {
                    replica.actor = replica.identity.fresh_actor([0; 8]);
                }
                self.state = State::InTeam(replica);
                self.work.extend(stale.into_iter().map(Work::Rebuild));
                if let State::InTeam(replica) = &mut self.state
                    && let Some((op, marked)) = replica.sync.first_mark.take()
                {
                    self.saving.add(vec![op], Durability::Strict, vec![marked]);
                }
                self.with_replica(|replica, now, out| {
                    replica.ensure_own_space(now, out);
                    replica.connect(now, out);
                });
            }
            Err(fault) => {
                self.notice(Notice::CannotOpenStorage(fault.to_string()));
                self.state = State::Failed(fault);
            }
        }
    }

    fn document_read(&mut self, key: DocumentKey, mut pairs: Vec<(Key, Vec<u8>)>) {
        let State::InTeam(replica) = &mut self.state else { return };
        let id = replica.projection.document(key).id;
        assert!(self.faults.panic_loading != Some(id), "{}", super::INJECTED);
        self.saving.overlay(&storage::document(id), &mut pairs);
        let chunks: Vec<Vec<u8>> = pairs.into_iter().map(|(_, chunk)| chunk).collect();
        match replica.open_document(&chunks) {
            Ok(document) => {
                let is_as_projected = document.heads() == replica.projection.document(key).heads;
                let is_unproven = replica.is_unproven(key);
                replica.loaded.insert(key, Loaded { document, used_at: self.now.at });
                if is_unproven {
                    self.prove(key);
                } else if !is_as_projected {
                    let ops = replica.rebuild(key);
                    self.saving.add(ops, Durability::Relaxed, Vec::new());
                }
                self.mark(|care| care.document_passed(id));
            }
            Err(_) => {
                // Every envelope is kept: the document can be made again from them.
                let space = replica.projection.document(key).space;
                self.notice(Notice::DamagedDocument);
                self.read_envelopes(key, space);
            }
        }
    }

    /// Read what a damaged document can be made anew from.
    pub(super) fn read_envelopes(&mut self, key: DocumentKey, space: SpaceId) {
        let prefixes = vec![storage::envelopes_of(space), storage::snapshot_parts(space)];
        self.read(prefixes, Reading::Envelopes(key, space));
    }

    fn envelopes_read(
        &mut self,
        key: DocumentKey,
        envelopes: Vec<(Key, Vec<u8>)>,
        parts: Vec<(Key, Vec<u8>)>,
    ) {
        let State::InTeam(replica) = &mut self.state else { return };
        let parts: Vec<Vec<u8>> = parts.into_iter().map(|(_, part)| part).collect();
        let envelopes = envelopes.into_iter().map(|(_, bytes)| bytes);
        match replica.remake(self.now, key, &parts, envelopes) {
            Some(ops) => {
                let id = replica.projection.document(key).id;
                self.saving.add(ops, Durability::Strict, Vec::new());
                self.mark(|care| care.document_passed(id));
            }
            None if replica.is_unproven(key) => self.forget_document(key),
            None => self.close_document(key),
        }
    }

    pub(super) fn read_documents(&mut self, mut missing: BTreeSet<DocumentKey>) {
        for reading in self.reads.values() {
            match reading {
                Reading::Documents(keys) => missing.retain(|key| !keys.contains(key)),
                Reading::Envelopes(key, _) => missing.retain(|other| other != key),
                _ => {}
            }
        }
        if let State::InTeam(replica) = &self.state {
            missing.retain(|key| !replica.closed.contains(key));
        }
        if missing.is_empty() || self.read_again_at.is_some() {
            return;
        }
        let missing = self.next_to_load(missing);
        let State::InTeam(replica) = &self.state else { return };
        if missing.is_empty() {
            return;
        }
        let keys: Vec<DocumentKey> = missing.into_iter().collect();
        let prefixes =
            keys.iter().map(|key| storage::document(replica.projection.document(*key).id)).collect();
        self.read(prefixes, Reading::Documents(keys));
    }

    /// Load a document that will soon be needed (its record is on screen), or that a history asks for.
    pub(super) fn want_document(&mut self, key: DocumentKey) {
        self.read_documents(BTreeSet::from([key]));
    }

    /// A record that is opened is likely to be edited next, a customer to be logged: read those documents while the
    /// person still looks. Lists read nothing, but the next thing may be a search.
    pub(super) fn prefetch(&mut self, query: &Query) {
        if matches!(query, Query::Customers { .. }) {
            self.search_from = self.now.at;
        }
        let (Query::Customer { id: CustomerId(id), .. } | Query::Record { id }) = query else { return };
        let State::InTeam(replica) = &self.state else { return };
        let Some(row) = replica.projection.find(*id) else { return };
        let mut wanted = BTreeSet::from([row.document]);
        if row.is::<Customer>() {
            let space = replica.projection.document(row.document).space;
            let shard = shard_name(FollowUp::SPEC, self.now.today);
            wanted.extend(fullest(replica, space, &shard).map(|(key, _)| key));
        }
        wanted.retain(|key| !replica.loaded.contains_key(key) && replica.projection.document(*key).next > 0);
        self.read_documents(wanted);
    }
}
