//! What goes wrong at random.

use super::Run;
use crate::model::Model;
use engine::host::{Key, LinkEvent, StoreError};
use engine::storage;
use std::collections::{BTreeMap, BTreeSet};
use wire::{ClientFrame, Envelope, ServerFrame};

const YEAR_MS: i64 = 365 * 86_400_000;

/// A device's disk at an earlier moment.
pub(super) struct Copy {
    device: usize,
    pairs: BTreeMap<Key, Vec<u8>>,
}

impl Run {
    pub(super) fn something_goes_wrong(&mut self) {
        let at = self.team.dice.below(self.team.devices.len());
        let is_on = self.team.devices[at].engine.is_some();
        match self.team.dice.below(40) {
            0..6 => self.team.break_line(at),
            6..9 => {
                self.team.devices[at].is_cut_off = !self.team.devices[at].is_cut_off;
                self.team.break_line(at);
            }
            9..14 if is_on => {
                // Between any two effects of what it does next.
                self.team.devices[at].dies_after = Some(self.team.dice.below(6));
            }
            14..17 if is_on => self.team.crash(at),
            9..20 => {
                if !is_on {
                    self.team.switch_on(at);
                }
            }
            20..24 => {
                let disk = &mut self.team.devices[at].disk;
                disk.fault = if disk.fault.is_none() { Some(StoreError::Full) } else { None };
            }
            24..27 => {
                let ahead_ms = [-YEAR_MS, 0, 90_000, YEAR_MS][self.team.dice.below(4)];
                self.team.set_clock(at, ahead_ms);
            }
            27..32 => self.say_twice(at),
            32 => self.take_a_copy(at),
            33..35 if self.disks_are_put_back => self.put_a_copy_back(),
            33..35 => {
                let writes = self.team.relay.disk_len();
                let lost = self.team.dice.below(writes.min(30) + 1);
                self.team.roll_relay_back(writes - lost);
            }
            35 if !self.disks_are_put_back && self.team.dice.once_in(3) => self.team.roll_relay_back(0),
            36 => {
                self.team.relay.is_down = !self.team.relay.is_down;
                if self.team.relay.is_down {
                    (0..self.team.devices.len()).for_each(|at| self.team.break_line(at));
                }
            }
            37..39 => self.team.devices[at].line.die(),
            _ => self.team.break_line(at),
        }
    }

    /// A put or a page arrives twice.
    fn say_twice(&mut self, at: usize) {
        let line = &mut self.team.devices[at].line;
        let is_put = |frame: &Vec<u8>| matches!(ClientFrame::decode(frame), Ok(ClientFrame::Put { .. }));
        if let Some(frame) = line.to_relay.front().filter(|frame| is_put(frame)).cloned() {
            line.to_relay.push_front(frame);
        }
        let is_page = |event: &LinkEvent| match event {
            LinkEvent::Frame(frame) => matches!(ServerFrame::decode(frame), Ok(ServerFrame::Page { .. })),
            _ => false,
        };
        if let Some(event) = line.to_device.front().filter(|event| is_page(event)).cloned() {
            line.to_device.push_front(event);
        }
    }

    fn take_a_copy(&mut self, device: usize) {
        let pairs = self.team.devices[device].disk.copy();
        self.copies.push(Copy { device, pairs });
    }

    /// The whole machine is put back. What only this device had written down since is truly gone; everything else
    /// that was called saved must stay.
    fn put_a_copy_back(&mut self) {
        if self.copies.is_empty() {
            return;
        }
        let chosen = self.team.dice.below(self.copies.len());
        let Copy { device, pairs } = self.copies.swap_remove(chosen);
        let Some(keys) = self.team.devices.iter().find(|device| device.is_in_team()) else { return };
        let keys = keys.replica().keys.clone();
        self.team.crash(device);
        self.team.devices[device].disk.put_back(pairs);
        let mut held = BTreeSet::new();
        for other in &self.team.devices {
            let envelopes =
                other.disk.copy().into_iter().filter(|(key, _)| key.starts_with(storage::ENVELOPES));
            let envelopes = envelopes.filter_map(|(_, bytes)| Envelope::verify(bytes).ok());
            let model = Model::read(envelopes, &keys);
            let marks = self.marks.iter().filter(|(_, mark)| model.has_text(mark));
            held.extend(marks.map(|(id, _)| *id));
        }
        // Only those are promised still that are on some disk now, or are not called saved yet.
        let saved: BTreeSet<_> = self.team.devices.iter().flat_map(|device| device.saved.clone()).collect();
        self.marks.retain(|id, _| held.contains(id) || !saved.contains(id));
        // A command that was not finished when the machine was put back was given to a program that is gone.
        self.team.switch_on(device);
    }
}
