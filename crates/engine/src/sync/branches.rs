//! Two branches of one access log. A relay that lost records was given fewer of them by whoever came first, and the log
//! went on from there: what others had seen appended since is on another branch.
//!
//! The relay's branch is the one that goes on. What only this device's says is carried over, record by record. Until all
//! of it is, this device keeps its own log: when the line breaks nothing has changed, and it begins again.

use crate::host::StoreOp;
use crate::replica::Replica;
use crate::storage;
use crate::sync::admission::Admission;
use crate::sync::connection::{Out, Phase};
use contract::FileFault;
use domain::{Now, Timestamp};
use wire::access::Kind;
use wire::frame::Denied;
use wire::{AccessHead, AccessLog, ClientFrame, InviteLink, Record};

/// The relay's branch, as far as it is here.
#[derive(Default)]
pub struct Rival {
    records: Vec<Vec<u8>>,
    /// Once all of it has come.
    log: Option<AccessLog>,
    /// What the relay does not take.
    refused: Vec<AccessHead>,
}

impl Replica {
    /// The relay has another record where this device has one.
    pub fn is_elsewhere(&self, head: AccessHead, records: u64) -> bool {
        let last = records.checked_sub(1).and_then(|last| usize::try_from(last).ok());
        last.and_then(|last| self.access.records().get(last)).is_some_and(|mine| mine.head() != head)
    }

    /// What follows this device's log at the relay does not follow its newest record.
    pub fn parts_here(&self, from: u64, records: &[Vec<u8>]) -> bool {
        let mine = self.access.len();
        let next = usize::try_from(from).ok().and_then(|from| records.get(mine.checked_sub(from)?));
        let next = next.and_then(|bytes| Record::verify(bytes.as_slice()).ok());
        next.is_some_and(|next| next.prev() != self.access.head())
    }

    /// How much is here of the log that the relay has.
    pub fn records_here(&self) -> u64 {
        let rival = self.sync.connection.rival.as_ref();
        let len = rival.map_or(self.access.len(), |rival| match &rival.log {
            Some(log) => log.len(),
            None => rival.records.len(),
        });
        len as u64
    }

    /// The relay's log does not follow this device's, nor this device's the relay's.
    pub fn meet_branch(&mut self, out: &mut Out) {
        let connection = &mut self.sync.connection;
        connection.phase = Phase::Admitting;
        connection.append_under_way = None;
        connection.rival = Some(Rival::default());
        out.frames.push(ClientFrame::AccessSince { index: 0 });
    }

    /// A piece of it.
    pub fn take_branch(&mut self, now: Now, from: u64, records: Vec<Vec<u8>>, more: bool, out: &mut Out) {
        let (team, have) = (self.identity.team, self.records_here());
        let Some(rival) = &mut self.sync.connection.rival else { return };
        let Some(known) = have.checked_sub(from) else {
            out.frames.push(ClientFrame::AccessSince { index: have });
            return;
        };
        let new = records.into_iter().skip(known as usize);
        match &mut rival.log {
            Some(log) => {
                for bytes in new {
                    let Ok(record) = Record::verify(bytes) else { break };
                    if log.replay(record).is_err() {
                        break;
                    }
                }
            }
            None => {
                rival.records.extend(new);
                if more {
                    out.frames.push(ClientFrame::AccessSince { index: rival.records.len() as u64 });
                    return;
                }
                match AccessLog::verify_chain(std::mem::take(&mut rival.records)) {
                    Ok(log) if log.team() == team => rival.log = Some(log),
                    Ok(_) => return self.hang_up(now, Denied::Forked, out),
                    Err(error) => return self.hang_up(now, error.into(), out),
                }
            }
        }
        self.carry_over(now, out);
    }

    /// The next thing that the relay's branch lacks; when it lacks nothing, it becomes this device's.
    pub fn carry_over(&mut self, now: Now, out: &mut Out) {
        let connection = &self.sync.connection;
        let Some(Rival { log: Some(log), refused, .. }) = &connection.rival else { return };
        if connection.append_under_way.is_some() {
            return;
        }
        let device = &self.identity.device;
        let (record, boxes) = if log.state().person_of(device.id()).is_none() {
            let Some(record) = self.records_to_admit(log, now).into_iter().next() else {
                return self.hang_up(now, Denied::Forked, out);
            };
            let boxes = self.boxes_to_admit(&record);
            (record, boxes)
        } else if connection.rejoining.is_some() {
            // The holder of an invite appends what uses it and nothing else.
            return self.reconnect(now, out);
        } else {
            let lost = log.lacks(&self.access).find(|lost| !refused.contains(&lost.head()));
            let Some(lost) = lost.cloned() else { return self.take_over_branch(now, out) };
            let (at, kind) = (now.at.0.unsigned_abs(), Kind::Graft(Box::new(lost)));
            let Ok(record) = Record::by_device(log.head(), at, kind, device) else { return };
            (record, Vec::new())
        };
        out.frames.push(ClientFrame::AccessAppend {
            expected_head: record.prev(),
            record: record.bytes().to_vec(),
            boxes,
        });
        self.sync.connection.append_under_way = Some(record);
    }

