//! Work is done one after the other: a command or a slice of a page waits for its documents, and what comes later waits
//! for it. What a person does goes before what has arrived and is not begun.

use super::files::Incoming;
use super::{Engine, State};
use crate::Effect;
use crate::done::{Deed, RecordDone};
use crate::host::{Durability, StoreOp};
use crate::projection::DocumentKey;
use crate::replica::{Foreseen, Placed, Replica};
use crate::saving::OnDurable;
use crate::storage;
use crate::sync::apply::{OpenedPage, Page};
use crate::sync::snapshots::check::Comparing;
use crate::sync::snapshots::take::Merge;
use contract::{BatchId, Command, CommandId, Outcome, Refusal};
use domain::Now;
use std::collections::BTreeSet;
use wire::SpaceId;

/// Something to do.
pub enum Work {
    Command {
        id: CommandId,
        command: Command,
    },
    Page(Page),
    /// Try what waits in quarantine again.
    Retry,
    /// Read a document and put its rows into the projection anew.
    Rebuild(DocumentKey),
    /// Seal some documents of the snapshot that is being made.
    SealSnapshot,
    /// Look into the documents that are not as a snapshot states.
    Compare(Comparing),
    /// Take some documents of a snapshot over, put one into what is here, and end that.
    TakeOver(SpaceId),
    Merge(SpaceId, Merge),
    EndTaking(SpaceId),
    /// Compare rows that came with a document with it.
    Prove(DocumentKey),
    /// What a sync file brings is begun, and this has come behind it.
    TakenIn(Incoming),
}

/// The first work, decided and waiting for its documents.
pub enum Prepared {
    Edit(Box<PreparedEdit>),
    Page(Box<OpenedPage>),
    Rebuild(DocumentKey),
    Merge(SpaceId, Merge),
    Compare(Comparing),
    Prove(DocumentKey),
}

/// A command whose writes have their documents, and what is told of it.
pub struct PreparedEdit {
    id: CommandId,
    batch: BatchId,
    placed: Vec<Placed>,
    outcome: Outcome,
    /// What was there before, for undo.
    records: Vec<RecordDone>,
    /// The person sees it already: rows as they were, to be shown again should the documents not take it.
    foreseen: Option<Vec<Foreseen>>,
    /// The page has drawn it without being told.
    is_drawn: bool,
}

impl PreparedEdit {
    pub fn is_foreseen(&self) -> bool {
        self.foreseen.is_some()
    }
}

/// So many writes are shown before their documents have them; more would themselves be what the person waits for.
const FORESEEN: usize = 24;

impl Engine {
    /// A command comes after the commands before it, and before everything else that is not begun.
    pub(super) fn take_command(&mut self, id: CommandId, command: Command) {
        let before = self.work.iter().take_while(|work| matches!(work, Work::Command { .. })).count();
        self.work.insert(before, Work::Command { id, command });
    }

    /// Do what can be done now; of what has arrived one slice.
    pub(super) fn do_work(&mut self) {
        self.has_yielded = false;
        if matches!(self.state, State::Starting) {
            return;
        }
        loop {
            if self.prepared.is_none() {
                let Some(work) = self.next_work() else { return };
                self.prepare(work);
                if self.has_yielded {
                    return;
                }
                if self.foresee() {
                    self.has_yielded = true;
                    return;
                }
            }
            let Some(prepared) = self.prepared.take() else { continue };
            let missing = self.missing(&prepared);
            let is_page = matches!(prepared, Prepared::Page(_));
            let is_marked = is_page || matches!(prepared, Prepared::Merge(..));
            if missing.is_empty() && !(is_marked && self.waits_for_marker()) {
                self.perform(prepared);
                if self.has_yielded {
                    return;
                }
                if is_page && !self.work.is_empty() {
                    self.has_yielded = true;
                    return;
                }
                continue;
            }
            self.prepared = Some(prepared);
            self.read_documents(missing);
            // A document that is closed is not waited for.
            if self.prepared.as_ref().is_none_or(|prepared| !self.missing(prepared).is_empty())
                || self.waits_for_marker()
            {
                return;
            }
        }
    }

    fn missing(&self, prepared: &Prepared) -> BTreeSet<DocumentKey> {
        let State::InTeam(replica) = &self.state else { return BTreeSet::new() };
        let mut wanted = match prepared {
            Prepared::Edit(edit) => domain::few::set(edit.placed.iter().map(|placed| placed.document)),
            Prepared::Page(page) => page.documents(),
            Prepared::Rebuild(key) | Prepared::Prove(key) => BTreeSet::from([*key]),
            Prepared::Merge(_, merge) => BTreeSet::from([merge.document]),
            Prepared::Compare(comparing) => comparing.documents.clone(),
        };
        wanted.retain(|key| {
            let is_here = replica.loaded.contains_key(key) || replica.closed.contains(key);
            !is_here && replica.projection.document(*key).next > 0
        });
        wanted
    }

