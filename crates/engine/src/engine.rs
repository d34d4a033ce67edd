//! The engine's one entry, [`Engine::handle`]: an input comes in, work is done in order, effects go out.

mod care;
mod files;
mod live;
mod reading;
mod relay;
mod snapshots;
mod team;
mod work;

use crate::host::Durability;
use crate::replica::{BootFault, Replica};
use crate::saving::{OnDurable, Saving};
use crate::storage;
use crate::storage::DocumentId;
use crate::sync::connection::Out;
use crate::sync::join::{Joining, PATIENCE_MS, Unfinished};
use crate::sync::snapshots::Policy;
use crate::{Effect, Input};
use contract::{
    Command, CommandId, FileFault, FromWorker, Notice, Outcome, PROTOCOL_VERSION, Query, Refusal, ToWorker,
};
use domain::{Now, Timestamp};
use litemap::LiteMap;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use reading::Reading;
use std::collections::{HashMap, VecDeque};
use wire::{EnvelopeId, SnapshotId};
use work::{Prepared, Work};

/// Documents that nobody needed for so long are unloaded.
const IDLE_MS: i64 = 20_000;
/// Envelopes of a page that are applied in one go: some tens of milliseconds on a phone.
const SLICE: usize = 64;
/// So long after everything was read the first search is prepared, if no list is opened before, and the next document that
/// came with a snapshot is looked into: first the screen is drawn. The latter also waits so long after each thing that the
/// person does.
const QUIET_MS: i64 = 1_000;
/// Rows that are prepared in one go: some milliseconds on a phone, and then the engine looks whether the person wants
/// something.
const SEARCH_ROWS: usize = 500;

/// A person's replica (or, before there is a team, the wish for one).
pub struct Engine {
    rng: ChaCha20Rng,
    now: Now,
    state: State,
    saving: Saving,
    work: VecDeque<Work>,
    prepared: Option<Prepared>,
    /// More of what arrived is to be applied in a moment; the host looks first whether the person wants something.
    has_yielded: bool,
    /// The person did something since the screens were last told.
    has_edited: bool,
    reads: HashMap<u64, Reading>,
    next_read: u64,
    subscriptions: LiteMap<u32, Subscription>,
    effects: Vec<Effect>,
    /// When the first search is prepared.
    search_from: Timestamp,
    has_rehearsed_search: bool,
    wake_at: Option<Timestamp>,
    link_is_up: bool,
    /// The start before this one crashed: documents are loaded one at a time.
    after_crash: bool,
    /// The store could not be read: not again before.
    read_again_at: Option<Timestamp>,
    /// The next document that came with a snapshot is looked into not before.
    next_proof_at: Timestamp,
    /// When the last one was begun, or everything was read.
    proved_at: Timestamp,
    /// So many envelopes of a page are applied before the engine looks whether the person wants something. Hosts leave
    /// it as it is; tests make it small.
    pub slice: usize,
    /// When snapshots are made; the same.
    pub snapshots: Policy,
    /// Faults that tests inject; none in any host.
    pub faults: Faults,
}

/// Deviations from the protocol that the simulation switches on to prove that it notices them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Faults {
    /// Write the cursor of a page without what the page held.
    pub cursor_before_data: bool,
    /// Take the same Automerge actor at every start.
    pub reuse_actor: bool,
    /// Panic while applying this envelope.
    pub panic_applying: Option<EnvelopeId>,
    /// Panic while loading this document.
    pub panic_loading: Option<DocumentId>,
    /// Panic while putting a document of this snapshot into one that is here.
    pub panic_merging: Option<SnapshotId>,
}

/// What an injected panic says.
pub const INJECTED: &str = "a fault that a test injected";

enum State {
    Starting,
    /// With a join that was begun here and whose outcome is not known.
    NoTeam(Option<Box<Unfinished>>),
    Joining(Box<Joining>),
    InTeam(Box<Replica>),
    /// The store cannot be used.
    Failed(BootFault),
}

struct Subscription {
    query: Query,
    /// Names what was sent: the BLAKE3 hash of the view's bytes. To keep and compare views themselves would be code for
    /// each of their types to download.
    last: Option<[u8; 32]>,
    /// What was sent waits for a document.
    waits: bool,
    /// The projection's revision that `last` reflects.
    revision: u64,
    /// Records whose history was computed; see `live`.
    fresh: bool,
}

