//! Give a relay back what it lost: originals, verbatim, from whoever holds them.

use crate::replica::Replica;
use crate::sync::connection::Out;
use domain::{Now, Timestamp};
use std::collections::BTreeMap;
use wire::frame::Refusal;
use wire::receipt::ChainEnd;
use wire::{ClientFrame, DeviceId, EnvelopeId, SpaceId};

/// Other people's chains are given back after a random delay up to this, so that not everybody does it at once.
const OTHERS_DELAY_MS: i64 = 3_000;

/// A relay that is full is asked again after this.
const FULL_RELAY_MS: i64 = 30_000;

/// Somebody else's chain that the relay lacks from here on, to be given to it at this moment. There are few at a time.
pub struct Refill {
    space: SpaceId,
    device: DeviceId,
    from: u64,
    pub at: Timestamp,
}

impl Replica {
    /// The relay says where its chains end: what this device holds beyond is sent; what I wrote, on whichever device,
    /// at once: the device that a backup was of may have been the only other one to hold it.
    pub fn compare_tails(
        &mut self,
        now: Now,
        space: SpaceId,
        tails: &BTreeMap<DeviceId, ChainEnd>,
        out: &mut Out,
    ) {
        if self
            .sync
            .chains_of(space)
            .any(|(device, _)| tails.get(&device).map_or(0, |end| end.seq) < self.base_of(space, device))
        {
            self.give_base(space, out);
        }
        let lacking: Vec<(DeviceId, u64)> = self
            .sync
            .chains_of(space)
            .filter_map(|(device, mine)| {
                let theirs = tails.get(&device).map_or(0, |end| end.seq);
                // What it lacks before the snapshot goes with the snapshot; then it is asked again.
                let has_originals = theirs >= self.base_of(space, device);
                (has_originals && theirs < mine.seq).then_some((device, theirs + 1))
            })
            .collect();
        let me = self.identity.device.id();
        for (device, from) in lacking {
            if device == me {
                let waits = self.sync.unacknowledged(space).next();
                // What is still in the outbox is pushed anyway.
                if waits.is_none_or(|first| first > from) {
                    out.refill.push((space, device, from));
                }
            } else if self.access.state().person_of(device) == Some(self.identity.person) {
                if !self.sync.giving.contains(&(space, device)) {
                    self.sync.giving.push((space, device));
                }
                out.refill.push((space, device, from));
            } else {
                let wait = i64::from(u16::from_be_bytes(self.random())) * OTHERS_DELAY_MS / 65_536;
                let refill = Refill { space, device, from, at: Timestamp(now.at.0 + wait) };
                let refills = &mut self.sync.connection.refills;
                refills.retain(|other| (other.space, other.device) != (space, device));
                refills.push(refill);
            }
        }
    }

    /// Refills whose time has come.
    pub fn due_refills(&mut self, now: Now, out: &mut Out) {
        let due = self.sync.connection.refills.extract_if(.., |refill| refill.at <= now.at);
        out.refill.extend(due.map(|refill| (refill.space, refill.device, refill.from)));
    }

    /// An envelope was not taken.
    pub fn put_refused(&mut self, now: Now, envelope: EnvelopeId, reason: Refusal, out: &mut Out) {
        match reason {
            Refusal::Gap { expected_seq } => {
                let me = self.identity.device.id();
                let space = self
                    .sync
                    .outbox
                    .iter()
                    .find(|(_, waiting)| blake3::hash(&waiting.bytes).as_bytes() == &envelope.0)
                    .map(|((space, _), _)| *space);
                if let Some(space) = space
                    && expected_seq <= self.base_of(space, me)
                {
                    self.give_base(space, out);
                } else if let Some(space) = space
                    && !self.sync.connection.given_again.contains(&space)
                {
                    self.sync.connection.given_again.push(space);
                    out.refill.push((space, me, expected_seq));
                }
            }
            // What is said on another branch is known there once that is carried over.
            Refusal::Right(_) if self.sync.connection.rival.is_some() => {}
            Refusal::Right(_) if !self.sync.connection.found_tried => {
                // The relay may lack access records: give it the log; what was refused goes again on reconnect.
                self.sync.connection.found_tried = true;
                let (records, boxes) = self.piece_of_log(0);
                out.frames.push(ClientFrame::Found { records, boxes });
            }
            Refusal::RateLimited { retry_after_ms } => self.push_again(now, i64::from(retry_after_ms)),
            Refusal::Storage | Refusal::Quota => self.push_again(now, FULL_RELAY_MS),
            // What the relay has instead comes by the pull; see `Replica::make_room`.
            Refusal::Fork { .. } => {}
            Refusal::Right(_) | Refusal::Malformed | Refusal::TooLarge | Refusal::Signature => {}
        }
    }
    /// Everything unacknowledged goes again after a while.
    fn push_again(&mut self, now: Now, after_ms: i64) {
        self.sync.outbox.iter_mut().for_each(|(_, waiting)| waiting.sent = false);
        self.sync.connection.push_at = Some(Timestamp(now.at.0 + after_ms.max(1)));
    }
}
