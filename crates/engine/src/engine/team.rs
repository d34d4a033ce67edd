//! Commands about the team itself: found, join, look around, invite, relay, forget.

use super::{Engine, State};
use crate::Effect;
use crate::command::{Plan, new_members_record};
use crate::document::RecordWrite;
use crate::host::{Durability, StoreOp};
use crate::replica::Replica;
use crate::saving::OnDurable;
use crate::storage;
use crate::sync::care::Care;
use crate::sync::connection::{Out, Phase};
use crate::sync::join::Joining;
use contract::command::Made;
use contract::view::LinkState;
use contract::{Command, CommandId, Outcome, Refusal};
use domain::RecordId;
use domain::member::{MemberId, Role};
use domain::record::{Fields, KindSpec, LINE_LIMIT, Record};
use domain::team::Team;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use wire::{InviteLink, PersonId};

impl Engine {
    pub(super) fn team_command(&mut self, id: CommandId, command: Command) {
        if let State::Failed(fault) = &self.state {
            // Nothing is written over a store that cannot be read.
            let refusal = Refusal::StorageFailed(fault.to_string());
            return self.answer(id, Err(refusal));
        }
        let in_team = matches!(self.state, State::InTeam(_));
        let joining = matches!(self.state, State::Joining(_));
        let result = match command {
            Command::JoinTeam { link } if in_team => return self.join_again(id, &link),
            Command::FoundTeam { .. }
            | Command::JoinTeam { .. }
            | Command::LookAround { .. }
            | Command::JoinByFile { .. }
            | Command::RestoreReplica { .. }
                if in_team || joining =>
            {
                Err(Refusal::AlreadyInTeam)
            }
            Command::FoundTeam { team, name, relay } => return self.found_team(id, &team, &name, relay),
            Command::JoinTeam { link } => return self.join_team(id, &link),
            Command::LookAround { team, me, records } => return self.look_around(id, team, me, records),
            Command::JoinByFile { link, file } => return self.join_by_file(id, &link, &file),
            Command::RestoreReplica { copy } => return self.restore_replica(id, copy),
            Command::ForgetTeam => return self.forget_team(id),
            _ if !in_team => Err(Refusal::NoTeam),
            Command::SetRelay { relay } => return self.set_relay(id, relay),
            Command::CopyReplica => return self.copy_replica(id),
            Command::MakeSyncFile { all } => return self.make_sync_file(id, all),
            Command::OpenSyncFile { file } => return self.open_sync_file(id, &file),
            Command::Invite { member, name, role, line, by_file } => {
                return self.invite(id, member, &name, role, line, by_file);
            }
            Command::AddDevice { by_file } => {
                return self.with_link(id, Plan::default(), by_file, Replica::invite_device);
            }
            Command::RetryQuarantine => {
                if let State::InTeam(replica) = &mut self.state {
                    replica.sync.reconsider_crashed();
                    let op = replica.sync.snapshots.reconsider();
                    self.saving.add(vec![op], Durability::Strict, Vec::new());
                }
                self.mark(Care::reconsider);
                self.work.push_back(super::Work::Retry);
                self.with_replica(|replica, _, out| replica.ask_access(out));
                Ok(nothing_changed())
            }
            _ => Err(Refusal::NoTeam),
        };
        self.answer(id, result);
    }

    fn found_team(&mut self, id: CommandId, team: &str, name: &str, relay: String) {
        let relay = relay.trim().to_owned();
        let refusal = [("team", team), ("name", name)]
            .into_iter()
            .find(|(_, text)| text.trim().is_empty() || text.chars().count() > LINE_LIMIT)
            .map(|(what, _)| Refusal::BadText(what.to_owned()))
            .or_else(|| check_relay(&relay).err());
        if let Some(refusal) = refusal {
            return self.answer(id, Err(refusal));
        }
        let rng = self.fork_rng();
        match Replica::found(self.now, relay, None, rng) {
            Ok((replica, ops)) => {
                let me = replica.me();
                let team_record = Team { name: team.trim().to_owned() };
                let mut plan = Plan::default();
                plan.writes.push(new_record(team_id(&replica), Team::SPEC, &team_record));
                new_members_record(&mut plan, me, name, Replica::founder_role(), None);
                self.state = State::InTeam(Box::new(replica));
                self.saving.add(ops, Durability::Strict, vec![OnDurable::Connect]);
                self.prepare_plan(id, Ok(plan), false);
            }
            Err(_) => self.answer(id, Err(Refusal::StorageFailed("keys could not be made".into()))),
        }
    }

    fn look_around(
        &mut self,
        id: CommandId,
        team: String,
        me: MemberId,
        records: Vec<(String, RecordId, Fields)>,
    ) {
        let rng = self.fork_rng();
        match Replica::found(self.now, String::new(), Some(PersonId(me.0.0)), rng) {
            Ok((replica, ops)) => {
                let mut plan = Plan::default();
                plan.writes.push(new_record(team_id(&replica), Team::SPEC, &Team { name: team }));
                for (kind, id, fields) in records {
                    if let Some(kind) = domain::kind(&kind) {
                        let fields = fields.0.into_iter().map(|(index, value)| (index, Some(value)));
                        plan.create(id, kind, fields.collect());
                    }
                }
                self.state = State::InTeam(Box::new(replica));
                self.saving.add(ops, Durability::Strict, Vec::new());
                self.prepare_plan(id, Ok(plan), false);
            }
            Err(_) => self.answer(id, Err(Refusal::StorageFailed("keys could not be made".into()))),
        }
    }

