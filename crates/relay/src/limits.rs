//! How much anybody may use. The sizes of single things are `wire`'s constants.

use std::time::Duration;

/// Connections at once.
pub const MAX_CONNECTIONS: usize = 10_000;
/// Teams in one relay.
pub const MAX_TEAMS: u64 = 10_000;
/// Envelope bytes of one team.
pub const MAX_TEAM_BYTES: u64 = 4 << 30;
/// Key boxes for one recipient.
pub const MAX_BOXES_PER_RECIPIENT: usize = 4_096;
/// Key boxes in one frame.
pub const MAX_BOXES_PER_FRAME: usize = 2_048;
/// Envelopes in one `Put`.
pub const MAX_ENVELOPES_PER_PUT: usize = wire::MAX_PAGE_ENVELOPES;

/// Frames a connection may send at once after a pause …
pub const FRAME_BURST: f64 = 10_000.0;
/// … and per second for ever.
pub const FRAMES_PER_SECOND: f64 = 1_000.0;
/// Bytes a connection may send at once after a pause …
pub const BYTE_BURST: f64 = 256.0 * 1_048_576.0;
/// … and per second for ever.
pub const BYTES_PER_SECOND: f64 = 32.0 * 1_048_576.0;

/// Logins and foundings a connection may try.
pub const MAX_LOGIN_ATTEMPTS: u32 = 8;
/// How long a connection may stay without being logged in.
pub const LOGIN_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a connection may be silent; the relay pings after a third of it.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(90);
/// How long one frame may take to leave before the reader counts as too slow.
pub const SEND_TIMEOUT: Duration = Duration::from_secs(20);
/// News that may wait for one reader; with more it is dropped and catches up by pulling.
pub const READER_QUEUE: usize = 256;

/// Requests that may wait for the writer.
pub const WRITER_QUEUE: usize = 4_096;
/// Bytes that one transaction gathers before it commits.
pub const COMMIT_BYTES: usize = 16 << 20;
/// How long a stopping relay waits for its connections.
pub const STOP_TIMEOUT: Duration = Duration::from_secs(10);
