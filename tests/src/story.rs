//! Sentences about people, so that a test reads like what happened.

use crate::relay::ADDRESS;
use crate::{Event, Team};
use contract::command::Made;
use contract::view::{HistoryEntry, Session, SyncStage, TeamSession};
use contract::{Command, FieldWrite, File, Outcome, Query, Refusal, ToWorker, View};
use domain::RecordId;
use domain::customer::CustomerId;
use domain::follow_up::{Channel, FollowUpId, Outcome as Touch};
use domain::member::Role;
use domain::record::Value;
use engine::Input;
use engine::projection::Row;
use wire::sync_file::Readers;
use wire::{SpaceClass, SyncContents};

/// So often the page starts the program again by itself.
pub const RESTARTS: u32 = 5;

impl Team {
    /// A team with a relay, founded by one person; everything is uploaded.
    pub fn founded_by(name: &str) -> Self {
        let mut team = Self::new(1);
        team.found(name);
        team
    }

    /// Somebody founds the team.
    pub fn found(&mut self, name: &str) {
        let at = self.add_device(name);
        self.sync();
        let found =
            Command::FoundTeam { team: "成都一队".into(), name: name.into(), relay: ADDRESS.into() };
        self.does(at, found).unwrap_or_else(|refusal| panic!("not founded: {refusal}"));
        self.sync();
    }

    /// Somebody joins with a link, on a device of the same name.
    pub fn joins(&mut self, name: &str, link: &str) -> Result<(), Refusal> {
        let at = match self.devices.iter().position(|device| device.name == name) {
            Some(at) => at,
            None => self.add_device(name),
        };
        self.sync();
        let id = self.order(at, Command::JoinTeam { link: link.into() });
        self.sync();
        let answer = self.devices[at].answers.get(&id).cloned();
        answer.unwrap_or(Err(Refusal::RelayUnreachable)).map(drop)
    }

    /// A new device that no line reaches.
    pub fn starts_without_a_line(&mut self, name: &str) -> usize {
        let at = self.add_device(name);
        self.devices[at].is_cut_off = true;
        while self.devices[at].disk.is_busy() {
            self.happen(Event::Store(at));
        }
        at
    }

    /// Somebody joins with a link and a sync file on such a device. Gives how many envelopes are told to have come.
    pub fn joins_by_file(&mut self, name: &str, link: &str, file: File) -> u64 {
        let at = self.starts_without_a_line(name);
        let joined = self.does(at, Command::JoinByFile { link: link.into(), file }).expect("joined");
        self.sync();
        match joined.made {
            Some(Made::Received { envelopes, .. }) => envelopes,
            other => panic!("nothing is told: {other:?}"),
        }
    }

    /// A sync file with another content, for the same readers; `by` is somebody who can open it.
    pub fn resealed(&self, by: &str, file: &File, change: impl FnOnce(&mut SyncContents)) -> File {
        let replica = self.device(by).replica();
        let mut contents = replica.open_file(file).expect("opened");
        change(&mut contents);
        let state = replica.access.state();
        let (space, known) =
            state.spaces.iter().find(|(_, space)| space.class == SpaceClass::Org).expect("all read it");
        let readers = Readers {
            space: (*space, known.epoch, &replica.keys[&(*space, known.epoch)]),
            invites: state.invites.iter().map(|(id, invite)| (*id, invite.exchange_key)).collect(),
        };
        File(contents.seal(replica.identity.team, &readers, &mut replica.rng.clone()).expect("sealed"))
    }

    /// Invite somebody and let them join.
    pub fn welcomes(&mut self, inviter: &str, name: &str, role: Role) {
        let link = self.member(inviter).invites(name, role);
        self.joins(name, &link).unwrap_or_else(|refusal| panic!("{name} did not join: {refusal}"));
        self.sync();
    }

    /// A device whose program crashes is started again until it does not, and the program is told that it crashed.
    pub fn keeps_starting(&mut self, name: &str) {
        let at = self.place(name);
        for _ in 0..=RESTARTS {
            if self.devices[at].engine.is_none() {
                self.switch_on(at);
                self.give(at, Input::Message(ToWorker::Crashed));
            }
            self.sync();
            if self.devices[at].engine.is_some() {
                return;
            }
        }
        panic!("{name} died {} times", self.devices[at].deaths);
    }

