//! The conversation with the relay: connect, log in, pull, push, and start again when the link breaks.

use crate::host::StoreOp;
use crate::replica::Replica;
use crate::saving::OnDurable;
use crate::storage;
use crate::sync::access::PendingAccess;
use crate::sync::admission::Admission;
use crate::sync::apply::Page;
use crate::sync::branches::Rival;
use crate::sync::pulse::Pulse;
use crate::sync::refill::Refill;
use contract::view::LinkState;
use contract::{CommandId, Notice, Outcome, Refusal};
use domain::{Now, Timestamp};
use std::collections::VecDeque;
use wire::frame::{Bye, Denied};
use wire::{AccessHead, ClientFrame, Cursor, DeviceId, EnvelopeId, ServerFrame, SpaceId};

/// Waits between attempts, in milliseconds; the last one repeats. Up to a quarter is added by chance.
const BACKOFF_MS: [i64; 6] = [500, 1_000, 2_000, 5_000, 15_000, 30_000];
/// A relay that refused this device is asked again after this.
const REFUSED_MS: i64 = 60_000;
/// A `Put` carries at most this many bytes of envelopes.
const PUT_BYTES: usize = 900_000;
/// A clock is "off" from here on.
const CLOCK_MINUTES: i64 = 5;

/// Where the conversation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// No relay, or not started.
    #[default]
    Off,
    /// Waiting to try again.
    Waiting(Timestamp),
    /// Opening, or waiting for the relay's challenge.
    Opening,
    /// A login is on its way.
    LoggingIn,
    /// The team is being given to the relay.
    Founding,
    /// Logged in as somebody who may ask that this device be let in.
    Admitting,
    /// Logged in.
    Online,
}

impl Phase {
    /// Whether there is a line, or one is being opened.
    pub fn has_line(&self) -> bool {
        !matches!(self, Self::Off | Self::Waiting(_))
    }
}

/// The conversation's state; nothing of it is stored.
#[derive(Default)]
pub struct Connection {
    pub phase: Phase,
    attempts: usize,
    pub pulse: Pulse,
    pub wants_found: bool,
    pub found_tried: bool,
    /// The relay asked for patience: nothing is pushed before.
    pub push_at: Option<Timestamp>,
    refused: Option<LinkState>,
    clock_off_minutes: Option<i64>,
    pub pending: VecDeque<PendingAccess>,
    /// The first pending access record was sent.
    pub append_under_way: Option<wire::Record>,
    /// The relay's branch of the access log, where it is another.
    pub rival: Option<Rival>,
    /// Asks again to be let in, where the relay's branch does not know this device.
    pub rejoining: Option<Admission>,
    /// Own chains that were given again after a gap; once, then the next connection compares.
    pub given_again: Vec<SpaceId>,
    /// Chains of others to be given back to the relay, when, and from which seq.
    pub refills: Vec<Refill>,
}

/// What a step of the conversation asks for.
#[derive(Default)]
pub struct Out {
    pub frames: Vec<ClientFrame>,
    pub ops: Vec<StoreOp>,
    pub on_durable: Vec<OnDurable>,
    pub pages: Vec<Page>,
    /// Try what waits in quarantine again.
    pub retry: bool,
    /// Originals to be read from the store and put: space, device, from this seq on.
    pub refill: Vec<(SpaceId, DeviceId, u64)>,
    /// Spaces of which snapshots are taken over: parts have come.
    pub take_over: Vec<SpaceId>,
    /// Spaces whose snapshot is to be read from the store and put.
    pub give: Vec<SpaceId>,
    pub notices: Vec<Notice>,
    pub answers: Vec<(CommandId, Result<Outcome, Refusal>)>,
    pub open: Option<String>,
    pub close: bool,
}

impl Replica {
    /// Connect when there is a relay and nothing is under way.
    pub fn connect(&mut self, now: Now, out: &mut Out) {
        if self.identity.relay.is_empty() || self.identity.is_sample {
            self.sync.connection.phase = Phase::Off;
            return;
        }
        let due = match self.sync.connection.phase {
            Phase::Off => true,
            Phase::Waiting(at) => now.at >= at,
            _ => false,
        };
        if due {
            self.sync.connection.phase = Phase::Opening;
            self.sync.connection.pulse.heard(now.at);
            out.open = Some(self.identity.relay.clone());
        }
    }

