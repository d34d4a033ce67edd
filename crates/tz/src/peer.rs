//! The engine over a folder and a socket, as one conversation: do this, show me that.

use crate::fault::Fault;
use crate::folder_store::FolderStore;
use crate::screen::Screen;
use crate::system_clock::SystemClock;
use crate::web_socket_link::{Network, WebSocketLink};
use contract::view::{LinkState, Records, Session, TeamSession, View};
use contract::{Command, CommandId, FromWorker, Notice, Outcome, PROTOCOL_VERSION, Query, Refusal, ToWorker};
use domain::record::Fields;
use domain::{Now, RecordId};
use engine::Engine;
use engine::host::{Clock, drive};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::{JoinHandle, spawn_local};
use tokio::time::{Instant, timeout_at};
use tokio_stream::wrappers::UnboundedReceiverStream;

/// The subscription that is kept for the whole conversation.
const SESSION: u32 = 0;
/// Rows asked for at a time.
const PAGE: u32 = 5_000;
/// How long nothing may happen before the state is looked at again.
const TICK: Duration = Duration::from_millis(50);
/// How long a relay that lost data is kept company: other people's changes are given back after up to three seconds,
/// so that not all devices bring the same.
const GIVING_BACK: Duration = Duration::from_secs(4);

/// How long to wait for the relay.
#[derive(Clone, Copy)]
pub struct Patience {
    /// Until then; `None` for ever.
    pub until: Option<Instant>,
    /// Keep trying when the relay cannot be reached.
    pub keeps_trying: bool,
}

impl Patience {
    /// From now on so many seconds; 0 for ever.
    pub fn new(seconds: u64, keeps_trying: bool) -> Self {
        let until = (seconds > 0).then(|| Instant::now() + Duration::from_secs(seconds));
        Self { until, keeps_trying }
    }
}

/// A running engine.
pub struct Peer<'a> {
    outbox: UnboundedSender<ToWorker>,
    inbox: UnboundedReceiver<FromWorker>,
    driver: JoinHandle<()>,
    store: Rc<FolderStore>,
    link: WebSocketLink,
    clock: SystemClock,
    screen: &'a Screen,
    session: Session,
    subscriptions: u32,
    /// While a relay is given back what it lost.
    gives_back_until: Option<Instant>,
}

impl<'a> Peer<'a> {
    /// Start the engine over a folder, inside a `LocalSet`, and wait until it has read its store.
    pub async fn start(
        folder: &Path,
        clock: SystemClock,
        network: Network,
        screen: &'a Screen,
    ) -> Result<Self, Fault> {
        let store = Rc::new(FolderStore::open(folder)?);
        let mut engine = Engine::new(random()?);
        let link = WebSocketLink::new(network);
        let (outbox, messages) = unbounded_channel();
        let (answers, inbox) = unbounded_channel();
        let (driven, stored) = (link.clone(), store.clone());
        let driver = spawn_local(async move {
            let messages = UnboundedReceiverStream::new(messages);
            // When nobody listens any more there is nobody to tell.
            drive(&mut engine, &*stored, &driven, &clock, messages, |answer| drop(answers.send(answer)))
                .await;
        });
        let session = Session::NoTeam;
        let mut peer = Self {
            outbox,
            inbox,
            driver,
            store,
            link,
            clock,
            screen,
            session,
            subscriptions: SESSION,
            gives_back_until: None,
        };
        peer.say(ToWorker::Hello { version: PROTOCOL_VERSION });
        peer.say(ToWorker::Subscribe { subscription: SESSION, query: Query::Session });
        while !matches!(peer.receive().await?, FromWorker::View { subscription: SESSION, .. }) {}
        Ok(peer)
    }

    /// What the clock says.
    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// The folder, as far as it is written.
    pub fn store(&self) -> &FolderStore {
        &self.store
    }

    /// The team on this device.
    pub fn team(&self) -> Result<&TeamSession, Fault> {
        match &self.session {
            Session::InTeam(team) => Ok(team),
            _ => Err(Refusal::NoTeam.into()),
        }
    }

    /// Do something, and return once it is on disk.
    pub async fn command(&mut self, command: Command) -> Result<Outcome, Fault> {
        let id = CommandId(random()?);
        self.say(ToWorker::Command { id, command });
        let (mut outcome, mut is_saved) = (None, false);
        loop {
            match self.receive().await? {
                FromWorker::Answer { id: answered, result } if answered == id => outcome = Some(result?),
                FromWorker::Saved { id: saved } if saved == id => is_saved = true,
                _ => {}
            }
            if is_saved && let Some(outcome) = outcome {
                return Ok(outcome);
            }
            if let Session::InTeam(team) = &self.session
                && let Some(fault) = &team.sync.storage_fault
            {
                return Err(Fault::Storage(fault.clone()));
            }
        }
    }

