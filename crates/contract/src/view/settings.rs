//! Devices, sync, storage, what was set aside.

use super::{Person, TeamSession};
use serde::{Deserialize, Serialize};

/// Devices, sync, storage, quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The team.
    pub session: TeamSession,
    /// The relay's address; empty for none.
    pub relay: String,
    /// The team's devices.
    pub devices: Vec<DeviceRow>,
    /// What could not be applied, and why.
    pub quarantine: Vec<QuarantineRow>,
    /// Documents kept on this device.
    pub documents: u32,
    /// Records kept on this device.
    pub records: u32,
}

/// One device of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// The first bytes of its key, for people to compare.
    pub short_id: String,
    /// Whose it is.
    pub person: Option<Person>,
    /// Whether it is this one.
    pub is_this: bool,
    /// Whether it has stated that it durably has all my changes.
    pub has_all_of_mine: bool,
}

/// An envelope that was not applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineRow {
    /// The first bytes of the envelope's id.
    pub short_id: String,
    /// Whose device sent it.
    pub person: Option<Person>,
    /// Why.
    pub reason: QuarantineReason,
    /// Waits for something and is retried by itself; otherwise refused.
    pub is_waiting: bool,
}

/// Why an envelope was not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QuarantineReason {
    /// The bytes are no envelope, or the signature does not fit.
    BadSignature,
    /// Larger than allowed, packed or unpacked.
    TooLarge,
    /// From a device that may not write there.
    NoRight,
    /// The access record it refers to has not arrived.
    AccessUnknown,
    /// The key for its epoch has not arrived.
    KeyMissing,
    /// It cannot be decrypted or decoded.
    Unreadable,
    /// The header and the content name different documents or teams.
    WrongPlace,
    /// A change by an actor that belongs to another device.
    WrongActor,
    /// A change whose operation numbers do not follow from its dependencies.
    WrongStartOp,
    /// Changes it builds on have not arrived.
    DependencyMissing,
    /// A gap or fork in the device's chain.
    BrokenChain,
    /// Applying it crashed before.
    Crashed,
    /// Made by a newer version of the product.
    NewerVersion,
}

/// Numbers of the whole replica.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Kind name, live records, deleted records.
    pub kinds: Vec<(String, u32, u32)>,
    /// Documents known.
    pub documents: u32,
    /// Documents in memory.
    pub loaded_documents: u32,
    /// Envelopes of this device.
    pub own_envelopes: u64,
}
