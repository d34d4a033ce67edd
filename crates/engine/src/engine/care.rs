//! What crashed a start before this one is tried behind a marker that names it; see [`crate::sync::care`].

use super::reading::Reading;
use super::work::{Prepared, Work};
use super::{Engine, State};
use crate::host::Durability;
use crate::projection::DocumentKey;
use crate::replica::Replica;
use crate::sync::apply::Page;
use crate::sync::care::{Care, Mark, Past};
use contract::Notice;
use std::collections::BTreeSet;
use wire::EnvelopeId;

impl Engine {
    /// The next work that may be begun now. A page is cut into slices, while care is taken into single envelopes; it and a
    /// document of a snapshot wait until the marker is on disk.
    pub(super) fn next_work(&mut self) -> Option<Work> {
        loop {
            let work = self.work.pop_front()?;
            let is_on = self.replica().is_some_and(|replica| replica.sync.care.is_on());
            let most = if is_on { 1 } else { self.slice };
            let tried = match work {
                Work::Page(page) if page.envelopes.len() > most => {
                    let slices = slices(page, most).into_iter().rev();
                    slices.for_each(|page| self.work.push_front(Work::Page(page)));
                    continue;
                }
                Work::Page(ref page) if is_on => page.envelopes.first().map(|bytes| EnvelopeId::of(bytes).0),
                Work::Merge(_, ref merge) if is_on => Some(merge.tried()),
                Work::Page(_) | Work::Merge(..) => None,
                other => return Some(other),
            };
            if let Some(id) = tried {
                self.mark(|care| care.name(id));
            }
            if self.waits_for_marker() {
                self.work.push_front(work);
                return None;
            }
            return Some(work);
        }
    }

    /// Whether what is tried next is not named on disk yet.
    pub(super) fn waits_for_marker(&self) -> bool {
        self.replica().is_some_and(|replica| !replica.sync.care.is_durable())
    }

    /// Change the marker; it travels with what else is written.
    pub(super) fn mark(&mut self, change: impl FnOnce(&mut Care) -> Option<Mark>) {
        self.mark_with(Durability::Strict, change);
    }

    fn mark_with(&mut self, durability: Durability, change: impl FnOnce(&mut Care) -> Option<Mark>) {
        if let State::InTeam(replica) = &mut self.state
            && let Some((op, marked)) = change(&mut replica.sync.care)
        {
            self.saving.add(vec![op], durability, vec![marked]);
        }
    }

    /// Once everything is applied and nothing more is asked for, the marker goes, and nothing is waited for that came
    /// inside a snapshot.
    pub(super) fn end_receiving(&mut self) {
        let is_idle = self.work.is_empty() && self.prepared.is_none();
        if is_idle && self.replica().is_some_and(|replica| replica.sync.pulling.is_empty()) {
            if let State::InTeam(replica) = &mut self.state
                && std::mem::take(&mut replica.sync.snapshots.was_taken)
            {
                let ops = replica.show_beside_snapshot().into_iter().collect();
                self.saving.add(ops, Durability::Relaxed, Vec::new());
            }
            // Coming back after a power cut it would only cost time.
            self.mark_with(Durability::Relaxed, Care::end_receiving);
        }
    }

    /// Of the documents to be loaded the one whose turn it is, named on disk; none while it has to wait. `all` when
    /// there is no reason for care.
    pub(super) fn next_to_load(&mut self, all: BTreeSet<DocumentKey>) -> BTreeSet<DocumentKey> {
        let State::InTeam(replica) = &self.state else { return all };
        // Making rows anew happens by itself at a start, so it could crash every start.
        let is_rebuild = matches!(self.prepared, Some(Prepared::Rebuild(_)));
        let Some(first) = all.first().copied() else { return all };
        if !is_rebuild && !self.after_crash && !replica.sync.care.is_on() {
            return all;
        }
        let is_reading =
            |reading: &Reading| matches!(reading, Reading::Documents(_) | Reading::Envelopes(..));
        // Nor is another name put over one that is on its way to disk: they would take turns for ever.
        if self.reads.values().any(is_reading) || self.waits_for_marker() {
            return BTreeSet::new();
        }
        let entry = replica.projection.document(first);
        let (id, space) = (entry.id, entry.space);
        let past = replica.sync.care.past_of(id);
        if past == Past::Hopeless {
            self.close_document(first);
            return BTreeSet::new();
        }
        self.mark(|care| care.name_document(id));
        if self.waits_for_marker() {
            return BTreeSet::new();
        }
        if past == Past::CrashedTwice {
            self.notice(Notice::DamagedDocument);
            self.read_envelopes(first, space);
            return BTreeSet::new();
        }
        BTreeSet::from([first])
    }

    /// A document that can be neither loaded nor made anew: nothing waits for it any more.
    pub(super) fn close_document(&mut self, key: DocumentKey) {
        if let State::InTeam(replica) = &mut self.state {
            replica.closed.insert(key);
        }
        self.notice(Notice::DamagedDocument);
    }
}

/// A page as pages of at most so many envelopes. Only the last one moves the cursor.
fn slices(page: Page, most: usize) -> Vec<Page> {
    let Page { space, mut envelopes, next } = page;
    let mut slices = Vec::new();
    while envelopes.len() > most {
        let rest = envelopes.split_off(most);
        slices.push(Page { space, envelopes: std::mem::replace(&mut envelopes, rest), next: None });
    }
    slices.push(Page { space, envelopes, next });
    slices
}

impl Replica {
    /// Whether documents among these cannot be opened.
    pub fn has_closed(&self, documents: impl IntoIterator<Item = DocumentKey>) -> bool {
        documents.into_iter().any(|key| self.closed.contains(&key))
    }
}
