//! The relay, driven by hand: the relay crate's own storage, and its session logic written down again in the
//! simplest way, one frame at a time, over the real frames.
//!
//! Its disk is the list of everything it ever committed, so that it can be put back to any earlier moment.

mod access;
mod envelopes;
mod snapshots;

use engine::host::LinkEvent;
use relay::store::{LogStore, MemoryStore, Write, Written};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use wire::frame::{Bye, Denied, LoginAs, verify_login};
use wire::{
    AccessLog, ClientFrame, Cursor, DeviceId, EnvelopeId, InviteId, PersonId, ServerFrame, SpaceId, TeamId,
};

/// The address that everybody dials.
pub const ADDRESS: &str = "ws://relay.test/ws";
const ORIGIN: &str = "relay.test";

#[derive(Clone, Copy)]
enum Identity {
    Device { device: DeviceId, person: PersonId },
    Invite(InviteId),
}

struct Login {
    team: TeamId,
    identity: Identity,
    live: BTreeMap<SpaceId, Cursor>,
    receipts: BTreeSet<SpaceId>,
    snapshots: BTreeSet<SpaceId>,
    access_at: Option<u64>,
}

struct Session {
    nonce: [u8; 32],
    login: Option<Login>,
}

/// What the relay says to whom; `None`: it closes the connection.
pub type Said = Vec<(u64, Option<LinkEvent>)>;

/// See the module.
pub struct Relay {
    id: [u8; 16],
    store: MemoryStore,
    disk: Vec<Vec<Write>>,
    logs: BTreeMap<TeamId, Rc<AccessLog>>,
    sessions: BTreeMap<u64, Session>,
    next_connection: u64,
    said: Said,
    now_ms: i64,
    /// Nobody can connect.
    pub is_down: bool,
    /// Stores envelopes and does not say so.
    pub withholds_acks: bool,
    /// Stores receipts and passes none on.
    pub withholds_receipts: bool,
    /// A wrong relay: it takes any cursor's hash on trust, so that nobody notices that its past has changed.
    pub ignores_cursor_hashes: bool,
    /// A wrong relay: it takes no record of another branch.
    pub denies_grafts: bool,
    /// Every frame it has received and sent, for those who look for readable text.
    pub frames: u64,
}

impl Default for Relay {
    fn default() -> Self {
        let id = [7; 16];
        Self {
            id,
            store: MemoryStore::new(id),
            disk: Vec::new(),
            logs: BTreeMap::new(),
            sessions: BTreeMap::new(),
            next_connection: 1,
            said: Vec::new(),
            now_ms: 0,
            is_down: false,
            withholds_acks: false,
            withholds_receipts: false,
            ignores_cursor_hashes: false,
            denies_grafts: false,
            frames: 0,
        }
    }
}

impl Relay {
    /// A new connection with its number and the challenge.
    pub fn connect(&mut self, nonce: [u8; 32]) -> (u64, Said) {
        let connection = self.next_connection;
        self.next_connection += 1;
        self.sessions.insert(connection, Session { nonce, login: None });
        self.challenge(connection);
        (connection, std::mem::take(&mut self.said))
    }

    /// A connection is gone.
    pub fn disconnect(&mut self, connection: u64) {
        self.sessions.remove(&connection);
    }

    /// A frame arrives. All of it is durable before anything is said.
    pub fn receive(&mut self, now_ms: i64, connection: u64, frame: &[u8]) -> Said {
        self.now_ms = now_ms;
        if self.sessions.contains_key(&connection) {
            self.frames += 1;
            match ClientFrame::decode(frame) {
                Ok(frame) => self.handle(connection, frame),
                Err(_) => self.bye(connection, Bye::Protocol),
            }
        }
        std::mem::take(&mut self.said)
    }

    /// How many transactions were ever committed.
    pub fn disk_len(&self) -> usize {
        self.disk.len()
    }

    /// Put the disk back to how it was after so many transactions; every connection is lost. `new_id`: as another relay.
    pub fn roll_back(&mut self, writes: usize, new_id: Option<[u8; 16]>) {
        self.id = new_id.unwrap_or(self.id);
        self.disk.truncate(writes);
        self.store = MemoryStore::new(self.id);
        for stored in &self.disk {
            let written = self.store.commit(stored);
            assert!(written.is_ok(), "the memory store always works");
        }
        self.sessions.clear();
        let teams: Vec<TeamId> = std::mem::take(&mut self.logs).into_keys().collect();
        teams.into_iter().for_each(|team| self.read_log(team));
    }

