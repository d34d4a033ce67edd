//! Snapshots, what vouches for them, and their parts. Anybody who reads a space may bring anybody's snapshots and
//! countersignatures, as with envelopes; the right to make a snapshot is its signer's, and that to bring parts, which
//! nobody signs, a writer's.

use super::{Flow, Identity, Session};
use crate::hub::Team;
use crate::limits::MAX_PARTS_PER_FRAME;
use crate::retention::Standing;
use crate::store::{Write, Written};
use std::collections::BTreeMap;
use wire::frame::Denied;
use wire::snapshot::may_be_replaced;
use wire::statement::StatementError;
use wire::{
    AccessLog, Countersignature, MAX_PAGE_BYTES, MAX_PART_BYTES, PartId, PersonId, ServerFrame, Snapshot,
    SnapshotId, SpaceId, TeamId,
};

/// What cannot even be read belongs to no space.
type Refused = (SpaceId, Denied);

impl Session {
    pub(super) async fn fetch_snapshots(&mut self, space: SpaceId) -> Flow {
        if self.reader_of(space)?.is_none() {
            return self.deny_space(space).await;
        }
        let team = self.logged_in()?.team_id;
        let (snapshots, countersignatures) = self
            .read_store(move |shared| {
                Ok((shared.store.snapshots(team, space)?, shared.store.countersignatures(team, space)?))
            })
            .await?;
        if let Some(login) = &mut self.login {
            login.snapshots.insert(space);
        }
        let mut vouching: BTreeMap<SnapshotId, Vec<Vec<u8>>> = BTreeMap::new();
        for by in countersignatures {
            vouching.entry(by.snapshot).or_default().push(by.bytes);
        }
        let mut answer = Answer::default();
        for stored in snapshots {
            if answer.is_full_with(&stored.bytes) {
                self.send(std::mem::take(&mut answer).into_frame(space, true)).await?;
            }
            answer.take_snapshot(stored.bytes);
            for countersignature in vouching.remove(&stored.id).unwrap_or_default() {
                if answer.is_full_with(&countersignature) {
                    self.send(std::mem::take(&mut answer).into_frame(space, true)).await?;
                }
                answer.take_countersignature(countersignature);
            }
        }
        self.send(answer.into_frame(space, false)).await
    }

    pub(super) async fn fetch_parts(&mut self, space: SpaceId, mut parts: Vec<PartId>) -> Flow {
        if self.reader_of(space)?.is_none() {
            return self.deny_space(space).await;
        }
        let team = self.logged_in()?.team_id;
        parts.truncate(MAX_PARTS_PER_FRAME);
        let parts =
            self.read_store(move |shared| shared.store.parts(team, space, &parts, MAX_PAGE_BYTES)).await?;
        self.send(ServerFrame::Parts { space, parts }).await
    }

    pub(super) async fn put_parts(&mut self, space: SpaceId, parts: Vec<Vec<u8>>) -> Flow {
        let login = self.logged_in()?;
        let (team, log) = (login.team_id, login.team.log());
        if !self.person().is_some_and(|person| log.state().can_write(person, space)) {
            return self.deny_snapshot(space, Denied::Right).await;
        }
        if !may_be_replaced(log.state(), space) {
            return self.deny_snapshot(space, Denied::NotAllowed).await;
        }
        if parts.len() > MAX_PARTS_PER_FRAME || parts.iter().any(|part| part.len() > MAX_PART_BYTES) {
            return self.deny_snapshot(space, Denied::Limit).await;
        }
        let write = self
            .blocking(move |_| {
                let parts = parts.into_iter().map(|part| (PartId::of(&part), part)).collect();
                Write::Parts { team, space, parts }
            })
            .await?;
        match self.shared.writer.write(vec![write]).await.as_deref() {
            None => self.deny_snapshot(space, Denied::Storage).await,
            Some([Written::Full]) => self.deny_snapshot(space, Denied::Quota).await,
            Some(_) => Ok(()),
        }
    }

    pub(super) async fn put_snapshot(&mut self, bytes: Vec<u8>) -> Flow {
        let login = self.logged_in()?;
        let (team_id, team, person) = (login.team_id, login.team.clone(), self.person());
        let log = team.log();
        let checked =
            self.blocking(move |_| check_snapshot(&bytes, team_id, person, &log).map(|new| (new, bytes)));
        let (new, bytes) = match checked.await? {
            Ok(checked) => checked,
            Err((space, reason)) => return self.deny_snapshot(space, reason).await,
        };
        let (space, snapshot) = (new.space, SnapshotId::of(&bytes));
        match self.store_snapshot(&team, new, bytes).await? {
            Ok(()) => self.send(ServerFrame::SnapshotStored { space, snapshot }).await,
            Err(reason) => self.deny_snapshot(space, reason).await,
        }
    }

    async fn store_snapshot(
        &mut self,
        team: &Team,
        new: Snapshot,
        bytes: Vec<u8>,
    ) -> Flow<Result<(), Denied>> {
        // What it replaces must not be vouched for in the meantime.
        let _judging = team.snapshots.lock().await;
        let (space, id) = (new.space, SnapshotId::of(&bytes));
        let standing = self.standing(space).await?;
        if !standing.has(id) && standing.is_behind(&new, id) {
            return Ok(Err(Denied::NotAllowed));
        }
        let write = Write::Snapshot {
            team: new.team,
            space,
            id,
            envelopes: new.envelopes(),
            parts: new.parts(),
            replaces: standing.replaced_by(&new),
            bytes,
        };
        Ok(match self.shared.writer.write(vec![write]).await.as_deref() {
            Some([Written::Stored(_) | Written::Already]) => Ok(self.retain(space).await?),
            Some([Written::Missing]) => Err(Denied::NotAllowed),
            Some([Written::Full]) => Err(Denied::Quota),
            _ => Err(Denied::Storage),
        })
    }