    /// The link broke or could not be opened.
    pub fn link_down(&mut self, now: Now) {
        let connection = &mut self.sync.connection;
        let wait = BACKOFF_MS[connection.attempts.min(BACKOFF_MS.len() - 1)];
        connection.attempts += 1;
        connection.append_under_way = None;
        connection.found_tried = false;
        connection.rival = None;
        connection.rejoining = None;
        connection.given_again.clear();
        // The next connection compares again.
        connection.refills.clear();
        let jitter = i64::from(self.random::<1>()[0]) * wait / 1024;
        self.sync.connection.phase = Phase::Waiting(Timestamp(now.at.0 + wait + jitter));
        self.sync.outbox.iter_mut().for_each(|(_, waiting)| waiting.sent = false);
        self.sync.pulling.clear();
        self.sync.snapshots.forget_line();
    }

    /// Begin the conversation anew, in a moment: whatever a relay says, this is no tight circle.
    pub fn reconnect(&mut self, now: Now, out: &mut Out) {
        out.close = true;
        self.sync.connection.attempts = self.sync.connection.attempts.min(1);
        self.link_down(now);
    }

    /// The clock was turned back: what was to wait for a moment of before waits no longer.
    pub fn clock_turned_back(&mut self, now: Timestamp) {
        let connection = &mut self.sync.connection;
        if let Phase::Waiting(at) = &mut connection.phase {
            *at = now;
        }
        connection.push_at = connection.push_at.map(|_| now);
        connection.pulse.clock_turned_back(now);
        self.sync.batches.clock_turned_back(now);
        self.sync.snapshots.clock_turned_back(now);
        connection.refills.iter_mut().for_each(|refill| refill.at = now);
        self.loaded.values_mut().for_each(|loaded| loaded.used_at = now);
    }

    /// When the engine must be woken for the link's sake.
    pub fn next_link_wake(&self) -> Option<Timestamp> {
        let retry = match self.sync.connection.phase {
            Phase::Waiting(at) => Some(at),
            Phase::Off => None,
            _ => Some(self.sync.connection.pulse.next_due()),
        };
        let refill = self.sync.connection.refills.iter().map(|refill| refill.at).min();
        let snapshots = self.sync.snapshots.next_due();
        retry.into_iter().chain(refill).chain(snapshots).chain(self.sync.connection.push_at).min()
    }

    pub fn link_state(&self) -> LinkState {
        if self.identity.relay.is_empty() || self.identity.is_sample {
            return LinkState::None;
        }
        match (&self.sync.connection.refused, &self.sync.connection.phase) {
            (Some(state), _) => state.clone(),
            (None, Phase::Off | Phase::Waiting(_)) => LinkState::Offline,
            (None, Phase::Opening | Phase::LoggingIn | Phase::Founding | Phase::Admitting) => {
                LinkState::Connecting
            }
            (None, Phase::Online) => LinkState::Online,
        }
    }

    /// Logged in.
    pub fn is_online(&self) -> bool {
        self.sync.connection.phase == Phase::Online
    }

    pub fn clock_off_minutes(&self) -> Option<i64> {
        self.sync.connection.clock_off_minutes
    }

