//! Where this device stands, and where my changes are.

use domain::RecordId;
use domain::member::{MemberId, Role};
use serde::{Deserialize, Serialize};

/// Where this device stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Session {
    /// Nothing here yet: onboarding.
    NoTeam,
    /// Joining: the relay is being asked.
    Joining,
    /// A team is here.
    InTeam(Box<TeamSession>),
}

/// The team on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSession {
    /// The record of the team.
    pub team: RecordId,
    /// The team's name.
    pub team_name: String,
    /// Me.
    pub me: MemberId,
    /// My name.
    pub my_name: String,
    /// My role.
    pub role: Role,
    /// A generated sample team, which never leaves this device.
    pub is_sample: bool,
    /// Where my changes are.
    pub sync: SyncState,
    /// Documents in memory: zero after a cold start.
    pub loaded_documents: u32,
    /// Envelopes in quarantine.
    pub quarantined: u32,
}

/// Where my changes are: the three true states, and what stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncState {
    /// The sentence on screen.
    pub stage: SyncStage,
    /// My changes (envelopes) not yet acknowledged by a relay.
    pub waiting: u32,
    /// Whether the relay is connected now.
    pub link: LinkState,
    /// The first pull after joining or a long absence is under way: so many changes (envelopes) have arrived so far.
    /// Until it is over, what is missing on a screen may be on its way.
    pub receiving: Option<u32>,
    /// Writes not yet durable on this device.
    pub unsaved: u32,
    /// The last write failed: why. The change is in memory and is written again.
    pub storage_fault: Option<StorageFault>,
    /// This device's clock differs from the relay's by more than a few minutes: by how many.
    pub clock_off_minutes: Option<i64>,
}

/// The three true states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SyncStage {
    /// 保存中: not yet durable here.
    Saving,
    /// 已保存在本机: durable on this device.
    SavedHere,
    /// 已上传: the relay has all of it durably.
    Uploaded,
    /// N 台设备已收到: so many other devices have stated that they durably applied all of it.
    Received {
        /// How many.
        devices: u32,
    },
}

/// The connection to the relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    /// No relay is set.
    None,
    /// Not connected; tried again by itself.
    Offline,
    /// Connecting or logging in.
    Connecting,
    /// Connected.
    Online,
    /// The relay refuses this device: why.
    Refused(String),
    /// The relay's list of members does not know this device, though it was in it: another invite link lets it in again.
    Forgotten,
}

/// Why writing failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StorageFault {
    /// The device is full.
    Full,
    /// Another tab took over.
    Superseded,
    /// The system's words.
    Failed(String),
}
