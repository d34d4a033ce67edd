//! The built site from a folder: right types, compressed twins (`.br`, `.gz`) where they lie beside a file, always
//! revalidated, because the worker's files keep their names from version to version.

use axum::Router;
use axum::http::{HeaderValue, header};
use std::path::Path;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Adds the folder as what is served where nothing else is. `/` is its `index.html`; other unknown paths are 404.
pub(crate) fn serve_from<S: Clone + Send + Sync + 'static>(router: Router<S>, folder: &Path) -> Router<S> {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    router
        .fallback_service(files)
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        // The rest of the policy is in the page; this part counts only as a header.
        .layer(SetResponseHeaderLayer::overriding(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("frame-ancestors 'none'"),
        ))
}
