//! Backups of the real binary: taken while it works, refused when damaged, filled up by clients after a restore.

use crate::client::Client;
use crate::process::Process;
use crate::snapshots::{Written, countersign, put_parts, put_snapshot, snapshots};
use crate::team::Team;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wire::*;

fn tz_relay(arguments: &[&str], paths: &[(&str, &Path)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tz-relay"));
    command.args(arguments);
    for (option, path) in paths {
        command.arg(option).arg(path);
    }
    command.output().unwrap()
}

fn back_up(data: &Path, to: &Path) {
    let output = tz_relay(&["backup"], &[("--data", data), ("--to", to)]);
    assert!(output.status.success(), "{output:?}");
}

/// Runs, expects a failure, gives what was said.
fn fails(arguments: &[&str], paths: &[(&str, &Path)]) -> String {
    let output = tz_relay(arguments, paths);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Everything of the space, from the start.
async fn pull_all(client: &mut Client, space: SpaceId) -> (Vec<Vec<u8>>, Cursor) {
    let (mut all, mut cursor) = (Vec::new(), Cursor::START);
    loop {
        let (envelopes, next) = client.pull(space, cursor).await;
        if envelopes.is_empty() {
            return (all, cursor);
        }
        all.extend(envelopes);
        cursor = next;
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_holds_what_was_acknowledged_before_it_and_clients_bring_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let (data, file, restored) =
        (folder.path().join("data"), folder.path().join("backup"), folder.path().join("restored"));
    let (process, address) = Process::start(&data);
    let mut team = Team::found(1);
    let mut client = Client::connect(address).await;
    client.found(&team).await;
    client.login(&team, &team.founder).await;
    let (device, org) = (team.founder.device.clone(), team.org);

    // The author goes on all the time; what was acknowledged when the backup was asked for must be in it.
    let stop = Arc::new(AtomicBool::new(false));
    let (told, mut hear_of) = tokio::sync::watch::channel(0_u64);
    let writing = tokio::spawn({
        let (stop, mut team) = (stop.clone(), team.twin());
        async move {
            let (mut sealed, mut chain) = (Vec::new(), Vec::new());
            while !stop.load(Ordering::Relaxed) {
                let envelope = team.write(&device, &mut chain, &[5; 3_000]);
                sealed.push(envelope.clone());
                match client.ask(ClientFrame::Put { envelopes: vec![envelope] }).await {
                    ServerFrame::Ack { seq, .. } => told.send_replace(seq),
                    other => panic!("{other:?}"),
                };
            }
            sealed
        }
    });
    hear_of.wait_for(|seq| *seq >= 50).await.unwrap();
    let before = *hear_of.borrow();
    let (from, to) = (data.clone(), file.clone());
    tokio::task::spawn_blocking(move || back_up(&from, &to)).await.unwrap();
    let during = *hear_of.borrow();
    hear_of.wait_for(|seq| *seq >= during + 20).await.unwrap();
    stop.store(true, Ordering::Relaxed);
    let sealed = writing.await.unwrap();
    let end_before = {
        let mut client = Client::connect(address).await;
        client.login(&team, &team.founder).await;
        pull_all(&mut client, org).await.1
    };
    assert!(process.terminate().success());

    assert!(tz_relay(&["verify"], &[("--from", &file)]).status.success());
    let output = tz_relay(&["restore"], &[("--from", &file), ("--data", &restored)]);
    assert!(output.status.success(), "{output:?}");
    let (_process, address) = Process::start(&restored);
    let mut client = Client::connect(address).await;
    client.login(&team, &team.founder).await;
    let (stored, _) = pull_all(&mut client, org).await;
    assert!(stored.len() as u64 >= before && stored.len() < sealed.len(), "{} of {before}", stored.len());
    assert_eq!(stored, sealed[..stored.len()]);

    // As a client does: its cursor is of a past that this relay does not have, so it asks for the ends and refills.
    let asked = client.ask(ClientFrame::Pull { space: org, after: end_before }).await;
    assert_eq!(asked, ServerFrame::CursorMismatch { space: org });
    let tails = client.tails(org).await;
    let author = team.founder.device.id();
    let missing = sealed[tails[&author].seq as usize..].to_vec();
    let ack = ServerFrame::Ack { space: org, device: author, seq: sealed.len() as u64 };
    assert_eq!(client.ask(ClientFrame::Put { envelopes: missing }).await, ack);
    assert_eq!(pull_all(&mut client, org).await, (sealed, end_before));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_is_cut_off_or_changed_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (process, address) = Process::start(&path("data"));
    let mut team = Team::found(1);
    let mut client = Client::connect(address).await;
    client.found(&team).await;
    client.login(&team, &team.founder).await;
    let envelope = team.write(&team.founder.device.clone(), &mut Vec::new(), b"kept");
    client.ask(ClientFrame::Put { envelopes: vec![envelope.clone()] }).await;
    assert!(process.terminate().success());
    // Nothing runs: the same command reads the file itself.
    back_up(&path("data"), &path("backup"));
    let whole = std::fs::read(path("backup")).unwrap();

    let refused = |bytes: &[u8], why: &str| {
        std::fs::write(path("damaged"), bytes).unwrap();
        for (command, data) in [("verify", None), ("restore", Some(path("nowhere")))] {
            let mut paths = vec![("--from", path("damaged"))];
            paths.extend(data.map(|data| ("--data", data)));
            let paths: Vec<_> = paths.iter().map(|(option, path)| (*option, path.as_path())).collect();
            let said = fails(&[command], &paths);
            assert!(said.contains(why), "{said}");
        }
        let left: Vec<_> = std::fs::read_dir(path("nowhere")).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    };
    for length in [0, 10] {
        refused(&whole[..length], "not a backup");
    }
    for length in [21, 22, 40, whole.len() / 2, whole.len() - 33, whole.len() - 1] {
        refused(&whole[..length], "cut off");
    }
    refused(&[&whole[..], b"x"].concat(), "damaged");
    let at = whole.windows(envelope.len()).position(|window| window == envelope).unwrap();
    for place in [at, at + envelope.len() - 1, whole.len() - 1, whole.len() - 35] {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        refused(&changed, "damaged");
    }
    let mut newer = whole.clone();
    newer[21] = 2;
    refused(&newer, "newer version");

    // Data that is there is never written over, and no backup is made of nothing.
    let backup = path("backup");
    let said = fails(&["restore"], &[("--from", &backup), ("--data", &path("data"))]);
    assert!(said.contains("exists already"), "{said}");
    let said = fails(&["backup"], &[("--data", &path("empty")), ("--to", &path("none"))]);
    assert!(said.contains("no relay data") && !path("none").exists(), "{said}");
    // A failed backup leaves the older one in its place.
    let said = fails(&["backup"], &[("--data", &path("empty")), ("--to", &backup)]);
    assert!(said.contains("no relay data") && std::fs::read(&backup).unwrap() == whole);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restored_relay_has_a_new_id_and_a_backup_only_its_owner_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (process, address) = Process::start(&path("data"));
    let id = Client::connect(address).await.relay;
    back_up(&path("data"), &path("backup"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["backup", "data/backup.sock"] {
            let mode = path(name).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
        }
    }
    assert!(process.terminate().success());
    let output = tz_relay(&["restore"], &[("--from", &path("backup")), ("--data", &path("restored"))]);
    assert!(output.status.success(), "{output:?}");
    let (_process, address) = Process::start(&path("restored"));
    assert_ne!(Client::connect(address).await.relay, id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_holds_snapshots_and_says_what_was_dropped_before_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (process, address) = Process::start(&path("data"));
    let mut team = Team::found(1);
    let assistant = team.join(Role::Assistant);
    let device = team.founder.device.clone();
    let mut client = Client::connect(address).await;
    client.found(&team).await;
    client.login(&team, &team.founder).await;
    let written = Written::by(&mut team, &device, 5);
    client.ask(ClientFrame::Put { envelopes: written.envelopes.clone() }).await;
    let content = vec![vec![1; 70]];
    put_parts(&mut client, &team, &content).await;
    let made = [2, 4].map(|count| written.snapshot(&team, &device, count, &content));
    for snapshot in &made {
        put_snapshot(&mut client, &team, snapshot).await;
        countersign(&mut client, &team, &assistant.device, snapshot).await;
    }
    let kept = snapshots(&mut client, &team).await;
    assert_eq!((&kept.0[..], kept.1.len()), (&made[..], 2));
    assert!(process.terminate().success());
    back_up(&path("data"), &path("backup"));
    let output = tz_relay(&["restore"], &[("--from", &path("backup")), ("--data", &path("restored"))]);
    assert!(output.status.success(), "{output:?}");

    let (_process, address) = Process::start(&path("restored"));
    let mut client = Client::connect(address).await;
    client.login(&team, &team.founder).await;
    assert_eq!(snapshots(&mut client, &team).await, kept);
    let wanted = content.iter().map(|part| PartId::of(part)).collect();
    let answer = client.ask(ClientFrame::FetchParts { space: team.org, parts: wanted }).await;
    assert_eq!(answer, ServerFrame::Parts { space: team.org, parts: content });
    let answer = client.ask(ClientFrame::Pull { space: team.org, after: Cursor::START }).await;
    assert_eq!(answer, ServerFrame::Dropped { space: team.org, until: written.cursor(2) });
    assert_eq!(client.pull(team.org, written.cursor(2)).await.0, written.envelopes[2..]);
}
