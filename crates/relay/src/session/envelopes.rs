//! Envelopes, receipts and whispers.

use super::{Flow, Identity, Session};
use crate::hub::News;
use crate::store::{Pulled, Write, Written};
use std::collections::BTreeMap;
use std::time::Instant;
use wire::frame::{Denied, Refusal};
use wire::{
    AccessLog, Cursor, DeviceId, Envelope, EnvelopeError, EnvelopeId, MAX_PAGE_BYTES, MAX_PAGE_ENVELOPES,
    MAX_WHISPER_BYTES, PersonId, Receipt, ServerFrame, SpaceId, TeamId, Why,
};

impl Session {
    pub(super) async fn put(&mut self, envelopes: Vec<Vec<u8>>) -> Flow {
        let begun = Instant::now();
        let login = self.logged_in()?;
        let (team, log) = (login.team_id, login.team.log());
        let person = match login.identity {
            Identity::Device { person, .. } => Some(person),
            Identity::Invite(_) => None,
        };
        let checked = self
            .blocking(move |shared| {
                let max_bytes = shared.limits.max_envelope_bytes as usize;
                let check = |bytes: Vec<u8>| {
                    let id = EnvelopeId::of(&bytes);
                    if bytes.len() > max_bytes {
                        return Err((id, Refusal::TooLarge));
                    }
                    check(bytes, team, person, &log).map_err(|why| (id, why))
                };
                envelopes.into_iter().map(check).collect::<Vec<_>>()
            })
            .await?;
        let (mut puts, mut writes, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        for checked in checked {
            match checked {
                Ok(envelope) => {
                    let (header, id) = (*envelope.header(), envelope.id());
                    puts.push((header.space, header.device, header.seq, id));
                    writes.push(Write::Envelope {
                        team,
                        space: header.space,
                        device: header.device,
                        seq: header.seq,
                        prev: header.prev,
                        id,
                        bytes: envelope.into_bytes(),
                    });
                }
                Err(why) => refused.push(why),
            }
        }
        let written = self.shared.writer.write(writes).await;
        self.shared.metrics.put_seconds.observe(begun.elapsed().as_secs_f64());
        let mut acks: BTreeMap<(SpaceId, DeviceId), u64> = BTreeMap::new();
        for (at, (space, device, seq, id)) in puts.into_iter().enumerate() {
            let reason = match written.as_ref().and_then(|written| written.get(at)) {
                Some(Written::Stored(_) | Written::Already) => {
                    let ack = acks.entry((space, device)).or_default();
                    *ack = seq.max(*ack);
                    continue;
                }
                Some(Written::Gap(expected_seq)) => Refusal::Gap { expected_seq: *expected_seq },
                Some(Written::Fork { expected_seq, tail }) => {
                    Refusal::Fork { expected_seq: *expected_seq, tail: *tail }
                }
                Some(Written::Full) => Refusal::Quota,
                Some(Written::Conflict(_) | Written::Missing) | None => Refusal::Storage,
            };
            refused.push((id, reason));
        }
        for ((space, device), seq) in acks {
            self.send(ServerFrame::Ack { space, device, seq }).await?;
        }
        if let Some((_, first)) = refused.first() {
            // One line for all of a put: what somebody else sends must not fill the disk with lines.
            tracing::info!(connection = self.connection, count = refused.len(), ?first, "envelopes refused");
        }
        for (envelope, reason) in refused {
            self.shared.metrics.refusals.count(&reason);
            self.send(ServerFrame::Refused { envelope, reason }).await?;
        }
        Ok(())
    }

    pub(super) async fn pull(&mut self, space: SpaceId, after: Cursor) -> Flow {
        if self.reader_of(space)?.is_none() {
            return self.deny_space(space).await;
        }
        let team = self.logged_in()?.team_id;
        let pulled = self
            .read_store(move |shared| {
                shared.store.page(team, space, after, MAX_PAGE_ENVELOPES, MAX_PAGE_BYTES)
            })
            .await?;
        if let Some(login) = &mut self.login {
            match &pulled {
                Pulled::Page(page) if !page.more => login.live.insert(space, page.next),
                _ => login.live.remove(&space),
            };
        }
        self.send(match pulled {
            Pulled::OtherPast => ServerFrame::CursorMismatch { space },
            Pulled::Dropped(until) => ServerFrame::Dropped { space, until },
            Pulled::Page(page) => ServerFrame::Page {
                space,
                from: after,
                envelopes: page.envelopes,
                next: page.next,
                more: page.more,
            },
        })
        .await
    }

    pub(super) async fn fetch_tails(&mut self, space: SpaceId) -> Flow {
        if self.reader_of(space)?.is_none() {
            return self.deny_space(space).await;
        }
        let team = self.logged_in()?.team_id;
        let tails = self.read_store(move |shared| shared.store.tails(team, space)).await?;
        self.send(ServerFrame::Tails { space, tails }).await
    }

    /// A device speaks only for itself, and only about spaces it reads.
    pub(super) async fn put_receipt(&mut self, bytes: &[u8]) -> Flow {
        let team = self.logged_in()?.team_id;
        let Ok(receipt) = Receipt::verify(bytes) else { return self.deny_space(SpaceId::ZERO).await };
        let (space, counter) = (receipt.space, receipt.counter);
        match self.reader_of(space)? {
            Some((device, _)) if device == receipt.device && team == receipt.team => {
                let write = Write::Receipt { team, space, device, counter, bytes: bytes.to_vec() };
                let reason = match self.shared.writer.write(vec![write]).await.as_deref() {
                    None => Denied::Storage,
                    Some([Written::Full]) => Denied::Quota,
                    Some(_) => return Ok(()),
                };
                self.send(ServerFrame::PullDenied { space, reason }).await
            }
            _ => self.deny_space(space).await,
        }
    }

    pub(super) async fn fetch_receipts(&mut self, space: SpaceId) -> Flow {
        if self.reader_of(space)?.is_none() {
            return self.deny_space(space).await;
        }
        let team = self.logged_in()?.team_id;
        let receipts = self.read_store(move |shared| shared.store.receipts(team, space)).await?;
        if let Some(login) = &mut self.login {
            login.receipts.insert(space);
        }
        let mut chunk = Vec::new();
        let mut bytes = 0;
        for receipt in receipts {
            if bytes + receipt.len() > MAX_PAGE_BYTES && !chunk.is_empty() {
                self.send(ServerFrame::Receipts { space, receipts: std::mem::take(&mut chunk) }).await?;
                bytes = 0;
            }
            bytes += receipt.len();
            chunk.push(receipt);
        }
        self.send(ServerFrame::Receipts { space, receipts: chunk }).await
    }

    pub(super) async fn whisper(&mut self, space: SpaceId, bytes: Vec<u8>) -> Flow {
        let team = self.logged_in()?.team_id;
        if bytes.len() > MAX_WHISPER_BYTES || self.reader_of(space)?.is_none() {
            return self.deny_space(space).await;
        }
        self.shared.hub.tell(team, News::Whisper { space, from: self.connection, bytes });
        Ok(())
    }
}

/// Everything that can be checked without the chain. Anybody who reads the space may bring anybody's envelopes; the
/// right to write is the author's.
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
