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
mod port;
mod tab_channel;
mod web_socket_link;

use clock::BrowserClock;
use contract::{FromWorker, Notice, PROTOCOL_VERSION, ToWorker};
use engine::host::{Recipient, TabId, Tabs};
use engine::{Engine, host};
use futures_channel::mpsc::{self, UnboundedReceiver};
use futures_util::future::pending;
use futures_util::stream::{self, LocalBoxStream, Stream, StreamExt};
use indexed_db_store::IndexedDbStore;
use locks::{Locks, Turn};
use page_port::Spoken;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use tab_channel::{TabChannel, Word};
use web_socket_link::WebSocketLink;

/// The database of this browser profile.
const DATABASE: &str = "tongzhou";
/// How often a tab asks whether the leader is there.
const ASK_MILLIS: i32 = 1_000;
/// After so many questions without an answer the leader is asleep.
const PATIENCE: u32 = 6;

/// What a tab hears, from whomever.
pub enum Heard {
    /// Its page.
    Page(Spoken),
    /// Another tab.
    Word(Word),
    /// About the leader's lock.
    Turn(Turn),
    /// That another tab is gone.
    Gone(TabId),
    /// It is time to ask for the leader.
    Tick,
}

/// Where everything that is heard goes.
pub type Ear = Rc<dyn Fn(Heard)>;

/// Serve the page until the worker ends.
pub async fn serve() {
    port::report_panics();
    let (said, heard) = mpsc::unbounded();
    // The receiver lives as long as the worker.
    let ear: Ear = Rc::new(move |what| drop(said.unbounded_send(what)));
    page_port::open(ear.clone());
    let own: TabId = random();
    let locks = Locks::queue(own, &ear);
    let channel = TabChannel::open(&ear).ok();
    let mut tab = Tab { own, heard, waiting: VecDeque::new(), ear };
    let (Some(locks), Some(channel)) = (locks, channel) else {
        // Over plain http: a tab that is opened later takes the store over, and this one says so.
        tab.lead(None).await;
        return;
    };
    loop {
        tab.follow(&locks, &channel).await;
        tab.lead(Some((&locks, &channel))).await;
        locks.queue_again();
    }
}

/// One of several tabs.
struct Tab {
    own: TabId,
    heard: UnboundedReceiver<Heard>,
    /// What the page has said while nobody led.
    waiting: VecDeque<Spoken>,
    ear: Ear,
}

impl Tab {
    /// Carry words between the page and the leader, until this tab leads.
    async fn follow(&mut self, locks: &Locks, channel: &TabChannel) {
        let mut leader = None;
        let mut unanswered = 0;
        let mut is_visible = true;
        let mut takes = false;
        channel.ask_who_leads();
        self.tick_later();
        while let Some(heard) = self.heard.next().await {
            match heard {
                Heard::Turn(Turn::Granted) => {
                    if leader.is_some() {
                        // What was carried to another leader is said again.
                        page_port::greet();
                    }
                    return;
                }
                Heard::Word(Word::Leads { version, .. }) if version < PROTOCOL_VERSION => {
                    // Once: a second time it would be taken from this tab.
                    if !std::mem::replace(&mut takes, true) {
                        locks.take();
                    }
                }
                Heard::Word(Word::Leads { version, .. }) if version > PROTOCOL_VERSION => {
                    port::post(&FromWorker::Notice(Notice::VersionMismatch));
                    // Only a reload helps.
                    pending::<()>().await;
                }
                Heard::Word(Word::Leads { leader: who, .. }) => {
                    unanswered = 0;
                    if leader != Some(who) {
                        leader = Some(who);
                        self.waiting.clear();
                        page_port::greet();
                    }
                }
                Heard::Word(Word::ToTab { tab, message })
                    if leader.is_some() && tab.is_none_or(|tab| tab == self.own) =>
                {
                    port::post_bytes(&message);
                }
                Heard::Page(spoken) => {
                    if let ToWorker::Visible(visible) = spoken.message {
                        is_visible = visible;
                        unanswered = 0;
                    }
                    match leader {
                        Some(_) => channel.to_leader(self.own, spoken.bytes),
                        None => self.waiting.push_back(spoken),
                    }
                }
                Heard::Tick => {
                    if is_visible && unanswered >= PATIENCE && !takes {
                        takes = true;
                        locks.take();
                    } else if is_visible {
                        unanswered += 1;
                        channel.ask_who_leads();
                    }
                    self.tick_later();
                }
                Heard::Turn(Turn::Lost) | Heard::Word(_) | Heard::Gone(_) => {}
            }
        }
    }

    /// Host the engine for all tabs, until another tab takes over.
    async fn lead(&mut self, others: Option<(&Locks, &TabChannel)>) {
        let own = self.own;
        let tabs = RefCell::new(Tabs::default());
        let mut known: Vec<TabId> = Vec::new();
        let mut to_engine: VecDeque<ToWorker> = self
            .waiting
            .drain(..)
            .filter_map(|spoken| tabs.borrow_mut().to_engine(own, spoken.message))
            .collect();
        if let Some((_, channel)) = others {
            channel.lead(own);
        }
        let inbox = stream::poll_fn(|context| {
            loop {
                if let Some(message) = to_engine.pop_front() {
                    return Poll::Ready(Some(message));
                }
                let Poll::Ready(heard) = Pin::new(&mut self.heard).poll_next(context) else {
                    return Poll::Pending;
                };
                let mut tabs = tabs.borrow_mut();
                match (heard, others) {
                    (None | Some(Heard::Turn(Turn::Lost)), _) => return Poll::Ready(None),
                    (Some(Heard::Page(spoken)), _) => to_engine.extend(tabs.to_engine(own, spoken.message)),
                    (Some(Heard::Gone(tab)), _) => {
                        known.retain(|other| *other != tab);
                        to_engine.extend(tabs.gone(tab));
                    }
                    (Some(Heard::Word(Word::WhoLeads)), Some((_, channel))) => channel.lead(own),
                    (Some(Heard::Word(Word::ToLeader { tab, message })), Some((locks, _))) => {
                        if !known.contains(&tab) {
                            known.push(tab);
                            locks.watch(tab, &self.ear);
                        }
                        let message = postcard::from_bytes(&message).ok();
                        to_engine.extend(message.and_then(|message| tabs.to_engine(tab, message)));
                    }
                    _ => {}
                }
            }
        });
        let mut say = |message| match (tabs.borrow_mut().from_engine(message), others) {
            (Some((Recipient::Tab(tab), message)), Some((_, channel))) if tab != own => {
                channel.to_tab(Some(tab), &message);
            }
            (Some((recipient, message)), others) => {
                port::post(&message);
                if let (Recipient::Everyone, Some((_, channel))) = (recipient, others) {
                    channel.to_tab(None, &message);
                }
            }
            (None, _) => {}
        };
        host_engine(inbox.boxed_local(), &mut say).await;
    }

    fn tick_later(&self) {
        let ear = self.ear.clone();
        clock::after(ASK_MILLIS, move || ear(Heard::Tick));
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
    host::drive(&mut engine, &store, &link, &BrowserClock::new(), inbox, say).await;
    host::Link::close(&link);
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("every browser with workers has a random generator");
    bytes
}
