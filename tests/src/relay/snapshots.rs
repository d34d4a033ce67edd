//! Snapshots at the relay: the real storage, and the real rule of what is kept.

use super::Relay;
use relay::retention::Standing;
use relay::store::{LogStore, Write, Written};
use wire::frame::Denied;
use wire::snapshot::may_be_replaced;
use wire::{
    Countersignature, DeviceKeys, MAX_PAGE_BYTES, PartId, ServerFrame, Snapshot, SnapshotId, SpaceId, TeamId,
};

impl Relay {
    pub(super) fn fetch_snapshots(&mut self, connection: u64, space: SpaceId) {
        let Some((team, ..)) = self.reader(connection, space) else { return self.deny(connection, space) };
        if let Some(login) = self.sessions.get_mut(&connection).and_then(|session| session.login.as_mut()) {
            login.snapshots.insert(space);
        }
        let stored = self.store.snapshots(team, space).unwrap_or_default();
        let said = self.store.countersignatures(team, space).unwrap_or_default();
        let snapshots = stored.into_iter().map(|stored| stored.bytes).collect();
        let countersignatures = said.into_iter().map(|said| said.bytes).collect();
        self.say(connection, &ServerFrame::Snapshots { space, snapshots, countersignatures, more: false });
    }

    pub(super) fn fetch_parts(&mut self, connection: u64, space: SpaceId, parts: &[PartId]) {
        let Some((team, ..)) = self.reader(connection, space) else { return self.deny(connection, space) };
        let parts = self.store.parts(team, space, parts, MAX_PAGE_BYTES).unwrap_or_default();
        self.say(connection, &ServerFrame::Parts { space, parts });
    }

    pub(super) fn put_parts(&mut self, team: TeamId, space: SpaceId, parts: Vec<Vec<u8>>) {
        let parts = parts.into_iter().map(|part| (PartId::of(&part), part)).collect();
        self.commit(vec![Write::Parts { team, space, parts }]);
    }

    pub(super) fn put_snapshot(&mut self, connection: u64, bytes: Vec<u8>) {
        let (id, new) = (SnapshotId::of(&bytes), Snapshot::verify(&bytes).ok());
        let Some(new) = new else { return };
        let (team, space) = (new.team, new.space);
        let reason = Denied::NotAllowed;
        let standing = self.standing(team, space);
        let is_allowed = self.log(team).is_some_and(|log| may_be_replaced(log.state(), space));
        if !is_allowed || !standing.has(id) && standing.is_behind(&new, id) {
            return self.say(connection, &ServerFrame::SnapshotDenied { space, reason });
        }
        let write = Write::Snapshot {
            team,
            space,
            id,
            envelopes: new.envelopes(),
            parts: new.parts(),
            replaces: standing.replaced_by(&new),
            bytes: bytes.clone(),
        };
        match self.commit(vec![write]).first() {
            Some(Written::Stored(_) | Written::Already) => {
                self.retain(team, space);
                self.say(connection, &ServerFrame::SnapshotStored { space, snapshot: id });
                self.tell_snapshots(team, space, vec![bytes], Vec::new());
            }
            _ => self.say(connection, &ServerFrame::SnapshotDenied { space, reason }),
        }
    }

    pub(super) fn put_countersignature(&mut self, bytes: Vec<u8>) {
        let Ok(Countersignature { team, space, snapshot, device }) = Countersignature::verify(&bytes) else {
            return;
        };
        let write = Write::Countersignature { team, space, snapshot, device, bytes: bytes.clone() };
        if let Some(Written::Stored(_)) = self.commit(vec![write]).first() {
            self.retain(team, space);
            self.tell_snapshots(team, space, Vec::new(), vec![bytes]);
        }
    }

    /// How many snapshots it keeps of a space, and how many envelopes of the log's beginning it has let go.
    pub fn kept(&self, team: TeamId, space: SpaceId) -> (usize, u64) {
        let snapshots = self.store.snapshots(team, space).map_or(0, |snapshots| snapshots.len());
        let dropped = match self.store.page(team, space, wire::Cursor::START, 1, MAX_PAGE_BYTES) {
            Ok(relay::store::Pulled::Dropped(until)) => until.position,
            _ => 0,
        };
        (snapshots, dropped)
    }

    /// The newest snapshot of a space.
    pub fn newest_snapshot(&self, team: TeamId, space: SpaceId) -> Option<SnapshotId> {
        let snapshots = self.store.snapshots(team, space).ok()?;
        snapshots.last().map(|stored| stored.id)
    }

    /// In the place of all snapshots of a space one that its maker has changed, and somebody else countersigned blindly.
    ///
    /// # Panics
    /// When there is none.
    pub fn replace_snapshots(
        &mut self,
        (team, space): (TeamId, SpaceId),
        change: impl FnOnce(&mut Snapshot),
        [maker, other]: [&DeviceKeys; 2],
    ) {
        let stored = self.store.snapshots(team, space).unwrap_or_default();
        let mut forged = stored.last().and_then(|stored| Snapshot::verify(&stored.bytes).ok()).expect("one");
        change(&mut forged);
        forged.device = maker.id();
        let bytes = forged.sign(maker).expect("signed");
        let id = SnapshotId::of(&bytes);
        let said = Countersignature { team, space, snapshot: id, device: other.id() };
        let (envelopes, parts) = (forged.envelopes(), forged.parts());
        let replaces = stored.iter().map(|stored| stored.id).collect();
        self.commit(vec![
            Write::Snapshot { team, space, id, envelopes, parts, replaces, bytes },
            Write::Countersignature {
                team,
                space,
                snapshot: id,
                device: other.id(),
                bytes: said.sign(other).expect("signed"),
            },
        ]);
    }

    /// How many countersignatures it has of a space's snapshots.
    pub fn countersigned(&self, team: TeamId, space: SpaceId) -> usize {
        self.store.countersignatures(team, space).map_or(0, |said| said.len())
    }

    fn standing(&self, team: TeamId, space: SpaceId) -> Standing {
        let log = self.log(team).unwrap_or_else(|| panic!("a team that is not here"));
        let snapshots = self.store.snapshots(team, space).unwrap_or_default();
        let said = self.store.countersignatures(team, space).unwrap_or_default();
        Standing::of(log.state(), &snapshots, &said)
    }

    fn retain(&mut self, team: TeamId, space: SpaceId) {
        let writes = self.standing(team, space).writes(team, space);
        self.commit(writes);
    }

    fn tell_snapshots(&mut self, team: TeamId, space: SpaceId, new: Vec<Vec<u8>>, said: Vec<Vec<u8>>) {
        let has_asked = |login: &super::Login| login.team == team && login.snapshots.contains(&space);
        let readers: Vec<u64> = self
            .sessions
            .iter()
            .filter(|(_, session)| session.login.as_ref().is_some_and(has_asked))
            .map(|(connection, _)| *connection)
            .collect();
        for connection in readers {
            let (snapshots, countersignatures) = (new.clone(), said.clone());
            let more = false;
            self.say(connection, &ServerFrame::Snapshots { space, snapshots, countersignatures, more });
        }
    }
}
