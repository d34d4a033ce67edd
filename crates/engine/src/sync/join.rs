//! Joining a team with a link: log in as the invite, read the log, open the boxes, admit oneself.

use crate::done::Done;
use crate::host::StoreOp;
use crate::identity::Identity;
use crate::projection::Projection;
use crate::replica::Replica;
use crate::storage;
use crate::sync::Sync;
use crate::sync::admission::Admission;
use crate::sync::branches::link_op;
use contract::command::InviteFault;
use contract::{CommandId, FileFault, Refusal};
use domain::{Now, Timestamp};
use rand_chacha::ChaCha20Rng;
use std::collections::{HashMap, HashSet};
use wire::access::{Admit, DeviceAdd, InvitePurpose, Kind};
use wire::frame::{Denied, LoginAs, login_signature, relay_origin};
use wire::{
    AccessLog, ClientFrame, DeviceKeys, Epoch, InviteId, InviteLink, KeyBox, PersonId, PersonKeys, Recipient,
    Record, SealedBox, ServerFrame, SpaceId, SpaceKey, SyncContents,
};

/// The relay must answer each step within this.
pub const PATIENCE_MS: i64 = 15_000;

/// A join that was begun: the keys that may have been admitted. Written down before they ask, because the answer can
/// be lost, and an invite works once.
pub struct Unfinished {
    invite: InviteId,
    device: DeviceKeys,
    person_keys: PersonKeys,
}

impl Unfinished {
    /// From the store; `None` when damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (invite, rest) = bytes.split_at_checked(InviteId::LEN)?;
        let (device, person_keys) = rest.split_at_checked(64)?;
        Some(Self {
            invite: InviteId::from_slice(invite)?,
            device: DeviceKeys::from_bytes(device).ok()?,
            person_keys: PersonKeys::from_bytes(person_keys).ok()?,
        })
    }

    fn op(&self) -> StoreOp {
        let mut value = self.invite.0.to_vec();
        value.extend_from_slice(&self.device.to_bytes());
        value.extend_from_slice(&self.person_keys.to_bytes());
        StoreOp::Put { key: storage::META_JOINING.to_vec(), value }
    }
}

/// A join under way.
pub struct Joining {
    pub command: CommandId,
    pub link: InviteLink,
    pub deadline: Timestamp,
    device: DeviceKeys,
    /// Kept from a try whose outcome is not known, or once this one has keys to admit.
    person_keys: Option<PersonKeys>,
    /// The device may be in the log already: with the invite spent, it logs in as itself.
    as_device: bool,
    rng: ChaCha20Rng,
    records: Vec<Vec<u8>>,
    boxes: Vec<SealedBox>,
    candidate: Option<Candidate>,
}

/// Everything but the relay's word.
struct Candidate {
    access: AccessLog,
    record: Record,
    person: PersonId,
    person_keys: PersonKeys,
    keys: HashMap<(SpaceId, Epoch), SpaceKey>,
    boxes: Vec<SealedBox>,
}

/// What a frame led to.
pub enum JoinStep {
    /// Send these and go on.
    Send(Vec<ClientFrame>),
    /// Write this, then [`Joining::ask`].
    Write(StoreOp),
    /// Admitted.
    Joined(Box<Replica>, Vec<StoreOp>),
    /// It cannot be done.
    Failed(Refusal),
}

impl Joining {
    pub fn begin(
        now: Now,
        command: CommandId,
        link: InviteLink,
        unfinished: Option<Unfinished>,
        mut rng: ChaCha20Rng,
    ) -> Self {
        let (device, person_keys) = match unfinished.filter(|unfinished| unfinished.invite == link.invite) {
            Some(unfinished) => (unfinished.device, Some(unfinished.person_keys)),
            None => (DeviceKeys::generate(&mut rng), None),
        };
        Self {
            command,
            link,
            deadline: Timestamp(now.at.0 + PATIENCE_MS),
            device,
            person_keys,
            as_device: false,
            rng,
            records: Vec::new(),
            boxes: Vec::new(),
            candidate: None,
        }
    }

