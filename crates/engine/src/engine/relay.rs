//! Between the engine and the link: frames in, frames and steps out.

use super::reading::Reading;
use super::work::Work;
use super::{Engine, State};
use crate::Effect;
use crate::host::{Durability, LinkEvent};
use crate::replica::Replica;
use crate::saving::OnDurable;
use crate::storage;
use crate::sync::connection::Out;
use crate::sync::join::JoinStep;
use contract::{Outcome, Refusal};
use wire::{ClientFrame, ServerFrame};

impl Engine {
    pub(super) fn on_link(&mut self, event: LinkEvent) {
        match event {
            LinkEvent::Up => self.link_is_up = true,
            LinkEvent::Down => {
                self.link_is_up = false;
                self.link_lost();
            }
            LinkEvent::Frame(bytes) => match ServerFrame::decode(&bytes) {
                Ok(frame) => self.on_frame(frame),
                Err(_) => {
                    // A relay that does not speak our language: hang up, try again later.
                    self.effects.push(Effect::CloseLink);
                    self.link_lost();
                }
            },
        }
    }

    fn link_lost(&mut self) {
        match &mut self.state {
            State::Joining(_) => self.join_failed(Refusal::RelayUnreachable),
            State::InTeam(replica) => replica.link_down(self.now),
            _ => {}
        }
    }

    fn on_frame(&mut self, frame: ServerFrame) {
        let now = self.now;
        if let State::Joining(joining) = &mut self.state {
            let step = joining.on_frame(now, frame);
            self.join_step(step);
            return;
        }
        self.with_replica(|replica, now, out| replica.on_frame(now, frame, out));
    }

    fn join_step(&mut self, step: JoinStep) {
        let State::Joining(joining) = &self.state else { return };
        let command = joining.command;
        match step {
            JoinStep::Send(frames) => self.send(frames),
            JoinStep::Failed(refusal) => {
                self.effects.push(Effect::CloseLink);
                self.join_failed(refusal);
            }
            JoinStep::Write(op) => {
                self.saving.add(vec![op], Durability::Strict, vec![OnDurable::AskAdmission]);
            }
            JoinStep::Joined(replica, ops) => {
                self.state = State::InTeam(replica);
                self.saving.add(ops, Durability::Strict, vec![OnDurable::Saved(command), OnDurable::Connect]);
                self.effects.push(Effect::CloseLink);
                self.with_replica(|replica, now, out| replica.ensure_own_space(now, out));
                self.answer(
                    command,
                    Ok(Outcome { changed: Vec::new(), undo: None, made: None, kept: Vec::new() }),
                );
            }
        }
    }

    /// The keys that are to be admitted are on disk: ask.
    pub(super) fn ask_admission(&mut self) {
        if let State::Joining(joining) = &mut self.state {
            let frames = joining.ask();
            self.send(frames);
        }
    }

    /// It did not work this time. What may have been admitted already is kept for the next try with the same link.
    pub(super) fn join_failed(&mut self, refusal: Refusal) {
        let State::Joining(joining) = &self.state else { return };
        let (command, unfinished) = (joining.command, joining.unfinished());
        self.state = State::NoTeam(unfinished.map(Box::new));
        self.answer(command, Err(refusal));
    }

    fn send(&mut self, frames: Vec<ClientFrame>) {
        for frame in frames {
            if let Ok(bytes) = frame.encode() {
                self.effects.push(Effect::Send(bytes));
            }
        }
    }

    /// Everything a step of the conversation asked for.
    pub(super) fn carry_out(&mut self, out: Out) {
        if out.close {
            self.effects.push(Effect::CloseLink);
        }
        if let Some(url) = out.open {
            self.effects.push(Effect::OpenLink(url));
        }
        self.send(out.frames);
        if !out.ops.is_empty() || !out.on_durable.is_empty() {
            self.saving.add(out.ops, Durability::Strict, out.on_durable);
        }
        self.work.extend(out.pages.into_iter().map(Work::Page));
        if out.retry {
            self.work.push_back(Work::Retry);
        }
        for (space, device, from) in out.refill {
            self.read(vec![storage::envelopes_by(space, device)], Reading::Refill { space, device, from });
        }
        self.work.extend(out.take_over.into_iter().map(Work::TakeOver));
        self.read_for_giving(out.give);
        for notice in out.notices {
            self.notice(notice);
        }
        for (id, result) in out.answers {
            self.answer(id, result);
        }
    }

    /// A chain was read for a relay that lacks it; when that failed, the next login compares again.
    pub(super) fn given(&mut self, space: wire::SpaceId, device: wire::DeviceId) {
        if let State::InTeam(replica) = &mut self.state {
            replica.sync.giving.retain(|given| *given != (space, device));
        }
    }

    /// Originals were read for a relay that lacks them.
    pub(super) fn refill(&mut self, from: u64, pairs: Vec<(Vec<u8>, Vec<u8>)>) {
        const PUT_BYTES: usize = 900_000;
        let mut frames = Vec::new();
        let mut envelopes = Vec::new();
        let mut bytes = 0;
        for (key, value) in pairs {
            let seq = key.last_chunk::<8>().map_or(0, |seq| u64::from_be_bytes(*seq));
            if seq < from {
                continue;
            }
            bytes += value.len();
            envelopes.push(value);
            if bytes > PUT_BYTES || envelopes.len() >= wire::MAX_PAGE_ENVELOPES {
                frames.push(ClientFrame::Put { envelopes: std::mem::take(&mut envelopes) });
                bytes = 0;
            }
        }
        if !envelopes.is_empty() {
            frames.push(ClientFrame::Put { envelopes });
        }
        if self.replica().is_some_and(Replica::is_online) {
            self.send(frames);
        }
    }
}
