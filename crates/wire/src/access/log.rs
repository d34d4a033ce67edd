//! The records in order, the state they fold to, and the state they folded to at an earlier head.

use crate::MAX_RECORDS;
use crate::access::{AccessError, AccessState, Genesis, Kind, Record};
use crate::ids::{AccessHead, DeviceId, SpaceId, TeamId};
use crate::keys::DeviceKeys;
use std::collections::HashMap;
use thiserror::Error;

/// Why a device may not write a space at a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, serde::Serialize, serde::Deserialize)]
pub enum Why {
    /// The head is not part of this log, perhaps not yet: wait for the access records.
    #[error("the access head is not known here")]
    UnknownHead,
    /// The device is not in the log, or not yet at that head.
    #[error("the device is not a member's")]
    UnknownDevice,
    /// The space is not in the log, or not yet at that head.
    #[error("the space is not known")]
    UnknownSpace,
    /// The device's person may not write there.
    #[error("this person may not write here")]
    NoRight,
}

/// A valid access log: every record was allowed at its place.
#[derive(Clone, Debug)]
pub struct AccessLog {
    records: Vec<Record>,
    index: HashMap<AccessHead, usize>,
    state: AccessState,
}

impl AccessLog {
    /// Founds a team.
    pub fn genesis(genesis: Genesis, time_ms: u64, device: &DeviceKeys) -> Result<Self, AccessError> {
        Self::begin(Record::genesis(genesis, time_ms, device)?)
    }

    /// Reads a stored or received log from its Genesis on, checking everything but expiry.
    pub fn verify_chain<B: Into<Vec<u8>>>(records: impl IntoIterator<Item = B>) -> Result<Self, AccessError> {
        let mut records = records.into_iter();
        let first = records.next().ok_or(AccessError::Genesis)?;
        let mut log = Self::begin(Record::verify(first)?)?;
        for record in records {
            log.replay(Record::verify(record)?)?;
        }
        Ok(log)
    }

    fn begin(record: Record) -> Result<Self, AccessError> {
        let state = AccessState::found(&record)?;
        Ok(Self { index: HashMap::from([(record.head(), 0)]), records: vec![record], state })
    }

    /// Adds a new record as the sequencer does: at the head, allowed, and before the invite it uses expires.
    pub fn append(&mut self, record: Record, now_ms: u64) -> Result<(), AccessError> {
        self.push(record, Some(now_ms))
    }

    /// Adds a record that a sequencer has already accepted: everything but expiry is checked.
    pub fn replay(&mut self, record: Record) -> Result<(), AccessError> {
        self.push(record, None)
    }

    fn push(&mut self, record: Record, now_ms: Option<u64>) -> Result<(), AccessError> {
        if record.prev() != self.head() {
            return Err(AccessError::WrongHead);
        }
        if self.records.len() >= MAX_RECORDS {
            return Err(AccessError::Full);
        }
        if let Kind::Graft(lost) = record.kind() {
            self.can_graft(lost)?;
        }
        let index = self.records.len();
        self.state.apply(&record, index, now_ms)?;
        let mut known = Some(&record);
        while let Some(record) = known {
            self.index.entry(record.head()).or_insert(index);
            known = match record.kind() {
                Kind::Graft(lost) => Some(lost),
                _ => None,
            };
        }
        self.records.push(record);
        Ok(())
    }

    /// A record is carried over once, and after those before it on its branch.
    fn can_graft(&self, lost: &Record) -> Result<(), AccessError> {
        if self.index.contains_key(&lost.head()) {
            return Err(AccessError::Taken);
        }
        let mut next = Some(lost);
        while let Some(lost) = next {
            if !self.index.contains_key(&lost.prev()) {
                return Err(AccessError::WrongHead);
            }
            next = match lost.kind() {
                Kind::Graft(lost) => Some(lost),
                _ => None,
            };
        }
        Ok(())
    }

    /// What another branch of this log says and this one does not, in the order in which it can be carried over.
    pub fn lacks<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Record> {
        other.records.iter().filter(|record| !self.index.contains_key(&record.head()))
    }

    /// The newest record's hash.
    pub fn head(&self) -> AccessHead {
        self.records.last().map_or(AccessHead::ZERO, Record::head)
    }

    /// How many records; at least one.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// The records from Genesis on.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The team: the hash of Genesis.
    pub fn team(&self) -> TeamId {
        self.state.team
    }

    /// What the records amount to now.
    pub fn state(&self) -> &AccessState {
        &self.state
    }

    /// The place of a head in the log, 0 for Genesis; of a record of another branch, where it was carried over.
    pub fn index_of(&self, head: AccessHead) -> Option<usize> {
        self.index.get(&head).copied()
    }

    /// Whether an envelope of `device` for `space` that states `head` was allowed by the log as it was at that head.
    /// The records so far only ever give rights, so it is enough that device and space existed by then.
    pub fn device_may_write_at(&self, head: AccessHead, device: DeviceId, space: SpaceId) -> Result<(), Why> {
        let at = self.index_of(head).ok_or(Why::UnknownHead)?;
        let device =
            self.state.devices.get(&device).filter(|device| device.since <= at).ok_or(Why::UnknownDevice)?;
        self.state.spaces.get(&space).filter(|space| space.since <= at).ok_or(Why::UnknownSpace)?;
        if self.state.can_write(device.person, space) { Ok(()) } else { Err(Why::NoRight) }
    }
}