    pub fn on_frame(&mut self, now: Now, frame: ServerFrame) -> JoinStep {
        self.deadline = Timestamp(now.at.0 + PATIENCE_MS);
        match frame {
            ServerFrame::Challenge { nonce, relay } => {
                let origin = relay_origin(&self.link.relay_url);
                let team = self.link.team;
                let (identity, signature) = if self.as_device {
                    let identity = LoginAs::Device(self.device.id());
                    (identity, login_signature(&self.device, &nonce, &relay, &origin, team, identity))
                } else {
                    let identity = LoginAs::Invite(self.link.invite);
                    (identity, login_signature(&self.link.keys(), &nonce, &relay, &origin, team, identity))
                };
                JoinStep::Send(vec![ClientFrame::Login { team, identity, origin, signature }])
            }
            ServerFrame::Welcome { .. } => {
                JoinStep::Send(vec![ClientFrame::FetchBoxes, ClientFrame::AccessSince { index: 0 }])
            }
            ServerFrame::LoginDenied { reason: Denied::InviteUsed }
                if self.person_keys.is_some() && !self.as_device =>
            {
                self.as_device = true;
                JoinStep::Send(Vec::new())
            }
            ServerFrame::LoginDenied { .. } if self.as_device => {
                JoinStep::Failed(Refusal::InviteSpent(InviteFault::Used))
            }
            ServerFrame::LoginDenied { reason } | ServerFrame::AccessDenied { reason } => {
                JoinStep::Failed(refusal(reason))
            }
            ServerFrame::Boxes { boxes, .. } => {
                self.boxes = boxes;
                JoinStep::Send(Vec::new())
            }
            ServerFrame::AccessRecords { from, records, more } => {
                if from == self.records.len() as u64 {
                    self.records.extend(records);
                }
                if more {
                    let index = self.records.len() as u64;
                    return JoinStep::Send(vec![ClientFrame::AccessSince { index }]);
                }
                self.admit()
            }
            ServerFrame::AccessConflict { .. } => {
                self.candidate = None;
                let index = self.records.len() as u64;
                JoinStep::Send(vec![ClientFrame::AccessSince { index }])
            }
            ServerFrame::AccessAppended { .. } => self.joined(),
            ServerFrame::Bye { .. } => JoinStep::Failed(Refusal::RelayUnreachable),
            _ => JoinStep::Send(Vec::new()),
        }
    }

    /// The log is here: check it, open the boxes, and make the record that admits this device.
    fn admit(&mut self) -> JoinStep {
        if self.candidate.is_some() {
            return JoinStep::Send(Vec::new());
        }
        let Ok(access) = AccessLog::verify_chain(self.records.iter().cloned()) else {
            return JoinStep::Failed(Refusal::BadLink);
        };
        if access.team() != self.link.team {
            return JoinStep::Failed(Refusal::BadLink);
        }
        if let Some(person) = access.state().person_of(self.device.id()) {
            return self.is_in_already(access, person);
        }
        let Some(candidate) = self.candidate(access) else {
            return JoinStep::Failed(Refusal::InviteSpent(InviteFault::Unknown));
        };
        // Without a single key nothing could be read: the relay has lost them, and whoever invites gives them again.
        if candidate.keys.is_empty() && matches!(candidate.record.kind(), Kind::Admit(_)) {
            return JoinStep::Failed(Refusal::InviteSpent(InviteFault::Unknown));
        }
        // Whether the time is over is the relay's to say: this clock may be wrong.
        let mut checked = candidate.access.clone();
        if checked.replay(candidate.record.clone()).is_err() {
            return JoinStep::Failed(Refusal::InviteSpent(InviteFault::Used));
        }
        let person_keys = candidate.person_keys.clone();
        self.person_keys = Some(person_keys);
        self.candidate = Some(candidate);
        match self.unfinished() {
            Some(unfinished) => JoinStep::Write(unfinished.op()),
            None => JoinStep::Send(Vec::new()),
        }
    }

