//! The relay's command line.

use clap::Parser;
use relay::{Limits, Options, RedbStore, serve};
use std::error::Error;
use std::io::IsTerminal;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Stores and passes on what a team's devices have sealed, without being able to read it; serves the site.
#[derive(Parser)]
#[command(name = "tz-relay", version)]
struct Arguments {
    /// Address and port to listen on
    #[arg(long, env = "TZ_RELAY_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// Folder for the relay's one file, made when missing
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
    #[command(flatten)]
    limits: Limits,
}

fn main() -> Result<(), Box<dyn Error>> {
    let ansi = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_target(false).with_ansi(ansi).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(arguments))
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(&arguments.data)
        .map_err(|error| format!("cannot make {}: {error}", arguments.data.display()))?;
    let store = RedbStore::open(arguments.data.join("relay.redb"))?;
    let store = Arc::new(store.with_team_quota(arguments.limits.max_team_bytes()));
    let listener = TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", arguments.listen))?;
    let Arguments { site, origins, proxies, limits, .. } = arguments;
    let relay = serve(listener, store, Options { site, origins, proxies, limits })?;
    // On standard output, so that who started it can wait for it and learn the port.
    println!("listening on http://{}", relay.address());
    stop_signal().await?;
    tracing::info!("stopping");
    relay.stop().await?;
    Ok(())
}

/// SIGTERM or SIGINT.
async fn stop_signal() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
