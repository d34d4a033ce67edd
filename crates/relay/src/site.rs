//! The built site from a folder: right types, compressed twins (`.br`, `.gz`) where they lie beside a file, always
//! revalidated, because the worker's files keep their names from version to version.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::path::Path;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Adds the folder as what is served where nothing else is. `/` is its `index.html`; other unknown paths are 404.
pub(crate) fn serve_from<S: Clone + Send + Sync + 'static>(router: Router<S>, folder: &Path) -> Router<S> {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    router
        .fallback_service(files)
        .layer(from_fn(unchanged_or_whole))
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

/// "Not modified" only where the browser has exactly this file. When an older site is put back, its files are older than
/// what browsers have: going by "not since", they would keep a start page whose scripts are gone.
async fn unchanged_or_whole(mut request: Request, next: Next) -> Response {
    let known = request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    let mut answer = next.run(request).await;
    let is_known = known.is_some() && answer.headers().get(header::LAST_MODIFIED) == known.as_ref();
    if is_known && answer.status() == StatusCode::OK {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        *answer.body_mut() = Body::empty();
        answer.headers_mut().remove(header::CONTENT_LENGTH);
    }
    answer
}
