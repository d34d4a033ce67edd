//! The HTTP side: `/ws`, `/health`, the site; start and graceful stop.

use crate::addresses::{Addresses, TooMany, real_address};
use crate::admin::Admin;
#[cfg(unix)]
use crate::admin::backups;
use crate::hub::Hub;
use crate::limits::{Limits, STOP_TIMEOUT, SWEEP_INTERVAL};
use crate::metrics::Metrics;
use crate::session;
use crate::site;
use crate::store::{LogStore, RedbStore};
use crate::writer::Writer;
use axum::Router;
use axum::extract::{ConnectInfo, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use wire::MAX_FRAME_BYTES;
use wire::frame::relay_origin;

/// Set aside for each connection as long as it lasts; larger frames take more while they pass.
const SOCKET_BUFFER_BYTES: usize = 4 << 10;

/// How a relay is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The built site to serve, if any.
    pub site: Option<PathBuf>,
    /// Pages of these origins may connect, and these are names of this relay, besides the host that the request
    /// names and the local machine. For a relay behind a proxy or for a site on another host.
    pub origins: Vec<String>,
    /// Addresses of proxies in front, which say in `X-Forwarded-For` who connects.
    pub proxies: Vec<IpAddr>,
    /// How much anybody may use.
    pub limits: Limits,
}

/// What every connection shares.
pub(crate) struct Shared {
    pub store: Arc<dyn LogStore>,
    pub relay_id: [u8; 16],
    pub hub: Arc<Hub>,
    pub writer: Writer,
    pub metrics: Arc<Metrics>,
    pub limits: Limits,
    pub stopping: watch::Receiver<bool>,
    origins: Vec<String>,
    proxies: Vec<IpAddr>,
    addresses: Arc<Addresses>,
    room: Arc<Semaphore>,
}

/// A running relay. Dropping it lets the relay run on; [`Handle::stop`] ends it.
pub struct Handle {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    server: JoinHandle<io::Result<()>>,
    admin: Admin,
    writer: std::thread::JoinHandle<()>,
}

impl Handle {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves `/metrics` on another listener, for as long as the runtime runs.
    pub fn serve_metrics(&self, listener: TcpListener) {
        let serving = self.admin.clone().serve_metrics(listener);
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "no more metrics");
            }
        });
    }

    /// Hands out backups of `store`, the one this relay runs on, to whoever may connect to this socket, for as long
    /// as the runtime runs.
    #[cfg(unix)]
    pub fn serve_backups(&self, socket: &Path, store: Arc<RedbStore>) -> io::Result<()> {
        let listener = backups::listen(socket)?;
        tokio::spawn(backups::serve(listener, store, self.admin.clone()));
        Ok(())
    }

    /// Says goodbye to every connection, commits what waits, and ends.
    pub async fn stop(self) -> io::Result<()> {
        let _ = self.stop.send(true);
        let Self { server, writer, .. } = self;
        let ended = async move {
            server.await.map_err(io::Error::other)??;
            // The writer ends when the last connection has let go of it.
            tokio::task::spawn_blocking(move || writer.join()).await.map_err(io::Error::other)?.ok();
            Ok(())
        };
        tokio::time::timeout(STOP_TIMEOUT, ended).await.unwrap_or_else(|_| {
            tracing::warn!("some connections did not end in time");
            Ok(())
        })
    }
}