    /// What a query shows now.
    pub async fn ask(&mut self, query: Query) -> Result<View, Fault> {
        self.team()?;
        self.subscriptions += 1;
        let subscription = self.subscriptions;
        self.say(ToWorker::Subscribe { subscription, query });
        loop {
            match self.receive().await? {
                FromWorker::View { subscription: shown, view } if shown == subscription => {
                    // A history comes once its document has been read.
                    if view == View::History(None) {
                        continue;
                    }
                    self.say(ToWorker::Unsubscribe { subscription });
                    return Ok(view);
                }
                _ => {}
            }
        }
    }

    /// All records of a kind, with the titles of those they point to.
    pub async fn records(&mut self, kind: &str, deleted: bool) -> Result<AllRecords, Fault> {
        let mut all = AllRecords::default();
        loop {
            let window = contract::query::Window { offset: all.rows.len() as u32, count: PAGE };
            let query = Query::Records { kind: kind.to_owned(), deleted, window };
            let View::Records(Records { total, rows, titles }) = self.ask(query).await? else {
                return Ok(all);
            };
            let is_last = rows.is_empty() || all.rows.len() + rows.len() >= total as usize;
            all.rows.extend(rows);
            all.titles.extend(titles);
            if is_last {
                return Ok(all);
            }
        }
    }

    /// Wait until nothing is waiting in either direction.
    pub async fn sync(&mut self, patience: Patience) -> Result<(), Fault> {
        loop {
            // The link may know of an answer before what the engine made of it has been heard.
            while let Ok(message) = self.inbox.try_recv() {
                self.heed(&message)?;
            }
            let gives_back = self.gives_back_until.is_some_and(|until| Instant::now() < until);
            let team = self.team()?;
            match &team.sync.link {
                LinkState::None => return Err(Fault::NoRelay),
                LinkState::Refused(_) | LinkState::Forgotten => {
                    return Err(Fault::RelayRefuses(team.sync.link.clone()));
                }
                LinkState::Online
                    if team.sync.waiting == 0
                        && team.sync.unsaved == 0
                        && self.link.is_answered()
                        && !gives_back =>
                {
                    return Ok(());
                }
                _ => {}
            }
            if self.link.failures() > 0 && !patience.keeps_trying {
                return Err(Fault::RelayUnreachable);
            }
            if patience.until.is_some_and(|until| Instant::now() >= until) {
                let is_online = self.team()?.sync.link == LinkState::Online;
                return Err(if is_online { Fault::RelaySlow } else { Fault::RelayUnreachable });
            }
            // The driver and the socket run meanwhile; what they change is looked at on the next round.
            if let Ok(received) = timeout_at(Instant::now() + TICK, self.receive()).await {
                received?;
            }
        }
    }

    /// Stay connected for a while.
    pub async fn stay(&mut self, duration: Duration) -> Result<(), Fault> {
        let until = Instant::now() + duration;
        while let Ok(received) = timeout_at(until, self.receive()).await {
            received?;
        }
        Ok(())
    }

    /// Let what is under way reach the disk and the relay, and end.
    pub async fn finish(self) -> Result<(), Fault> {
        let Self { outbox, driver, link, .. } = self;
        drop(outbox);
        driver.await.map_err(|error| Fault::Stopped(error.to_string()))?;
        link.finish().await;
        Ok(())
    }

    fn say(&self, message: ToWorker) {
        // Refused only when the engine has stopped, which `receive` reports.
        let _ = self.outbox.send(message);
    }

    /// The next message; the session is kept and notices are told on the way.
    async fn receive(&mut self) -> Result<FromWorker, Fault> {
        let Some(message) = self.inbox.recv().await else {
            return Err(Fault::Stopped(String::new()));
        };
        self.heed(&message)?;
        Ok(message)
    }

    /// Keep the session, tell notices.
    fn heed(&mut self, message: &FromWorker) -> Result<(), Fault> {
        match message {
            FromWorker::View { subscription: SESSION, view: View::Session(session) } => {
                self.session = session.clone();
            }
            FromWorker::Notice(Notice::CannotOpenStorage(system)) => {
                return Err(Fault::Unreadable(system.clone()));
            }
            FromWorker::Notice(notice) => {
                if matches!(notice, Notice::RelayLostData) {
                    self.gives_back_until = Some(Instant::now() + GIVING_BACK);
                }
                self.screen.note(&language::fault::notice(self.screen.language, notice));
            }
            _ => {}
        }
        Ok(())
    }
}

/// All records of a kind.
#[derive(Default)]
pub struct AllRecords {
    /// Id and fields of each.
    pub rows: Vec<(RecordId, Fields)>,
    /// Titles of the records they point to.
    pub titles: std::collections::BTreeMap<RecordId, String>,
}

/// Fresh random bytes: the engine's seed, an id.
pub fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Stopped(error.to_string()))?;
    Ok(bytes)
}
