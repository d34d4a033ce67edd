//! The access log on its way: records from the relay, own records through the one who orders them, key boxes.
//!
//! Until the relay has had the log, the founder's device orders it itself. From then on the relay does, by
//! compare-and-swap: own statements wait in `pending`, are signed on the newest head, and signed again when somebody
//! was faster.

use crate::host::StoreOp;
use crate::replica::{Replica, role_to_wire};
use crate::storage;
use crate::sync::connection::{Out, Phase};
use contract::Refusal;
use contract::command::Right;
use domain::Now;
use domain::member::{MemberId, Role};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use wire::access::{Invite, InvitePurpose, Kind, SpaceCreate};
use wire::key_box::PersonBox;
use wire::{
    ClientFrame, Epoch, ExchangePublic, InviteId, InviteLink, KeyBox, Recipient, Record, SealedBox,
    SpaceClass, SpaceKey,
};

/// How long an invite link is good for.
const INVITE_DAYS: u64 = 7;

/// A statement of this device that waits for its place in the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PendingAccess {
    pub statement: Statement,
    pub boxes: Vec<SealedBox>,
}

/// What this device may have to say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Statement {
    Invite(Invite),
    SpaceCreate(SpaceCreate),
}

impl Statement {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Invite(invite) => Kind::Invite(invite.clone()),
            Self::SpaceCreate(create) => Kind::SpaceCreate(create.clone()),
        }
    }
}

impl Replica {
    /// A link with which one person joins as `member`.
    pub fn invite_member(
        &mut self,
        now: Now,
        member: MemberId,
        role: Role,
        line: Option<MemberId>,
        out: &mut Out,
    ) -> Result<String, Refusal> {
        let mine = role_to_wire(self.role());
        let wanted = role_to_wire(role);
        if !mine.is_manager() {
            return Err(Refusal::NotAllowed(Right::Invite));
        }
        if !mine.may_invite(wanted) || !wanted.may_join_at_once() {
            return Err(Refusal::NotAllowed(Right::GiveRole));
        }
        let person = storage::person_of(member);
        let line = line.map(storage::person_of);
        let purpose = InvitePurpose::Member { role: wanted, person, line };
        self.make_link(now, purpose, out)
    }

    /// A link with which I add a device of mine.
    pub fn invite_device(&mut self, now: Now, out: &mut Out) -> Result<String, Refusal> {
        let purpose = InvitePurpose::Device { person: self.identity.person };
        self.make_link(now, purpose, out)
    }

    fn make_link(&mut self, now: Now, purpose: InvitePurpose, out: &mut Out) -> Result<String, Refusal> {
        let link = InviteLink::generate(self.identity.relay.clone(), self.identity.team, &mut self.rng);
        let keys = link.keys();
        let invite = Invite {
            invite: link.invite,
            signing_key: keys.signing_public(),
            exchange_key: keys.exchange_public(),
            purpose: purpose.clone(),
            expires_at_ms: now.at.0.unsigned_abs() + INVITE_DAYS * 86_400_000,
            uses: 1,
        };
        let boxes = self.boxes_for_invite(invite.invite, &invite.exchange_key, &purpose);
        let boxes = boxes.ok_or(Refusal::NotAllowed(Right::Invite))?;
        self.state(now, PendingAccess { statement: Statement::Invite(invite), boxes }, out)?;
        Ok(link.code())
    }

    /// What the holder of the link will need: the keys of the spaces their role reads, or the person's own key.
    fn boxes_for_invite(
        &mut self,
        invite: InviteId,
        public: &ExchangePublic,
        purpose: &InvitePurpose,
    ) -> Option<Vec<SealedBox>> {
        let team = self.identity.team;
        let recipient = Recipient::Invite(invite);
        let (role, person) = match purpose {
            InvitePurpose::Device { person } if *person == self.identity.person => {
                let keys = &self.identity.person_keys;
                let sealed = PersonBox::seal(team, *person, keys, invite, public, &mut self.rng).ok()?;
                return Some(vec![SealedBox::Person(sealed)]);
            }
            InvitePurpose::Device { .. } => return None,
            InvitePurpose::Member { role, person, .. } => (*role, *person),
        };
        let state = self.access.state();
        let readable: Vec<(wire::SpaceId, Epoch)> = state
            .spaces
            .iter()
            .filter(|(_, space)| state.would_read(person, role, space.class))
            .flat_map(|(id, space)| space.commitments.keys().map(|epoch| (*id, *epoch)))
            .collect();
        let mut boxes = Vec::new();
        for (space, epoch) in readable {
            let Some(key) = self.keys.get(&(space, epoch)) else { continue };
            let sealed = KeyBox::seal_to(team, space, epoch, key, recipient, public, &mut self.rng);
            boxes.push(SealedBox::Key(sealed.ok()?));
        }
        Some(boxes)
    }

