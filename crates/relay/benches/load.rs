//! Drives a real `tz-relay` process over WebSockets and prints what was measured, one `name value` per line:
//! `cargo bench -p relay --bench load`. `cargo xtask bench relay` runs it several times beside another server.
//!
//! Load generator and relay share the machine, so all figures are lower bounds for the relay alone. Envelopes are sealed
//! before the clock starts: what their authors' devices do is not the relay's work.

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/relay/client.rs"]
mod client;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/relay/process.rs"]
mod process;
#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../tests/relay/team.rs"]
mod team;

use client::Client;
use futures_util::future::join_all;
use process::Process;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use team::{Member, Team};
use tokio::sync::Barrier;
use wire::*;

/// A change of 130 bytes makes the envelope of 470 that following up on a customer makes.
const CHANGE_BYTES: usize = 130;

/// How much is measured.
struct Size {
    /// Writing at once: teams, connections of each, envelopes of each connection.
    append: (u8, usize, usize),
    /// Reading at once, and how often somebody writes to them.
    fan_out: (usize, usize),
    /// At rest: teams, spaces of each, connections of each.
    idle: (u8, usize, usize),
}

const FULL: Size = Size { append: (10, 20, 250), fan_out: (200, 100), idle: (100, 100, 5) };
const QUICK: Size = Size { append: (4, 5, 50), fan_out: (20, 10), idle: (10, 10, 2) };

fn main() {
    let quick = std::env::args().any(|word| word == "--quick");
    let size = if quick { QUICK } else { FULL };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        append(&folder.path().join("append"), size.append).await;
        fan_out(&folder.path().join("fan-out"), size.fan_out).await;
        idle(&folder.path().join("idle"), size.idle).await;
    });
}

fn tell(name: &str, value: f64) {
    println!("{name} {value:.3}");
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// The value below which this share of the sorted values lies.
fn quantile(sorted: &[Duration], share: f64) -> Duration {
    sorted[((sorted.len() as f64 * share) as usize).min(sorted.len() - 1)]
}

async fn member_at(address: SocketAddr, team: &Team, member: &Member) -> Client {
    let mut client = Client::connect(address).await;
    client.login(team, member).await;
    client
}

/// Every connection puts its next envelope when the one before is acknowledged, that is, on disk.
async fn append(data: &Path, (teams, authors, envelopes): (u8, usize, usize)) {
    let (process, address) = Process::start(data);
    let begin = Arc::new(Barrier::new(usize::from(teams) * authors + 1));
    let mut writing = Vec::new();
    for seed in 0..teams {
        let mut team = Team::found(seed);
        let members: Vec<_> = (0..authors).map(|_| team.join(Role::Salesperson)).collect();
        Client::connect(address).await.found(&team).await;
        for member in members {
            let mut client = member_at(address, &team, &member).await;
            let mut chain = Vec::new();
            let sealed: Vec<_> =
                (0..envelopes).map(|_| team.write(&member.device, &mut chain, &[1; CHANGE_BYTES])).collect();
            let begin = begin.clone();
            writing.push(tokio::spawn(async move {
                begin.wait().await;
                let mut latencies = Vec::with_capacity(sealed.len());
                for envelope in sealed {
                    let start = Instant::now();
                    let answer = client.ask(ClientFrame::Put { envelopes: vec![envelope] }).await;
                    assert!(matches!(answer, ServerFrame::Ack { .. }), "{answer:?}");
                    latencies.push(start.elapsed());
                }
                latencies
            }));
        }
    }
    begin.wait().await;
    let start = Instant::now();
    let mut latencies = Vec::new();
    for author in writing {
        latencies.extend(author.await.unwrap());
    }
    let seconds = start.elapsed().as_secs_f64();
    latencies.sort_unstable();
    tell("appends_per_second", latencies.len() as f64 / seconds);
    tell("ack_p50_ms", milliseconds(quantile(&latencies, 0.5)));
    tell("ack_p99_ms", milliseconds(quantile(&latencies, 0.99)));
    tell("append_peak_mb", process.peak_memory() as f64 / 1e6);
}

/// One person writes, all others have pulled and listen: the time from the put to the last delivery.
async fn fan_out(data: &Path, (readers, rounds): (usize, usize)) {
    let (_process, address) = Process::start(data);
    let mut team = Team::found(1);
    let member = team.join(Role::Salesperson);
    Client::connect(address).await.found(&team).await;
    let mut writer = member_at(address, &team, &team.founder).await;
    let mut clients = Vec::new();
    for _ in 0..readers {
        let mut client = member_at(address, &team, &member).await;
        client.pull(team.org, Cursor::START).await;
        clients.push(client);
    }
    let (device, mut chain) = (team.founder.device.clone(), Vec::new());
    let mut times = Vec::new();
    for _ in 0..rounds {
        let envelope = team.write(&device, &mut chain, &[1; CHANGE_BYTES]);
        let start = Instant::now();
        writer.say(ClientFrame::Put { envelopes: vec![envelope] }).await;
        let heard = join_all(clients.iter_mut().map(|client| async {
            let frame = client.hear().await;
            assert!(matches!(frame, ServerFrame::Page { .. }), "{frame:?}");
        }));
        heard.await;
        times.push(start.elapsed());
        assert!(matches!(writer.hear().await, ServerFrame::Ack { .. }));
    }
    times.sort_unstable();
    tell("fan_out_p50_ms", milliseconds(quantile(&times, 0.5)));
    tell("fan_out_p99_ms", milliseconds(quantile(&times, 0.99)));
}

/// Everybody has pulled every space and says nothing more.
async fn idle(data: &Path, (teams, spaces, connections): (u8, usize, usize)) {
    let (process, address) = Process::start(data);
    let mut clients = Vec::new();
    for seed in 0..teams {
        let mut team = Team::found(seed);
        let members: Vec<_> = (0..connections).map(|_| team.join(Role::Assistant)).collect();
        let mut all = vec![team.org];
        while all.len() < spaces {
            let number = all.len().to_le_bytes();
            let mut book = [0; 16];
            book[..number.len()].copy_from_slice(&number);
            all.push(team.space(SpaceClass::Book { book }));
        }
        Client::connect(address).await.found(&team).await;
        for member in members {
            let mut client = member_at(address, &team, &member).await;
            for space in &all {
                client.pull(*space, Cursor::START).await;
            }
            clients.push(client);
        }
    }
    tell("idle_connections", clients.len() as f64);
    tell("idle_spaces", usize::from(teams) as f64 * spaces as f64);
    tell("idle_peak_mb", process.peak_memory() as f64 / 1e6);
    tell("idle_mb", process.memory() as f64 / 1e6);
}