    /// The keys that may be admitted, if they were made.
    pub fn unfinished(&self) -> Option<Unfinished> {
        let person_keys = self.person_keys.clone()?;
        Some(Unfinished { invite: self.link.invite, device: self.device.clone(), person_keys })
    }

    /// The keys are on disk: ask the relay to admit them.
    pub fn ask(&self) -> Vec<ClientFrame> {
        let ask = |candidate: &Candidate| ClientFrame::AccessAppend {
            expected_head: candidate.access.head(),
            record: candidate.record.bytes().to_vec(),
            boxes: candidate.boxes.clone(),
        };
        self.candidate.iter().map(ask).collect()
    }

    /// An earlier try was admitted and its answer lost.
    fn is_in_already(&mut self, access: AccessLog, person: PersonId) -> JoinStep {
        let Some(person_keys) = self.person_keys.clone() else { return JoinStep::Failed(Refusal::BadLink) };
        let mut keys = HashMap::new();
        for sealed in &self.boxes {
            let SealedBox::Key(sealed) = sealed else { continue };
            if let Ok(key) = sealed.open_as_person(access.state(), &person_keys) {
                keys.insert((sealed.space, sealed.epoch), key);
            }
        }
        let boxes = self.boxes.clone();
        let (replica, ops) = self.join(access, person, person_keys, keys, boxes, true);
        JoinStep::Joined(replica, ops)
    }

    /// Join with what a sync file holds instead of a relay's answers: the device is made, and waits to be let in.
    pub fn by_file(&mut self, contents: &SyncContents) -> Result<(Box<Replica>, Vec<StoreOp>), Refusal> {
        self.boxes.clone_from(&contents.boxes);
        let access = AccessLog::verify_chain(contents.records.iter().cloned())
            .ok()
            .filter(|access| access.team() == self.link.team)
            .ok_or(Refusal::File(FileFault::Changed))?;
        let spent = access.state().invites.get(&self.link.invite).map(|invite| invite.check_open(None));
        match spent {
            Some(Ok(())) => {}
            Some(Err(_)) => return Err(Refusal::InviteSpent(InviteFault::Used)),
            None => return Err(Refusal::File(FileFault::NotForUs)),
        }
        let candidate = self.candidate(access).ok_or(Refusal::File(FileFault::NotForUs))?;
        let Candidate { access, person, person_keys, keys, boxes, record, .. } = candidate;
        // Without a single key nothing could be read.
        if keys.is_empty() && matches!(record.kind(), Kind::Admit(_)) {
            return Err(Refusal::File(FileFault::NotForUs));
        }
        let (mut replica, mut ops) = self.join(access, person, person_keys, keys, boxes, contents.at_relay);
        let admission = Admission::new(self.link.clone(), None);
        ops.push(admission.op());
        replica.sync.admission = Some(admission);
        Ok((replica, ops))
    }

