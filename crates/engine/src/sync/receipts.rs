//! Who has durably applied what: the third of the three true states.

use crate::host::StoreOp;
use crate::replica::Replica;
use crate::storage;
use crate::sync::connection::{Out, Phase};
use contract::view::SyncStage;
use domain::Now;
use std::collections::BTreeMap;
use wire::receipt::ChainEnd;
use wire::{ClientFrame, DeviceId, Receipt, SpaceId};

impl Replica {
    /// What is to be stated for every space that has moved since the last statement, and the counter's place on
    /// disk. Everything that was applied is in the write queue before it: once that is durable, the statements are
    /// true and may be sent.
    pub fn plan_receipts(&mut self, now: Now) -> Option<(StoreOp, Vec<Receipt>)> {
        if !self.sync.receipts_due || self.sync.connection.phase != Phase::Online {
            return None;
        }
        self.sync.receipts_due = false;
        let (counter, mut receipts) = self.receipts_now(now);
        receipts.retain(|receipt| self.sync.stated.get(&receipt.space) != Some(&receipt.applied));
        if receipts.is_empty() {
            return None;
        }
        for receipt in &receipts {
            self.sync.stated.insert(receipt.space, receipt.applied.clone());
        }
        Some((self.receipt_counter_op(counter), receipts))
    }

    /// The same for a file, signed: everything, whatever was stated elsewhere.
    pub fn receipts_for_file(&mut self, now: Now) -> (Vec<Vec<u8>>, StoreOp) {
        let (counter, receipts) = self.receipts_now(now);
        let signed = receipts.iter().filter_map(|receipt| receipt.sign(&self.identity.device).ok()).collect();
        (signed, self.receipt_counter_op(counter))
    }

    fn receipts_now(&self, now: Now) -> (u64, Vec<Receipt>) {
        let counter = now.at.0.unsigned_abs().max(self.sync.receipt_counter + 1);
        let (team, device) = (self.identity.team, self.identity.device.id());
        let spaces = self.access.state().readable_spaces(self.identity.person).into_iter();
        let receipts = spaces
            .map(|space| Receipt { team, space, device, counter, applied: self.applied_in(space) })
            .filter(|receipt| !receipt.applied.is_empty());
        (counter, receipts.collect())
    }

    fn receipt_counter_op(&mut self, counter: u64) -> StoreOp {
        self.sync.receipt_counter = counter;
        StoreOp::Put { key: storage::META_RECEIPTS.to_vec(), value: counter.to_be_bytes().to_vec() }
    }

    /// What these state is durable.
    pub fn send_receipts(&mut self, receipts: &[Receipt], out: &mut Out) {
        if self.sync.connection.phase != Phase::Online {
            return;
        }
        let signed = receipts.iter().filter_map(|receipt| receipt.sign(&self.identity.device).ok());
        out.frames.extend(signed.map(|receipt| ClientFrame::PutReceipt { receipt }));
    }

    /// Per other device how far its chain is applied here: up to before the first envelope that waits.
    fn applied_in(&self, space: SpaceId) -> BTreeMap<DeviceId, ChainEnd> {
        let me = self.identity.device.id();
        let applied =
            self.sync.chains_of(space).filter(|(device, _)| *device != me).filter_map(|(device, end)| {
                match self.sync.first_waiting(space, device) {
                    Some((seq, prev)) if seq <= end.seq => {
                        (seq > 1).then_some((device, ChainEnd { seq: seq - 1, id: prev }))
                    }
                    _ => Some((device, end)),
                }
            });
        domain::few::tree(applied)
    }

    /// Others' statements.
    pub fn take_receipts(&mut self, receipts: Vec<Vec<u8>>, out: &mut Out) {
        for bytes in receipts {
            let Ok(receipt) = Receipt::verify(&bytes) else { continue };
            let state = self.access.state();
            let reads =
                state.person_of(receipt.device).is_some_and(|person| state.can_read(person, receipt.space));
            if receipt.team != self.identity.team || !reads {
                continue;
            }
            if receipt.device == self.identity.device.id() {
                self.take_own_receipt(&receipt);
                continue;
            }
            let place = (receipt.space, receipt.device);
            if self.sync.receipts.get(&place).is_some_and(|known| known.counter >= receipt.counter) {
                continue;
            }
            let value = postcard::to_stdvec(&receipt).unwrap_or_default();
            out.ops.push(StoreOp::Put { key: storage::receipt(place.0, place.1), value });
            self.sync.receipts.insert(place, receipt);
        }
    }

    /// A higher counter than mine under my own name: this disk is an older copy. Go on from there, or nobody would
    /// listen until the clock has caught up.
    fn take_own_receipt(&mut self, receipt: &Receipt) {
        if receipt.counter > self.sync.receipt_counter {
            self.sync.receipt_counter = receipt.counter;
            self.sync.stated.clear();
            self.sync.receipts_due = true;
        }
    }

    /// Whether a device has stated that it has all of mine that it may read.
    pub fn has_all_of_mine(&self, device: DeviceId) -> bool {
        let me = self.identity.device.id();
        let state = self.access.state();
        let Some(person) = state.person_of(device) else { return false };
        let mut any = false;
        for (space, end) in self.own_chains() {
            if !state.can_read(person, space) {
                continue;
            }
            any = true;
            let stated =
                self.sync.receipts.get(&(space, device)).and_then(|receipt| receipt.applied.get(&me));
            if stated.is_none_or(|stated| stated.seq < end.seq) {
                return false;
            }
        }
        any
    }

    fn own_chains(&self) -> impl Iterator<Item = (SpaceId, ChainEnd)> + '_ {
        let me = self.identity.device.id();
        self.sync
            .chains
            .iter()
            .filter(move |((_, device), _)| *device == me)
            .map(|((space, _), end)| (*space, *end))
    }

    /// The sentence on screen, given whether everything is durable here.
    pub fn sync_stage(&self, is_saved: bool) -> SyncStage {
        if !is_saved {
            return SyncStage::Saving;
        }
        let me = self.identity.device.id();
        let known = &self.access.state().devices;
        let others = known.keys().filter(|device| **device != me);
        let devices = others.filter(|device| self.has_all_of_mine(**device)).count() as u32;
        // By a sync file also without a relay.
        if devices > 0 {
            return SyncStage::Received { devices };
        }
        let is_here_only = self.identity.relay.is_empty()
            || self.identity.is_sample
            || self.sync.waiting() > 0
            // Who has not been let in yet has uploaded nothing.
            || !known.contains_key(&me)
            || !self.sync.at_relay;
        if is_here_only { SyncStage::SavedHere } else { SyncStage::Uploaded }
    }
}
