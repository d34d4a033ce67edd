//! Challenge, login, and founding a team or giving back what the relay lost of its log.

use super::{Bye, End, Flow, Identity, Login, Session, now_ms};
use crate::limits::{Limits, MAX_LOGIN_ATTEMPTS};
use crate::session::access::boxes_fit;
use crate::store::{Write, Written};
use std::collections::{HashMap, HashSet};
use wire::frame::{Denied, LoginAs, verify_login};
use wire::{
    AccessError, AccessHead, AccessLog, Record, SealedBox, ServerFrame, Signature, SigningPublic, TeamId,
};

impl Session {
    pub(super) async fn challenge(&mut self) -> Flow {
        getrandom::fill(&mut self.nonce).map_err(|_| End::Bye(Bye::Storage))?;
        self.send(ServerFrame::Challenge { nonce: self.nonce, relay: self.shared.relay_id }).await
    }

    fn count_attempt(&mut self) -> Flow {
        self.attempts += 1;
        if self.attempts > MAX_LOGIN_ATTEMPTS { Err(End::Bye(Bye::Login)) } else { Ok(()) }
    }

    pub(super) async fn login(
        &mut self,
        team_id: TeamId,
        identity: LoginAs,
        origin: &str,
        signature: Signature,
    ) -> Flow {
        self.count_attempt()?;
        if self.login.is_some() {
            return Err(End::Bye(Bye::Protocol));
        }
        if !self.names.is_me(origin) {
            return Err(End::Bye(Bye::Origin));
        }
        let Some(team) = self.read_store(move |shared| shared.hub.team(&*shared.store, team_id)).await?
        else {
            return self.login_denied(Denied::UnknownTeam).await;
        };
        let log = team.log();
        let (key, as_whom) = match known_key(&log, identity, now_ms()) {
            Ok(known) => known,
            Err(reason) => return self.login_denied(reason).await,
        };
        if !verify_login(key, &self.nonce, &self.shared.relay_id, origin, team_id, identity, &signature) {
            return self.login_denied(Denied::Signature).await;
        }
        let Some(news) = team.join(self.connection, &self.shared.limits) else {
            return self.login_denied(Denied::Limit).await;
        };
        self.shared.metrics.logins.inc();
        self.rates = team.rates_of(identity, &self.shared.limits).into();
        self.login = Some(Login {
            team_id,
            team,
            identity: as_whom,
            news,
            live: HashMap::new(),
            receipts: HashSet::new(),
            snapshots: HashSet::new(),
            access_at: None,
        });
        self.send(ServerFrame::Welcome { head: log.head(), records: log.len() as u64, now_ms: now_ms() })
            .await
    }

    async fn login_denied(&mut self, reason: Denied) -> Flow {
        tracing::info!(connection = self.connection, ?reason, "login denied");
        self.shared.metrics.denials.count(&reason);
        self.send(ServerFrame::LoginDenied { reason }).await?;
        self.challenge().await
    }

    pub(super) async fn found(&mut self, records: Vec<Vec<u8>>, boxes: Vec<SealedBox>) -> Flow {
        if self.login.is_none() {
            self.count_attempt()?;
        }
        let team = TeamId::of(records.first().map_or(&[], Vec::as_slice));
        self.refill(team, 0, records, boxes).await
    }

    pub(super) async fn refill(
        &mut self,
        team: TeamId,
        from: u64,
        records: Vec<Vec<u8>>,
        boxes: Vec<SealedBox>,
    ) -> Flow {
        let answer = match self.take_log(team, from, records, boxes).await? {
            Ok((head, records)) => ServerFrame::Founded { team, head, records },
            Err(reason) => {
                self.shared.metrics.denials.count(&reason);
                ServerFrame::FoundDenied { reason }
            }
        };
        self.send(answer).await?;
        if self.login.is_none() { self.challenge().await } else { Ok(()) }
    }

