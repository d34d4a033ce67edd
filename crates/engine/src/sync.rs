//! What this device knows of the others' and the relay's state, and what it still owes them.
//!
//! Per (space, device) the envelopes form a chain; [`Sync::tail`] is where a chain ends here. Own envelopes wait in
//! the outbox until the relay acknowledges them; what could not be applied lies in quarantine with its reason.

pub mod access;
pub mod admission;
pub mod apply;
pub mod batches;
pub mod branches;
pub mod by_file;
pub mod care;
pub mod connection;
pub mod founding;
pub mod join;
pub mod pulse;
pub mod quarantine;
pub mod receipts;
pub mod refill;
pub mod reseal;
pub mod snapshots;

use crate::host::StoreOp;
use crate::storage;
use admission::Admission;
use batches::Batches;
use care::Care;
use connection::Connection;
use litemap::LiteMap;
use quarantine::Quarantined;
use snapshots::Snapshots;
use std::collections::{BTreeMap, BTreeSet};
use wire::receipt::ChainEnd;
use wire::{Cursor, DeviceId, EnvelopeId, InviteLink, Receipt, SealedBox, SpaceId};

/// A sealed envelope of this device.
#[derive(Clone, Debug)]
pub struct OwnEnvelope {
    pub space: SpaceId,
    pub seq: u64,
    pub id: EnvelopeId,
    pub bytes: Vec<u8>,
}

/// An own envelope that no relay has acknowledged.
#[derive(Clone, Debug)]
struct Waiting {
    bytes: Vec<u8>,
    /// The step whose durability releases it; 0 when it came from the store.
    step: u64,
    /// Sent on the present connection.
    sent: bool,
}

/// See the module.
#[derive(Default)]
pub struct Sync {
    chains: LiteMap<(SpaceId, DeviceId), ChainEnd>,
    outbox: LiteMap<(SpaceId, u64), Waiting>,
    cursors: LiteMap<SpaceId, Cursor>,
    receipts: LiteMap<(SpaceId, DeviceId), Receipt>,
    quarantine: LiteMap<EnvelopeId, Quarantined>,
    boxes: Vec<SealedBox>,
    /// Chains of my other devices that are being read for a relay that lacks them.
    pub giving: Vec<(SpaceId, DeviceId)>,
    /// Steps that seal envelopes are numbered; those up to `durable_step` are on disk.
    step: u64,
    durable_step: u64,
    /// The relay has had the team's log: from then on it orders access records.
    pub at_relay: bool,
    /// Without a relay this device orders it, in the place of the founder's device that it was restored from.
    pub orders_log: bool,
    /// This device is not in the access log yet.
    pub admission: Option<Admission>,
    /// The link by which it was let in.
    pub joined_with: Option<InviteLink>,
    /// Per space how far pages were asked for on this connection (ahead of `cursors` by what is being applied).
    asked: LiteMap<SpaceId, Cursor>,
    /// Spaces whose pull is not answered to its end on this connection.
    pub pulling: BTreeSet<SpaceId>,
    /// So many envelopes have been pulled since this device last had everything.
    received: u32,
    /// Nothing had ever been pulled before.
    is_first_pull: bool,
    /// What is done one by one after a crash.
    pub care: Care,
    /// To be written at a start that follows a crash, before anything is tried.
    pub first_mark: Option<care::Mark>,
    /// What the last receipts of this connection said.
    stated: LiteMap<SpaceId, BTreeMap<DeviceId, ChainEnd>>,
    /// Of the last receipts; on disk before they are sent.
    pub receipt_counter: u64,
    /// Something was applied, or a connection is new: receipts are to be stated.
    pub receipts_due: bool,
    /// What is held back until the rest of its batch is here.
    pub batches: Batches,
    pub connection: Connection,
    pub snapshots: Snapshots,
}

/// A pull of more envelopes than this is worth a word.
const LONG_ABSENCE: u32 = 200;

type Pairs = [(Vec<u8>, Vec<u8>)];

impl Sync {
    /// From the store.
    pub fn load(
        outbox: &Pairs,
        chains: &Pairs,
        cursors: &Pairs,
        receipts: &Pairs,
        quarantine: &Pairs,
        boxes: &Pairs,
    ) -> Self {
        let mut sync = Self::default();
        for (key, bytes) in outbox {
            if let Some((space, seq)) = storage::read_space_key(key)
                && let Ok(seq) = seq.try_into()
            {
                let waiting = Waiting { bytes: bytes.clone(), step: 0, sent: false };
                sync.outbox.insert((space, u64::from_be_bytes(seq)), waiting);
            }
        }
        for (key, bytes) in chains {
            if let Some((space, device)) = read_chain_key(key)
                && let Ok(end) = postcard::from_bytes(bytes)
            {
                sync.chains.insert((space, device), end);
            }
        }
        for (key, bytes) in cursors {
            if let Some((space, _)) = storage::read_space_key(key)
                && let Ok(cursor) = postcard::from_bytes(bytes)
            {
                sync.cursors.insert(space, cursor);
            }
        }
        for (key, bytes) in receipts {
            // Verified when it arrived; stored as it was signed.
            if let Some((space, device)) = read_chain_key(key)
                && let Ok(receipt) = postcard::from_bytes(bytes)
            {
                sync.receipts.insert((space, device), receipt);
            }
        }
        for (key, bytes) in quarantine {
            if let Some(id) = key.get(1..).and_then(EnvelopeId::from_slice)
                && let Ok(entry) = postcard::from_bytes(bytes)
            {
                sync.quarantine.insert(id, entry);
            }
        }
        sync.boxes = boxes.iter().filter_map(|(_, bytes)| postcard::from_bytes(bytes).ok()).collect();
        sync
    }