    /// Where each chain of a space ends.
    pub fn tails(&self, team: TeamId, space: SpaceId) -> BTreeMap<DeviceId, wire::receipt::ChainEnd> {
        self.store.tails(team, space).unwrap_or_default()
    }

    /// Put envelopes into its storage past every check: what a relay that is in league with a hostile member does.
    pub fn smuggle(&mut self, team: TeamId, space: SpaceId, envelopes: &[Vec<u8>]) {
        let position = self.disk.len() as u64;
        let writes = envelopes.iter().enumerate().map(|(at, bytes)| {
            // A chain of its own for each, so that the storage takes anything.
            let name = [&(position + at as u64).to_be_bytes(), &bytes[..]].concat();
            let device = DeviceId(*EnvelopeId::of(&name).as_bytes());
            let (id, prev) = (EnvelopeId::of(bytes), EnvelopeId::ZERO);
            Write::Envelope { team, space, device, seq: 1, prev, id, bytes: bytes.clone() }
        });
        let writes = writes.collect();
        self.commit(writes);
        self.fan_out(team);
    }

    /// What is said to everybody since the last call.
    pub fn take_said(&mut self) -> Said {
        std::mem::take(&mut self.said)
    }

    fn commit(&mut self, writes: Vec<Write>) -> Vec<Written> {
        let written = self.store.commit(&writes).unwrap_or_default();
        let mut stored = Vec::new();
        for (write, written) in writes.into_iter().zip(&written) {
            if !matches!(written, Written::Stored(_)) {
                continue;
            }
            if let Write::Access { team, .. } = write {
                self.read_log(team);
            }
            stored.push(write);
        }
        if !stored.is_empty() {
            self.disk.push(stored);
        }
        written
    }

    fn say(&mut self, connection: u64, frame: &ServerFrame) {
        self.frames += 1;
        let bytes = frame.encode().unwrap_or_else(|error| panic!("the relay cannot say {frame:?}: {error}"));
        self.said.push((connection, Some(LinkEvent::Frame(bytes))));
    }

    fn bye(&mut self, connection: u64, reason: Bye) {
        self.say(connection, &ServerFrame::Bye { reason });
        self.said.push((connection, None));
        self.sessions.remove(&connection);
    }

    fn challenge(&mut self, connection: u64) {
        let Some(session) = self.sessions.get_mut(&connection) else { return };
        // Another one each time, as the real one draws them.
        session.nonce = *EnvelopeId::of(&session.nonce).as_bytes();
        let (nonce, relay) = (session.nonce, self.id);
        self.say(connection, &ServerFrame::Challenge { nonce, relay });
    }

    fn read_log(&mut self, team: TeamId) {
        let records = self.store.access_records(team).unwrap_or_default();
        if !records.is_empty() {
            let log = AccessLog::verify_chain(records).unwrap_or_else(|error| panic!("{error}"));
            self.logs.insert(team, Rc::new(log));
        }
    }

    fn log(&self, team: TeamId) -> Option<Rc<AccessLog>> {
        self.logs.get(&team).cloned()
    }

    fn login(&self, connection: u64) -> Option<&Login> {
        self.sessions.get(&connection)?.login.as_ref()
    }

    /// The team and person of a logged-in device that may read the space.
    fn reader(&self, connection: u64, space: SpaceId) -> Option<(TeamId, DeviceId, PersonId)> {
        let login = self.login(connection)?;
        let Identity::Device { device, person } = login.identity else { return None };
        self.log(login.team)?.state().can_read(person, space).then_some((login.team, device, person))
    }