impl Engine {
    /// A new engine. `entropy` seeds every id, key and nonce: 32 fresh random bytes from the host, never reused.
    pub fn new(entropy: [u8; 32]) -> Self {
        Self {
            rng: ChaCha20Rng::from_seed(entropy),
            now: Now { at: Timestamp(0), today: chrono::NaiveDate::default(), utc_offset_minutes: 0 },
            state: State::Starting,
            saving: Saving::default(),
            work: VecDeque::new(),
            prepared: None,
            has_yielded: false,
            has_edited: false,
            reads: HashMap::new(),
            next_read: 0,
            subscriptions: LiteMap::default(),
            effects: Vec::new(),
            search_from: Timestamp(0),
            has_rehearsed_search: false,
            wake_at: None,
            link_is_up: false,
            after_crash: false,
            read_again_at: None,
            next_proof_at: Timestamp(0),
            proved_at: Timestamp(0),
            slice: SLICE,
            snapshots: Policy::default(),
            faults: Faults::default(),
        }
    }

    /// Take one input and say what is to be done about it.
    pub fn handle(&mut self, now: Now, input: Input) -> Vec<Effect> {
        let new_day = self.now.today != now.today;
        if now.at < self.now.at {
            self.clock_turned_back(now.at);
        }
        self.now = now;
        if new_day {
            self.subscriptions.iter_mut().for_each(|(_, subscription)| subscription.fresh = false);
        }
        match input {
            Input::Start => {
                let prefixes = storage::BOOT.iter().map(|prefix| prefix.to_vec()).collect();
                self.read(prefixes, Reading::Boot);
            }
            Input::Read { ticket, result } => self.read_back(ticket, result),
            Input::Written { ticket, result } => self.written(ticket, result),
            Input::Link(event) => self.on_link(event),
            Input::Message(message) => self.on_message(message),
            Input::Wake => self.on_wake(),
        }
        self.do_work();
        self.end_receiving();
        self.plan_receipts();
        self.tend_snapshots();
        let begun = self.effects.len();
        self.effects.extend(self.saving.start(now.at));
        // What a person did goes to the disk first, and then everybody looks at what else it has changed.
        if self.has_edited && (self.effects.len() > begun || self.is_about_to_write()) {
            self.has_yielded = true;
        } else {
            self.tell_views();
            // A document that a view wants is marked before it is read.
            self.effects.extend(self.saving.start(now.at));
        }
        self.plan_wake();
        std::mem::take(&mut self.effects)
    }

    /// The replica, for tests and for hosts that export.
    pub fn replica(&self) -> Option<&Replica> {
        match &self.state {
            State::InTeam(replica) => Some(replica),
            _ => None,
        }
    }

    /// Whether a command is shown whose documents do not have it yet.
    pub fn has_foreseen(&self) -> bool {
        matches!(&self.prepared, Some(Prepared::Edit(edit)) if edit.is_foreseen())
    }

    /// Whether nothing is left to do but wait for others: everything asked is answered and on disk.
    pub fn is_settled(&self) -> bool {
        self.work.is_empty() && self.prepared.is_none() && self.reads.is_empty() && self.saving.is_clean()
    }

    fn on_message(&mut self, message: ToWorker) {
        self.person_is_here();
        match message {
            ToWorker::Hello { .. } => self.tell(FromWorker::Hello { version: PROTOCOL_VERSION }),
            ToWorker::Command { id, command: Command::Carried(written) } => {
                match postcard::from_bytes(&written.0) {
                    Ok(
                        command @ (Command::Import { .. }
                        | Command::UndoImport { .. }
                        | Command::LookAround { .. }),
                    ) => self.take_command(id, command),
                    _ => self.answer(id, Err(Refusal::File(FileFault::Changed))),
                }
            }
            ToWorker::Command { id, command } => self.take_command(id, command),
            ToWorker::Subscribe { subscription, query } => {
                self.prefetch(&query);
                let wanted = Subscription { query, last: None, waits: false, revision: 0, fresh: false };
                self.subscriptions.insert(subscription, wanted);
            }
            ToWorker::Unsubscribe { subscription } => {
                self.subscriptions.remove(&subscription);
            }
            ToWorker::Visible(_) => {}
            ToWorker::Crashed => self.after_crash = true,
        }
    }

    fn written(&mut self, ticket: u64, result: Result<(), crate::host::StoreError>) {
        for done in self.saving.finish(self.now.at, ticket, result) {
            match done {
                OnDurable::Saved(id) => self.tell(FromWorker::Saved { id }),
                OnDurable::Release(step) => {
                    if let State::InTeam(replica) = &mut self.state {
                        replica.sync.release(step);
                    }
                }
                OnDurable::Marked(number) => {
                    if let State::InTeam(replica) = &mut self.state {
                        replica.sync.care.marked(number);
                    }
                }
                OnDurable::State(receipts) => {
                    self.with_replica(|replica, _, out| replica.send_receipts(&receipts, out));
                }
                OnDurable::GiveTeam => self.with_replica(|replica, _, out| replica.give_team(out)),
                OnDurable::AskAdmission => self.ask_admission(),
                OnDurable::Copy(id) => self.read_for_copy(id),
                OnDurable::ReadForFile(outgoing) => self.read_for_file(outgoing),
                OnDurable::Connect => self.with_replica(|replica, now, out| replica.connect(now, out)),
            }
        }
        self.with_replica(|replica, now, out| replica.push(now, out));
    }

