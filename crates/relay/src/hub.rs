//! Who is connected, per team, with the team's access log in memory; carries news to the readers.

use crate::limits::{Limits, READER_QUEUE, READER_QUEUE_BYTES};
use crate::metrics::Metrics;
use crate::rate::Rate;
use crate::store::{LogStore, StoreError};
use axum::body::Bytes;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use tokio::sync::mpsc;
use tokio::time::Instant;
use wire::frame::{FrameError, LoginAs};
use wire::{AccessLog, Cursor, ServerFrame, SpaceId, TeamId};

/// Something that readers may want to hear. Each connection decides by its rights and by what it asked for.
#[derive(Debug)]
pub(crate) enum News {
    /// New envelopes of a space.
    Page(Page),
    /// The access log has grown.
    Access,
    /// A newer receipt.
    Receipt { space: SpaceId, bytes: Vec<u8> },
    /// New snapshots of a space, or new countersignatures.
    Snapshots { space: SpaceId, snapshots: Vec<Vec<u8>>, countersignatures: Vec<Vec<u8>> },
    /// Somebody's whisper; not for the connection it came from.
    Whisper { space: SpaceId, from: u64, bytes: Vec<u8> },
}

/// New envelopes of a space.
#[derive(Debug)]
pub(crate) struct Page {
    pub space: SpaceId,
    /// Only the position counts; the hash is known to whoever was exactly there.
    pub from: Cursor,
    pub envelopes: Vec<Vec<u8>>,
    pub next: Cursor,
    frame: OnceLock<(Cursor, Bytes)>,
}

impl Page {
    pub fn new(space: SpaceId, from: Cursor, envelopes: Vec<Vec<u8>>, next: Cursor) -> Self {
        Self { space, from, envelopes, next, frame: OnceLock::new() }
    }

    /// The frame for a reader who is at this cursor, or `None` when what lies between is not here. Most readers of a
    /// space are at its end, so that one frame, encoded once, is for all of them.
    pub fn frame_after(&self, at: Cursor) -> Option<Result<Bytes, FrameError>> {
        let known = usize::try_from(at.position.checked_sub(self.from.position)?).ok()?;
        let encode = || {
            let envelopes = self.envelopes.get(known..).unwrap_or_default().to_vec();
            let page =
                ServerFrame::Page { space: self.space, from: at, envelopes, next: self.next, more: false };
            page.encode().map(Bytes::from)
        };
        if let Some((_, bytes)) = self.frame.get().filter(|(from, _)| *from == at) {
            return Some(Ok(bytes.clone()));
        }
        Some(encode().inspect(|bytes| {
            let _ = self.frame.set((at, bytes.clone()));
        }))
    }
}

impl News {
    pub fn envelopes(&self) -> &[Vec<u8>] {
        match self {
            Self::Page(page) => &page.envelopes,
            _ => &[],
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Page(page) => page.envelopes.iter().map(Vec::len).sum(),
            Self::Access => 0,
            Self::Snapshots { snapshots, countersignatures, .. } => {
                snapshots.iter().chain(countersignatures).map(Vec::len).sum()
            }
            Self::Receipt { bytes, .. } | Self::Whisper { bytes, .. } => bytes.len(),
        }
    }
}

/// What waits for one reader.
struct Reader {
    sender: mpsc::Sender<Arc<News>>,
    waiting_bytes: Arc<AtomicUsize>,
}

/// The reader's end.
pub(crate) struct Inbox {
    receiver: mpsc::Receiver<Arc<News>>,
    waiting_bytes: Arc<AtomicUsize>,
}

impl Inbox {
    /// The next news; `None` when the hub has let go of this reader, who was too slow.
    pub async fn next(&mut self) -> Option<Arc<News>> {
        let news = self.receiver.recv().await?;
        self.waiting_bytes.fetch_sub(news.size(), Ordering::Relaxed);
        Some(news)
    }
}

/// A team that somebody is, or was, connected to.
pub(crate) struct Team {
    /// The access log as of now; a snapshot is an `Arc` away.
    log: RwLock<Arc<AccessLog>>,
    /// Held while a record is checked, stored and taken over, so that checks see the newest log.
    pub appending: tokio::sync::Mutex<()>,
    /// Held while it is decided which snapshots are kept, so that none is vouched for in the meantime.
    pub snapshots: tokio::sync::Mutex<()>,
    readers: Mutex<HashMap<u64, Reader>>,
    rate: Arc<Rate>,
    /// Of everybody who has logged in, over all their connections.
    rates: Mutex<HashMap<LoginAs, Arc<Rate>>>,
}

impl Team {
    fn new(log: AccessLog, limits: &Limits) -> Self {
        Self {
            log: RwLock::new(Arc::new(log)),
            appending: tokio::sync::Mutex::new(()),
            snapshots: tokio::sync::Mutex::new(()),
            readers: Mutex::default(),
            rate: Arc::new(Rate::of_team(limits)),
            rates: Mutex::default(),
        }
    }