    pub(super) async fn put_countersignature(&mut self, bytes: Vec<u8>) -> Flow {
        let login = self.logged_in()?;
        let (team_id, team, person) = (login.team_id, login.team.clone(), self.person());
        let log = team.log();
        let checked = self
            .blocking(move |_| check_countersignature(&bytes, team_id, person, &log).map(|new| (new, bytes)));
        let (new, bytes) = match checked.await? {
            Ok(checked) => checked,
            Err((space, reason)) => return self.deny_snapshot(space, reason).await,
        };
        match self.store_countersignature(&team, new, bytes).await? {
            Ok(()) => Ok(()),
            Err(reason) => self.deny_snapshot(new.space, reason).await,
        }
    }

    async fn store_countersignature(
        &mut self,
        team: &Team,
        new: Countersignature,
        bytes: Vec<u8>,
    ) -> Flow<Result<(), Denied>> {
        let _judging = team.snapshots.lock().await;
        let Countersignature { team, space, snapshot, device } = new;
        let write = Write::Countersignature { team, space, snapshot, device, bytes };
        Ok(match self.shared.writer.write(vec![write]).await.as_deref() {
            Some([Written::Stored(_)]) => Ok(self.retain(space).await?),
            Some([Written::Full]) => Err(Denied::Quota),
            None => Err(Denied::Storage),
            // Known already, or its snapshot is gone.
            Some(_) => Ok(()),
        })
    }

    async fn standing(&mut self, space: SpaceId) -> Flow<Standing> {
        let login = self.logged_in()?;
        let (team, log) = (login.team_id, login.team.log());
        self.read_store(move |shared| {
            let snapshots = shared.store.snapshots(team, space)?;
            let countersignatures = shared.store.countersignatures(team, space)?;
            Ok(Standing::of(log.state(), &snapshots, &countersignatures))
        })
        .await
    }

    /// Lets go of what need not be kept any more. When storage fails, the next snapshot makes up for it.
    async fn retain(&mut self, space: SpaceId) -> Flow {
        let team = self.logged_in()?.team_id;
        let writes = self.standing(space).await?.writes(team, space);
        let _ = self.shared.writer.write(writes).await;
        Ok(())
    }

    fn person(&self) -> Option<PersonId> {
        match self.login.as_ref()?.identity {
            Identity::Device { person, .. } => Some(person),
            Identity::Invite(_) => None,
        }
    }

    pub(super) async fn deny_snapshot(&mut self, space: SpaceId, reason: Denied) -> Flow {
        self.shared.metrics.denials.count(&reason);
        self.send(ServerFrame::SnapshotDenied { space, reason }).await
    }
}

/// Everything that can be checked without what is stored.
fn check_snapshot(
    bytes: &[u8],
    team: TeamId,
    person: Option<PersonId>,
    log: &AccessLog,
) -> Result<Snapshot, Refused> {
    let snapshot = Snapshot::verify(bytes).map_err(unreadable)?;
    check_place(snapshot.team, snapshot.space, team, person, log)?;
    let signer = log.state().person_of(snapshot.device);
    match signer.is_some_and(|signer| log.state().can_write(signer, snapshot.space)) {
        true => Ok(snapshot),
        false => Err((snapshot.space, Denied::Right)),
    }
}

fn check_countersignature(
    bytes: &[u8],
    team: TeamId,
    person: Option<PersonId>,
    log: &AccessLog,
) -> Result<Countersignature, Refused> {
    let countersignature = Countersignature::verify(bytes).map_err(unreadable)?;
    check_place(countersignature.team, countersignature.space, team, person, log)?;
    let signer = log.state().person_of(countersignature.device);
    match signer.is_some_and(|signer| log.state().can_read(signer, countersignature.space)) {
        true => Ok(countersignature),
        false => Err((countersignature.space, Denied::Right)),
    }
}

/// Who brings something reads the space, and it is one where snapshots count.
fn check_place(
    stated: TeamId,
    space: SpaceId,
    team: TeamId,
    person: Option<PersonId>,
    log: &AccessLog,
) -> Result<(), Refused> {
    if !person.is_some_and(|person| log.state().can_read(person, space)) {
        Err((space, Denied::Right))
    } else if stated != team || !may_be_replaced(log.state(), space) {
        Err((space, Denied::NotAllowed))
    } else {
        Ok(())
    }
}

fn unreadable(error: StatementError) -> Refused {
    let reason = match error {
        StatementError::TooLarge => Denied::Limit,
        StatementError::Signature => Denied::Signature,
        _ => Denied::NotAllowed,
    };
    (SpaceId::ZERO, reason)
}

/// A frame in the making. A snapshot's countersignatures follow it.
#[derive(Default)]
struct Answer {
    snapshots: Vec<Vec<u8>>,
    countersignatures: Vec<Vec<u8>>,
    bytes: usize,
}

impl Answer {
    /// One piece always fits: the largest snapshot is half a frame.
    fn is_full_with(&self, piece: &[u8]) -> bool {
        self.bytes > 0 && self.bytes + piece.len() > MAX_PAGE_BYTES
    }

    fn take_snapshot(&mut self, bytes: Vec<u8>) {
        self.bytes += bytes.len();
        self.snapshots.push(bytes);
    }

    fn take_countersignature(&mut self, bytes: Vec<u8>) {
        self.bytes += bytes.len();
        self.countersignatures.push(bytes);
    }

    fn into_frame(self, space: SpaceId, more: bool) -> ServerFrame {
        let Self { snapshots, countersignatures, .. } = self;
        ServerFrame::Snapshots { space, snapshots, countersignatures, more }
    }
}
