//! A page of remote envelopes: verify, then decrypt, then check, then apply — and one transaction for all of it.

use super::quarantine::{Quarantined, may_pass};
use crate::document::{ChangeFault, Checker};
use crate::host::StoreOp;
use crate::identity::actor_prefix;
use crate::projection::{DocumentKey, RowKey};
use crate::replica::{Loaded, Replica};
use crate::storage::{self, DocumentId};
use contract::view::QuarantineReason;
use domain::{Now, RecordId};
use std::collections::{BTreeMap, BTreeSet};
use wire::receipt::ChainEnd;
use wire::{Body, Cursor, Envelope, EnvelopeError, EnvelopeId, SpaceId, Why};

/// Envelopes of one space that arrived together (or are tried again).
#[derive(Clone, Debug)]
pub struct Page {
    pub space: SpaceId,
    pub envelopes: Vec<Vec<u8>>,
    /// The relay's cursor after the page; `None` for envelopes that came another way or are tried again.
    pub next: Option<Cursor>,
}

/// An envelope that may be applied as far as its outside tells.
pub struct Opened {
    envelope: Envelope,
    body: Body,
    document: DocumentKey,
}

/// A page after verifying and decrypting.
pub struct OpenedPage {
    space: SpaceId,
    next: Option<Cursor>,
    opened: Vec<Opened>,
    ops: Vec<StoreOp>,
}

/// What applying a page asks for.
pub struct Applied {
    pub ops: Vec<StoreOp>,
    pub changed: Vec<RecordId>,
    /// An access record or key is missing: ask the relay.
    pub wants_access: bool,
}

impl OpenedPage {
    pub fn documents(&self) -> BTreeSet<DocumentKey> {
        self.opened.iter().map(|opened| opened.document).collect()
    }
}

impl Replica {
    /// Verify and decrypt. Chains advance over everything that is genuinely the device's next envelope, also over
    /// what is then quarantined.
    pub fn open_page(&mut self, page: Page) -> OpenedPage {
        let mut result =
            OpenedPage { space: page.space, next: page.next, opened: Vec::new(), ops: Vec::new() };
        for bytes in page.envelopes {
            match self.open_envelope(page.space, bytes, &mut result.ops) {
                Ok(Some(opened)) => result.opened.push(opened),
                Ok(None) => {}
                Err((id, entry)) => result.ops.extend(self.sync.quarantine(id, *entry)),
            }
        }
        result
    }

    fn open_envelope(
        &mut self,
        space: SpaceId,
        bytes: Vec<u8>,
        ops: &mut Vec<StoreOp>,
    ) -> Result<Option<Opened>, (EnvelopeId, Box<Quarantined>)> {
        let envelope = match Envelope::verify(bytes.clone()) {
            Ok(envelope) => envelope,
            Err(error) => {
                let reason = match error {
                    EnvelopeError::TooLarge => QuarantineReason::TooLarge,
                    EnvelopeError::NewerVersion(_) => QuarantineReason::NewerVersion,
                    _ => QuarantineReason::BadSignature,
                };
                let id = EnvelopeId(*blake3::hash(&bytes).as_bytes());
                let kept = if reason == QuarantineReason::TooLarge { Vec::new() } else { bytes };
                return Err((id, Box::new(unreadable(space, kept, reason))));
            }
        };
        let header = *envelope.header();
        let id = envelope.id();
        let retried = self.sync.quarantine.contains_key(&id);
        let refuse = |reason| Err((id, Box::new(entry(&envelope, space, reason))));
        if header.team != self.identity.team || header.space != space {
            return refuse(QuarantineReason::WrongPlace);
        }
        let tail = self.sync.tail(space, header.device);
        let expected = tail.map_or(1, |tail| tail.seq + 1);
        if header.seq < expected && !retried {
            let forked = tail.is_some_and(|tail| tail.seq == header.seq && tail.id != id);
            return if forked {
                refuse_for_ever(&envelope, space, QuarantineReason::BrokenChain)
            } else {
                Ok(None)
            };
        }
        if header.seq > expected {
            return refuse(QuarantineReason::BrokenChain);
        }
        if header.seq == expected {
            if header.prev != tail.map_or(EnvelopeId::ZERO, |tail| tail.id) {
                return refuse_for_ever(&envelope, space, QuarantineReason::BrokenChain);
            }
            ops.extend(self.sync.keep_chain(space, header.device, ChainEnd { seq: header.seq, id }));
            ops.push(StoreOp::Put {
                key: storage::envelope(space, header.device, header.seq),
                value: envelope.bytes().to_vec(),
            });
        }
        if let Err(why) = self.access.device_may_write_at(header.access_head, header.device, space) {
            return refuse(match why {
                Why::UnknownHead => QuarantineReason::AccessUnknown,
                // A device that the log does not name at that head has no right there.
                _ => QuarantineReason::NoRight,
            });
        }
        let Some(key) = self.keys.get(&(space, header.epoch)) else {
            return refuse(QuarantineReason::KeyMissing);
        };
        let Ok(body) = envelope.open(key) else { return refuse(QuarantineReason::Unreadable) };
        if body.document != header.tag.0 {
            return refuse(QuarantineReason::WrongPlace);
        }
        if !body.actor.starts_with(actor_prefix(&header.device)) {
            return refuse(QuarantineReason::WrongActor);
        }
        let document = self.projection.ensure_document(DocumentId(body.document), space, "");
        if self.projection.document(document).space != space {
            return refuse(QuarantineReason::WrongPlace);
        }
        Ok(Some(Opened { envelope, body, document }))
    }

