//! A page of remote envelopes: verify, then decrypt, then check, then apply — and one transaction for all of it.

use super::batches::Arrival;
use super::quarantine::{Quarantined, may_pass};
use crate::document::{ChangeFault, Checker};
use crate::host::StoreOp;
use crate::identity::actor_prefix;
use crate::projection::{DocumentKey, Row};
use crate::replica::{Loaded, Replica};
use crate::storage::{self, DocumentId};
use contract::view::QuarantineReason;
use domain::{Now, RecordId, few};
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
    /// Own changes that never left this device under the place they had in its chain; see [`Replica::make_room`].
    unsent: Vec<Body>,
    /// The step that sealed those again.
    resealed: Option<u64>,
    /// A chain has grown: what waits may follow it now.
    is_progress: bool,
}

/// What applying a page asks for.
pub struct Applied {
    pub ops: Vec<StoreOp>,
    pub changed: Vec<RecordId>,
    /// An access record or key is missing: ask the relay.
    pub wants_access: bool,
    /// What waits in quarantine may have what it waited for.
    pub is_progress: bool,
    /// Own envelopes were sealed in this step.
    pub resealed: Option<u64>,
}

impl OpenedPage {
    pub fn documents(&self) -> BTreeSet<DocumentKey> {
        domain::few::set(self.opened.iter().map(|opened| opened.document))
    }

    pub fn space(&self) -> SpaceId {
        self.space
    }

    /// Whether an envelope of it is about to be applied.
    pub fn applies(&self, id: EnvelopeId) -> bool {
        self.opened.iter().any(|opened| opened.envelope.id() == id)
    }

    /// Whether it ends a page of the relay.
    pub fn moves_cursor(&self) -> bool {
        self.next.is_some()
    }
}

impl Replica {
    /// Verify and decrypt. Chains advance over everything that is genuinely the device's next envelope, also over
    /// what is then quarantined.
    pub fn open_page(&mut self, page: Page) -> OpenedPage {
        let mut result = OpenedPage {
            space: page.space,
            next: page.next,
            opened: Vec::new(),
            ops: Vec::new(),
            unsent: Vec::new(),
            resealed: None,
            is_progress: false,
        };
        for bytes in page.envelopes {
            match self.open_envelope(page.space, bytes, &mut result) {
                Ok(Some(opened)) => result.opened.push(opened),
                Ok(None) => {}
                Err((id, entry)) => result.ops.extend(self.sync.quarantine(id, *entry)),
            }
        }
        if !result.unsent.is_empty() {
            let unsent = std::mem::take(&mut result.unsent);
            result.resealed = Some(self.seal_again(page.space, unsent, &mut result.ops));
        }
        result
    }