    /// One frame from the relay.
    pub fn on_frame(&mut self, now: Now, frame: ServerFrame, out: &mut Out) {
        self.sync.connection.pulse.heard(now.at);
        match frame {
            ServerFrame::Challenge { nonce, relay } => self.answer_challenge(&nonce, &relay, out),
            ServerFrame::Welcome { head, records, now_ms } => self.welcome(now, head, records, now_ms, out),
            ServerFrame::LoginDenied { reason } => self.login_denied(now, reason, out),
            ServerFrame::Founded { records, .. } => self.founded(now, records, out),
            ServerFrame::FoundDenied {
                reason: Denied::Forked | Denied::InviteExpired | Denied::InviteUsed,
            } if self.sync.connection.phase == Phase::Founding && self.may_ask_again() => {}
            // Somebody was faster with what the relay lacked.
            ServerFrame::FoundDenied { reason: Denied::Forked } if self.is_online() => self.meet_branch(out),
            ServerFrame::FoundDenied { reason } => self.hang_up(now, reason, out),
            ServerFrame::Page { space, from, envelopes, next, more } => {
                self.take_page(space, from, envelopes, next, more, out);
            }
            ServerFrame::CursorMismatch { space } => {
                self.sync.cursors.insert(space, Cursor::START);
                self.sync.asked.insert(space, Cursor::START);
                self.sync.begin_pull(space);
                out.ops.push(StoreOp::Delete { key: storage::cursor(space) });
                out.frames.push(ClientFrame::Pull { space, after: Cursor::START });
                out.frames.push(ClientFrame::FetchTails { space });
                out.notices.push(Notice::RelayLostData);
            }
            ServerFrame::Ack { space, device, seq } => self.acknowledged(space, device, seq, out),
            ServerFrame::Refused { envelope, reason } => self.put_refused(now, envelope, reason, out),
            ServerFrame::Tails { space, tails } => {
                self.compare_tails(now, space, &tails, out);
                self.sync.snapshots.told_tails(space, tails);
            }
            ServerFrame::Receipts { receipts, .. } => self.take_receipts(receipts, out),
            ServerFrame::AccessRecords { from, records, more } => {
                self.take_records(now, from, records, more, out)
            }
            ServerFrame::AccessAppended { .. } => self.record_appended(now, out),
            ServerFrame::AccessConflict { .. } => {
                self.sync.connection.append_under_way = None;
                out.frames.push(ClientFrame::AccessSince { index: self.records_here() });
            }
            ServerFrame::AccessDenied { reason } if self.sync.connection.rival.is_some() => {
                self.not_carried_over(now, reason, out);
            }
            ServerFrame::AccessDenied { reason } if self.sync.connection.phase == Phase::Admitting => {
                self.admission_denied(now, reason, out);
            }
            ServerFrame::AccessDenied { .. } => self.record_denied(out),
            ServerFrame::Boxes { boxes, .. } => self.take_boxes(boxes, out),
            ServerFrame::Bye { reason } => {
                if matches!(reason, Bye::Origin | Bye::Version | Bye::Protocol | Bye::Quota) {
                    self.link_down(now);
                    self.sync.connection.refused = Some(LinkState::Refused(format!("{reason:?}")));
                    self.sync.connection.phase = Phase::Waiting(Timestamp(now.at.0 + REFUSED_MS));
                    out.close = true;
                }
            }
            ServerFrame::PullDenied { space, .. } => {
                self.sync.pulling.remove(&space);
                self.sync.snapshots.is_told_nothing(space);
                self.sync.care.proven(space);
            }
            ServerFrame::Snapshots { .. } | ServerFrame::Parts { .. } | ServerFrame::Dropped { .. }
                if self.sync.connection.phase != Phase::Online => {}
            ServerFrame::Snapshots { space, snapshots, countersignatures, more } => {
                self.take_snapshots(space, snapshots, countersignatures);
                if !more {
                    self.have_snapshots(now, space, out);
                }
            }
            ServerFrame::Parts { space, parts } => self.take_parts(space, parts, out),
            ServerFrame::Dropped { space, until } => self.dropped(now, space, until, out),
            ServerFrame::SnapshotDenied { space, .. } => self.snapshot_denied(space),
            ServerFrame::SnapshotStored { .. } => self.sync.snapshots.is_stored(),
            ServerFrame::BoxesStored | ServerFrame::BoxesDenied { .. } | ServerFrame::Whisper { .. } => {}
            ServerFrame::Pong => self.sync.connection.pulse.answered(),
        }
    }

