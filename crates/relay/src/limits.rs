//! How much anybody may use: what an administrator may change is in [`Limits`], the rest are constants. The sizes of
//! single things are `wire`'s constants.

use clap::Args;
use std::time::Duration;

/// What an administrator may change, as options and as variables of the environment.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Connections at once; further ones are answered with HTTP 503
    #[arg(long, env = "TZ_RELAY_MAX_CONNECTIONS", value_name = "N", default_value_t = USUAL.max_connections)]
    pub max_connections: u32,
    /// Connections at once from one address (an IPv6 network of 64 bits counts as one, the local machine has no
    /// limit); further ones are answered with HTTP 429
    #[arg(long, env = "TZ_RELAY_MAX_ADDRESS_CONNECTIONS", value_name = "N", default_value_t = USUAL.max_address_connections)]
    pub max_address_connections: u32,
    /// Connections of one team at once; a further login is denied
    #[arg(long, env = "TZ_RELAY_MAX_TEAM_CONNECTIONS", value_name = "N", default_value_t = USUAL.max_team_connections)]
    pub max_team_connections: u32,
    /// Teams; with as many as there are, nobody founds another one
    #[arg(long, env = "TZ_RELAY_MAX_TEAMS", value_name = "N", default_value_t = USUAL.max_teams)]
    pub max_teams: u64,
    /// Spaces of one team
    #[arg(long, env = "TZ_RELAY_MAX_TEAM_SPACES", value_name = "N", default_value_t = USUAL.max_team_spaces)]
    pub max_team_spaces: u32,
    /// Megabytes (10^6) that one team may store
    #[arg(long, env = "TZ_RELAY_MAX_TEAM_MEGABYTES", value_name = "MB", default_value_t = USUAL.max_team_megabytes)]
    pub max_team_megabytes: u64,
    /// Bytes of one envelope, at most the protocol's 1048576
    #[arg(long, env = "TZ_RELAY_MAX_ENVELOPE_BYTES", value_name = "BYTES", default_value_t = USUAL.max_envelope_bytes,
          value_parser = clap::value_parser!(u32).range(1..=wire::MAX_ENVELOPE_BYTES as i64))]
    pub max_envelope_bytes: u32,
    /// Frames that one device may send per second, over all its connections; ten times as many at once after a pause
    #[arg(long, env = "TZ_RELAY_DEVICE_FRAMES_PER_SECOND", value_name = "N", default_value_t = USUAL.device_frames_per_second,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub device_frames_per_second: u32,
    /// Kilobytes (10^3) that one device may send per second; ten times as many at once after a pause
    #[arg(long, env = "TZ_RELAY_DEVICE_KILOBYTES_PER_SECOND", value_name = "KB", default_value_t = USUAL.device_kilobytes_per_second,
          value_parser = clap::value_parser!(u32).range(MIN_KILOBYTES_PER_SECOND..))]
    pub device_kilobytes_per_second: u32,
    /// Frames that all devices of one team may send per second; ten times as many at once after a pause
    #[arg(long, env = "TZ_RELAY_TEAM_FRAMES_PER_SECOND", value_name = "N", default_value_t = USUAL.team_frames_per_second,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub team_frames_per_second: u32,
    /// Kilobytes (10^3) that all devices of one team may send per second; ten times as many at once after a pause
    #[arg(long, env = "TZ_RELAY_TEAM_KILOBYTES_PER_SECOND", value_name = "KB", default_value_t = USUAL.team_kilobytes_per_second,
          value_parser = clap::value_parser!(u32).range(MIN_KILOBYTES_PER_SECOND..))]
    pub team_kilobytes_per_second: u32,
}

const USUAL: Limits = Limits {
    max_connections: 10_000,
    max_address_connections: 1_000,
    max_team_connections: 2_000,
    max_teams: 10_000,
    max_team_spaces: 20_000,
    max_team_megabytes: 4_000,
    max_envelope_bytes: wire::MAX_ENVELOPE_BYTES as u32,
    device_frames_per_second: 1_000,
    device_kilobytes_per_second: 32_000,
    team_frames_per_second: 5_000,
    team_kilobytes_per_second: 64_000,
};

impl Default for Limits {
    fn default() -> Self {
        USUAL
    }
}

impl Limits {
    /// Bytes that one team may store.
    pub fn max_team_bytes(&self) -> u64 {
        self.max_team_megabytes.saturating_mul(1_000_000)
    }
}

/// What was saved up after a pause, in seconds of a rate.
pub const BURST_SECONDS: f64 = 10.0;
/// With less, the largest frame would never fit into what can be saved up.
const MIN_KILOBYTES_PER_SECOND: i64 = 210;

/// What a full team may still store of access records and boxes, so that nobody is locked out of what is there.
pub const ACCESS_RESERVE_BYTES: u64 = 64_000_000;
/// Key boxes for one recipient.
pub const MAX_BOXES_PER_RECIPIENT: usize = 4_096;
/// Key boxes in one frame.
pub const MAX_BOXES_PER_FRAME: usize = 2_048;
/// Snapshots of one space: two that are vouched for, and what waits for it.
pub const MAX_SNAPSHOTS_PER_SPACE: usize = 8;
/// Parts of a snapshot in one frame.
pub const MAX_PARTS_PER_FRAME: usize = 1_000;
/// Envelopes in one `Put`.
pub const MAX_ENVELOPES_PER_PUT: usize = wire::MAX_PAGE_ENVELOPES;

/// Logins and foundings a connection may try.
pub const MAX_LOGIN_ATTEMPTS: u32 = 8;
/// How long a connection may stay without being logged in.
pub const LOGIN_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a connection may be silent; the relay pings after a third of it.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(90);
/// How long one frame may take to leave before the reader counts as too slow.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a connection that was told goodbye may take to close from its side.
pub const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// News that may wait for one reader; with more it is dropped and catches up by pulling.
pub const READER_QUEUE: usize = 256;
/// Bytes of them; readers of one team share the same bytes.
pub const READER_QUEUE_BYTES: usize = 8 << 20;
/// How often teams that nobody is connected to are let go from memory.
pub const SWEEP_INTERVAL: Duration = Duration::from_secs(60);

/// Requests that may wait for the writer.
pub const WRITER_QUEUE: usize = 4_096;
/// Bytes that one transaction gathers before it commits.
pub const COMMIT_BYTES: usize = 16 << 20;
/// Bytes of stored pages kept in memory.
pub const CACHE_BYTES: usize = 32 << 20;
/// How long nothing is written after storage failed.
pub const FAILURE_PAUSE: Duration = Duration::from_secs(2);
/// How long a stopping relay waits for its connections.
pub const STOP_TIMEOUT: Duration = Duration::from_secs(10);
