//! The worker: an engine between the page, IndexedDB and a relay.

mod clock;
mod indexed_db_store;
mod page_port;
mod web_socket_link;

use contract::{FromWorker, Notice};
use indexed_db_store::IndexedDbStore;
use page_port::PagePort;
use web_socket_link::WebSocketLink;

/// The database of this browser profile.
const DATABASE: &str = "tongzhou";

/// Serve the page until the worker ends.
pub async fn serve() {
    page_port::report_panics();
    let page = PagePort::open();
    let _store = match IndexedDbStore::open(DATABASE).await {
        Ok(store) => store,
        Err(error) => {
            page.post(&FromWorker::Notice(Notice::CannotOpenStorage(error.to_string())));
            return;
        }
    };
    let _link = WebSocketLink::default();
    loop {
        page.next().await;
    }
}