    /// The same for every invite in the log that is open: by a file, whoever is near lets a newcomer read, not only who
    /// has invited them.
    pub fn boxes_for_open_invites(&mut self, now: Now) -> Vec<SealedBox> {
        let moment = Some(now.at.0.unsigned_abs());
        let invites = self.access.state().invites.iter();
        let open: Vec<_> = invites
            .filter(|(_, invite)| invite.check_open(moment).is_ok())
            .map(|(id, invite)| (*id, invite.exchange_key, invite.purpose.clone()))
            .collect();
        let boxes =
            open.into_iter().map(|(id, public, purpose)| self.boxes_for_invite(id, &public, &purpose));
        boxes.flatten().flatten().collect()
    }

    /// Boxes that only this device could give again to a relay that has lost them without a trace: what it sealed for those
    /// who may still join, and for its own person. The relay keeps each once.
    pub fn boxes_nobody_else_has(&self, now: Now) -> Vec<SealedBox> {
        let moment = Some(self.relay_ms(now));
        let invites = &self.access.state().invites;
        let is_awaited = |sealed: &&SealedBox| match sealed.recipient() {
            Recipient::Person(person) => person == self.identity.person,
            Recipient::Invite(invite) => {
                invites.get(&invite).is_some_and(|invite| invite.check_open(moment).is_ok())
            }
        };
        self.sync.boxes.iter().filter(is_awaited).cloned().collect()
    }

    /// Every joiner makes a space of their own.
    pub fn ensure_own_space(&mut self, now: Now, out: &mut Out) {
        let mine = SpaceClass::Me { member: self.identity.person };
        let pending = self.sync.connection.pending.iter();
        let exists = self.access.state().space_of(mine).is_some()
            || pending.clone().any(|pending| matches!(&pending.statement, Statement::SpaceCreate(create) if create.class == mine));
        if exists || self.identity.is_sample || self.sync.admission.is_some() {
            return;
        }
        let Ok((_, key, sealed, space)) = self.new_space(now, mine) else { return };
        let epoch = SpaceCreate::FIRST_EPOCH;
        let create = SpaceCreate { space, class: mine, key_commitment: key.commitment(space, epoch) };
        out.ops.extend(self.keep_key(space, epoch, key));
        // Own spaces are always allowed.
        let _ = self.state(
            now,
            PendingAccess { statement: Statement::SpaceCreate(create), boxes: vec![sealed] },
            out,
        );
    }

    /// Make a statement: at once when this device orders the log, through the relay otherwise.
    fn state(&mut self, now: Now, pending: PendingAccess, out: &mut Out) -> Result<(), Refusal> {
        if !self.orders_log() {
            self.sync.connection.pending.push_back(pending);
            out.ops.push(self.pending_op());
            self.append_next(now, out);
            return Ok(());
        }
        let at = now.at.0.unsigned_abs();
        let record =
            Record::by_device(self.access.head(), at, pending.statement.kind(), &self.identity.device)
                .map_err(|_| Refusal::NotAllowed(Right::Invite))?;
        let index = self.access.len();
        self.access.append(record, at).map_err(|_| Refusal::NotAllowed(Right::Invite))?;
        out.ops.extend(self.access_ops(index));
        for sealed in pending.boxes {
            out.ops.extend(self.sync.keep_box(sealed));
        }
        Ok(())
    }

    /// Whether this device orders the access log: until a relay has had it, the founder's first device does.
    pub fn orders_log(&self) -> bool {
        let founded = |record: &Record| match record.kind() {
            Kind::Genesis(genesis) => genesis.device == self.identity.device.id(),
            _ => false,
        };
        let is_founders = self.access.records().first().is_some_and(founded);
        !self.sync.at_relay && (is_founders || self.sync.orders_log)
    }

    fn pending_op(&self) -> StoreOp {
        let pending: Vec<_> = self.sync.connection.pending.iter().collect();
        let value = postcard::to_stdvec(&pending).unwrap_or_default();
        StoreOp::Put { key: storage::META_PENDING.to_vec(), value }
    }

    /// Offer the first waiting statement to the relay.
    pub fn append_next(&mut self, now: Now, out: &mut Out) {
        let connection = &mut self.sync.connection;
        if connection.phase != Phase::Online || connection.append_under_way.is_some() {
            return;
        }
        let Some(first) = connection.pending.front() else { return };
        let at = now.at.0.unsigned_abs();
        let head = self.access.head();
        let Ok(record) = Record::by_device(head, at, first.statement.kind(), &self.identity.device) else {
            return;
        };
        out.frames.push(ClientFrame::AccessAppend {
            expected_head: head,
            record: record.bytes().to_vec(),
            boxes: first.boxes.clone(),
        });
        connection.append_under_way = Some(record);
    }