    /// Where a chain ends here; `None` before its first envelope.
    pub fn tail(&self, space: SpaceId, device: DeviceId) -> Option<ChainEnd> {
        self.chains.get(&(space, device)).copied()
    }

    /// Chains of a space, by device.
    pub fn chains_of(&self, space: SpaceId) -> impl Iterator<Item = (DeviceId, ChainEnd)> + '_ {
        let from = match self.chains.find_index(&(space, DeviceId([0; 32]))) {
            Ok(at) | Err(at) => at,
        };
        let from = (from..).map_while(|at| self.chains.get_indexed(at));
        from.take_while(move |((of, _), _)| *of == space).map(|((_, device), end)| (*device, *end))
    }

    /// The seqs of own envelopes of a space that no relay has acknowledged, in order.
    fn unacknowledged(&self, space: SpaceId) -> impl Iterator<Item = u64> + '_ {
        self.outbox.keys().filter(move |(of, _)| *of == space).map(|(_, seq)| *seq)
    }

    /// How many envelopes of a space have been taken in or made here, or are inside the snapshot it began with.
    pub fn envelopes_in(&self, space: SpaceId) -> u64 {
        self.chains_of(space).map(|(_, end)| end.seq).sum()
    }

    /// Begin a step that may seal envelopes.
    pub fn begin_step(&mut self) -> u64 {
        self.step += 1;
        self.step
    }

    /// A step is on disk: its envelopes may leave.
    pub fn release(&mut self, step: u64) {
        self.durable_step = self.durable_step.max(step);
    }

    /// Take in an own envelope; the operations belong into the step's transaction.
    pub fn keep_own(&mut self, own: &OwnEnvelope, device: DeviceId) -> Vec<StoreOp> {
        let end = ChainEnd { seq: own.seq, id: own.id };
        let waiting = Waiting { bytes: own.bytes.clone(), step: self.step, sent: false };
        self.outbox.insert((own.space, own.seq), waiting);
        let mut ops = self.keep_chain(own.space, device, end);
        ops.push(StoreOp::Put {
            key: storage::envelope(own.space, device, own.seq),
            value: own.bytes.clone(),
        });
        ops.push(StoreOp::Put { key: storage::outbox(own.space, own.seq), value: own.bytes.clone() });
        ops
    }

    fn keep_chain(&mut self, space: SpaceId, device: DeviceId, end: ChainEnd) -> Vec<StoreOp> {
        self.chains.insert((space, device), end);
        let value = postcard::to_stdvec(&end).unwrap_or_default();
        vec![StoreOp::Put { key: storage::chain(space, device), value }]
    }

    fn forget_chain(&mut self, space: SpaceId, device: DeviceId) -> Vec<StoreOp> {
        self.chains.remove(&(space, device));
        vec![StoreOp::Delete { key: storage::chain(space, device) }]
    }

    /// Remember a key box for a relay that has none.
    pub fn keep_box(&mut self, sealed: SealedBox) -> Vec<StoreOp> {
        let number = self.boxes.len() as u64;
        let value = postcard::to_stdvec(&sealed).unwrap_or_default();
        self.boxes.push(sealed);
        vec![StoreOp::Put { key: storage::sealed_box(number), value }]
    }

    /// Own envelopes not yet acknowledged, and chains of my other devices that the relay is about to be given.
    pub fn waiting(&self) -> usize {
        self.outbox.len() + self.giving.len()
    }

    /// A pull begins.
    fn begin_pull(&mut self, space: SpaceId) {
        if self.pulling.is_empty() {
            self.received = 0;
            self.is_first_pull = self.cursors.is_empty();
        }
        self.pulling.insert(space);
    }

    /// How much has been pulled, while a pull that people notice is under way or its envelopes are being applied.
    pub fn receiving(&self) -> Option<u32> {
        let is_noticed = self.is_first_pull || self.received > LONG_ABSENCE;
        (self.care.is_receiving() && is_noticed).then_some(self.received)
    }

    /// Envelopes in quarantine.
    pub fn quarantined(&self) -> &LiteMap<EnvelopeId, Quarantined> {
        &self.quarantine
    }
}

fn read_chain_key(key: &[u8]) -> Option<(SpaceId, DeviceId)> {
    let (space, device) = storage::read_space_key(key)?;
    Some((space, DeviceId::from_slice(device)?))
}