    /// The person with the device of this name.
    pub fn member(&mut self, name: &str) -> Member<'_> {
        let at = self.place(name);
        Member { team: self, at }
    }
}

/// A person at a device, about to do something.
pub struct Member<'a> {
    team: &'a mut Team,
    at: usize,
}

impl Member<'_> {
    /// Do it, whether or not it is allowed.
    pub fn tries(&mut self, command: Command) -> Result<Outcome, Refusal> {
        self.team.does(self.at, command)
    }

    /// Do it.
    ///
    /// # Panics
    /// When it is refused.
    pub fn does(&mut self, command: Command) -> Outcome {
        let name = self.team.devices[self.at].name.clone();
        self.tries(command.clone()).unwrap_or_else(|refusal| panic!("{name} may not {command:?}: {refusal}"))
    }

    /// A link for a new member.
    pub fn invites(&mut self, name: &str, role: Role) -> String {
        let invite = Command::Invite { member: None, name: name.into(), role, line: None, by_file: false };
        let outcome = self.does(invite);
        self.team.sync();
        link_of(outcome)
    }

    /// A link for a further device of theirs.
    pub fn adds_a_device(&mut self) -> String {
        let outcome = self.does(Command::AddDevice { by_file: false });
        self.team.sync();
        link_of(outcome)
    }

    /// What others lack, in a file.
    pub fn sync_file(&mut self) -> File {
        file_of(self.does(Command::MakeSyncFile { all: false }))
    }

    /// All that is here, in a file.
    pub fn backup(&mut self) -> File {
        file_of(self.does(Command::CopyReplica))
    }

    /// A new customer.
    pub fn creates_customer(&mut self, name: &str) -> CustomerId {
        let id = RecordId(self.team.dice.bytes());
        let fields = vec![text("name", name)];
        self.does(Command::Create { kind: "customer".into(), id, fields });
        CustomerId(id)
    }

    /// Change one text of a record.
    pub fn writes(&mut self, id: RecordId, field: &str, value: &str) -> Outcome {
        self.does(Command::Edit { id, fields: vec![text(field, value)] })
    }

    /// Delete a record.
    pub fn deletes(&mut self, id: RecordId) -> Outcome {
        self.does(Command::Delete { id })
    }

    /// Log a call.
    pub fn logs_follow_up(&mut self, customer: CustomerId, words: &str) -> FollowUpId {
        let id = FollowUpId(RecordId(self.team.dice.bytes()));
        self.does(Command::LogFollowUp {
            id,
            customer,
            channel: Channel::Phone,
            outcome: Touch::Interested,
            text: words.into(),
            next_date: None,
            next_action: None,
            contact: None,
        });
        id
    }

    /// The sentence on screen.
    pub fn stage(&mut self) -> SyncStage {
        self.session().sync.stage
    }

    /// The team as this device shows it.
    ///
    /// # Panics
    /// When the device is in no team.
    pub fn session(&mut self) -> TeamSession {
        match self.team.sees(self.at, Query::Session) {
            View::Session(Session::InTeam(session)) => *session,
            other => panic!("{} is not in a team: {other:?}", self.team.devices[self.at].name),
        }
    }

    /// Who changed what when, newest first.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn history(&mut self, id: RecordId) -> Vec<HistoryEntry> {
        match self.team.sees(self.at, Query::History { id }) {
            View::History(Some(history)) => history,
            other => panic!("no history: {other:?}"),
        }
    }

    /// A record as this device shows it.
    pub fn row(&mut self, id: RecordId) -> Option<Row> {
        self.team.devices[self.at].replica().projection.find(id).cloned()
    }

    /// A text of a record as this device shows it.
    pub fn reads(&mut self, id: RecordId, field: &str) -> String {
        let Some(row) = self.row(id) else { return String::new() };
        row.kind.field(field).map(|(index, _)| row.packed.text(index).to_owned()).unwrap_or_default()
    }
}

/// One text field of a command.
pub fn text(field: &str, value: &str) -> FieldWrite {
    FieldWrite { field: field.into(), value: Some(Value::Text(value.into())) }
}

fn file_of(outcome: Outcome) -> File {
    match outcome.made {
        Some(Made::File(file)) => file,
        other => panic!("no file: {other:?}"),
    }
}

fn link_of(outcome: Outcome) -> String {
    match outcome.made {
        Some(Made::InviteLink(link)) => link,
        other => panic!("no link was made: {other:?}"),
    }
}
