//! The relay's command line.

use clap::{Args, Parser, Subcommand};
use relay::{Limits, Options, RedbStore, backup, serve};
use std::error::Error;
use std::fs::DirBuilder;
use std::io::{self, IsTerminal};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;

/// In the data folder: everything that is stored.
const DATABASE: &str = "relay.redb";
/// In the data folder, while a relay runs: gives backups to the administrator.
const BACKUP_SOCKET: &str = "backup.sock";

/// Stores and passes on what a team's devices have sealed, without being able to read it; serves the site.
#[derive(Parser)]
#[command(name = "tz-relay", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: Run,
}

#[derive(Args)]
struct Run {
    /// Address and port to listen on
    #[arg(long, env = "TZ_RELAY_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Folder for what is stored, made when missing
    #[arg(long, env = "TZ_RELAY_DATA", value_name = "FOLDER", default_value = "relay-data")]
    data: PathBuf,
    /// Folder with the built site
    #[arg(long, env = "TZ_RELAY_SITE", value_name = "FOLDER")]
    site: Option<PathBuf>,
    /// Further origin whose pages may connect, or further name of this relay (repeatable); the host that a request
    /// names and the local machine are always allowed
    #[arg(long = "origin", env = "TZ_RELAY_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    origins: Vec<String>,
    /// Address of a proxy in front of the relay (repeatable), whose `X-Forwarded-For` says who connects
    #[arg(long = "proxy", env = "TZ_RELAY_PROXIES", value_name = "ADDRESS", value_delimiter = ',')]
    proxies: Vec<IpAddr>,
    /// Address and port on which `/metrics` is served; without it, nowhere
    #[arg(long, env = "TZ_RELAY_METRICS", value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    #[command(flatten)]
    limits: Limits,
}

#[derive(Subcommand)]
enum Command {
    /// Write all that a relay stores into one file, while it runs or while it does not
    Backup {
        /// The relay's data folder
        #[arg(long, env = "TZ_RELAY_DATA", value_name = "FOLDER", default_value = "relay-data")]
        data: PathBuf,
        /// The file to write; an older one is replaced once the new one is whole
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Make a data folder of a backup; refuses one that is cut off or changed, and a folder that has data
    Restore {
        /// The backup
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// The data folder to make
        #[arg(long, env = "TZ_RELAY_DATA", value_name = "FOLDER", default_value = "relay-data")]
        data: PathBuf,
    },
    /// Say whether a backup is whole and unchanged
    Verify {
        /// The backup
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
}

/// Ends with the sentence that a person can act on; the details behind it are its own words.
fn main() -> std::process::ExitCode {
    let ansi = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_target(false).with_ansi(ansi).with_writer(io::stderr).init();
    let Arguments { command, run } = Arguments::parse();
    let done = match command {
        None => start(run),
        Some(Command::Backup { data, to }) => back_up(&data, &to),
        Some(Command::Restore { from, data }) => restore(&from, &data),
        Some(Command::Verify { from }) => {
            backup::verify(&from).map(|summary| tell("is whole", &from, summary)).map_err(Into::into)
        }
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tz-relay: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn start(run: Run) -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(relay(run))
}

async fn relay(run: Run) -> Result<(), Box<dyn Error>> {
    let Run { listen, data, site, origins, proxies, metrics, limits } = run;
    make_folder(&data)?;
    let store = RedbStore::open(data.join(DATABASE))?;
    let store = Arc::new(store.with_team_quota(limits.max_team_bytes()));
    let listener = bind(listen).await?;
    let relay = serve(listener, store.clone(), Options { site, origins, proxies, limits })?;
    #[cfg(unix)]
    if let Err(error) = relay.serve_backups(&data.join(BACKUP_SOCKET), store) {
        tracing::warn!(%error, "no backups while running: the socket in the data folder cannot be made");
    }
    let stopped = stop_signal()?;
    // On standard output, so that who started it can wait for it and learn the port.
    println!("listening on http://{}", relay.address());
    if let Some(metrics) = metrics {
        let listener = bind(metrics).await?;
        println!("metrics on http://{}/metrics", listener.local_addr()?);
        relay.serve_metrics(listener);
    }
    stopped.await?;
    tracing::info!("stopping");
    relay.stop().await?;
    let _ = std::fs::remove_file(data.join(BACKUP_SOCKET));
    Ok(())
}

async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))
}

/// For the relay's user alone, when it is a new one.
fn make_folder(folder: &Path) -> Result<(), String> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let made = builder.recursive(true).create(folder);
    made.map_err(|error| format!("cannot make {}: {error}", folder.display()))
}

fn back_up(data: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let summary = match running_relay(data) {
        Some(mut relay) => backup::keep(|file| Ok(io::copy(&mut relay, file).map(|_| ())?), to),
        None if data.join(DATABASE).is_file() => {
            let store = RedbStore::open(data.join(DATABASE))?;
            backup::keep(|file| backup::write(&store, file).map(|_| ()), to)
        }
        None => Err(backup::BackupError::NoData(data.to_owned())),
    }?;
    tell("was written", to, summary);
    Ok(())
}

/// What a running relay hands out, if one runs.
#[cfg(unix)]
fn running_relay(data: &Path) -> Option<impl io::Read> {
    std::os::unix::net::UnixStream::connect(data.join(BACKUP_SOCKET)).ok()
}

#[cfg(not(unix))]
fn running_relay(_: &Path) -> Option<std::fs::File> {
    None
}

fn restore(from: &Path, data: &Path) -> Result<(), Box<dyn Error>> {
    make_folder(data)?;
    let summary = backup::restore(from, &data.join(DATABASE))?;
    tell("was restored", from, summary);
    Ok(())
}

fn tell(what: &str, file: &Path, backup::Summary { entries, bytes }: backup::Summary) {
    println!("{} {what}: {entries} entries, {bytes} bytes", file.display());
}

/// SIGTERM or SIGINT from now on.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = io::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            _ = interrupt.recv() => Ok(()),
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = io::Result<()>>> {
    Ok(tokio::signal::ctrl_c())
}
