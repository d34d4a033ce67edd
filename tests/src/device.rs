//! One device: a real engine, its disk, its line, its clock and its screen.

use crate::disk::Disk;
use crate::line::Line;
use contract::view::{Session, SyncState};
use contract::{CommandId, FromWorker, Outcome, Refusal, View};
use domain::{Now, Timestamp};
use engine::Engine;
use engine::replica::Replica;
use engine::storage::DocumentId;
use std::collections::{BTreeMap, BTreeSet};
use wire::{EnvelopeId, SnapshotId};

/// China stands eight hours ahead.
const UTC_OFFSET_MINUTES: i32 = 480;

/// See the module.
pub struct Device {
    /// What the story calls it.
    pub name: String,
    /// `None`: switched off.
    pub engine: Option<Engine>,
    /// Survives switching off.
    pub disk: Disk,
    /// Its connection.
    pub line: Line,
    /// How far its clock is ahead of the true time.
    pub clock_ahead_ms: i64,
    /// It reaches no relay.
    pub is_cut_off: bool,
    /// When the engine wants to be woken, by the device's own clock.
    pub wake_at: Option<Timestamp>,
    /// What the page was told since the program started.
    pub heard: Vec<FromWorker>,
    /// Answers to commands, over all starts.
    pub answers: BTreeMap<CommandId, Result<Outcome, Refusal>>,
    /// Commands that were called saved, over all starts.
    pub saved: BTreeSet<CommandId>,
    /// The engine breaks off after so many effects: a crash at an effect boundary.
    pub dies_after: Option<usize>,
    /// Applying this envelope, loading this document, or putting a document of this snapshot into one that is here kills the
    /// engine: in the middle, with nothing written.
    pub deadly: (Option<EnvelopeId>, Option<DocumentId>, Option<SnapshotId>),
    /// How often that has happened.
    pub deaths: u32,
}

impl Device {
    /// A device without a team, switched off.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            engine: None,
            disk: Disk::default(),
            line: Line::default(),
            clock_ahead_ms: 0,
            is_cut_off: false,
            wake_at: None,
            heard: Vec::new(),
            answers: BTreeMap::new(),
            saved: BTreeSet::new(),
            dies_after: None,
            deadly: (None, None, None),
            deaths: 0,
        }
    }

    /// What its clock says at a true moment.
    pub fn now(&self, true_ms: i64) -> Now {
        let at = true_ms + self.clock_ahead_ms;
        let local = at + i64::from(UTC_OFFSET_MINUTES) * 60_000;
        let today = chrono::DateTime::from_timestamp_millis(local).unwrap_or_default().date_naive();
        Now { at: Timestamp(at), today, utc_offset_minutes: UTC_OFFSET_MINUTES }
    }

    /// Its replica.
    ///
    /// # Panics
    /// When it is off or in no team.
    pub fn replica(&self) -> &Replica {
        let engine = self.engine.as_ref().unwrap_or_else(|| panic!("{} is switched off", self.name));
        engine.replica().unwrap_or_else(|| panic!("{} is in no team", self.name))
    }

    /// Whether it is on and in a team.
    pub fn is_in_team(&self) -> bool {
        self.engine.as_ref().is_some_and(|engine| engine.replica().is_some())
    }

    /// Whether a command is shown whose documents do not have it yet.
    pub fn has_foreseen(&self) -> bool {
        self.engine.as_ref().is_some_and(Engine::has_foreseen)
    }

    /// Takes what the page is told.
    pub fn hear(&mut self, message: FromWorker) {
        match &message {
            FromWorker::Answer { id, result } => drop(self.answers.insert(*id, result.clone())),
            FromWorker::Saved { id } => drop(self.saved.insert(*id)),
            _ => {}
        }
        self.heard.push(message);
    }

    /// The last sync state on screen.
    pub fn sync_state(&self) -> Option<SyncState> {
        self.heard.iter().rev().find_map(|message| match message {
            FromWorker::View { view: View::Session(Session::InTeam(session)), .. } => {
                Some(session.sync.clone())
            }
            _ => None,
        })
    }
}