    fn handle(&mut self, connection: u64, frame: ClientFrame) {
        match frame {
            ClientFrame::Ping => self.say(connection, &ServerFrame::Pong),
            ClientFrame::Login { team, identity, origin, signature } => {
                let login = if origin == ORIGIN {
                    self.check_login(connection, team, identity, &signature)
                } else {
                    return self.bye(connection, Bye::Origin);
                };
                match login {
                    Ok((login, welcome)) => {
                        if let Some(session) = self.sessions.get_mut(&connection) {
                            session.login = Some(login);
                        }
                        self.say(connection, &welcome);
                    }
                    Err(reason) => {
                        self.say(connection, &ServerFrame::LoginDenied { reason });
                        self.challenge(connection);
                    }
                }
            }
            ClientFrame::Found { records, boxes } => {
                let team = TeamId::of(records.first().map_or(&[], Vec::as_slice));
                self.refill(connection, team, 0, records, boxes);
            }
            frame => match self.login(connection).map(|login| login.team) {
                None => self.bye(connection, Bye::Login),
                Some(team) => self.handle_member(connection, team, frame),
            },
        }
    }

    fn handle_member(&mut self, connection: u64, team: TeamId, frame: ClientFrame) {
        match frame {
            ClientFrame::AccessSince { index } => self.access_since(connection, team, index),
            ClientFrame::AccessAppend { expected_head, record, boxes } => {
                self.access_append(connection, team, expected_head, record, boxes);
            }
            ClientFrame::AccessRefill { from, records, boxes } => {
                self.refill(connection, team, from, records, boxes);
            }
            ClientFrame::FetchBoxes => self.fetch_boxes(connection, team),
            ClientFrame::PutBoxes { boxes } => {
                self.commit(boxes.into_iter().map(|sealed| Write::Box { team, sealed }).collect());
                self.say(connection, &ServerFrame::BoxesStored);
            }
            ClientFrame::Put { envelopes } => self.put(connection, team, envelopes),
            ClientFrame::Pull { space, after } => self.pull(connection, space, after),
            ClientFrame::PutReceipt { receipt } => self.put_receipt(connection, &receipt),
            ClientFrame::FetchReceipts { space } => self.fetch_receipts(connection, space),
            ClientFrame::FetchTails { space } => match self.reader(connection, space) {
                None => self.deny(connection, space),
                Some((team, ..)) => {
                    let tails = self.tails(team, space);
                    self.say(connection, &ServerFrame::Tails { space, tails });
                }
            },
            ClientFrame::FetchSnapshots { space } => self.fetch_snapshots(connection, space),
            ClientFrame::FetchParts { space, parts } => self.fetch_parts(connection, space, &parts),
            ClientFrame::PutParts { space, parts } => self.put_parts(team, space, parts),
            ClientFrame::PutSnapshot { snapshot } => self.put_snapshot(connection, snapshot),
            ClientFrame::PutCountersignature { countersignature } => {
                self.put_countersignature(countersignature);
            }
            // Presence is nobody's business here; the rest was answered before.
            _ => {}
        }
    }

    fn check_login(
        &self,
        connection: u64,
        team: TeamId,
        identity: LoginAs,
        signature: &wire::Signature,
    ) -> Result<(Login, ServerFrame), Denied> {
        let nonce = self.sessions.get(&connection).map_or([0; 32], |session| session.nonce);
        let log = self.log(team).ok_or(Denied::UnknownTeam)?;
        let now_ms = self.now_ms.unsigned_abs();
        let (key, as_whom) = match identity {
            LoginAs::Device(device) => {
                let person = log.state().person_of(device).ok_or(Denied::UnknownIdentity)?;
                (device.into(), Identity::Device { device, person })
            }
            LoginAs::Invite(invite) => {
                let state = log.state().invites.get(&invite).ok_or(Denied::UnknownIdentity)?;
                state.check_open(Some(now_ms))?;
                (state.signing_key, Identity::Invite(invite))
            }
        };
        if !verify_login(key, &nonce, &self.id, ORIGIN, team, identity, signature) {
            return Err(Denied::Signature);
        }
        let login = Login {
            team,
            identity: as_whom,
            live: BTreeMap::new(),
            receipts: BTreeSet::new(),
            snapshots: BTreeSet::new(),
            access_at: None,
        };
        Ok((login, ServerFrame::Welcome { head: log.head(), records: log.len() as u64, now_ms }))
    }

    fn deny(&mut self, connection: u64, space: SpaceId) {
        self.say(connection, &ServerFrame::PullDenied { space, reason: Denied::Right });
    }
}