    /// The relay took what was carried over.
    pub fn carried_over(&mut self, now: Now, record: Record, out: &mut Out) {
        if let Some(Rival { log: Some(log), .. }) = &mut self.sync.connection.rival
            && log.replay(record).is_ok()
        {
            self.carry_over(now, out);
        }
    }

    /// The relay does not take it. What cannot be said on its branch any more is left behind.
    pub fn not_carried_over(&mut self, now: Now, reason: Denied, out: &mut Out) {
        let under_way = self.sync.connection.append_under_way.take();
        match (under_way.as_ref().map(Record::kind), &mut self.sync.connection.rival, reason) {
            (_, _, Denied::Storage | Denied::Quota | Denied::Limit) => self.hang_up(now, reason, out),
            (Some(Kind::Graft(lost)), Some(rival), _) => {
                rival.refused.push(lost.head());
                self.carry_over(now, out);
            }
            _ => self.admission_denied(now, reason, out),
        }
    }

    fn take_over_branch(&mut self, now: Now, out: &mut Out) {
        let Some(Rival { log: Some(log), .. }) = self.sync.connection.rival.take() else { return };
        self.follow_branch(log, out);
        if self.sync.admission.is_some() {
            return self.admitted(now, out);
        }
        self.go_online(now, out);
    }

    /// The log of a file, where it is of another branch that has all that this device's says; nothing where this device's
    /// goes on, or has all that the other says.
    pub fn branch_to_follow(&self, records: &[Vec<u8>]) -> Result<Option<AccessLog>, FileFault> {
        let mut both = self.access.records().iter().map(Record::bytes).zip(records);
        if both.all(|(here, there)| here == there.as_slice()) {
            return Ok(None);
        }
        let other = AccessLog::verify_chain(records.iter().cloned()).map_err(|_| FileFault::Changed)?;
        if other.team() == self.access.team() && other.lacks(&self.access).next().is_none() {
            return Ok(Some(other));
        }
        if self.access.lacks(&other).next().is_none() { Ok(None) } else { Err(FileFault::Forked) }
    }

    /// Go on with a branch that has all that this device's log says.
    pub fn follow_branch(&mut self, log: AccessLog, out: &mut Out) {
        let before = std::mem::replace(&mut self.access, log);
        let parted = before.records().iter().zip(self.access.records());
        let common = parted.take_while(|(mine, theirs)| mine.head() == theirs.head()).count();
        let surplus = self.access.len()..before.len();
        out.ops.extend(surplus.map(|index| StoreOp::Delete { key: storage::access_record(index as u64) }));
        self.forget_appended(out);
        self.log_has_grown(common, out);
    }

    /// The relay neither knows this device nor takes its log: somebody else's has gone on there. Whether to ask to be let
    /// in again, with the link by which this device joined.
    pub fn may_ask_again(&mut self) -> bool {
        let connection = &mut self.sync.connection;
        let Some(link) = self.sync.joined_with.clone().filter(|_| connection.rejoining.is_none()) else {
            return false;
        };
        connection.wants_found = false;
        connection.rejoining = Some(Admission::new(link, None));
        true
    }

    /// Another link of this team, for a device that the relay does not know any more.
    pub fn join_again(&mut self, now: Now, link: InviteLink, out: &mut Out) {
        out.ops.push(link_op(&link));
        self.sync.joined_with = Some(link);
        self.reconnect(now, out);
    }

    /// Begin the conversation anew.
    pub fn reconnect(&mut self, now: Now, out: &mut Out) {
        out.close = true;
        self.link_down(now);
        self.sync.connection.phase = Phase::Waiting(Timestamp(now.at.0));
        self.connect(now, out);
    }
}

/// The link by which this device is in the team, to be kept.
pub fn link_op(link: &InviteLink) -> StoreOp {
    StoreOp::Put { key: storage::META_LINK.to_vec(), value: link.code().into_bytes() }
}
