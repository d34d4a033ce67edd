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
use domain::Now;
use wire::access::Kind;
use wire::frame::Denied;
use wire::{AccessHead, AccessLog, ClientFrame, InviteLink, Record};

/// The relay's branch, as far as it is here.
#[derive(Default)]
pub struct Rival {
    log: Option<AccessLog>,
    /// All of it has come.
    is_whole: bool,
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
        let log = match &self.sync.connection.rival {
            Some(rival) => rival.log.as_ref(),
            None => Some(&self.access),
        };
        log.map_or(0, AccessLog::len) as u64
    }

    /// The relay's log does not follow this device's, nor this device's the relay's.
    pub fn meet_branch(&mut self, out: &mut Out) {
        let connection = &mut self.sync.connection;
        connection.phase = Phase::Admitting;
        connection.append_under_way = None;
        connection.rival = Some(Rival::default());
        out.frames.push(ClientFrame::AccessSince { index: 0 });
    }

    /// A piece of it, checked as it comes.
    pub fn take_branch(&mut self, now: Now, from: u64, records: Vec<Vec<u8>>, more: bool, out: &mut Out) {
        let (team, have) = (self.identity.team, self.records_here());
        let Some(rival) = &mut self.sync.connection.rival else { return };
        let Some(known) = have.checked_sub(from) else {
            out.frames.push(ClientFrame::AccessSince { index: have });
            return;
        };
        let mut new = records.into_iter().skip(known as usize);
        let taken = match &mut rival.log {
            Some(log) => new.try_for_each(|bytes| log.replay(Record::verify(bytes)?)),
            None => AccessLog::verify_chain(new).map(|log| rival.log = Some(log)),
        };
        let reason = match taken {
            Err(error) => Some(error.into()),
            Ok(()) => rival.log.as_ref().filter(|log| log.team() != team).map(|_| Denied::Forked),
        };
        if let Some(reason) = reason {
            return self.hang_up(now, reason, out);
        }
        if more {
            let index = self.records_here();
            out.frames.push(ClientFrame::AccessSince { index });
            return;
        }
        rival.is_whole = true;
        self.carry_over(now, out);
    }

    /// The next thing that the relay's branch lacks; when it lacks nothing, it becomes this device's.
    pub fn carry_over(&mut self, now: Now, out: &mut Out) {
        let connection = &self.sync.connection;
        let Some(Rival { log: Some(log), is_whole: true }) = &connection.rival else { return };
        if connection.append_under_way.is_some() {
            return;
        }
        let is_named = log.state().person_of(self.identity.device.id()).is_some();
        let (record, boxes) = if !is_named {
            let Some(record) = self.records_to_admit(log, now).into_iter().next() else {
                return self.hang_up(now, Denied::Forked, out);
            };
            let boxes = self.boxes_to_admit(&record);
            (record, boxes)
        } else if self.is_in_as_invite() {
            // The holder of an invite appends what uses it and nothing else.
            return self.reconnect(now, out);
        } else {
            let next = log.lacks(&self.access).find_map(|lost| self.graft(log, lost, now));
            let Some(record) = next else { return self.take_over_branch(now, out) };
            (record, Vec::new())
        };
        out.frames.push(ClientFrame::AccessAppend {
            expected_head: record.prev(),
            record: record.bytes().to_vec(),
            boxes,
        });
        self.sync.connection.append_under_way = Some(record);
    }

    /// What carries a record over to the end of a log; nothing when it does not fit there, by this device's own judgement.
    fn graft(&self, log: &AccessLog, lost: &Record, now: Now) -> Option<Record> {
        let (at, kind) = (now.at.0.unsigned_abs(), Kind::Graft(Box::new(lost.clone())));
        let record = Record::by_device(log.head(), at, kind, &self.identity.device).ok()?;
        let record = Record::verify(record.bytes()).ok()?;
        log.clone().replay(record.clone()).ok()?;
        Some(record)
    }

    /// The relay took what was carried over.
    pub fn carried_over(&mut self, now: Now, record: Record, out: &mut Out) {
        let Some(Rival { log: Some(log), .. }) = &mut self.sync.connection.rival else { return };
        match log.replay(record) {
            Ok(()) => self.carry_over(now, out),
            Err(error) => self.hang_up(now, error.into(), out),
        }
    }

    /// The relay does not take it: this device keeps its own log, and asks again later. Only it says what that lacks.
    pub fn not_carried_over(&mut self, now: Now, reason: Denied, out: &mut Out) {
        match self.sync.connection.append_under_way.as_ref().map(Record::kind) {
            Some(Kind::Graft(_)) => self.hang_up(now, reason, out),
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

    /// Whether what a file brings can be taken: of two branches this device's has to have all that the other says. One that
    /// says more is followed where a relay has it: a member could have made it up.
    pub fn can_take_beside(&self, records: &[Vec<u8>]) -> Result<(), FileFault> {
        let mut both = self.access.records().iter().map(Record::bytes).zip(records);
        if both.all(|(here, there)| here == there.as_slice()) {
            return Ok(());
        }
        let other = AccessLog::verify_chain(records.iter().cloned()).map_err(|_| FileFault::Changed)?;
        if self.access.lacks(&other).next().is_none() { Ok(()) } else { Err(FileFault::Forked) }
    }

    /// Go on with a branch that has all that this device's log says.
    fn follow_branch(&mut self, log: AccessLog, out: &mut Out) {
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

    /// A link that is over lets nobody in any more, and is a secret: it is not kept.
    pub fn forget_old_link(&mut self, now: Now, out: &mut Out) {
        let Some(link) = &self.sync.joined_with else { return };
        let invite = self.access.state().invites.get(&link.invite);
        if invite.is_none_or(|invite| invite.expires_at_ms < self.relay_ms(now)) {
            self.sync.joined_with = None;
            out.ops.push(StoreOp::Delete { key: storage::META_LINK.to_vec() });
        }
    }
}

/// The link by which this device is in the team, to be kept.
pub fn link_op(link: &InviteLink) -> StoreOp {
    StoreOp::Put { key: storage::META_LINK.to_vec(), value: link.code().into_bytes() }
}
