//! The worker: an engine between the pages of this browser, IndexedDB and a relay.
//!
//! One tab leads: its worker holds the engine, the store and the socket. The workers of other tabs carry what their
//! page says to the leader, and back. When the leader's tab ends the browser names the next; when it does not answer,
//! because the system has put it to sleep, a tab that somebody looks at takes over. Whenever the leader changes, each
//! page says again what is not settled; a command that was done already is known by its id.

mod clock;
mod indexed_db_store;
mod locks;
mod page_port;
mod tab_channel;
mod web_socket_link;

use clock::BrowserClock;
use contract::{FromWorker, Notice, PROTOCOL_VERSION, ToWorker};
use domain::Timestamp;
use engine::host::{Clock, Recipient, TabId, Tabs};
use engine::{Engine, host};
use futures_channel::mpsc::{self, UnboundedReceiver};
use futures_util::future::pending;
use futures_util::stream::{self, LocalBoxStream, StreamExt};
use indexed_db_store::IndexedDbStore;
use locks::{Locks, Turn};
use page_port::Spoken;
use std::cell::RefCell;
use std::pin::pin;
use tab_channel::{TabChannel, Word};
use web_socket_link::WebSocketLink;

/// The database of this browser profile.
const DATABASE: &str = "tongzhou";
/// How often a tab asks whether the leader is there.
const ASK_MILLIS: i64 = 1_000;
/// After so many questions without an answer the leader is asleep.
const PATIENCE: u32 = 6;

/// Serve the page until the worker ends.
pub async fn serve() {
    page_port::report_panics();
    let page = page_port::open();
    let own: TabId = random();
    let (Some((locks, turns)), Ok((channel, words))) = (Locks::queue(own), TabChannel::open()) else {
        // Over plain http: a tab that is opened later takes the store over, and this one says so.
        let inbox = page.map(|spoken| spoken.message).boxed_local();
        host_engine(inbox, &mut |message| page_port::post(&message)).await;
        return;
    };
    let mut tab = Tab { own, locks, turns, channel, words, page };
    loop {
        tab.follow().await;
        tab.lead().await;
    }
}

/// One of several tabs.
struct Tab {
    own: TabId,
    locks: Locks,
    turns: UnboundedReceiver<Turn>,
    channel: TabChannel,
    words: UnboundedReceiver<Word>,
    page: UnboundedReceiver<Spoken>,
}

/// What a following tab hears.
enum Heard {
    Turn(Turn),
    Word(Word),
    Page(Spoken),
    Tick,
}

/// What a leading tab hears.
enum Said {
    Page(Spoken),
    Word(Word),
    Gone(TabId),
}

impl Tab {
    /// Carry words between the page and the leader, until this tab leads.
    async fn follow(&mut self) {
        let mut leader = None;
        let mut unanswered = 0;
        let mut is_visible = true;
        self.channel.ask_who_leads();
        loop {
            match self.hear(leader.is_some()).await {
                Heard::Turn(Turn::Lost) => {}
                Heard::Turn(Turn::Granted) => {
                    if leader.is_some() {
                        // What was carried to another leader is said again.
                        page_port::greet();
                    }
                    return;
                }
                Heard::Word(Word::Leads { leader: who, version }) => {
                    unanswered = 0;
                    if version < PROTOCOL_VERSION {
                        self.locks.take();
                    } else if version > PROTOCOL_VERSION {
                        page_port::post(&FromWorker::Notice(Notice::VersionMismatch));
                        pending::<()>().await;
                    } else if leader != Some(who) {
                        leader = Some(who);
                        page_port::greet();
                    }
                }
                Heard::Word(Word::ToTab { tab, message }) if tab.is_none_or(|tab| tab == self.own) => {
                    if leader.is_some() {
                        page_port::post_bytes(&message);
                    }
                }
                Heard::Word(_) => {}
                Heard::Page(Spoken { message, bytes }) => {
                    if let ToWorker::Visible(visible) = message {
                        is_visible = visible;
                        unanswered = 0;
                    }
                    self.channel.to_leader(self.own, bytes);
                }
                Heard::Tick if !is_visible => {}
                Heard::Tick if unanswered >= PATIENCE => {
                    unanswered = 0;
                    self.locks.take();
                }
                Heard::Tick => {
                    unanswered += 1;
                    self.channel.ask_who_leads();
                }
            }
        }
    }