    fn prepare(&mut self, work: Work) {
        match work {
            Work::Command { id, command } => self.prepare_command(id, command),
            Work::Page(page) => {
                if let State::InTeam(replica) = &mut self.state {
                    self.prepared = Some(Prepared::Page(Box::new(replica.open_page(page))));
                }
            }
            Work::Retry => {
                if let State::InTeam(replica) = &self.state {
                    let pages = replica.waiting_pages();
                    pages.into_iter().rev().for_each(|page| self.work.push_front(Work::Page(page)));
                }
            }
            Work::Rebuild(key) => self.prepared = Some(Prepared::Rebuild(key)),
            Work::SealSnapshot => self.seal_snapshot(),
            Work::Compare(comparing) => self.prepared = Some(Prepared::Compare(comparing)),
            Work::TakeOver(space) => self.take_over(space),
            Work::Merge(space, merge) => self.prepared = Some(Prepared::Merge(space, merge)),
            Work::EndTaking(space) => self.with_replica(|replica, _, out| replica.end_taking(space, out)),
            Work::Prove(key) => self.prepared = Some(Prepared::Prove(key)),
            Work::TakenIn(incoming) => self.taken_in(incoming),
        }
    }

    fn prepare_command(&mut self, id: CommandId, command: Command) {
        let now = self.now;
        let State::InTeam(replica) = &mut self.state else {
            self.team_command(id, command);
            return;
        };
        if let Some(outcome) = replica.done.find_command(id) {
            let outcome = outcome.clone();
            self.answer(id, Ok(outcome));
            self.tell(contract::FromWorker::Saved { id });
            return;
        }
        let Some(plan) = crate::command::plan(replica, now, &command) else {
            self.team_command(id, command);
            return;
        };
        // An import is taken back as a whole, by its own command.
        let undoable = !matches!(command, Command::Undo { .. } | Command::Import { .. });
        self.prepare_plan(id, plan, undoable);
        if let Some(Prepared::Edit(edit)) = &mut self.prepared {
            edit.is_drawn = command.is_drawn_with_the_tap();
        }
    }

    /// Place a plan's writes; what then misses is read.
    pub(super) fn prepare_plan(
        &mut self,
        id: CommandId,
        plan: Result<crate::command::Plan, Refusal>,
        undoable: bool,
    ) {
        let now = self.now;
        let State::InTeam(replica) = &mut self.state else { return };
        let placed = plan.and_then(|mut plan| {
            let placed = replica.place(now, &mut plan)?;
            Ok((placed, plan))
        });
        match placed {
            Ok((placed, plan)) => {
                let batch = BatchId(replica.random());
                let undo = (undoable && !placed.is_empty()).then_some(batch);
                let outcome = Outcome { changed: Vec::new(), undo, made: plan.made, kept: plan.kept };
                let records = placed.iter().map(|placed| before(replica, &placed.write)).collect();
                let edit =
                    PreparedEdit { id, batch, placed, outcome, records, foreseen: None, is_drawn: false };
                self.prepared = Some(Prepared::Edit(Box::new(edit)));
            }
            Err(refusal) => self.answer(id, Err(refusal)),
        }
    }

    /// Show what a command will do, and answer it, before its documents are read, written and sealed: the person waits
    /// for none of that. Gives whether there was something to show; the documents follow in the next step.
    fn foresee(&mut self) -> bool {
        let (State::InTeam(replica), Some(Prepared::Edit(edit))) = (&mut self.state, &mut self.prepared)
        else {
            return false;
        };
        let is_closed = replica.has_closed(edit.placed.iter().map(|placed| placed.document));
        if is_closed || edit.placed.is_empty() || edit.placed.len() > FORESEEN {
            return false;
        }
        let foreseen = replica.foresee(&edit.placed);
        edit.outcome.changed = foreseen.iter().map(|foreseen| foreseen.id).collect();
        edit.foreseen = Some(foreseen);
        let (id, outcome) = (edit.id, edit.outcome.clone());
        self.has_edited = true;
        self.answer(id, Ok(outcome));
        let missing = self.prepared.as_ref().map(|prepared| self.missing(prepared)).unwrap_or_default();
        self.read_documents(missing);
        true
    }