    async fn take_log(
        &mut self,
        team_id: TeamId,
        from: u64,
        records: Vec<Vec<u8>>,
        boxes: Vec<SealedBox>,
    ) -> Flow<Result<(AccessHead, u64), Denied>> {
        let trusted = match &self.login {
            Some(login) => {
                if login.team_id != team_id {
                    return Ok(Err(Denied::NotAllowed));
                }
                matches!(login.identity, Identity::Device { .. })
            }
            None => false,
        };
        let known = self.read_store(move |shared| shared.hub.team(&*shared.store, team_id)).await?;
        let _appending = match &known {
            Some(team) => Some(team.appending.lock().await),
            None if self.read_store(|shared| shared.store.team_count()).await?
                >= self.shared.limits.max_teams =>
            {
                return Ok(Err(Denied::Quota));
            }
            None => None,
        };
        let current = known.as_ref().map(|team| team.log());
        let checked = self
            .blocking(move |shared| {
                let log = continue_log(current.as_deref(), team_id, from, &records, trusted)?;
                spaces_fit(current.as_deref(), &log, &shared.limits)?;
                boxes_fit(&boxes, &log)?;
                let have = current.as_deref().map_or(0, AccessLog::len);
                let expected_head = current.as_deref().map_or(AccessHead::ZERO, AccessLog::head);
                let new: Vec<_> = log.records()[have..]
                    .iter()
                    .map(|record| (record.head(), record.bytes().to_vec()))
                    .collect();
                let mut writes = Vec::new();
                if !new.is_empty() {
                    writes.push(Write::Access { team: team_id, expected_head, records: new });
                }
                writes.extend(boxes.into_iter().map(|sealed| Write::Box { team: team_id, sealed }));
                Ok((log, writes))
            })
            .await?;
        let (log, writes) = match checked {
            Ok(checked) => checked,
            Err(reason) => return Ok(Err(reason)),
        };
        let has_records = matches!(writes.first(), Some(Write::Access { .. }));
        let Some(written) = self.shared.writer.write(writes).await else { return Ok(Err(Denied::Storage)) };
        match written.first() {
            Some(Written::Conflict(_)) => return Ok(Err(Denied::Forked)),
            Some(Written::Full) if has_records => return Ok(Err(Denied::Quota)),
            _ => {}
        }
        let end = (log.head(), log.len() as u64);
        if let Some(team) = &known {
            team.set_log(log);
            self.shared.hub.tell(team_id, crate::hub::News::Access);
        }
        Ok(Ok(end))
    }
}

/// A log may not bring more spaces than a team may have; those that are there stay.
pub(super) fn spaces_fit(before: Option<&AccessLog>, log: &AccessLog, limits: &Limits) -> Result<(), Denied> {
    let count = |log: &AccessLog| log.state().spaces.len();
    let has_grown = count(log) > before.map_or(0, count);
    if has_grown && count(log) > limits.max_team_spaces as usize { Err(Denied::Limit) } else { Ok(()) }
}

/// The key that must have signed the login, and who that is.
fn known_key(log: &AccessLog, identity: LoginAs, now_ms: u64) -> Result<(SigningPublic, Identity), Denied> {
    match identity {
        LoginAs::Device(device) => {
            let person = log.state().person_of(device).ok_or(Denied::UnknownIdentity)?;
            Ok((device.into(), Identity::Device { device, person }))
        }
        LoginAs::Invite(invite) => {
            let state = log.state().invites.get(&invite).ok_or(Denied::UnknownIdentity)?;
            state.check_open(Some(now_ms))?;
            Ok((state.signing_key, Identity::Invite(invite)))
        }
    }
}

/// The log with the offered records: those it has must be the same, further ones must be allowed. Whether an
/// invite had expired is not asked where the relay itself had lost the record, which a member's device vouches for,
/// or where it had lost the whole team.
fn continue_log(
    current: Option<&AccessLog>,
    team: TeamId,
    from: u64,
    records: &[Vec<u8>],
    trusted: bool,
) -> Result<AccessLog, Denied> {
    let Some(current) = current else {
        let log = AccessLog::verify_chain(records.iter().cloned()).map_err(Denied::from)?;
        return if from == 0 && log.team() == team { Ok(log) } else { Err(Denied::NotAllowed) };
    };
    let from = usize::try_from(from).ok().filter(|from| *from <= current.len()).ok_or(Denied::NotAllowed)?;
    let (known, new) = records.split_at((current.len() - from).min(records.len()));
    let same = known.iter().zip(&current.records()[from..]).all(|(offered, have)| offered == have.bytes());
    if !same {
        return Err(Denied::Forked);
    }
    let mut log = current.clone();
    for record in new {
        let record =
            Record::verify(record.clone()).map_err(|error| Denied::from(AccessError::from(error)))?;
        let added = if trusted { log.replay(record) } else { log.append(record, now_ms()) };
        added.map_err(Denied::from)?;
    }
    Ok(log)
}