    /// The next thing heard; what the page says waits until somebody leads.
    async fn hear(&mut self, hear_page: bool) -> Heard {
        let tick = BrowserClock.sleep_until(Timestamp(BrowserClock.now().at.0 + ASK_MILLIS));
        let tick = pin!(stream::once(tick).map(|()| Heard::Tick));
        let turns = self.turns.by_ref().map(Heard::Turn);
        let words = self.words.by_ref().map(Heard::Word);
        let page = match hear_page {
            true => self.page.by_ref().map(Heard::Page).left_stream(),
            false => stream::pending().right_stream(),
        };
        let mut heard = stream::select(turns, stream::select(words, stream::select(page, tick)));
        match heard.next().await {
            Some(heard) => heard,
            None => pending().await, // none of them ends
        }
    }

    /// Host the engine for all tabs, until another tab takes over.
    async fn lead(&mut self) {
        self.channel.lead(self.own);
        let tabs = RefCell::new(Tabs::default());
        let (gone, gone_tabs) = mpsc::unbounded();
        let (own, channel, locks) = (self.own, &self.channel, &self.locks);
        let mut known = Vec::new();
        let said = stream::select(
            self.page.by_ref().map(Said::Page),
            stream::select(self.words.by_ref().map(Said::Word), gone_tabs.map(Said::Gone)),
        );
        let inbox = said.flat_map(|said| {
            let mut tabs = tabs.borrow_mut();
            stream::iter(match said {
                Said::Page(spoken) => tabs.to_engine(own, spoken.message).into_iter().collect(),
                Said::Word(Word::ToLeader { tab, message }) => {
                    if !known.contains(&tab) {
                        known.push(tab);
                        locks.watch(tab, gone.clone());
                    }
                    let message = postcard::from_bytes(&message).ok();
                    message.and_then(|message| tabs.to_engine(tab, message)).into_iter().collect()
                }
                Said::Word(Word::WhoLeads) => {
                    channel.lead(own);
                    Vec::new()
                }
                Said::Word(_) => Vec::new(),
                Said::Gone(tab) => {
                    known.retain(|other| *other != tab);
                    tabs.gone(tab)
                }
            })
        });
        let mut say = |message| match tabs.borrow_mut().from_engine(message) {
            Some((Recipient::Tab(tab), message)) if tab == own => page_port::post(&message),
            Some((Recipient::Tab(tab), message)) => channel.to_tab(Some(tab), &message),
            Some((Recipient::Everyone, message)) => {
                page_port::post(&message);
                channel.to_tab(None, &message);
            }
            None => {}
        };
        let turns = &mut self.turns;
        let lost = async { while turns.next().await != Some(Turn::Lost) {} };
        host_engine(inbox.take_until(Box::pin(lost)).boxed_local(), &mut say).await;
        self.locks.queue_again();
    }
}

/// Open the store, which takes it from whoever had it, and run an engine until the inbox ends.
async fn host_engine(inbox: LocalBoxStream<'_, ToWorker>, say: &mut dyn FnMut(FromWorker)) {
    let store = match IndexedDbStore::open(DATABASE).await {
        Ok(store) => store,
        Err(error) => {
            say(FromWorker::Notice(Notice::CannotOpenStorage(error.to_string())));
            // What is asked meanwhile cannot be answered.
            inbox.for_each(|_| async {}).await;
            return;
        }
    };
    let mut engine = Engine::new(random());
    let link = WebSocketLink::default();
    host::drive(&mut engine, &store, &link, &BrowserClock, inbox, say).await;
    host::Link::close(&link);
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("every browser with workers has a random generator");
    bytes
}