    /// The relay took it.
    pub fn record_appended(&mut self, now: Now, out: &mut Out) {
        let Some(record) = self.sync.connection.append_under_way.take() else { return };
        if self.sync.connection.rival.is_some() {
            return self.carried_over(now, record, out);
        }
        let index = self.access.len();
        if record.prev() == self.access.head() && self.access.replay(record).is_ok() {
            out.ops.extend(self.access_ops(index));
        }
        if self.sync.connection.phase == Phase::Admitting {
            self.ask_admission(now, out);
            return;
        }
        if let Some(done) = self.sync.connection.pending.pop_front() {
            for sealed in done.boxes {
                out.ops.extend(self.sync.keep_box(sealed));
            }
        }
        out.ops.push(self.pending_op());
        self.pull_all(out);
        self.append_next(now, out);
    }

    /// Statements of mine that are in the log now: the relay had taken them and its answer was lost. It may have lost the
    /// boxes since, when somebody else has given it the log again.
    pub fn forget_appended(&mut self, out: &mut Out) {
        let state = self.access.state();
        let (waiting, done): (VecDeque<_>, VecDeque<_>) = std::mem::take(&mut self.sync.connection.pending)
            .into_iter()
            .partition(|pending| match &pending.statement {
                Statement::Invite(invite) => !state.invites.contains_key(&invite.invite),
                Statement::SpaceCreate(create) => !state.spaces.contains_key(&create.space),
            });
        self.sync.connection.pending = waiting;
        if !done.is_empty() {
            self.sync.connection.append_under_way = None;
            out.ops.push(self.pending_op());
        }
        let boxes: Vec<SealedBox> = done.into_iter().flat_map(|done| done.boxes).collect();
        for sealed in &boxes {
            out.ops.extend(self.sync.keep_box(sealed.clone()));
        }
        if self.is_online() && !boxes.is_empty() {
            out.frames.push(ClientFrame::PutBoxes { boxes });
        }
    }

    /// The relay does not allow it: it is given up, so that what follows can go on.
    pub fn record_denied(&mut self, out: &mut Out) {
        self.sync.connection.append_under_way = None;
        self.sync.connection.pending.pop_front();
        out.ops.push(self.pending_op());
    }

    /// Records that others appended.
    pub fn take_records(&mut self, now: Now, from: u64, records: Vec<Vec<u8>>, more: bool, out: &mut Out) {
        if self.sync.connection.rival.is_some() {
            return self.take_branch(now, from, records, more, out);
        }
        let index = self.access.len();
        if from > index as u64 {
            out.frames.push(ClientFrame::AccessSince { index: index as u64 });
            return;
        }
        if self.parts_here(from, &records) {
            return self.meet_branch(out);
        }
        let has_grown = self.follow_log(from, records, out);
        if has_grown {
            out.frames.push(ClientFrame::FetchBoxes);
            self.pull_all(out);
        }
        if more && has_grown {
            out.frames.push(ClientFrame::AccessSince { index: self.access.len() as u64 });
        } else {
            self.append_next(now, out);
            self.ask_admission(now, out);
        }
    }

    /// Take in a piece of the log that begins at most where this device's ends; whether there was anything new.
    pub fn follow_log(&mut self, from: u64, records: Vec<Vec<u8>>, out: &mut Out) -> bool {
        let index = self.access.len();
        let known = usize::try_from(from).map_or(usize::MAX, |from| index.saturating_sub(from));
        for bytes in records.into_iter().skip(known) {
            let Ok(record) = Record::verify(bytes) else { break };
            // Nobody can make up records: each is signed and checked at its place.
            if self.access.replay(record).is_err() {
                break;
            }
        }
        let has_grown = self.access.len() > index;
        if has_grown {
            self.forget_appended(out);
            self.log_has_grown(index, out);
        }
        has_grown
    }

    /// There are new records from an index on.
    pub fn log_has_grown(&mut self, from: usize, out: &mut Out) {
        self.projection.revision += 1; // who has joined is on screen
        out.ops.extend(self.access_ops(from));
        out.retry = true;
    }

    /// Something refers to records or keys that are not here.
    pub fn ask_access(&mut self, out: &mut Out) {
        if self.sync.connection.phase == Phase::Online {
            out.frames.push(ClientFrame::AccessSince { index: self.access.len() as u64 });
            out.frames.push(ClientFrame::FetchBoxes);
        }
    }

    /// Boxes for me: keys of spaces.
    pub fn take_boxes(&mut self, boxes: Vec<SealedBox>, out: &mut Out) {
        let mut fresh = false;
        for sealed in boxes {
            let SealedBox::Key(sealed) = sealed else { continue };
            let place = (sealed.space, sealed.epoch);
            let mine = sealed.recipient == Recipient::Person(self.identity.person);
            if !mine || self.keys.contains_key(&place) {
                continue;
            }
            let opened: Result<SpaceKey, _> =
                sealed.open_as_person(self.access.state(), &self.identity.person_keys);
            if let Ok(key) = opened {
                out.ops.extend(self.keep_key(place.0, place.1, key));
                fresh = true;
            }
        }
        if fresh {
            out.retry = true;
            self.pull_all(out);
        }
    }
}
