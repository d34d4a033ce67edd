//! A device that is not in the access log yet: restored from a backup, or made from an invite link and a sync file.
//!
//! It asks whoever orders the log: a relay, logged in as the invite or as the device that the backup was of, or
//! the device that orders it without one, by the next sync file. A restored device is its person's and may write
//! meanwhile. What it seals stays here: an envelope is judged by the log as it stood at its head, so everything is
//! sealed again behind the record that admits the device.

use crate::host::StoreOp;
use crate::replica::Replica;
use crate::storage;
use crate::sync::branches::link_op;
use crate::sync::connection::{Out, Phase};
use domain::Now;
use serde::{Deserialize, Serialize};
use wire::access::{Admit, DeviceAdd, Invite, InvitePurpose, Kind};
use wire::frame::{Denied, LoginAs, login_signature, relay_origin};
use wire::{AccessLog, ClientFrame, DeviceKeys, InviteLink, Recipient, Record, SealedBox};

/// How long the invite that a restored device makes for itself is good for.
const DAYS: u64 = 7;

/// What asks for admission.
pub struct Admission {
    pub link: InviteLink,
    /// The device that the backup was of: it invites the new one.
    pub predecessor: Option<DeviceKeys>,
    /// The invite is used up, perhaps by this device: log in as itself.
    as_device: bool,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    link: String,
    predecessor: Option<Vec<u8>>,
}

impl Admission {
    pub fn new(link: InviteLink, predecessor: Option<DeviceKeys>) -> Self {
        Self { link, predecessor, as_device: false }
    }

    /// From the store; `None` when damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let stored: Stored = postcard::from_bytes(bytes).ok()?;
        let predecessor = match stored.predecessor.map(zeroize::Zeroizing::new) {
            Some(keys) => Some(DeviceKeys::from_bytes(&keys).ok()?),
            None => None,
        };
        Some(Self::new(InviteLink::parse(&stored.link).ok()?, predecessor))
    }

    /// To be written with the replica that it is of.
    pub fn op(&self) -> StoreOp {
        let predecessor = self.predecessor.as_ref().map(|keys| keys.to_bytes().to_vec());
        let stored = Stored { link: self.link.code(), predecessor };
        let value = postcard::to_stdvec(&stored).unwrap_or_default();
        StoreOp::Put { key: storage::META_ADMISSION.to_vec(), value }
    }
}

impl Replica {
    /// The records, each behind the one before, that would let this device in.
    pub fn records_to_admit(&self, log: &AccessLog, now: Now) -> Vec<Record> {
        self.signed_to_admit(log, now).unwrap_or_default()
    }

    /// Logged in as the holder of an invite, not as a device.
    pub fn is_in_as_invite(&self) -> bool {
        self.asking().is_some_and(|admission| admission.predecessor.is_none() && !admission.as_device)
    }

    fn asking(&self) -> Option<&Admission> {
        self.sync.admission.as_ref().or(self.sync.connection.rejoining.as_ref())
    }

    fn signed_to_admit(&self, log: &AccessLog, now: Now) -> Option<Vec<Record>> {
        let Admission { link, predecessor, .. } = self.asking()?;
        let at = now.at.0.unsigned_abs();
        let person = self.identity.person;
        let keys = link.keys();
        let known = log.state().invites.get(&link.invite);
        let mut records = Vec::new();
        if let (None, Some(predecessor)) = (known, predecessor) {
            let invite = Invite {
                invite: link.invite,
                signing_key: keys.signing_public(),
                exchange_key: keys.exchange_public(),
                purpose: InvitePurpose::Device { person },
                expires_at_ms: at + DAYS * 86_400_000,
                uses: 1,
            };
            let head = log.head();
            records.push(Record::by_device(head, at, Kind::Invite(invite), predecessor).ok()?);
        }
        let device = &self.identity.device;
        let (id, device_key) = (device.id(), device.exchange_public());
        let kind = match known.map(|invite| &invite.purpose) {
            Some(InvitePurpose::Member { .. }) => Kind::Admit(Admit {
                invite: link.invite,
                person,
                person_key: self.identity.person_keys.exchange_public(),
                device: id,
                device_key,
            }),
            _ => Kind::DeviceAdd(DeviceAdd { invite: link.invite, person, device: id, device_key }),
        };
        let head = records.last().map_or(log.head(), Record::head);
        records.push(Record::by_invite(head, at, kind, &keys, device).ok()?);
        Some(records)
    }

