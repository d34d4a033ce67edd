//! Whether the line still lives. One that died silently (a phone that changed networks, a router that forgot) says
//! nothing, for ever: so the relay is asked for a sign of life, and a line that gives none is dropped.

use super::connection::Out;
use crate::replica::Replica;
use domain::{Now, Timestamp};
use wire::ClientFrame;

/// After so long without a frame the relay is asked.
const SILENCE_MS: i64 = 30_000;
/// So long it may take to answer.
const ANSWER_MS: i64 = 20_000;
/// How often the time for an answer is doubled at most.
const DOUBLED: u32 = 2;

/// When something was heard last, and what was asked since.
#[derive(Default)]
pub struct Pulse {
    heard_at: Timestamp,
    asked_at: Option<Timestamp>,
    /// Lines dropped since the relay last answered. On a slow line the answer queues behind a large page; each line
    /// gets twice the time of the one before, or a large page would never arrive.
    dropped: u32,
}

impl Pulse {
    /// A frame arrived, or a new line is being opened.
    pub fn heard(&mut self, now: Timestamp) {
        self.heard_at = now;
        self.asked_at = None;
    }

    /// The relay answered in time.
    pub fn answered(&mut self) {
        self.dropped = 0;
    }

    /// When [`Replica::keep_alive`] has something to do.
    pub fn next_due(&self) -> Timestamp {
        match self.asked_at {
            None => Timestamp(self.heard_at.0 + SILENCE_MS),
            Some(at) => Timestamp(at.0 + (ANSWER_MS << self.dropped.min(DOUBLED))),
        }
    }

    /// The clock was turned back.
    pub fn clock_turned_back(&mut self, now: Timestamp) {
        self.heard_at = now;
        self.asked_at = self.asked_at.map(|_| now);
    }
}

impl Replica {
    /// Ask a silent relay for a sign of life; drop the line when none came.
    pub fn keep_alive(&mut self, now: Now, out: &mut Out) {
        let connection = &mut self.sync.connection;
        if !connection.phase.has_line() || now.at < connection.pulse.next_due() {
            return;
        }
        if connection.pulse.asked_at.is_none() {
            connection.pulse.asked_at = Some(now.at);
            out.frames.push(ClientFrame::Ping);
        } else {
            connection.pulse.dropped += 1;
            self.link_down(now);
            out.close = true;
        }
    }
}