    /// Check and apply an opened page whose documents are loaded.
    pub fn apply_page(&mut self, now: Now, page: OpenedPage) -> Applied {
        let mut applied = Applied { ops: page.ops, changed: Vec::new(), wants_access: false };
        let mut by_document: BTreeMap<DocumentKey, Vec<Opened>> = BTreeMap::new();
        for opened in page.opened {
            by_document.entry(opened.document).or_default().push(opened);
        }
        for (key, envelopes) in by_document {
            self.apply_to_document(now, key, envelopes, page.space, &mut applied);
        }
        if let Some(next) = page.next {
            self.sync.cursors.insert(page.space, next);
            let value = postcard::to_stdvec(&next).unwrap_or_default();
            applied.ops.push(StoreOp::Put { key: storage::cursor(page.space), value });
        }
        applied.wants_access = self.sync.quarantine.values().any(|entry| {
            matches!(entry.reason, QuarantineReason::AccessUnknown | QuarantineReason::KeyMissing)
        });
        applied
    }

    fn apply_to_document(
        &mut self,
        now: Now,
        key: DocumentKey,
        envelopes: Vec<Opened>,
        space: SpaceId,
        applied: &mut Applied,
    ) {
        if !self.loaded.contains_key(&key) {
            let Ok(document) = self.open_document(&[]) else { return };
            self.loaded.insert(key, Loaded { document, used_at: now.at });
        }
        let Some(loaded) = self.loaded.get_mut(&key) else { return };
        loaded.used_at = now.at;
        let mut checker = Checker::new(&loaded.document);
        let mut accepted = Vec::new();
        let mut chunk = Vec::new();
        let mut released = Vec::new();
        for Opened { envelope, body, .. } in envelopes {
            match checker.check(&body.changes, actor_prefix(&envelope.header().device)) {
                Ok(changes) => {
                    for change in changes {
                        chunk.extend_from_slice(change.raw_bytes());
                        accepted.push(change);
                    }
                    released.push(envelope.id());
                }
                Err(fault) => {
                    let reason = reason_of(fault);
                    applied.ops.extend(self.sync.quarantine(envelope.id(), entry(&envelope, space, reason)));
                }
            }
        }
        for id in released {
            applied.ops.extend(self.sync.release_quarantined(id));
        }
        if accepted.is_empty() {
            return;
        }
        let touched = loaded.document.apply(accepted).unwrap_or_default();
        let heads = loaded.document.heads();
        let shard = loaded.document.shard().unwrap_or_default();
        let states: Vec<_> = touched.iter().filter_map(|id| loaded.document.record(*id)).collect();
        let class = self.class_of_space(space);
        let mut rows: Vec<RowKey> = Vec::new();
        for state in &states {
            // A kind is projected only from the space it belongs to.
            let belongs = domain::kind(&state.kind).is_some_and(|kind| Some(kind.space) == class);
            if belongs && let Some(row) = self.projection.upsert(key, state) {
                rows.push(row);
                applied.changed.push(state.id);
            }
        }
        let document = self.projection.document_mut(key);
        document.heads = heads;
        document.shard = shard;
        self.keep(key, &chunk, &rows, &mut applied.ops);
    }

    /// Everything that waits, per space in chain order, to be tried again.
    pub fn waiting_pages(&self) -> Vec<Page> {
        let mut by_space: BTreeMap<SpaceId, Vec<&Quarantined>> = BTreeMap::new();
        for entry in self.sync.quarantine.values().filter(|entry| entry.is_waiting) {
            by_space.entry(entry.space).or_default().push(entry);
        }
        by_space
            .into_iter()
            .map(|(space, mut entries)| {
                entries.sort_by_key(|entry| (entry.device, entry.seq));
                let envelopes = entries.iter().map(|entry| entry.bytes.clone()).collect();
                Page { space, envelopes, next: None }
            })
            .collect()
    }
}

fn reason_of(fault: ChangeFault) -> QuarantineReason {
    match fault {
        ChangeFault::Unreadable => QuarantineReason::Unreadable,
        ChangeFault::TooLarge => QuarantineReason::TooLarge,
        ChangeFault::WrongActor => QuarantineReason::WrongActor,
        ChangeFault::WrongStartOp => QuarantineReason::WrongStartOp,
        ChangeFault::DependencyMissing => QuarantineReason::DependencyMissing,
    }
}

fn refuse_for_ever<T>(
    envelope: &Envelope,
    space: SpaceId,
    reason: QuarantineReason,
) -> Result<T, (EnvelopeId, Box<Quarantined>)> {
    let refused = Quarantined { is_waiting: false, ..entry(envelope, space, reason) };
    Err((envelope.id(), Box::new(refused)))
}

fn entry(envelope: &Envelope, space: SpaceId, reason: QuarantineReason) -> Quarantined {
    let header = envelope.header();
    Quarantined {
        bytes: envelope.bytes().to_vec(),
        space,
        device: Some(header.device),
        seq: header.seq,
        prev: header.prev,
        reason,
        is_waiting: may_pass(reason),
    }
}

fn unreadable(space: SpaceId, bytes: Vec<u8>, reason: QuarantineReason) -> Quarantined {
    let prev = EnvelopeId::ZERO;
    Quarantined { bytes, space, device: None, seq: 0, prev, reason, is_waiting: may_pass(reason) }
}
