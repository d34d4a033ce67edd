//! A device's disk as the driver uses it: jobs begin in order, a write ends before the next job begins, a read runs
//! beside a later write, and after a failed write everything behind it fails too (`engine::host::drive`).
//!
//! A power cut loses what was not finished, and of the relaxed writes since the last strict one any number from the
//! end.

use crate::Dice;
use engine::Input;
use engine::host::{Durability, Key, MemoryStore, StoreError, StoreOp};
use std::collections::{BTreeMap, VecDeque};

enum Job {
    Read { ticket: u64, prefixes: Vec<Key> },
    Write { ticket: u64, ops: Vec<StoreOp>, durability: Durability },
}

/// See the module.
#[derive(Default)]
pub struct Disk {
    /// What a running program reads.
    pub now: MemoryStore,
    /// What a power cut leaves.
    safe: MemoryStore,
    /// Finished relaxed writes that are not safe yet.
    relaxed: Vec<Vec<StoreOp>>,
    waiting: VecDeque<Job>,
    reading: VecDeque<Input>,
    writing: Option<(u64, Vec<StoreOp>, Durability)>,
    failed: VecDeque<Input>,
    /// No job ends while this is set.
    pub is_held: bool,
    /// Writes fail with this.
    pub fault: Option<StoreError>,
}

impl Disk {
    /// Ask for a read.
    pub fn read(&mut self, ticket: u64, prefixes: Vec<Key>) {
        self.waiting.push_back(Job::Read { ticket, prefixes });
    }

    /// Ask for a write.
    pub fn write(&mut self, ticket: u64, ops: Vec<StoreOp>, durability: Durability) {
        self.waiting.push_back(Job::Write { ticket, ops, durability });
    }

    /// Whether a step would do something.
    pub fn is_busy(&self) -> bool {
        let idle = self.waiting.is_empty()
            && self.reading.is_empty()
            && self.writing.is_none()
            && self.failed.is_empty();
        !idle && !self.is_held
    }

    /// End one job: the read or the write under way, as the dice say when both are.
    pub fn step(&mut self, dice: Option<&mut Dice>) -> Option<Input> {
        if self.is_held {
            return None;
        }
        if let Some(answer) = self.failed.pop_front() {
            return Some(answer);
        }
        self.begin_waiting();
        let write_first = self.writing.is_some() && dice.is_some_and(|dice| dice.once_in(2));
        if !write_first && let Some(answer) = self.reading.pop_front() {
            return Some(answer);
        }
        let (ticket, ops, durability) = self.writing.take()?;
        if let Some(error) = self.fault.clone() {
            self.failed.extend(self.waiting.drain(..).map(|job| match job {
                Job::Read { ticket, .. } => Input::Read { ticket, result: Err(error.clone()) },
                Job::Write { ticket, .. } => Input::Written { ticket, result: Err(error.clone()) },
            }));
            return Some(Input::Written { ticket, result: Err(error) });
        }
        self.finish(ops, durability);
        Some(Input::Written { ticket, result: Ok(()) })
    }

    fn begin_waiting(&mut self) {
        while self.writing.is_none() {
            match self.waiting.pop_front() {
                None => return,
                Some(Job::Read { ticket, prefixes }) => {
                    let pairs = prefixes.iter().map(|prefix| self.now.scan(prefix)).collect();
                    self.reading.push_back(Input::Read { ticket, result: Ok(pairs) });
                }
                Some(Job::Write { ticket, ops, durability }) => {
                    self.writing = Some((ticket, ops, durability))
                }
            }
        }
    }

    fn finish(&mut self, ops: Vec<StoreOp>, durability: Durability) {
        self.now.apply(&ops);
        self.relaxed.push(ops);
        if durability == Durability::Strict {
            self.relaxed.drain(..).for_each(|ops| self.safe.apply(&ops));
        }
    }

    /// The power goes: what was under way may have been finished or not.
    pub fn crash(&mut self, dice: &mut Dice) {
        if let Some((_, ops, durability)) = self.writing.take()
            && self.fault.is_none()
            && dice.once_in(2)
        {
            self.finish(ops, durability);
        }
        let kept = dice.below(self.relaxed.len() + 1);
        self.relaxed.drain(..).take(kept).for_each(|ops| self.safe.apply(&ops));
        self.waiting.clear();
        self.reading.clear();
        self.failed.clear();
        self.now.restore(self.safe.snapshot());
    }

    /// The program ends and everything finished stays.
    pub fn close(&mut self) {
        self.relaxed.drain(..).for_each(|ops| self.safe.apply(&ops));
        self.waiting.clear();
        self.reading.clear();
        self.failed.clear();
        self.writing = None;
    }

    /// What is safe now, to be put back later.
    pub fn copy(&self) -> BTreeMap<Key, Vec<u8>> {
        self.safe.snapshot()
    }

    /// Put an older copy back, as a restored backup of the whole machine does. The program must not be running.
    pub fn put_back(&mut self, copy: BTreeMap<Key, Vec<u8>>) {
        self.relaxed.clear();
        self.now.restore(copy.clone());
        self.safe.restore(copy);
    }
}