    /// The login that the relay's challenge asks for.
    pub fn login(&self, nonce: &[u8; 32], relay: &[u8; 16]) -> ClientFrame {
        let origin = relay_origin(&self.identity.relay);
        let team = self.identity.team;
        let me = &self.identity.device;
        let (identity, signature) = match self.asking() {
            Some(Admission { link, predecessor: None, as_device: false }) => {
                let identity = LoginAs::Invite(link.invite);
                (identity, login_signature(&link.keys(), nonce, relay, &origin, team, identity))
            }
            Some(Admission { predecessor: Some(keys), as_device: false, .. }) => {
                let identity = LoginAs::Device(keys.id());
                (identity, login_signature(keys, nonce, relay, &origin, team, identity))
            }
            _ => {
                let identity = LoginAs::Device(me.id());
                (identity, login_signature(me, nonce, relay, &origin, team, identity))
            }
        };
        ClientFrame::Login { team, identity, origin, signature }
    }

    /// The invite was used, perhaps by this device when the answer got lost: whether to try as the device itself.
    pub fn may_be_in(&mut self, reason: Denied) -> bool {
        if reason == Denied::InviteUsed && self.sync.connection.rejoining.take().is_some() {
            return true;
        }
        match &mut self.sync.admission {
            Some(admission) if reason == Denied::InviteUsed && !admission.as_device => {
                admission.as_device = true;
                true
            }
            _ => false,
        }
    }

    /// The newest records are here: ask to be let in behind them.
    pub fn ask_admission(&mut self, now: Now, out: &mut Out) {
        if self.sync.connection.phase != Phase::Admitting || self.sync.connection.append_under_way.is_some() {
            return;
        }
        if self.is_admitted() {
            match self.sync.connection.rejoining {
                Some(_) => self.reconnect(now, out),
                None => self.admitted(now, out),
            }
            return;
        }
        let Some(record) = self.records_to_admit(&self.access, now).into_iter().next() else { return };
        let boxes = self.boxes_to_admit(&record);
        out.frames.push(ClientFrame::AccessAppend {
            expected_head: self.access.head(),
            record: record.bytes().to_vec(),
            boxes,
        });
        self.sync.connection.append_under_way = Some(record);
    }

    /// What goes beside the record that lets this device in: what others sealed for its person.
    pub fn boxes_to_admit(&self, record: &Record) -> Vec<SealedBox> {
        let is_last = !matches!(record.kind(), Kind::Invite(_));
        let me = Recipient::Person(self.identity.person);
        let mine = |sealed: &&SealedBox| is_last && sealed.recipient() == me;
        match self.asking().map(|admission| admission.predecessor.is_some()) {
            Some(false) => self.sync.boxes.iter().filter(mine).cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// A restored device invites itself: when the invite that got into the log was not used in time, with another one.
    /// `None` when there is no such invite to replace.
    pub fn renew_invite(&mut self) -> Option<StoreOp> {
        let admission = self.sync.admission.as_mut().filter(|admission| admission.predecessor.is_some())?;
        let relay = admission.link.relay_url.clone();
        admission.link = InviteLink::generate(relay, self.identity.team, &mut self.rng);
        Some(admission.op())
    }

    /// The same when it has expired by this device's own clock.
    pub fn renew_expired_invite(&mut self, now: Now) -> Option<StoreOp> {
        let invite = self.sync.admission.as_ref().map(|admission| admission.link.invite)?;
        let known = self.access.state().invites.get(&invite)?;
        if known.expires_at_ms >= now.at.0.unsigned_abs() {
            return None;
        }
        self.renew_invite()
    }

    /// The relay does not append what would let this device in.
    pub fn admission_denied(&mut self, now: Now, reason: Denied, out: &mut Out) {
        self.sync.connection.append_under_way = None;
        let renewed = if reason == Denied::InviteExpired { self.renew_invite() } else { None };
        match renewed {
            Some(op) => {
                out.ops.push(op);
                self.ask_admission(now, out);
            }
            None => self.hang_up(now, reason, out),
        }
    }

    /// Whether the access log names this device.
    pub fn is_admitted(&self) -> bool {
        self.access.state().person_of(self.identity.device.id()).is_some()
    }

    /// The log names this device now: seal again what was sealed before, and begin as everybody does.
    pub fn admitted(&mut self, now: Now, out: &mut Out) {
        let Some(admission) = self.sync.admission.take() else { return };
        out.ops.push(StoreOp::Delete { key: storage::META_ADMISSION.to_vec() });
        if admission.predecessor.is_none() {
            out.ops.push(link_op(&admission.link));
            self.sync.joined_with = Some(admission.link);
        }
        self.seal_all_again(out);
        self.projection.revision += 1; // what may be done here is on screen
        self.ensure_own_space(now, out);
        self.sync.receipts_due = true;
        if self.sync.connection.phase.has_line() {
            self.reconnect(now, out);
        }
    }
}
