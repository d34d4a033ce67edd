//! How busy the relay is, in numbers without content: no name, no id, no address.

use crate::store::LogStore;
use prometheus_client::encoding::prometheus_text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::fmt::Debug;

/// Counts per reason of the protocol; there are few.
#[derive(Clone, Default)]
pub(crate) struct Reasons(Family<[(&'static str, String); 1], Counter>);

impl Reasons {
    /// One more for this reason: the name of its variant, without what is in it.
    pub fn count(&self, reason: &impl Debug) {
        let text = format!("{reason:?}");
        let name = text.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
        self.0.get_or_create(&[("reason", name)]).inc();
    }
}

/// Everything that is counted; each is described where it is registered.
pub(crate) struct Metrics {
    registry: Registry,
    pub connections: Gauge,
    pub logins: Counter,
    pub denials: Reasons,
    pub refusals: Reasons,
    pub farewells: Reasons,
    pub turned_away: Reasons,
    pub frames_received: Counter,
    pub bytes_received: Counter,
    pub frames_sent: Counter,
    pub bytes_sent: Counter,
    pub envelopes: Counter,
    pub envelope_bytes: Counter,
    pub commits: Counter,
    pub commit_seconds: Histogram,
    pub put_seconds: Histogram,
    pub storage_failures: Counter,
    pub slow_readers: Counter,
    pub backups: Counter,
    teams: Gauge,
    teams_in_memory: Gauge,
    stored: Gauge,
    memory: Gauge,
}

impl Metrics {
    pub fn new() -> Self {
        // From half a millisecond to eight seconds.
        let seconds = || Histogram::new(exponential_buckets(0.0005, 2.0, 15));
        let mut metrics = Self {
            registry: Registry::with_prefix("tz_relay"),
            connections: Gauge::default(),
            logins: Counter::default(),
            denials: Reasons::default(),
            refusals: Reasons::default(),
            farewells: Reasons::default(),
            turned_away: Reasons::default(),
            frames_received: Counter::default(),
            bytes_received: Counter::default(),
            frames_sent: Counter::default(),
            bytes_sent: Counter::default(),
            envelopes: Counter::default(),
            envelope_bytes: Counter::default(),
            commits: Counter::default(),
            commit_seconds: seconds(),
            put_seconds: seconds(),
            storage_failures: Counter::default(),
            slow_readers: Counter::default(),
            backups: Counter::default(),
            teams: Gauge::default(),
            teams_in_memory: Gauge::default(),
            stored: Gauge::default(),
            memory: Gauge::default(),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        let version: Gauge = Gauge::default();
        version.set(1);
        self.registry.sub_registry_with_label(("version".into(), env!("CARGO_PKG_VERSION").into())).register(
            "build",
            "The running version",
            version,
        );
        let all = &mut self.registry;
        all.register("connections", "Open connections", self.connections.clone());
        all.register("logins", "Logins that succeeded", self.logins.clone());
        all.register(
            "denials",
            "Logins, foundings, access records and snapshots denied",
            self.denials.0.clone(),
        );
        all.register("refusals", "Envelopes refused", self.refusals.0.clone());
        all.register("farewells", "Connections ended by the relay", self.farewells.0.clone());
        all.register("turned_away", "Connections that were not let in", self.turned_away.0.clone());
        all.register("received_frames", "Frames from clients", self.frames_received.clone());
        let unit = || Unit::Bytes;
        all.register_with_unit("received", "Frames from clients", unit(), self.bytes_received.clone());
        all.register("sent_frames", "Frames to clients", self.frames_sent.clone());
        all.register_with_unit("sent", "Frames to clients", unit(), self.bytes_sent.clone());
        all.register("envelopes", "Envelopes stored", self.envelopes.clone());
        all.register_with_unit("envelopes", "Envelopes stored", unit(), self.envelope_bytes.clone());
        all.register("commits", "Transactions on disk", self.commits.clone());
        let unit = || Unit::Seconds;
        all.register_with_unit("commit", "Time of a transaction", unit(), self.commit_seconds.clone());
        all.register_with_unit("put", "Time from a put to its answer", unit(), self.put_seconds.clone());
        all.register("storage_failures", "Transactions that failed", self.storage_failures.clone());
        all.register("slow_readers", "Readers let go because they lagged", self.slow_readers.clone());
        all.register("backups", "Backups handed out whole", self.backups.clone());
        all.register("teams", "Teams stored", self.teams.clone());
        all.register("teams_in_memory", "Teams in memory", self.teams_in_memory.clone());
        let unit = || Unit::Bytes;
        all.register_with_unit("store", "Size of the relay's file", unit(), self.stored.clone());
        all.register_with_unit("memory", "Resident memory", unit(), self.memory.clone());
    }

    /// All of it in the text format of Prometheus, with what is only read when asked for.
    pub fn to_text(&self, store: &dyn LogStore, teams_in_memory: usize) -> String {
        let set = |gauge: &Gauge, value: u64| gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        set(&self.teams, store.team_count().unwrap_or_default());
        set(&self.teams_in_memory, teams_in_memory as u64);
        set(&self.stored, store.disk_bytes());
        set(&self.memory, resident_bytes());
        let mut text = String::new();
        if prometheus_text::encode(&mut text, &self.registry).is_err() {
            tracing::error!("the metrics could not be written");
        }
        text
    }

    /// What `/health` tells everybody: one JSON object.
    pub fn to_health(&self) -> String {
        format!(
            r#"{{"status":"ok","connections":{},"logins":{},"envelopes":{},"commits":{},"slow_readers":{}}}"#,
            self.connections.get(),
            self.logins.get(),
            self.envelopes.get(),
            self.commits.get(),
            self.slow_readers.get(),
        )
    }
}

/// Memory of this process, where the system tells (Linux); zero elsewhere.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kilobytes| kilobytes.parse().ok()).map_or(0, |n: u64| n * 1_024)
}