    fn answer_challenge(&mut self, nonce: &[u8; 32], relay: &[u8; 16], out: &mut Out) {
        if self.sync.connection.wants_found && !self.sync.connection.found_tried {
            self.sync.connection.phase = Phase::Founding;
            self.sync.connection.found_tried = true;
            // From the moment it has the log the relay orders it. That is written down before the log leaves: with
            // the answer lost and the program restarted, this device must not go on ordering it as well.
            self.sync.at_relay = true;
            out.ops.push(StoreOp::Put { key: storage::META_AT_RELAY.to_vec(), value: vec![1] });
            out.on_durable.push(OnDurable::GiveTeam);
            return;
        }
        if self.sync.connection.phase == Phase::Online {
            return;
        }
        self.sync.connection.phase = Phase::LoggingIn;
        out.frames.push(self.login(nonce, relay));
    }

    fn login_denied(&mut self, now: Now, reason: Denied, out: &mut Out) {
        // Who neither orders the log nor knows that a relay does would make a second one of it.
        let may_give = self.sync.at_relay || self.orders_log();
        let connection = &mut self.sync.connection;
        match reason {
            Denied::UnknownTeam | Denied::UnknownIdentity if !connection.found_tried && may_give => {
                connection.wants_found = true;
            }
            reason if self.may_be_in(reason) => {}
            reason => self.hang_up(now, reason, out),
        }
    }

    /// The relay does not want us: say so, and ask again much later.
    pub fn hang_up(&mut self, now: Now, reason: Denied, out: &mut Out) {
        let state = self.state_after(reason);
        self.link_down(now);
        // As itself first: somebody may have brought it along meanwhile.
        self.sync.connection.wants_found = false;
        self.sync.connection.refused = Some(state);
        self.sync.connection.phase = Phase::Waiting(Timestamp(now.at.0 + REFUSED_MS));
        out.close = true;
    }

    /// The moment by the relay's clock, which says when an invite is over: this one may be wrong.
    pub fn relay_ms(&self, now: Now) -> u64 {
        let ahead_ms = self.clock_off_minutes().unwrap_or_default() * 60_000;
        now.at.0.saturating_sub(ahead_ms).unsigned_abs()
    }

    /// Whoever was in, and neither as themselves nor by their link is let in, has been forgotten.
    fn state_after(&self, reason: Denied) -> LinkState {
        let is_unknown = matches!(
            reason,
            Denied::Forked | Denied::UnknownIdentity | Denied::InviteExpired | Denied::InviteUsed
        );
        if is_unknown && self.sync.admission.is_none() && self.is_admitted() {
            LinkState::Forgotten
        } else {
            LinkState::Refused(format!("{reason:?}"))
        }
    }

    fn welcome(&mut self, now: Now, head: AccessHead, records: u64, relay_ms: u64, out: &mut Out) {
        let connection = &mut self.sync.connection;
        connection.phase = Phase::Online;
        connection.refused = None;
        let off = (now.at.0 - i64::try_from(relay_ms).unwrap_or(now.at.0)) / 60_000;
        connection.clock_off_minutes = (off.abs() >= CLOCK_MINUTES).then_some(off);
        let is_elsewhere = self.is_elsewhere(head, records);
        if records < self.access.len() as u64 && !is_elsewhere {
            // The relay lost part of the log: give it back, then go on.
            self.give_rest(records, out);
        }
        if !self.sync.at_relay {
            self.sync.at_relay = true;
            out.ops.push(StoreOp::Put { key: storage::META_AT_RELAY.to_vec(), value: vec![1] });
        }
        if is_elsewhere {
            return self.meet_branch(out);
        }
        out.frames.push(ClientFrame::AccessSince { index: self.access.len() as u64 });
        if self.sync.admission.is_some() || self.sync.connection.rejoining.is_some() {
            self.sync.connection.phase = Phase::Admitting;
            return;
        }
        self.go_online(now, out);
    }

    /// Relay and device have one log: get what is new, give what is here.
    pub fn go_online(&mut self, now: Now, out: &mut Out) {
        self.sync.connection.phase = Phase::Online;
        self.sync.connection.attempts = 0;
        self.forget_old_link(now, out);
        let boxes = self.boxes_nobody_else_has(now);
        if !boxes.is_empty() {
            out.frames.push(ClientFrame::PutBoxes { boxes });
        }
        out.frames.push(ClientFrame::FetchBoxes);
        self.sync.asked.clear();
        // Nothing of an earlier connection is known to have arrived.
        self.sync.stated.clear();
        self.sync.receipts_due = true;
        self.sync.outbox.iter_mut().for_each(|(_, waiting)| waiting.sent = false);
        self.pull_all(out);
        self.push(now, out);
        self.append_next(now, out);
    }