    fn join_team(&mut self, id: CommandId, link: &str) {
        let Ok(link) = InviteLink::parse(link) else { return self.answer(id, Err(Refusal::BadLink)) };
        if link.relay_url.is_empty() {
            return self.answer(id, Err(Refusal::BadLink));
        }
        if let Err(refusal) = check_relay(&link.relay_url) {
            return self.answer(id, Err(refusal));
        }
        let rng = self.fork_rng();
        self.effects.push(Effect::OpenLink(link.relay_url.clone()));
        let unfinished = match std::mem::replace(&mut self.state, State::NoTeam(None)) {
            State::NoTeam(unfinished) => unfinished.map(|unfinished| *unfinished),
            _ => None,
        };
        self.state = State::Joining(Box::new(Joining::begin(self.now, id, link, unfinished, rng)));
    }

    /// A device that its team's relay does not know any more is given another link.
    fn join_again(&mut self, id: CommandId, link: &str) {
        let Ok(link) = InviteLink::parse(link) else { return self.answer(id, Err(Refusal::BadLink)) };
        let State::InTeam(replica) = &self.state else { return };
        if link.team != replica.identity.team || replica.link_state() != LinkState::Forgotten {
            return self.answer(id, Err(Refusal::AlreadyInTeam));
        }
        self.with_replica(|replica, now, out| {
            replica.join_again(now, link, out);
            out.on_durable.push(OnDurable::Saved(id));
        });
        self.answer(id, Ok(nothing_changed()));
    }

    fn forget_team(&mut self, id: CommandId) {
        let ops = storage::all().into_iter().map(|prefix| StoreOp::DeletePrefix { prefix }).collect();
        self.effects.push(Effect::CloseLink);
        self.state = State::NoTeam(None);
        self.prepared = None;
        self.work.clear();
        self.reads.clear();
        self.saving.add(ops, Durability::Strict, vec![OnDurable::Saved(id)]);
        self.answer(id, Ok(nothing_changed()));
    }

    fn set_relay(&mut self, id: CommandId, relay: String) {
        let relay = relay.trim().to_owned();
        if let Err(refusal) = check_relay(&relay) {
            return self.answer(id, Err(refusal));
        }
        self.effects.push(Effect::CloseLink);
        self.with_replica(|replica, now, out| {
            replica.identity.relay = relay;
            let value = replica.identity.to_bytes();
            out.ops.push(StoreOp::Put { key: storage::META_IDENTITY.to_vec(), value });
            out.on_durable.push(OnDurable::Saved(id));
            replica.link_down(now);
            replica.sync.connection.phase = Phase::Off;
            replica.connect(now, out);
        });
        self.answer(id, Ok(nothing_changed()));
    }

    fn invite(
        &mut self,
        id: CommandId,
        member: Option<MemberId>,
        name: &str,
        role: Role,
        line: Option<MemberId>,
        by_file: bool,
    ) {
        let State::InTeam(replica) = &mut self.state else { return };
        let line = line.or(Some(replica.me()));
        let mut plan = Plan::default();
        let member = match member {
            Some(member) => member,
            None if name.trim().is_empty() || name.chars().count() > LINE_LIMIT => {
                return self.answer(id, Err(Refusal::BadText("name".into())));
            }
            None => {
                let member = MemberId(replica.fresh_id());
                new_members_record(&mut plan, member, name, role, line);
                member
            }
        };
        self.with_link(id, plan, by_file, |replica, now, out| {
            replica.invite_member(now, member, role, line, out)
        });
    }

    /// Make a link, and carry out the plan that goes with it.
    fn with_link(
        &mut self,
        id: CommandId,
        mut plan: Plan,
        by_file: bool,
        make: impl FnOnce(&mut Replica, domain::Now, &mut Out) -> Result<String, Refusal>,
    ) {
        let mut made = Err(Refusal::NoTeam);
        self.with_replica(|replica, now, out| {
            made = if replica.identity.relay.is_empty() && !by_file {
                Err(Refusal::BadRelayAddress(String::new()))
            } else {
                make(replica, now, out)
            };
        });
        let plan = made.map(|link| {
            plan.made = Some(Made::InviteLink(link));
            plan
        });
        self.prepare_plan(id, plan, false);
    }

    pub(super) fn fork_rng(&mut self) -> ChaCha20Rng {
        let mut seed = [0; 32];
        self.rng.fill_bytes(&mut seed);
        ChaCha20Rng::from_seed(seed)
    }
}

fn new_record<R: Record>(id: RecordId, kind: &'static KindSpec, record: &R) -> RecordWrite {
    let fields = record.to_fields().0.into_iter().map(|(index, value)| (index, Some(value))).collect();
    RecordWrite { id, kind, fields, live: true }
}

/// The team's own record has the first half of the team's id: there is one.
pub(super) fn team_id(replica: &Replica) -> RecordId {
    let mut id = [0; 16];
    id.copy_from_slice(&replica.identity.team.0[..16]);
    RecordId(id)
}

pub(super) fn check_relay(relay: &str) -> Result<(), Refusal> {
    let fits = relay.is_empty() || relay.starts_with("ws://") || relay.starts_with("wss://");
    if fits { Ok(()) } else { Err(Refusal::BadRelayAddress(relay.to_owned())) }
}

fn nothing_changed() -> Outcome {
    Outcome { changed: Vec::new(), undo: None, made: None, kept: Vec::new() }
}
