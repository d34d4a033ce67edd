//! What is for the administrator alone: `/metrics` on an address of its own, and backups through a socket in the
//! data folder.

use crate::hub::Hub;
use crate::metrics::Metrics;
use crate::store::LogStore;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::prometheus_text;
use std::io;
use std::sync::Arc;
use tokio::net::TcpListener;

/// What the administrator is told about.
#[derive(Clone)]
pub(crate) struct Admin {
    pub store: Arc<dyn LogStore>,
    pub hub: Arc<Hub>,
    pub metrics: Arc<Metrics>,
}

impl Admin {
    /// Serves `/metrics` and nothing else, until the process ends.
    pub async fn serve_metrics(self, listener: TcpListener) -> io::Result<()> {
        let router = Router::new().route("/metrics", get(metrics)).with_state(self);
        axum::serve(listener, router).await
    }
}

async fn metrics(State(admin): State<Admin>) -> Response {
    let text =
        tokio::task::spawn_blocking(move || admin.metrics.to_text(&*admin.store, admin.hub.team_count()));
    match text.await {
        Ok(text) => ([(header::CONTENT_TYPE, prometheus_text::CONTENT_TYPE)], text).into_response(),
        Err(_) => axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Backups of a running relay. Only it can read its file, so it writes the copy: whoever connects to the socket gets
/// one and then the end. Who may connect is decided by the file system: the relay's own user and root.
#[cfg(unix)]
pub(crate) mod backups {
    use super::Admin;
    use crate::backup;
    use crate::limits::SEND_TIMEOUT;
    use crate::store::RedbStore;
    use std::fs;
    use std::io;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::sync::Arc;
    use tokio::net::{UnixListener, UnixStream};

    /// Makes the socket. An older one is of a relay that is gone: the database is open here.
    pub fn listen(path: &Path) -> io::Result<UnixListener> {
        let _ = fs::remove_file(path);
        let listener = UnixListener::bind(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        Ok(listener)
    }

    /// One backup after the other, until the process ends.
    pub async fn serve(listener: UnixListener, store: Arc<RedbStore>, admin: Admin) {
        loop {
            let handed_out = match listener.accept().await {
                Ok((socket, _)) => hand_out(socket, store.clone()).await,
                Err(error) => Err(error.into()),
            };
            match handed_out {
                Ok(summary) => {
                    admin.metrics.backups.inc();
                    tracing::info!(entries = summary.entries, bytes = summary.bytes, "backup handed out");
                }
                Err(error) => tracing::warn!(%error, "no backup"),
            }
        }
    }

    async fn hand_out(
        socket: UnixStream,
        store: Arc<RedbStore>,
    ) -> Result<backup::Summary, backup::BackupError> {
        let socket = socket.into_std()?;
        socket.set_nonblocking(false)?;
        // While it reads, the database keeps what was overwritten: a receiver that stops must not hold it for ever.
        socket.set_write_timeout(Some(SEND_TIMEOUT))?;
        tokio::task::spawn_blocking(move || backup::write(&store, socket)).await.map_err(io::Error::other)?
    }
}