    fn candidate(&mut self, access: AccessLog) -> Option<Candidate> {
        let invite_keys = self.link.keys();
        let state = access.state();
        let invite = state.invites.get(&self.link.invite)?;
        let at = (self.deadline.0 - PATIENCE_MS).unsigned_abs();
        let (device, device_key) = (self.device.id(), self.device.exchange_public());
        let mut boxes = Vec::new();
        let mut keys = HashMap::new();
        let (person, person_keys, kind) = match &invite.purpose {
            InvitePurpose::Device { person } => {
                let sealed = self.boxes.iter().find_map(|sealed| match sealed {
                    SealedBox::Person(sealed) => Some(sealed),
                    SealedBox::Key(_) => None,
                })?;
                let person_keys = sealed.open(state, &invite_keys).ok()?;
                let add = DeviceAdd { invite: self.link.invite, person: *person, device, device_key };
                (*person, person_keys, Kind::DeviceAdd(add))
            }
            InvitePurpose::Member { person, .. } => {
                let person_keys =
                    self.person_keys.clone().unwrap_or_else(|| PersonKeys::generate(&mut self.rng));
                let person_key = person_keys.exchange_public();
                for sealed in &self.boxes {
                    let SealedBox::Key(sealed) = sealed else { continue };
                    let Ok(key) = sealed.open_as_invite(state, &invite_keys) else { continue };
                    let (space, epoch) = (sealed.space, sealed.epoch);
                    let recipient = Recipient::Person(*person);
                    let again = KeyBox::seal_to(
                        self.link.team,
                        space,
                        epoch,
                        &key,
                        recipient,
                        &person_key,
                        &mut self.rng,
                    );
                    boxes.push(SealedBox::Key(again.ok()?));
                    keys.insert((space, epoch), key);
                }
                let admit =
                    Admit { invite: self.link.invite, person: *person, person_key, device, device_key };
                (*person, person_keys, Kind::Admit(admit))
            }
        };
        let record = Record::by_invite(access.head(), at, kind, &invite_keys, &self.device).ok()?;
        Some(Candidate { access, record, person, person_keys, keys, boxes })
    }

    fn joined(&mut self) -> JoinStep {
        let Some(candidate) = self.candidate.take() else { return JoinStep::Send(Vec::new()) };
        let Candidate { mut access, record, person, person_keys, keys, boxes } = candidate;
        if access.replay(record).is_err() {
            return JoinStep::Failed(Refusal::BadLink);
        }
        let (replica, ops) = self.join(access, person, person_keys, keys, boxes, true);
        JoinStep::Joined(replica, ops)
    }

    fn join(
        &mut self,
        access: AccessLog,
        person: PersonId,
        person_keys: PersonKeys,
        keys: HashMap<(SpaceId, Epoch), SpaceKey>,
        boxes: Vec<SealedBox>,
        at_relay: bool,
    ) -> (Box<Replica>, Vec<StoreOp>) {
        let identity = Identity {
            team: self.link.team,
            person,
            device: self.device.clone(),
            person_keys,
            relay: self.link.relay_url.clone(),
            is_sample: false,
        };
        let mut random = [0; 8];
        rand_core::Rng::fill_bytes(&mut self.rng, &mut random);
        let actor = identity.fresh_actor(random);
        let mut replica = Replica {
            identity,
            access,
            keys: HashMap::new(),
            projection: Projection::default(),
            loaded: HashMap::new(),
            closed: HashSet::new(),
            done: Done::default(),
            sync: Sync { at_relay, joined_with: Some(self.link.clone()), ..Sync::default() },
            actor,
            rng: self.rng.clone(),
        };
        replica.projection.finish_loading();
        let mut ops = replica.first_ops();
        if at_relay {
            ops.push(StoreOp::Put { key: storage::META_AT_RELAY.to_vec(), value: vec![1] });
        }
        ops.push(StoreOp::Delete { key: storage::META_JOINING.to_vec() });
        ops.push(link_op(&self.link));
        for ((space, epoch), key) in keys {
            ops.extend(replica.keep_key(space, epoch, key));
        }
        for sealed in boxes {
            ops.extend(replica.sync.keep_box(sealed));
        }
        ops.extend(replica.access_ops(0));
        (Box::new(replica), ops)
    }
}

fn refusal(reason: Denied) -> Refusal {
    match reason {
        Denied::InviteUsed => Refusal::InviteSpent(InviteFault::Used),
        Denied::InviteExpired => Refusal::InviteSpent(InviteFault::Expired),
        Denied::UnknownIdentity | Denied::UnknownTeam => Refusal::InviteSpent(InviteFault::Unknown),
        _ => Refusal::BadLink,
    }
}