/// Starts a relay on a listener, within the current tokio runtime.
pub fn serve(listener: TcpListener, store: Arc<dyn LogStore>, options: Options) -> io::Result<Handle> {
    let address = listener.local_addr()?;
    let (stop, stopping) = watch::channel(false);
    let metrics = Arc::new(Metrics::new());
    let hub = Arc::new(Hub::new(metrics.clone(), options.limits.clone()));
    let (writer, thread) = Writer::start(store.clone(), hub.clone(), metrics.clone())?;
    let relay_id = store.relay_id().map_err(io::Error::other)?;
    let origins = options.origins.iter().map(|origin| relay_origin(origin)).collect();
    let limits = options.limits;
    let room = Arc::new(Semaphore::new(limits.max_connections as usize));
    tokio::spawn(sweep(hub.clone(), stopping.clone()));
    let admin = Admin { store: store.clone(), hub: hub.clone(), metrics: metrics.clone() };
    let shared = Shared {
        store,
        relay_id,
        hub,
        writer,
        metrics,
        limits,
        stopping: stopping.clone(),
        origins,
        proxies: options.proxies,
        addresses: Arc::default(),
        room,
    };
    let mut router = Router::new().route("/ws", get(connect)).route("/health", get(health));
    if let Some(folder) = &options.site {
        router = site::serve_from(router, folder);
    }
    let router = router.with_state(Arc::new(shared));
    let stopped = async move {
        let mut stopping = stopping;
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server =
        tokio::spawn(async move { axum::serve(listener, service).with_graceful_shutdown(stopped).await });
    Ok(Handle { address, stop, server, admin, writer: thread })
}

/// A relay that runs for years does not keep every team in memory that was ever connected.
async fn sweep(hub: Arc<Hub>, mut stopping: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(SWEEP_INTERVAL);
    loop {
        tokio::select! {
            now = ticks.tick() => hub.sweep(now),
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

async fn health(State(shared): State<Arc<Shared>>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], shared.metrics.to_health()).into_response()
}

async fn connect(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default().to_ascii_lowercase();
    let names = Names { host, others: shared.origins.clone() };
    if !text(header::ORIGIN).is_none_or(|origin| names.page_may_connect(origin)) {
        tracing::info!("a page of another origin was refused");
        shared.metrics.turned_away.count(&TurnedAway::Origin);
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(permit) = shared.room.clone().try_acquire_owned() else {
        shared.metrics.turned_away.count(&TurnedAway::Full);
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let address = real_address(peer.ip(), &headers, &shared.proxies);
    let counted = match shared.addresses.enter(address, shared.limits.max_address_connections) {
        Ok(counted) => counted,
        Err(TooMany) => {
            shared.metrics.turned_away.count(&TurnedAway::Address);
            return StatusCode::TOO_MANY_REQUESTS.into_response();
        }
    };
    upgrade
        .max_message_size(MAX_FRAME_BYTES)
        .max_frame_size(MAX_FRAME_BYTES)
        .read_buffer_size(SOCKET_BUFFER_BYTES)
        .write_buffer_size(SOCKET_BUFFER_BYTES)
        .on_upgrade(move |socket| async move {
            session::run(shared, names, socket).await;
            drop((permit, counted));
        })
}

/// Why a connection was not let in.
#[derive(Debug)]
enum TurnedAway {
    Origin,
    Full,
    Address,
}

/// What this relay is called by the one who connects.
pub(crate) struct Names {
    host: String,
    others: Vec<String>,
}

impl Names {
    /// Whether a login signed for `origin` is meant for this relay.
    pub fn is_me(&self, origin: &str) -> bool {
        let bare = |port| self.host.strip_suffix(port) == Some(origin);
        origin == self.host || bare(":443") || bare(":80") || self.others.iter().any(|other| other == origin)
    }

    /// Whether a page of this origin may connect: the same host, the local machine, or one of the list.
    fn page_may_connect(&self, origin: &str) -> bool {
        let origin = relay_origin(origin);
        self.is_me(&origin) || is_local(&origin)
    }
}

fn is_local(origin: &str) -> bool {
    let host = origin.rsplit_once(':').map_or(origin, |(host, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { origin }
    });
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_this_host_of_the_local_machine_and_of_the_list_connect() {
        let names = Names { host: "relay.example".into(), others: vec!["team.example".into()] };
        for origin in [
            "https://relay.example",
            "https://team.example",
            "http://localhost:8080",
            "http://127.0.0.1",
            "http://[::1]:9",
        ] {
            assert!(names.page_may_connect(origin), "{origin}");
        }
        for origin in
            ["https://evil.example", "null", "https://relay.example:1", "https://localhost.evil.example"]
        {
            assert!(!names.page_may_connect(origin), "{origin}");
        }
    }

    #[test]
    fn a_login_names_this_relay_with_or_without_the_usual_port() {
        let names = Names { host: "relay.example:443".into(), others: Vec::new() };
        assert!(names.is_me("relay.example") && names.is_me("relay.example:443"));
        assert!(!names.is_me("relay.example:80") && !names.is_me(""));
    }
}
