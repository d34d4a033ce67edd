//! Joining a team with a link: log in as the invite, read the log, open the boxes, admit oneself.

use crate::done::Done;
use crate::host::StoreOp;
use crate::identity::Identity;
use crate::projection::Projection;
use crate::replica::Replica;
use crate::storage;
use crate::sync::Sync;
use contract::command::InviteFault;
use contract::{CommandId, Refusal};
use domain::{Now, Timestamp};
use rand_chacha::ChaCha20Rng;
use std::collections::HashMap;
use wire::access::{Admit, DeviceAdd, InvitePurpose, Kind};
use wire::frame::{Denied, LoginAs, login_signature, relay_origin};
use wire::{
    AccessLog, ClientFrame, DeviceKeys, Epoch, InviteLink, KeyBox, PersonId, PersonKeys, Recipient, Record,
    SealedBox, ServerFrame, SpaceId, SpaceKey,
};

/// The relay must answer each step within this.
pub const PATIENCE_MS: i64 = 15_000;

/// A join under way. Nothing of it is stored before the relay has admitted the device.
pub struct Joining {
    pub command: CommandId,
    pub link: InviteLink,
    pub deadline: Timestamp,
    device: DeviceKeys,
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
    /// Admitted.
    Joined(Box<Replica>, Vec<StoreOp>),
    /// It cannot be done.
    Failed(Refusal),
}

impl Joining {
    pub fn begin(now: Now, command: CommandId, link: InviteLink, mut rng: ChaCha20Rng) -> Self {
        Self {
            command,
            link,
            deadline: Timestamp(now.at.0 + PATIENCE_MS),
            device: DeviceKeys::generate(&mut rng),
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
                let identity = LoginAs::Invite(self.link.invite);
                let keys = self.link.keys();
                let signature = login_signature(&keys, &nonce, &relay, &origin, self.link.team, identity);
                let team = self.link.team;
                JoinStep::Send(vec![ClientFrame::Login { team, identity, origin, signature }])
            }
            ServerFrame::Welcome { .. } => {
                JoinStep::Send(vec![ClientFrame::FetchBoxes, ClientFrame::AccessSince { index: 0 }])
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
                self.admit(now)
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

    /// The log is here: check it, open the boxes, and offer the record that admits this device.
    fn admit(&mut self, now: Now) -> JoinStep {
        if self.candidate.is_some() {
            return JoinStep::Send(Vec::new());
        }
        let Ok(access) = AccessLog::verify_chain(self.records.iter().cloned()) else {
            return JoinStep::Failed(Refusal::BadLink);
        };
        if access.team() != self.link.team {
            return JoinStep::Failed(Refusal::BadLink);
        }
        let Some(candidate) = self.candidate(now, access) else {
            return JoinStep::Failed(Refusal::InviteSpent(InviteFault::Unknown));
        };
        let mut checked = candidate.access.clone();
        if let Err(error) = checked.append(candidate.record.clone(), now.at.0.unsigned_abs()) {
            let expired = matches!(error, wire::AccessError::InviteExpired);
            let fault = if expired { InviteFault::Expired } else { InviteFault::Used };
            return JoinStep::Failed(Refusal::InviteSpent(fault));
        }
        let frame = ClientFrame::AccessAppend {
            expected_head: candidate.access.head(),
            record: candidate.record.bytes().to_vec(),
            boxes: candidate.boxes.clone(),
        };
        self.candidate = Some(candidate);
        JoinStep::Send(vec![frame])
    }

    fn candidate(&mut self, now: Now, access: AccessLog) -> Option<Candidate> {
        let invite_keys = self.link.keys();
        let state = access.state();
        let invite = state.invites.get(&self.link.invite)?;
        let at = now.at.0.unsigned_abs();
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
                let person_keys = PersonKeys::generate(&mut self.rng);
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
        let mut access = candidate.access;
        if access.replay(candidate.record).is_err() {
            return JoinStep::Failed(Refusal::BadLink);
        }
        let device = DeviceKeys::from_bytes(&self.device.to_bytes());
        let Ok(device) = device else { return JoinStep::Failed(Refusal::BadLink) };
        let identity = Identity {
            team: self.link.team,
            person: candidate.person,
            device,
            person_keys: candidate.person_keys,
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
            done: Done::default(),
            sync: Sync { at_relay: true, ..Sync::default() },
            actor,
            rng: self.rng.clone(),
        };
        replica.projection.finish_loading();
        let mut ops = replica.first_ops();
        ops.push(StoreOp::Put { key: storage::META_AT_RELAY.to_vec(), value: vec![1] });
        for ((space, epoch), key) in candidate.keys {
            ops.extend(replica.keep_key(space, epoch, key));
        }
        for sealed in candidate.boxes {
            ops.extend(replica.sync.keep_box(sealed));
        }
        ops.extend(replica.access_ops(0));
        JoinStep::Joined(Box::new(replica), ops)
    }
}

fn refusal(reason: Denied) -> Refusal {
    match reason {
        Denied::InviteClosed => Refusal::InviteSpent(InviteFault::Used),
        Denied::UnknownIdentity | Denied::UnknownTeam => Refusal::InviteSpent(InviteFault::Unknown),
        _ => Refusal::BadLink,
    }
}