    /// Pull every space whose key is here and that was not asked for on this connection.
    pub fn pull_all(&mut self, out: &mut Out) {
        if self.sync.connection.phase != Phase::Online {
            return;
        }
        let state = self.access.state();
        for space in state.readable_spaces(self.identity.person) {
            let has_key = self.keys.keys().any(|(other, _)| *other == space);
            if has_key && !self.sync.asked.contains_key(&space) {
                let after = self.sync.cursors.get(&space).copied().unwrap_or_default();
                self.sync.asked.insert(space, after);
                self.sync.begin_pull(space);
                if let Some((op, marked)) = self.sync.care.begin_receiving(space) {
                    out.ops.push(op);
                    out.on_durable.push(marked);
                }
                // Which snapshots may be taken hangs on whose chains there are.
                out.frames.push(ClientFrame::FetchTails { space });
                if self.begins_with_snapshot(space) {
                    self.await_snapshots(space, out);
                } else {
                    out.frames.push(ClientFrame::Pull { space, after });
                }
                out.frames.push(ClientFrame::FetchReceipts { space });
            }
        }
    }

    fn take_page(
        &mut self,
        space: SpaceId,
        from: Cursor,
        envelopes: Vec<Vec<u8>>,
        next: Cursor,
        more: bool,
        out: &mut Out,
    ) {
        let asked = self.sync.asked.get(&space).copied().unwrap_or_default();
        // The relay's word for where the page ends is checked: a cursor must never run ahead of what was seen.
        let end = envelopes
            .iter()
            .fold(from, |cursor, bytes| cursor.after(EnvelopeId(*blake3::hash(bytes).as_bytes())));
        if from.position > asked.position {
            out.frames.push(ClientFrame::Pull { space, after: asked });
        }
        if from != asked || end != next {
            return;
        }
        self.sync.asked.insert(space, next);
        if more {
            out.frames.push(ClientFrame::Pull { space, after: next });
        } else {
            self.sync.pulling.remove(&space);
        }
        self.sync.received = self.sync.received.saturating_add(envelopes.len() as u32);
        if envelopes.is_empty() {
            self.sync.care.proven(space);
        } else {
            out.pages.push(Page { space, envelopes, next: Some(next) });
        }
    }

    /// Send own envelopes that are durable here, in chain order.
    pub fn push(&mut self, now: Now, out: &mut Out) {
        let connection = &mut self.sync.connection;
        if connection.phase != Phase::Online || connection.push_at.is_some_and(|at| now.at < at) {
            return;
        }
        connection.push_at = None;
        let durable = self.sync.durable_step;
        let mut blocked: Option<SpaceId> = None;
        let mut envelopes = Vec::new();
        let mut bytes = 0;
        for ((space, _), waiting) in &mut self.sync.outbox {
            if blocked == Some(*space) || waiting.sent {
                continue;
            }
            if waiting.step > durable {
                blocked = Some(*space);
                continue;
            }
            waiting.sent = true;
            bytes += waiting.bytes.len();
            envelopes.push(waiting.bytes.clone());
            if bytes > PUT_BYTES || envelopes.len() >= wire::MAX_PAGE_ENVELOPES {
                out.frames.push(ClientFrame::Put { envelopes: std::mem::take(&mut envelopes) });
                bytes = 0;
            }
        }
        if !envelopes.is_empty() {
            out.frames.push(ClientFrame::Put { envelopes });
        }
    }

    fn acknowledged(&mut self, space: SpaceId, device: DeviceId, seq: u64, out: &mut Out) {
        if device != self.identity.device.id() {
            return;
        }
        let acknowledged = self.sync.unacknowledged(space).take_while(|waiting| *waiting <= seq);
        out.ops.extend(acknowledged.map(|seq| StoreOp::Delete { key: storage::outbox(space, seq) }));
        self.sync.outbox.retain(|(of, waiting), _| *of != space || *waiting > seq);
    }
}
