//! The access log at the relay, and the boxes beside it.

use super::{Identity, Relay};
use relay::store::{LogStore, Write, Written};
use wire::access::Kind;
use wire::frame::Denied;
use wire::{AccessError, AccessHead, AccessLog, Recipient, Record, SealedBox, ServerFrame, TeamId};

impl Relay {
    pub(super) fn access_since(&mut self, connection: u64, team: TeamId, index: u64) {
        let all = self.store.access_records(team).unwrap_or_default();
        let start = usize::try_from(index).unwrap_or(usize::MAX).min(all.len());
        let records = all[start..].to_vec();
        if let Some(login) = self.sessions.get_mut(&connection).and_then(|session| session.login.as_mut()) {
            login.access_at = Some(all.len() as u64);
        }
        self.say(connection, &ServerFrame::AccessRecords { from: start as u64, records, more: false });
    }

    pub(super) fn access_append(
        &mut self,
        connection: u64,
        team: TeamId,
        expected_head: AccessHead,
        record: Vec<u8>,
        boxes: Vec<SealedBox>,
    ) {
        let answer = self.append(connection, team, expected_head, record, boxes);
        let has_grown = matches!(answer, ServerFrame::AccessAppended { .. });
        self.say(connection, &answer);
        if has_grown {
            self.tell_access(team);
        }
    }

    fn append(
        &mut self,
        connection: u64,
        team: TeamId,
        expected_head: AccessHead,
        record: Vec<u8>,
        boxes: Vec<SealedBox>,
    ) -> ServerFrame {
        let Some(mut log) = self.log(team).map(|log| (*log).clone()) else {
            return ServerFrame::AccessDenied { reason: Denied::UnknownTeam };
        };
        if log.head() != expected_head {
            return ServerFrame::AccessConflict { head: log.head() };
        }
        let identity = self.login(connection).map(|login| login.identity);
        let checked = Record::verify(record).map_err(AccessError::from).and_then(|record| {
            let theirs = match (identity, record.kind()) {
                (Some(Identity::Device { .. }), Kind::Graft(_)) => !self.denies_grafts,
                (Some(Identity::Device { .. }), _) => true,
                (Some(Identity::Invite(invite)), Kind::Admit(admit)) => admit.invite == invite,
                (Some(Identity::Invite(invite)), Kind::DeviceAdd(add)) => add.invite == invite,
                _ => false,
            };
            if theirs { log.append(record, self.now_ms.unsigned_abs()) } else { Err(AccessError::NoRight) }
        });
        if let Err(error) = checked {
            return ServerFrame::AccessDenied { reason: error.into() };
        }
        let Some(record) = log.records().last() else {
            return ServerFrame::AccessDenied { reason: Denied::NotAllowed };
        };
        let records = vec![(record.head(), record.bytes().to_vec())];
        let mut writes = vec![Write::Access { team, expected_head, records }];
        writes.extend(boxes.into_iter().map(|sealed| Write::Box { team, sealed }));
        self.commit(writes);
        ServerFrame::AccessAppended { head: log.head() }
    }

    fn tell_access(&mut self, team: TeamId) {
        let waiting: Vec<(u64, u64)> = self
            .sessions
            .iter()
            .filter_map(|(connection, session)| {
                let login = session.login.as_ref().filter(|login| login.team == team)?;
                Some((*connection, login.access_at?))
            })
            .collect();
        for (connection, index) in waiting {
            self.access_since(connection, team, index);
        }
    }

    pub(super) fn fetch_boxes(&mut self, connection: u64, team: TeamId) {
        let Some(login) = self.login(connection) else { return };
        let recipient = match login.identity {
            Identity::Device { person, .. } => Recipient::Person(person),
            Identity::Invite(invite) => Recipient::Invite(invite),
        };
        let boxes = self.store.boxes(team, recipient).unwrap_or_default();
        self.say(connection, &ServerFrame::Boxes { boxes, truncated: false });
    }

    pub(super) fn refill(
        &mut self,
        connection: u64,
        team: TeamId,
        from: u64,
        records: Vec<Vec<u8>>,
        boxes: Vec<SealedBox>,
    ) {
        let login = self.login(connection);
        if login.is_some_and(|login| login.team != team) {
            return self.say(connection, &ServerFrame::FoundDenied { reason: Denied::NotAllowed });
        }
        let is_trusted = login.is_some_and(|login| matches!(login.identity, Identity::Device { .. }));
        let is_logged_in = login.is_some();
        let current = self.log(team);
        let answer = match self.continue_log(current.as_deref(), team, from, &records, is_trusted) {
            Err(reason) => ServerFrame::FoundDenied { reason },
            Ok(log) => {
                let have = current.as_deref().map_or(0, AccessLog::len);
                let expected_head = current.as_deref().map_or(AccessHead::ZERO, AccessLog::head);
                let new: Vec<_> = log.records()[have..]
                    .iter()
                    .map(|record| (record.head(), record.bytes().to_vec()))
                    .collect();
                let mut writes = Vec::new();
                if !new.is_empty() {
                    writes.push(Write::Access { team, expected_head, records: new });
                }
                writes.extend(boxes.into_iter().map(|sealed| Write::Box { team, sealed }));
                let written = self.commit(writes);
                assert!(!written.iter().any(|written| matches!(written, Written::Conflict(_))));
                ServerFrame::Founded { team, head: log.head(), records: log.len() as u64 }
            }
        };
        let has_grown = matches!(answer, ServerFrame::Founded { .. });
        self.say(connection, &answer);
        if !is_logged_in {
            self.challenge(connection);
        }
        if has_grown {
            self.tell_access(team);
        }
    }

    fn continue_log(
        &self,
        current: Option<&AccessLog>,
        team: TeamId,
        from: u64,
        records: &[Vec<u8>],
        is_trusted: bool,
    ) -> Result<AccessLog, Denied> {
        let Some(current) = current else {
            let log = AccessLog::verify_chain(records.iter().cloned()).map_err(Denied::from)?;
            return if from == 0 && log.team() == team { Ok(log) } else { Err(Denied::NotAllowed) };
        };
        let from =
            usize::try_from(from).ok().filter(|from| *from <= current.len()).ok_or(Denied::NotAllowed)?;
        let (known, new) = records.split_at((current.len() - from).min(records.len()));
        if known.iter().zip(&current.records()[from..]).any(|(offered, have)| offered != have.bytes()) {
            return Err(Denied::Forked);
        }
        let mut log = current.clone();
        for record in new {
            let record =
                Record::verify(record.clone()).map_err(|error| Denied::from(AccessError::from(error)))?;
            let now_ms = self.now_ms.unsigned_abs();
            let added = if is_trusted { log.replay(record) } else { log.append(record, now_ms) };
            added.map_err(Denied::from)?;
        }
        Ok(log)
    }
}