    fn on_wake(&mut self) {
        self.wake_at = None;
        if let State::Joining(joining) = &self.state
            && self.now.at >= joining.deadline
        {
            self.effects.push(Effect::CloseLink);
            self.join_failed(Refusal::RelayUnreachable);
        }
        self.read_again_at = self.read_again_at.filter(|at| self.now.at < *at);
        self.prove_next();
        let now = self.now;
        self.with_replica(|replica, now, out| {
            replica.show_overdue(now);
            replica.keep_alive(now, out);
            replica.connect(now, out);
            replica.due_refills(now, out);
            replica.push(now, out);
        });
        // What is not on disk yet must not be read from there.
        let busy = !self.work.is_empty() || self.prepared.is_some() || !self.saving.is_clean();
        if let State::InTeam(replica) = &mut self.state {
            if !busy {
                let ops = replica.unload_idle(Timestamp(now.at.0 - IDLE_MS));
                if !ops.is_empty() {
                    self.saving.add(ops, Durability::Relaxed, Vec::new());
                }
            }
            if now.at >= self.search_from {
                replica.projection.prepare_search(SEARCH_ROWS);
                self.rehearse_search();
            }
        }
    }

    /// A moment that was to come a year from now by a wrong clock must not be waited for by the right one.
    fn clock_turned_back(&mut self, now: Timestamp) {
        self.saving.retry_now();
        self.wake_at = None;
        (self.next_proof_at, self.proved_at) = (now, now);
        self.read_again_at = None;
        self.search_from = self.search_from.min(now);
        match &mut self.state {
            State::InTeam(replica) => replica.clock_turned_back(now),
            State::Joining(joining) => joining.deadline = Timestamp(now.0 + PATIENCE_MS),
            _ => {}
        }
    }

    /// State what was applied, once everything that was applied is in the write queue.
    fn plan_receipts(&mut self) {
        if !self.work.is_empty() || self.prepared.is_some() {
            return;
        }
        if let State::InTeam(replica) = &mut self.state
            && let Some((op, receipts)) = replica.plan_receipts(self.now)
        {
            self.saving.add(vec![op], Durability::Strict, vec![OnDurable::State(receipts)]);
        }
    }

    /// Ask to be woken for the earliest of what is due.
    fn plan_wake(&mut self) {
        let mut wishes: Vec<Timestamp> =
            self.saving.retry_at().into_iter().chain(self.read_again_at).collect();
        match &self.state {
            State::Joining(joining) => wishes.push(joining.deadline),
            State::InTeam(replica) => {
                wishes.extend(replica.next_link_wake());
                wishes.extend(replica.sync.batches.next_due());
                let oldest = replica.loaded.values().map(|loaded| loaded.used_at).min();
                wishes.extend(oldest.map(|at| Timestamp(at.0 + IDLE_MS + 1)));
                wishes.extend(replica.next_unproven().map(|_| self.next_proof_at));
                if !replica.projection.is_ready_to_search() {
                    wishes.push(self.search_from);
                }
            }
            _ => {}
        }
        wishes.extend(self.has_yielded.then_some(self.now.at));
        let Some(earliest) = wishes.into_iter().min() else { return };
        let earliest = earliest.max(Timestamp(self.now.at.0 + 1));
        if self.wake_at.is_none_or(|planned| earliest < planned || planned <= self.now.at) {
            self.wake_at = Some(earliest);
            self.effects.push(Effect::WakeAt(earliest));
        }
    }

    /// One step of the conversation with the relay, and everything it asks for.
    fn with_replica(&mut self, step: impl FnOnce(&mut Replica, Now, &mut Out)) {
        let now = self.now;
        let mut out = Out::default();
        if let State::InTeam(replica) = &mut self.state {
            step(replica, now, &mut out);
        }
        self.carry_out(out);
    }

    fn tell(&mut self, message: FromWorker) {
        self.effects.push(Effect::Page(message));
    }

    fn notice(&mut self, notice: Notice) {
        self.tell(FromWorker::Notice(notice));
    }

    fn answer(&mut self, id: CommandId, result: Result<Outcome, Refusal>) {
        self.tell(FromWorker::Answer { id, result });
    }
}
