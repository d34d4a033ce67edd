//! What of the conversation with the relay is unfinished: the engine says when it is logged in, this says when
//! everything asked since has been answered.

use std::collections::BTreeSet;
use wire::{ClientFrame, ServerFrame, SpaceId};

/// A request that is answered by a frame of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Request {
    Access,
    Append,
    Boxes,
    Pull(SpaceId),
    Tails(SpaceId),
    Receipts(SpaceId),
}

/// The requests under way on the present connection.
#[derive(Default)]
pub struct Traffic {
    unanswered: BTreeSet<Request>,
    failures: u32,
}

impl Traffic {
    /// A frame leaves.
    pub fn sent(&mut self, frame: &[u8]) {
        let request = match ClientFrame::decode(frame) {
            Ok(ClientFrame::AccessSince { .. }) => Request::Access,
            Ok(ClientFrame::AccessAppend { .. }) => Request::Append,
            Ok(ClientFrame::FetchBoxes) => Request::Boxes,
            Ok(ClientFrame::Pull { space, .. }) => Request::Pull(space),
            Ok(ClientFrame::FetchTails { space }) => Request::Tails(space),
            Ok(ClientFrame::FetchReceipts { space }) => Request::Receipts(space),
            _ => return,
        };
        self.unanswered.insert(request);
    }

    /// A frame is handed to the engine, which asks for what follows before anything else happens.
    pub fn received(&mut self, frame: &[u8]) {
        let request = match ServerFrame::decode(frame) {
            Ok(ServerFrame::AccessRecords { .. }) => Request::Access,
            Ok(
                ServerFrame::AccessAppended { .. }
                | ServerFrame::AccessConflict { .. }
                | ServerFrame::AccessDenied { .. },
            ) => Request::Append,
            Ok(ServerFrame::Boxes { .. }) => Request::Boxes,
            Ok(ServerFrame::Page { space, .. } | ServerFrame::CursorMismatch { space }) => {
                Request::Pull(space)
            }
            Ok(ServerFrame::Tails { space, .. }) => Request::Tails(space),
            Ok(ServerFrame::Receipts { space, .. }) => Request::Receipts(space),
            Ok(ServerFrame::PullDenied { space, .. }) => {
                self.unanswered.remove(&Request::Tails(space));
                self.unanswered.remove(&Request::Receipts(space));
                Request::Pull(space)
            }
            _ => return,
        };
        self.unanswered.remove(&request);
    }

    /// The connection ended, or could not be opened.
    pub fn broke(&mut self) {
        self.unanswered.clear();
        self.failures += 1;
    }

    /// Whether nothing is under way.
    pub fn is_answered(&self) -> bool {
        self.unanswered.is_empty()
    }

    /// How often the connection ended or could not be opened.
    pub fn failures(&self) -> u32 {
        self.failures
    }
}
