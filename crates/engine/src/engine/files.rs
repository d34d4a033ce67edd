//! Copies for backups, and sync files: made from what is on disk, taken in like what a relay brings.

use super::reading::Reading;
use super::work::Work;
use super::{Engine, State};
use crate::host::{Durability, Found, StoreError};
use crate::replica::{Replica, Restored};
use crate::saving::OnDurable;
use crate::storage;
use crate::sync::by_file::{Brought, Outgoing};
use crate::sync::join::Joining;
use contract::command::Made;
use contract::{CommandId, File, FileFault, Outcome, Refusal};
use wire::backup::Stored;
use wire::{InviteLink, SyncContents, SyncFile};
use zeroize::Zeroizing;

/// A file that is being taken in: what is told when all of it is.
pub struct Incoming {
    command: CommandId,
    /// Envelopes known before.
    known: u64,
    brought: Brought,
}

impl Engine {
    /// Everything asked for so far reaches the disk first.
    pub(super) fn copy_replica(&mut self, id: CommandId) {
        let State::InTeam(replica) = &self.state else { return };
        if replica.sync.admission.is_some() {
            return self.answer(id, Err(Refusal::File(FileFault::NotAdmitted)));
        }
        self.saving.add(Vec::new(), Durability::Strict, vec![OnDurable::Copy(id)]);
    }

    pub(super) fn read_for_copy(&mut self, id: CommandId) {
        self.read(storage::all(), Reading::Copy(id));
    }

    pub(super) fn copy_read(&mut self, id: CommandId, pairs: Found) {
        let stored = Stored::new(self.now.at.0.unsigned_abs(), pairs.into_iter().flatten());
        self.give_file(id, stored.to_bytes().map(File).map_err(FileFault::from));
    }

    pub(super) fn restore_replica(&mut self, id: CommandId, copy: File) {
        let rng = self.fork_rng();
        let restored = Stored::from_bytes(&Zeroizing::new(copy.0))
            .map_err(FileFault::from)
            .and_then(|stored| Replica::restored(self.now, stored.into_pairs(), rng));
        match restored {
            Ok(Restored { replica, stale, ops }) => {
                self.state = State::InTeam(replica);
                self.work.extend(stale.into_iter().map(Work::Rebuild));
                self.saving.add(ops, Durability::Strict, vec![OnDurable::Saved(id), OnDurable::Connect]);
                self.with_replica(|replica, now, out| replica.ensure_own_space(now, out));
                self.answer(id, Ok(outcome(None)));
            }
            Err(fault) => self.answer(id, Err(Refusal::File(fault))),
        }
    }

    pub(super) fn make_sync_file(&mut self, id: CommandId, all: bool) {
        let now = self.now;
        let State::InTeam(replica) = &mut self.state else { return };
        let (outgoing, ops) = replica.begin_file(now, id, all);
        let told = vec![OnDurable::ReadForFile(Box::new(outgoing))];
        self.saving.add(ops, Durability::Strict, told);
    }

    pub(super) fn read_for_file(&mut self, outgoing: Box<Outgoing>) {
        self.read(outgoing.prefixes(), Reading::SyncFile(outgoing));
    }

    pub(super) fn sync_file_read(&mut self, outgoing: Outgoing, pairs: Found) {
        let now = self.now;
        let id = outgoing.command;
        let State::InTeam(replica) = &mut self.state else { return };
        let made = replica.finish_file(now, outgoing, pairs);
        self.give_file(id, made);
    }

    /// What a file was to be made of could not be read.
    pub(super) fn no_file(&mut self, id: CommandId, error: &StoreError) {
        self.answer(id, Err(Refusal::StorageFailed(error.to_string())));
    }

    fn give_file(&mut self, id: CommandId, made: Result<File, FileFault>) {
        match made {
            Ok(file) => {
                self.answer(id, Ok(outcome(Some(Made::File(file)))));
                self.tell(contract::FromWorker::Saved { id });
            }
            Err(fault) => self.answer(id, Err(Refusal::File(fault))),
        }
    }

    pub(super) fn open_sync_file(&mut self, id: CommandId, file: &File) {
        let State::InTeam(replica) = &self.state else { return };
        match replica.open_file(file) {
            Ok(contents) => self.take_in(id, contents),
            Err(fault) => self.answer(id, Err(Refusal::File(fault))),
        }
    }

    /// Become a device that waits to be let in, and take in what the file holds.
    pub(super) fn join_by_file(&mut self, id: CommandId, link: &str, file: &File) {
        let joined = InviteLink::parse(link).map_err(|_| Refusal::BadLink).and_then(|link| {
            super::team::check_relay(&link.relay_url)?;
            let parsed = SyncFile::parse(&file.0).map_err(|error| Refusal::File(error.into()))?;
            if parsed.team() != link.team {
                return Err(Refusal::File(FileFault::OtherTeam));
            }
            let contents = parsed
                .open_as_invite(link.invite, &link.keys())
                .map_err(|error| Refusal::File(error.into()))?;
            let rng = self.fork_rng();
            let unfinished = match std::mem::replace(&mut self.state, State::NoTeam(None)) {
                State::NoTeam(unfinished) => unfinished.map(|unfinished| *unfinished),
                _ => None,
            };
            let mut joining = Joining::begin(self.now, id, link, unfinished, rng);
            // What an earlier try may have been admitted with is kept for the next one.
            let unfinished = joining.unfinished();
            let (replica, ops) = joining.by_file(&contents).inspect_err(|_| {
                self.state = State::NoTeam(unfinished.map(Box::new));
            })?;
            Ok((replica, ops, contents))
        });
        match joined {
            Ok((replica, ops, contents)) => {
                self.state = State::InTeam(replica);
                self.saving.add(ops, Durability::Strict, vec![OnDurable::Connect]);
                self.take_in(id, contents);
            }
            Err(refusal) => self.answer(id, Err(refusal)),
        }
    }

    fn take_in(&mut self, id: CommandId, contents: SyncContents) {
        let known = self.replica().map_or(0, Replica::envelopes_known);
        let mut brought = Brought::default();
        self.with_replica(|replica, now, out| brought = replica.take_contents(now, contents, out));
        let incoming = Incoming { command: id, known, brought };
        self.work.push_back(Work::TakenIn(incoming));
    }

    /// What a file brings is taken in one after the other: snapshots, then pages. Once every page is applied, that is on
    /// disk with what is told.
    pub(super) fn taken_in(&mut self, mut incoming: Incoming) {
        let State::InTeam(replica) = &mut self.state else { return };
        let is_taking = incoming.brought.spaces.iter().any(|space| replica.takes_over(*space));
        if is_taking || !incoming.brought.pages.is_empty() {
            if !is_taking {
                let pages = std::mem::take(&mut incoming.brought.pages);
                self.work.extend(pages.into_iter().map(Work::Page));
            }
            self.work.push_back(Work::TakenIn(incoming));
            self.has_yielded = true;
            return;
        }
        incoming.brought.spaces.iter().for_each(|space| replica.sync.care.proven(*space));
        let made = Made::Received {
            envelopes: replica.envelopes_known().saturating_sub(incoming.known),
            admitted: incoming.brought.admitted,
            waits_for_admission: replica.sync.admission.is_some(),
            turned_away: incoming.brought.turned_away,
        };
        self.saving.add(Vec::new(), Durability::Strict, vec![OnDurable::Saved(incoming.command)]);
        self.answer(incoming.command, Ok(outcome(Some(made))));
    }
}

fn outcome(made: Option<Made>) -> Outcome {
    Outcome { changed: Vec::new(), undo: None, made, kept: Vec::new() }
}
