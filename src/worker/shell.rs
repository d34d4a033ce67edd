//! The worker: an engine between the page, IndexedDB and a relay.

mod clock;
mod indexed_db_store;
mod page_port;
mod web_socket_link;

use clock::BrowserClock;
use contract::{FromWorker, Notice};
use engine::{Engine, host};
use indexed_db_store::IndexedDbStore;
use web_socket_link::WebSocketLink;

/// The database of this browser profile.
const DATABASE: &str = "tongzhou";

/// Serve the page until the worker ends.
pub async fn serve() {
    page_port::report_panics();
    let inbox = page_port::open();
    let store = match IndexedDbStore::open(DATABASE).await {
        Ok(store) => store,
        Err(error) => {
            page_port::post(&FromWorker::Notice(Notice::CannotOpenStorage(error.to_string())));
            return;
        }
    };
    let mut entropy = [0; 32];
    getrandom::fill(&mut entropy).expect("every browser with workers has a random generator");
    let mut engine = Engine::new(entropy);
    let link = WebSocketLink::default();
    host::drive(&mut engine, &store, &link, &BrowserClock, inbox, |message| page_port::post(&message)).await;
}
