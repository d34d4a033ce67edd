//! The access log and the boxes beside it.

use super::handshake::spaces_fit;
use super::{Flow, Identity, Session, now_ms};
use crate::hub::News;
use crate::limits::MAX_BOXES_PER_FRAME;
use crate::store::{Write, Written};
use wire::access::Kind;
use wire::frame::Denied;
use wire::{
    AccessError, AccessHead, AccessLog, MAX_BOX_BYTES, MAX_PAGE_BYTES, Recipient, Record, SealedBox,
    ServerFrame,
};

/// Few enough, small enough, and for somebody the log knows.
pub(super) fn boxes_fit(boxes: &[SealedBox], log: &AccessLog) -> Result<(), Denied> {
    let known = |recipient| match recipient {
        Recipient::Person(person) => log.state().persons.contains_key(&person),
        Recipient::Invite(invite) => log.state().invites.contains_key(&invite),
    };
    if boxes.len() > MAX_BOXES_PER_FRAME || boxes.iter().any(|sealed| sealed.sealed_len() > MAX_BOX_BYTES) {
        Err(Denied::Limit)
    } else if boxes.iter().all(|sealed| known(sealed.recipient())) {
        Ok(())
    } else {
        Err(Denied::NotAllowed)
    }
}

impl Session {
    pub(super) async fn access_since(&mut self, index: u64) -> Flow {
        let log = self.logged_in()?.team.log();
        let start = usize::try_from(index).unwrap_or(usize::MAX).min(log.len());
        let mut records = Vec::new();
        let mut bytes = 0;
        for record in &log.records()[start..] {
            bytes += record.bytes().len();
            if bytes > MAX_PAGE_BYTES && !records.is_empty() {
                break;
            }
            records.push(record.bytes().to_vec());
        }
        let next = start + records.len();
        let more = next < log.len();
        if let Some(login) = &mut self.login {
            login.access_at = (!more).then_some(next as u64);
        }
        self.send(ServerFrame::AccessRecords { from: start as u64, records, more }).await
    }

    pub(super) async fn access_append(
        &mut self,
        expected_head: AccessHead,
        record: Vec<u8>,
        boxes: Vec<SealedBox>,
    ) -> Flow {
        let answer = self.append(expected_head, record, boxes).await?;
        if let ServerFrame::AccessDenied { reason } = &answer {
            self.shared.metrics.denials.count(reason);
        }
        self.send(answer).await
    }

    async fn append(
        &mut self,
        expected_head: AccessHead,
        record: Vec<u8>,
        boxes: Vec<SealedBox>,
    ) -> Flow<ServerFrame> {
        let login = self.logged_in()?;
        let (team, team_id, identity) = (login.team.clone(), login.team_id, login.identity);
        let _appending = team.appending.lock().await;
        let log = team.log();
        if log.head() != expected_head {
            return Ok(ServerFrame::AccessConflict { head: log.head() });
        }
        let checked = self
            .blocking(move |shared| {
                let record =
                    Record::verify(record).map_err(|error| Denied::from(AccessError::from(error)))?;
                if !is_theirs(identity, &record) {
                    return Err(Denied::NotAllowed);
                }
                let before = log;
                let mut log = (*before).clone();
                let records = vec![(record.head(), record.bytes().to_vec())];
                log.append(record, now_ms()).map_err(Denied::from)?;
                spaces_fit(Some(&before), &log, &shared.limits)?;
                boxes_fit(&boxes, &log)?;
                let mut writes = vec![Write::Access { team: team_id, expected_head, records }];
                writes.extend(boxes.into_iter().map(|sealed| Write::Box { team: team_id, sealed }));
                Ok((log, writes))
            })
            .await?;
        let (log, writes) = match checked {
            Ok(checked) => checked,
            Err(reason) => return Ok(ServerFrame::AccessDenied { reason }),
        };
        match self.shared.writer.write(writes).await.as_deref() {
            None | Some([]) => Ok(ServerFrame::AccessDenied { reason: Denied::Storage }),
            Some([Written::Full, ..]) => Ok(ServerFrame::AccessDenied { reason: Denied::Quota }),
            Some([Written::Conflict(head), ..]) => Ok(ServerFrame::AccessConflict { head: *head }),
            Some(_) => {
                let head = log.head();
                team.set_log(log);
                self.shared.hub.tell(team_id, News::Access);
                Ok(ServerFrame::AccessAppended { head })
            }
        }
    }

    pub(super) async fn fetch_boxes(&mut self) -> Flow {
        let login = self.logged_in()?;
        let team = login.team_id;
        let recipient = match login.identity {
            Identity::Device { person, .. } => Recipient::Person(person),
            Identity::Invite(invite) => Recipient::Invite(invite),
        };
        let mut boxes = self.read_store(move |shared| shared.store.boxes(team, recipient)).await?;
        let mut bytes = 0;
        let all = boxes.len();
        boxes.retain(|sealed| {
            bytes += sealed.sealed_len() + 64;
            bytes <= MAX_PAGE_BYTES
        });
        let truncated = boxes.len() < all;
        self.send(ServerFrame::Boxes { boxes, truncated }).await
    }

    pub(super) async fn put_boxes(&mut self, boxes: Vec<SealedBox>) -> Flow {
        let login = self.logged_in()?;
        let team = login.team_id;
        let fit = match login.identity {
            Identity::Device { .. } => boxes_fit(&boxes, &login.team.log()),
            // Who is not in yet brings boxes only with the record that admits them.
            Identity::Invite(_) => Err(Denied::NotAllowed),
        };
        let stored = match fit {
            Err(reason) => Err(reason),
            Ok(()) => {
                let writes = boxes.into_iter().map(|sealed| Write::Box { team, sealed }).collect();
                match self.shared.writer.write(writes).await {
                    None => Err(Denied::Storage),
                    Some(written) if written.contains(&Written::Full) => Err(Denied::Quota),
                    Some(_) => Ok(()),
                }
            }
        };
        self.send(match stored {
            Ok(()) => ServerFrame::BoxesStored,
            Err(reason) => ServerFrame::BoxesDenied { reason },
        })
        .await
    }
}

/// The holder of an invite appends the record that uses it and nothing else; a device what the log allows it.
fn is_theirs(identity: Identity, record: &Record) -> bool {
    match (identity, record.kind()) {
        (Identity::Device { .. }, _) => true,
        (Identity::Invite(invite), Kind::Admit(admit)) => admit.invite == invite,
        (Identity::Invite(invite), Kind::DeviceAdd(add)) => add.invite == invite,
        (Identity::Invite(_), _) => false,
    }
}
