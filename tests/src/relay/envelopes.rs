//! Envelopes and receipts at the relay.

use super::{Identity, Relay};
use relay::store::{LogStore, Pulled, StoredPage, Write, Written};
use std::collections::BTreeMap;
use wire::frame::Refusal;
use wire::{
    AccessLog, Cursor, DeviceId, Envelope, EnvelopeError, EnvelopeId, MAX_PAGE_BYTES, PersonId, Receipt,
    ServerFrame, SpaceId, TeamId, Why,
};

/// So few in a page that a handful of commands already needs several.
const PAGE_ENVELOPES: usize = 5;

impl Relay {
    pub(super) fn put(&mut self, connection: u64, team: TeamId, envelopes: Vec<Vec<u8>>) {
        let person = match self.login(connection).map(|login| login.identity) {
            Some(Identity::Device { person, .. }) => Some(person),
            _ => None,
        };
        let Some(log) = self.log(team) else { return };
        let mut acks: BTreeMap<(SpaceId, DeviceId), u64> = BTreeMap::new();
        let mut refused = Vec::new();
        for bytes in envelopes {
            let id = EnvelopeId::of(&bytes);
            let envelope = match check(bytes, team, person, &log) {
                Ok(envelope) => envelope,
                Err(reason) => {
                    refused.push((id, reason));
                    continue;
                }
            };
            let header = *envelope.header();
            let (space, device, seq, prev) = (header.space, header.device, header.seq, header.prev);
            let bytes = envelope.into_bytes();
            let write = Write::Envelope { team, space, device, seq, prev, id, bytes };
            match self.commit(vec![write]).first() {
                Some(Written::Stored(_) | Written::Already) => {
                    let ack = acks.entry((space, device)).or_default();
                    *ack = seq.max(*ack);
                }
                Some(Written::Gap(expected_seq)) => {
                    refused.push((id, Refusal::Gap { expected_seq: *expected_seq }));
                }
                Some(Written::Fork { expected_seq, tail }) => {
                    refused.push((id, Refusal::Fork { expected_seq: *expected_seq, tail: *tail }));
                }
                _ => refused.push((id, Refusal::Storage)),
            }
        }
        if !self.withholds_acks {
            for ((space, device), seq) in acks {
                self.say(connection, &ServerFrame::Ack { space, device, seq });
            }
        }
        for (envelope, reason) in refused {
            self.say(connection, &ServerFrame::Refused { envelope, reason });
        }
        self.fan_out(team);
    }

    /// Tell everybody who has pulled a space to its end what came since.
    pub(super) fn fan_out(&mut self, team: TeamId) {
        let live: Vec<(u64, SpaceId, Cursor)> = self
            .sessions
            .iter()
            .filter_map(|(connection, session)| Some((*connection, session.login.as_ref()?)))
            .filter(|(_, login)| login.team == team)
            .flat_map(|(connection, login)| {
                login.live.iter().map(move |(space, at)| (connection, *space, *at))
            })
            .collect();
        for (connection, space, mut from) in live {
            while let Some(page) = self.page(team, space, from).filter(|page| !page.envelopes.is_empty()) {
                let next = page.next;
                // News never says "more": whoever is live is sent everything.
                let envelopes = page.envelopes;
                self.say(connection, &ServerFrame::Page { space, from, envelopes, next, more: false });
                self.set_live(connection, space, Some(next));
                from = next;
            }
        }
    }

    fn set_live(&mut self, connection: u64, space: SpaceId, at: Option<Cursor>) {
        let login = self.sessions.get_mut(&connection).and_then(|session| session.login.as_mut());
        let Some(login) = login else { return };
        match at {
            Some(at) => drop(login.live.insert(space, at)),
            None => drop(login.live.remove(&space)),
        }
    }