    fn open_envelope(
        &mut self,
        space: SpaceId,
        bytes: Vec<u8>,
        page: &mut OpenedPage,
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
        if header.device == self.identity.device.id() {
            self.make_room(&envelope, space, page);
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
            page.is_progress = true;
            page.ops.extend(self.sync.keep_chain(space, header.device, ChainEnd { seq: header.seq, id }));
            page.ops.push(StoreOp::Put {
                key: storage::envelope(space, header.device, header.seq),
                value: envelope.bytes().to_vec(),
            });
        }
        if self.sync.care.is_condemned(id.0) {
            return refuse(QuarantineReason::Crashed);
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

    /// The relay has another envelope of this device where own changes wait to be sent: this disk is an older copy of
    /// what it was (a restored backup, writes that the system lost). The chain that others know comes first; what
    /// waits never left, so it is taken out and sealed again behind it.
    fn make_room(&mut self, known: &Envelope, space: SpaceId, page: &mut OpenedPage) {
        let header = known.header();
        let device = self.identity.device.id();
        let mine = |seq| {
            self.sync
                .outbox
                .get(&(space, seq))
                .and_then(|waiting| Envelope::verify(waiting.bytes.clone()).ok())
        };
        let Some(tail) = self.sync.tail(space, device).filter(|tail| tail.seq >= header.seq) else { return };
        let Some(first) = mine(header.seq).filter(|own| own.id() != known.id()) else { return };
        let waiting: Vec<Envelope> = (header.seq..=tail.seq).filter_map(mine).collect();
        if first.header().prev != header.prev || waiting.len() as u64 != tail.seq - header.seq + 1 {
            return;
        }
        page.unsent.extend(self.take_back(space, header.seq, &mut page.ops));
        let end = ChainEnd { seq: header.seq - 1, id: header.prev };
        page.ops.extend(match end.seq {
            0 => self.sync.forget_chain(space, device),
            _ => self.sync.keep_chain(space, device, end),
        });
    }

    /// Check and apply an opened page whose documents are loaded.
    pub fn apply_page(&mut self, now: Now, page: OpenedPage) -> Applied {
        let mut applied = Applied {
            ops: page.ops,
            changed: Vec::new(),
            wants_access: false,
            is_progress: page.is_progress,
            resealed: page.resealed,
        };
        let mut by_document: BTreeMap<DocumentKey, Vec<Opened>> = BTreeMap::new();
        for opened in page.opened {
            by_document.entry(opened.document).or_default().push(opened);
        }
        let mut arrivals = BTreeMap::new();
        for (key, envelopes) in by_document {
            self.apply_to_document(now, key, envelopes, page.space, &mut arrivals, &mut applied);
        }
        let rows = self.sync.batches.arrive(now.at, arrivals);
        applied.changed = self.show(rows);
        self.projection.mark_partial(self.sync.batches.partial());
        applied.ops.extend(self.sync.batches.op());
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
        arrivals: &mut BTreeMap<[u8; 16], Arrival>,
        applied: &mut Applied,
    ) {
        // One of a snapshot that could not be read is made anew of what is pulled again.
        if self.projection.document(key).next == 0 {
            self.closed.remove(&key);
        }
        if self.closed.contains(&key) {
            for Opened { envelope, .. } in envelopes {
                let refused = entry(&envelope, space, QuarantineReason::Crashed);
                applied.ops.extend(self.sync.quarantine(envelope.id(), refused));
            }
            return;
        }
        if !self.loaded.contains_key(&key) {
            let Ok(document) = self.open_document(&[]) else { return };
            self.loaded.insert(key, Loaded { document, used_at: now.at });
        }
        let class = self.class_of_space(space);
        let Some(loaded) = self.loaded.get_mut(&key) else { return };
        loaded.used_at = now.at;
        let mut checker = Checker::new(&loaded.document);
        let mut accepted = Vec::new();
        let mut batches = Vec::new();
        let mut chunk = Vec::new();
        let mut taken = Vec::new();
        for opened in envelopes {
            let Opened { envelope, body, .. } = &opened;
            match checker.check(&body.changes, actor_prefix(&envelope.header().device)) {
                Ok(changes) => {
                    changes.iter().for_each(|change| chunk.extend_from_slice(change.raw_bytes()));
                    batches.push((
                        body.batch,
                        body.batch_len,
                        accepted.len()..accepted.len() + changes.len(),
                    ));
                    accepted.extend(changes);
                    taken.push(opened);
                }
                Err(fault) => {
                    let reason = reason_of(fault);
                    applied.ops.extend(self.sync.quarantine(envelope.id(), entry(envelope, space, reason)));
                }
            }
        }
        let done = match (loaded.document.apply(&accepted), taken.as_slice()) {
            (Ok(done), _) => done,
            (Err(fault), [Opened { envelope, .. }]) => {
                let refused = entry(envelope, space, reason_of(fault));
                applied.ops.extend(self.sync.quarantine(envelope.id(), refused));
                return;
            }
            // One of them does not fit; the others are not to blame.
            (Err(_), _) => {
                for opened in taken {
                    self.apply_to_document(now, key, vec![opened], space, arrivals, applied);
                }
                return;
            }
        };
        for Opened { envelope, .. } in &taken {
            applied.ops.extend(self.sync.release_quarantined(envelope.id()));
        }
        if accepted.is_empty() {
            return;
        }
        applied.is_progress = true;
        let mut rows: BTreeMap<RecordId, Option<Row>> = BTreeMap::new();
        for (batch, len, changes) in batches {
            let arrival = arrivals.entry(batch).or_default();
            arrival.len = len;
            arrival.envelopes += 1;
            for id in loaded.document.touched_records(&done[changes]) {
                let row = rows.entry(id).or_insert_with(|| {
                    loaded.document.record(id).and_then(|state| Row::within(class, key, &state))
                });
                arrival.rows.extend(row.clone());
            }
        }
        let document = self.projection.document_mut(key);
        document.heads = loaded.document.heads();
        document.shard = loaded.document.shard().unwrap_or_default();
        let rows: Vec<Row> = rows.into_values().flatten().collect();
        self.keep_unshown(key, chunk, &rows, &mut applied.ops);
    }

    /// Put rows on the screens.
    fn show(&mut self, rows: Vec<Row>) -> Vec<RecordId> {
        let shown = rows.into_iter().filter_map(|row| {
            let id = row.id;
            self.projection.upsert_row(row).map(|_| id)
        });
        shown.collect()
    }

    /// Show what was held back for long enough.
    pub fn show_overdue(&mut self, now: Now) {
        let rows = self.sync.batches.overdue(now.at);
        self.show(rows);
        self.projection.mark_partial(self.sync.batches.partial());
    }

    /// A snapshot was taken over, and everything beside it is here: what batches lack is inside.
    pub fn show_beside_snapshot(&mut self) -> Option<StoreOp> {
        let rows = self.sync.batches.end_waiting();
        self.show(rows);
        self.projection.mark_partial(self.sync.batches.partial());
        self.sync.batches.op()
    }

    /// Everything that waits, per space in chain order, to be tried again.
    pub fn waiting_pages(&self) -> Vec<Page> {
        let waiting = self.sync.quarantine.values().filter(|entry| entry.is_waiting);
        few::groups(waiting.map(|entry| (entry.space, entry)))
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