    pub fn log(&self) -> Arc<AccessLog> {
        self.log.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set_log(&self, log: AccessLog) {
        *self.log.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(log);
    }

    /// Registers a connection, or has no room for it.
    pub fn join(&self, connection: u64, limits: &Limits) -> Option<Inbox> {
        let mut readers = self.readers();
        if readers.len() >= limits.max_team_connections as usize {
            return None;
        }
        let (sender, receiver) = mpsc::channel(READER_QUEUE);
        let waiting_bytes = Arc::new(AtomicUsize::new(0));
        readers.insert(connection, Reader { sender, waiting_bytes: waiting_bytes.clone() });
        Some(Inbox { receiver, waiting_bytes })
    }

    pub fn leave(&self, connection: u64) {
        self.readers().remove(&connection);
    }

    /// What a connection of this device (or invite) has to keep: its own rate and the team's.
    pub fn rates_of(&self, identity: LoginAs, limits: &Limits) -> [Arc<Rate>; 2] {
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        let own = rates.entry(identity).or_insert_with(|| Arc::new(Rate::of_device(limits)));
        [own.clone(), self.rate.clone()]
    }

    /// Nobody is connected, and nobody has used up what is counted here.
    fn is_idle(&self, now: Instant) -> bool {
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        rates.retain(|_, rate| Arc::strong_count(rate) > 1 || !rate.is_rested(now));
        rates.is_empty() && self.rate.is_rested(now) && self.readers().is_empty()
    }

    fn readers(&self) -> MutexGuard<'_, HashMap<u64, Reader>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, news: &Arc<News>, metrics: &Metrics) {
        let whisper = matches!(**news, News::Whisper { .. });
        let size = news.size();
        self.readers().retain(|_, reader| {
            // Whispers are the first to go when a reader lags; what is stored it can pull.
            if whisper && reader.sender.capacity() < READER_QUEUE / 2 {
                return true;
            }
            let waiting = reader.waiting_bytes.fetch_add(size, Ordering::Relaxed);
            // One piece always fits, whatever its size.
            let fits = waiting == 0 || waiting + size <= READER_QUEUE_BYTES;
            match fits.then(|| reader.sender.try_send(news.clone())) {
                Some(Ok(())) => true,
                Some(Err(mpsc::error::TrySendError::Closed(_))) => false,
                Some(Err(mpsc::error::TrySendError::Full(_))) | None => {
                    metrics.slow_readers.inc();
                    false
                }
            }
        });
    }
}

/// A place for a team in memory; empty while it is being read, and when the relay does not have the team.
#[derive(Default)]
struct Slot {
    team: OnceLock<Arc<Team>>,
    /// Held while reading, so that one team is never in memory twice and no other team waits for it.
    reading: Mutex<()>,
}

/// All teams in memory.
pub(crate) struct Hub {
    slots: Mutex<HashMap<TeamId, Arc<Slot>>>,
    next_connection: AtomicU64,
    metrics: Arc<Metrics>,
    limits: Limits,
}

impl Hub {
    pub fn new(metrics: Arc<Metrics>, limits: Limits) -> Self {
        Self { slots: Mutex::default(), next_connection: AtomicU64::new(1), metrics, limits }
    }

    pub fn next_connection(&self) -> u64 {
        self.next_connection.fetch_add(1, Ordering::Relaxed)
    }

    /// The team, read from storage the first time; `None` when the relay does not have it. Blocks.
    pub fn team(&self, store: &dyn LogStore, id: TeamId) -> Result<Option<Arc<Team>>, StoreError> {
        let slot = self.slots().entry(id).or_default().clone();
        let found = self.read_into(&slot, store, id);
        if slot.team.get().is_none() {
            let mut slots = self.slots();
            // Two: the map's and this one. Who else waits for it may still fill it.
            if Arc::strong_count(&slot) == 2 && slot.team.get().is_none() {
                slots.remove(&id);
            }
        }
        found
    }

    fn read_into(
        &self,
        slot: &Slot,
        store: &dyn LogStore,
        id: TeamId,
    ) -> Result<Option<Arc<Team>>, StoreError> {
        if let Some(team) = slot.team.get() {
            return Ok(Some(team.clone()));
        }
        let _reading = slot.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(team) = slot.team.get() {
            return Ok(Some(team.clone()));
        }
        let records = store.access_records(id)?;
        if records.is_empty() {
            return Ok(None);
        }
        let log = AccessLog::verify_chain(records).map_err(|error| StoreError(error.to_string()))?;
        let team = Arc::new(Team::new(log, &self.limits));
        Ok(Some(slot.team.get_or_init(|| team).clone()))
    }

    pub fn tell(&self, team: TeamId, news: News) {
        let slot = self.slots().get(&team).cloned();
        if let Some(team) = slot.as_ref().and_then(|slot| slot.team.get()) {
            team.tell(&Arc::new(news), &self.metrics);
        }
    }

    /// Lets go of teams that nobody uses.
    pub fn sweep(&self, now: Instant) {
        self.slots().retain(|_, slot| {
            // A count of one, under the lock of the map, stays one: nobody else can get at it.
            let unused = Arc::strong_count(slot) == 1
                && slot.team.get().is_none_or(|team| Arc::strong_count(team) == 1 && team.is_idle(now));
            !unused
        });
    }

    /// How many teams are in memory.
    pub fn team_count(&self) -> usize {
        self.slots().len()
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<TeamId, Arc<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