    /// Whether the next step writes what the person has done and sees already.
    pub(super) fn is_about_to_write(&self) -> bool {
        self.prepared.as_ref().is_some_and(|prepared| {
            let is_seen = matches!(prepared, Prepared::Edit(edit) if edit.is_foreseen() && edit.is_drawn);
            is_seen && self.missing(prepared).is_empty()
        })
    }

    /// The documents do not take it: what was shown is taken back, and that is said.
    pub(super) fn refuse_edit(&mut self, edit: PreparedEdit, refusal: Refusal) {
        if let State::InTeam(replica) = &mut self.state {
            replica.unforesee(edit.foreseen.unwrap_or_default());
        }
        self.answer(edit.id, Err(refusal));
    }

    fn perform(&mut self, prepared: Prepared) {
        let now = self.now;
        let State::InTeam(replica) = &mut self.state else { return };
        match prepared {
            Prepared::Edit(edit) if replica.has_closed(edit.placed.iter().map(|placed| placed.document)) => {
                self.refuse_edit(*edit, Refusal::DamagedDocument);
            }
            Prepared::Edit(mut edit) => {
                let step = replica.sync.begin_step();
                match carry_out(replica, now, &mut edit) {
                    Ok(ops) => {
                        self.has_edited = true;
                        let told = vec![OnDurable::Release(step), OnDurable::Saved(edit.id)];
                        self.saving.add(ops, Durability::Strict, told);
                        if !edit.is_foreseen() {
                            self.answer(edit.id, Ok(edit.outcome));
                        }
                    }
                    Err(refusal) => self.refuse_edit(*edit, refusal),
                }
            }
            Prepared::Page(page) => {
                let panics = self.faults.panic_applying.is_some_and(|id| page.applies(id));
                assert!(!panics, "{}", super::INJECTED);
                if page.moves_cursor() {
                    replica.sync.care.proven(page.space());
                }
                let mut applied = replica.apply_page(now, *page);
                if self.faults.cursor_before_data {
                    let cursor = |op: &StoreOp| matches!(op, StoreOp::Put { key, .. } if key.starts_with(storage::CURSORS));
                    let (first, rest): (Vec<_>, Vec<_>) = applied.ops.into_iter().partition(cursor);
                    if !first.is_empty() {
                        self.effects.push(Effect::Write {
                            ticket: 0,
                            ops: first,
                            durability: Durability::Strict,
                        });
                    }
                    applied.ops = rest;
                }
                // Strict, although it could be pulled again: the receipt that follows says "durable".
                let told = applied.resealed.map(OnDurable::Release).into_iter().collect();
                self.saving.add(applied.ops, Durability::Strict, told);
                replica.sync.receipts_due = true;
                let mark = replica.sync.care.passed();
                if let Some((op, marked)) = mark {
                    self.saving.add(vec![op], Durability::Strict, vec![marked]);
                }
                if applied.is_progress && replica.sync.has_waiting() {
                    self.work.push_back(Work::Retry);
                }
                if applied.wants_access {
                    self.with_replica(|replica, _, out| replica.ask_access(out));
                }
            }
            Prepared::Rebuild(key) => {
                let ops = replica.rebuild(key);
                self.saving.add(ops, Durability::Relaxed, Vec::new());
            }
            Prepared::Merge(space, merge) => self.merge(space, &merge),
            Prepared::Compare(comparing) => {
                self.with_replica(|replica, _, out| replica.compare(&comparing, out));
            }
            Prepared::Prove(key) => self.proven(key),
        }
    }
}

/// Write a command's documents; gives what is to be written to disk.
fn carry_out(replica: &mut Replica, now: Now, edit: &mut PreparedEdit) -> Result<Vec<StoreOp>, Refusal> {
    let edited = replica.edit(now, edit.batch, std::mem::take(&mut edit.placed), &edit.outcome.changed)?;
    if !edit.is_foreseen() {
        edit.outcome.changed = edited.changed;
    }
    let records = std::mem::take(&mut edit.records);
    let mut ops = edited.ops;
    ops.extend(replica.done.push(Deed { command: edit.id, outcome: edit.outcome.clone(), records }));
    Ok(ops)
}

fn before(replica: &Replica, write: &crate::document::RecordWrite) -> RecordDone {
    let row = replica.projection.find(write.id);
    let fields = match row {
        None => Vec::new(),
        Some(row) => {
            let now = row.packed.fields();
            write
                .fields
                .iter()
                .map(|(index, after)| (*index, now.get(*index).cloned(), after.clone()))
                .collect()
        }
    };
    RecordDone { id: write.id, was_live: row.map(|row| row.live), is_live: write.live, fields }
}