    fn page(&self, team: TeamId, space: SpaceId, after: Cursor) -> Option<StoredPage> {
        let page = |after| {
            let pulled = self.store.page(team, space, after, PAGE_ENVELOPES, MAX_PAGE_BYTES);
            pulled.ok().and_then(Pulled::page)
        };
        let honest = page(after);
        if honest.is_some() || !self.ignores_cursor_hashes {
            return honest;
        }
        // The wrong relay counts: what lies behind that position, with a hash that goes on from the reader's own.
        let mut at = Cursor::START;
        while at.position < after.position {
            let step = self.store.page(team, space, at, 1, MAX_PAGE_BYTES).ok().and_then(Pulled::page)?;
            if step.envelopes.is_empty() {
                return Some(StoredPage { envelopes: Vec::new(), next: after, more: false });
            }
            at = step.next;
        }
        let found = page(at)?;
        let next = found.envelopes.iter().fold(after, |at, bytes| at.after(EnvelopeId::of(bytes)));
        Some(StoredPage { next, ..found })
    }

    pub(super) fn pull(&mut self, connection: u64, space: SpaceId, after: Cursor) {
        let Some((team, ..)) = self.reader(connection, space) else { return self.deny(connection, space) };
        if let Ok(Pulled::Dropped(until)) = self.store.page(team, space, after, 1, MAX_PAGE_BYTES) {
            self.set_live(connection, space, None);
            return self.say(connection, &ServerFrame::Dropped { space, until });
        }
        match self.page(team, space, after) {
            None => {
                self.set_live(connection, space, None);
                self.say(connection, &ServerFrame::CursorMismatch { space });
            }
            Some(page) => {
                self.set_live(connection, space, (!page.more).then_some(page.next));
                let StoredPage { envelopes, next, more } = page;
                self.say(connection, &ServerFrame::Page { space, from: after, envelopes, next, more });
            }
        }
    }

    pub(super) fn put_receipt(&mut self, connection: u64, bytes: &[u8]) {
        let Ok(receipt) = Receipt::verify(bytes) else { return };
        let (space, counter) = (receipt.space, receipt.counter);
        match self.reader(connection, space) {
            Some((team, device, _)) if device == receipt.device && team == receipt.team => {
                let write = Write::Receipt { team, space, device, counter, bytes: bytes.to_vec() };
                let is_news = matches!(self.commit(vec![write]).first(), Some(Written::Stored(_)));
                if is_news && !self.withholds_receipts {
                    self.tell_receipt(team, space, bytes);
                }
            }
            _ => self.deny(connection, space),
        }
    }

    fn tell_receipt(&mut self, team: TeamId, space: SpaceId, bytes: &[u8]) {
        let readers: Vec<u64> = self
            .sessions
            .iter()
            .filter(|(_, session)| {
                session
                    .login
                    .as_ref()
                    .is_some_and(|login| login.team == team && login.receipts.contains(&space))
            })
            .map(|(connection, _)| *connection)
            .collect();
        for connection in readers {
            self.say(connection, &ServerFrame::Receipts { space, receipts: vec![bytes.to_vec()] });
        }
    }

    pub(super) fn fetch_receipts(&mut self, connection: u64, space: SpaceId) {
        let Some((team, ..)) = self.reader(connection, space) else { return self.deny(connection, space) };
        if let Some(login) = self.sessions.get_mut(&connection).and_then(|session| session.login.as_mut()) {
            login.receipts.insert(space);
        }
        let mut receipts = self.store.receipts(team, space).unwrap_or_default();
        if self.withholds_receipts {
            receipts.clear();
        }
        self.say(connection, &ServerFrame::Receipts { space, receipts });
    }
}

fn check(
    bytes: Vec<u8>,
    team: TeamId,
    person: Option<PersonId>,
    log: &AccessLog,
) -> Result<Envelope, Refusal> {
    let envelope = Envelope::verify(bytes).map_err(|error| match error {
        EnvelopeError::TooLarge => Refusal::TooLarge,
        EnvelopeError::Signature => Refusal::Signature,
        _ => Refusal::Malformed,
    })?;
    let header = envelope.header();
    if header.team != team {
        return Err(Refusal::Malformed);
    }
    log.device_may_write_at(header.access_head, header.device, header.space).map_err(Refusal::Right)?;
    match person {
        Some(person) if log.state().can_read(person, header.space) => Ok(envelope),
        _ => Err(Refusal::Right(Why::NoRight)),
    }
}
