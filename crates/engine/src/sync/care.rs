//! After a crash: one thing at a time, each behind a durable marker that names it, until what crashes is found.
//!
//! While this device catches up with the relay a marker lies on disk: one small write per login, beside the round
//! trip, and none per page. A start that finds it knows that the one before ended in the middle. Then the first page
//! of each space is applied one envelope at a time, and documents are loaded one at a time. What was named twice when
//! a start ended is set aside: the envelope into quarantine, the document to be made anew from its envelopes (and
//! when that crashes too, it stays closed). A document of a snapshot is put into one that is here in the same way as an
//! envelope is applied; the snapshot of which one crashed twice is refused. Everything else goes on.

use crate::host::StoreOp;
use crate::saving::OnDurable;
use crate::storage::{self, DocumentId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use wire::SpaceId;

/// What crashed so often is not tried again.
const TWICE: u8 = 2;

/// What is applied: an envelope by its hash, a document of a snapshot by that of its first part.
pub type Tried = [u8; 32];

/// What lies on disk.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Marker {
    /// Catching up with the relay.
    is_receiving: bool,
    /// Under way at this moment.
    applying: Option<Tried>,
    loading: Option<DocumentId>,
    /// Under way when an earlier start ended: what, and how often.
    suspect: Option<(Tried, u8)>,
    suspect_document: Option<(DocumentId, u8)>,
}

/// See the module.
#[derive(Default)]
pub struct Care {
    marker: Marker,
    /// Markers written, and the newest that is durable.
    written: u64,
    durable: u64,
    /// Envelopes are applied, and documents loaded, one at a time.
    is_on: bool,
    /// Spaces whose first page has not gone through; `None` before the first pull.
    unproven: Option<BTreeSet<SpaceId>>,
    /// What is applied now.
    turn: Option<Tried>,
}

/// A marker on its way to disk.
pub type Mark = (StoreOp, OnDurable);

/// How a document that is to be loaded fared before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// Load it.
    Fine,
    /// Loading it crashed twice: make it anew from its envelopes.
    CrashedTwice,
    /// That crashed, too.
    Hopeless,
}

impl Care {
    /// From the store, with what is to be written before anything else is tried.
    pub fn load(bytes: Option<&[u8]>) -> (Self, Option<Mark>) {
        let found: Marker = bytes.and_then(|bytes| postcard::from_bytes(bytes).ok()).unwrap_or_default();
        let mut marker = Marker { applying: None, loading: None, ..found };
        // A document is loaded on behalf of an envelope: then it is the document.
        if let Some(document) = found.loading {
            marker.suspect_document = Some((document, 1 + times(found.suspect_document, document)));
        } else if let Some(envelope) = found.applying {
            marker.suspect = Some((envelope, 1 + times(found.suspect, envelope)));
        }
        let is_on = found.is_receiving || found.applying.is_some() || found.loading.is_some();
        let mut care = Self { marker: found, is_on, ..Self::default() };
        let mark = care.set(marker);
        (care, mark)
    }

    fn set(&mut self, marker: Marker) -> Option<Mark> {
        if marker == self.marker {
            return None;
        }
        self.marker = marker;
        self.written += 1;
        let key = storage::META_UNDER_WAY.to_vec();
        let op = match marker == Marker::default() {
            true => StoreOp::Delete { key },
            false => StoreOp::Put { key, value: postcard::to_stdvec(&marker).unwrap_or_default() },
        };
        Some((op, OnDurable::Marked(self.written)))
    }

    /// A marker is on disk.
    pub fn marked(&mut self, number: u64) {
        self.durable = self.durable.max(number);
    }

    /// Whether what the marker says is on disk.
    pub fn is_durable(&self) -> bool {
        self.durable == self.written
    }

    /// Whether envelopes are applied, and documents loaded, one at a time.
    pub fn is_on(&self) -> bool {
        self.is_on
    }

    /// A space is pulled.
    pub fn begin_receiving(&mut self, space: SpaceId) -> Option<Mark> {
        if self.is_on {
            self.unproven.get_or_insert_default().insert(space);
        }
        self.set(Marker { is_receiving: true, ..self.marker })
    }

    /// Whether this device is catching up.
    pub fn is_receiving(&self) -> bool {
        self.marker.is_receiving
    }

    /// What was set aside is tried once more, carefully.
    pub fn reconsider(&mut self) -> Option<Mark> {
        self.is_on = true;
        self.unproven.get_or_insert_default();
        self.set(Marker { is_receiving: true, suspect: None, ..self.marker })
    }

    /// The first page of a space has gone through.
    pub fn proven(&mut self, space: SpaceId) {
        if let Some(unproven) = &mut self.unproven {
            unproven.remove(&space);
        }
    }

    /// Nothing is under way, and this device has caught up or lost its line.
    pub fn end_receiving(&mut self) -> Option<Mark> {
        if !self.marker.is_receiving
            || self.is_on && self.unproven.as_ref().is_none_or(|left| !left.is_empty())
        {
            return None;
        }
        self.is_on = false;
        // A document is suspected until it has been loaded.
        self.set(Marker { is_receiving: false, applying: None, suspect: None, ..self.marker })
    }

    /// It is its turn.
    pub fn name(&mut self, id: Tried) -> Option<Mark> {
        self.turn = Some(id);
        let applying = (!self.is_condemned(id)).then_some(id);
        self.set(Marker { applying, ..self.marker })
    }

    /// Its turn is over.
    pub fn passed(&mut self) -> Option<Mark> {
        let suspect = self.marker.suspect.filter(|(id, _)| Some(*id) != self.turn);
        self.turn = None;
        self.set(Marker { applying: None, suspect, ..self.marker })
    }

    /// Whether applying it crashed twice.
    pub fn is_condemned(&self, id: Tried) -> bool {
        times(self.marker.suspect, id) >= TWICE
    }

    /// A document is about to be loaded, or made anew.
    pub fn name_document(&mut self, id: DocumentId) -> Option<Mark> {
        self.set(Marker { loading: Some(id), ..self.marker })
    }

    /// It is here.
    pub fn document_passed(&mut self, id: DocumentId) -> Option<Mark> {
        let suspect_document = self.marker.suspect_document.filter(|(suspect, _)| *suspect != id);
        self.set(Marker { loading: None, suspect_document, ..self.marker })
    }

    /// How a document fared before.
    pub fn past_of(&self, id: DocumentId) -> Past {
        match times(self.marker.suspect_document, id) {
            0..TWICE => Past::Fine,
            TWICE => Past::CrashedTwice,
            _ => Past::Hopeless,
        }
    }
}

fn times<Id: PartialEq>(suspect: Option<(Id, u8)>, id: Id) -> u8 {
    suspect.filter(|(suspect, _)| *suspect == id).map_or(0, |(_, times)| times)
}
