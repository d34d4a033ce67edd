//! Who is connected, per team, with the team's access log in memory; carries news to the readers.

use crate::counters::Counters;
use crate::limits::READER_QUEUE;
use crate::store::{LogStore, StoreError};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::mpsc;
use wire::{AccessLog, Cursor, SpaceId, TeamId};

/// Something that readers may want to hear. Each connection decides by its rights and by what it asked for.
#[derive(Debug)]
pub(crate) enum News {
    /// New envelopes of a space.
    Page { space: SpaceId, from: Cursor, envelopes: Vec<Vec<u8>>, next: Cursor },
    /// The access log has grown.
    Access,
    /// A newer receipt.
    Receipt { space: SpaceId, bytes: Vec<u8> },
    /// Somebody's whisper; not for the connection it came from.
    Whisper { space: SpaceId, from: u64, bytes: Vec<u8> },
}

impl News {
    pub fn envelope_count(&self) -> u64 {
        match self {
            Self::Page { envelopes, .. } => envelopes.len() as u64,
            _ => 0,
        }
    }
}

/// A team that somebody is, or was, connected to.
pub(crate) struct Team {
    /// The access log as of now; a snapshot is an `Arc` away.
    log: RwLock<Arc<AccessLog>>,
    /// Held while a record is checked, stored and taken over, so that checks see the newest log.
    pub appending: tokio::sync::Mutex<()>,
    readers: Mutex<HashMap<u64, mpsc::Sender<Arc<News>>>>,
}

impl Team {
    pub fn log(&self) -> Arc<AccessLog> {
        self.log.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set_log(&self, log: AccessLog) {
        *self.log.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(log);
    }

    /// Registers a connection. Its queue ends when it was too slow.
    pub fn join(&self, connection: u64) -> mpsc::Receiver<Arc<News>> {
        let (sender, receiver) = mpsc::channel(READER_QUEUE);
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).insert(connection, sender);
        receiver
    }

    pub fn leave(&self, connection: u64) {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).remove(&connection);
    }

    fn tell(&self, news: &Arc<News>, counters: &Counters) {
        let whisper = matches!(**news, News::Whisper { .. });
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, reader| {
            // Whispers are the first to go when a reader lags; what is stored it can pull.
            if whisper && reader.capacity() < READER_QUEUE / 2 {
                return true;
            }
            match reader.try_send(news.clone()) {
                Ok(()) => true,
                Err(mpsc::error::TrySendError::Closed(_)) => false,
                Err(mpsc::error::TrySendError::Full(_)) => {
                    Counters::add(&counters.slow_readers, 1);
                    false
                }
            }
        });
    }
}

/// All teams in memory.
pub(crate) struct Hub {
    teams: Mutex<HashMap<TeamId, Arc<Team>>>,
    next_connection: AtomicU64,
    counters: Arc<Counters>,
}

impl Hub {
    pub fn new(counters: Arc<Counters>) -> Self {
        Self { teams: Mutex::default(), next_connection: AtomicU64::new(1), counters }
    }

    pub fn next_connection(&self) -> u64 {
        self.next_connection.fetch_add(1, Ordering::Relaxed)
    }

    /// The team, read from storage the first time; `None` when the relay does not have it. Blocks.
    pub fn team(&self, store: &dyn LogStore, id: TeamId) -> Result<Option<Arc<Team>>, StoreError> {
        // Held while reading, so that one team is never in memory twice.
        let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(team) = teams.get(&id) {
            return Ok(Some(team.clone()));
        }
        let records = store.access_records(id)?;
        if records.is_empty() {
            return Ok(None);
        }
        let log = AccessLog::verify_chain(records).map_err(|error| StoreError(error.to_string()))?;
        let team = Arc::new(Team {
            log: RwLock::new(Arc::new(log)),
            appending: tokio::sync::Mutex::new(()),
            readers: Mutex::default(),
        });
        teams.insert(id, team.clone());
        Ok(Some(team))
    }

    pub fn tell(&self, team: TeamId, news: News) {
        let team = self.teams.lock().unwrap_or_else(PoisonError::into_inner).get(&team).cloned();
        if let Some(team) = team {
            team.tell(&Arc::new(news), &self.counters);
        }
    }
}
