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
    Snapshots(SpaceId),
    /// From the first parts of a snapshot until it is taken over: then pulling goes on.
    Taking(SpaceId),
}

/// The requests under way on the present connection.
#[derive(Default)]
pub struct Traffic {
    unanswered: BTreeSet<Request>,
    /// Something was stored there, or arrived from there.
    has_moved: bool,
    failures: u32,
}

impl Traffic {
    /// A frame leaves.
    pub fn sent(&mut self, frame: &[u8]) {
        let request = match ClientFrame::decode(frame) {
            Ok(ClientFrame::AccessSince { .. }) => Request::Access,
            Ok(ClientFrame::AccessAppend { .. }) => Request::Append,
            Ok(ClientFrame::FetchBoxes) => Request::Boxes,
            Ok(ClientFrame::Pull { space, .. }) => {
                self.unanswered.remove(&Request::Taking(space));
                Request::Pull(space)
            }
            Ok(ClientFrame::FetchTails { space }) => Request::Tails(space),
            Ok(ClientFrame::FetchReceipts { space }) => Request::Receipts(space),
            Ok(ClientFrame::FetchSnapshots { space }) => Request::Snapshots(space),
            Ok(ClientFrame::FetchParts { space, .. }) => Request::Taking(space),
            _ => return,
        };
        self.unanswered.insert(request);
    }

    /// A frame is handed to the engine, which asks for what follows before anything else happens.
    pub fn received(&mut self, frame: &[u8]) {
        let frame = ServerFrame::decode(frame);
        self.has_moved |= matches!(
            frame,
            Ok(ServerFrame::Ack { .. } | ServerFrame::Page { .. } | ServerFrame::Parts { .. })
        );
        let request = match frame {
            Ok(ServerFrame::AccessRecords { .. }) => Request::Access,
            Ok(
                ServerFrame::AccessAppended { .. }
                | ServerFrame::AccessConflict { .. }
                | ServerFrame::AccessDenied { .. },
            ) => Request::Append,
            Ok(ServerFrame::Boxes { .. }) => Request::Boxes,
            Ok(
                ServerFrame::Page { space, .. }
                | ServerFrame::CursorMismatch { space }
                | ServerFrame::Dropped { space, .. },
            ) => Request::Pull(space),
            Ok(ServerFrame::Snapshots { space, .. }) => Request::Snapshots(space),
            Ok(ServerFrame::Tails { space, .. }) => Request::Tails(space),
            Ok(ServerFrame::Receipts { space, .. }) => Request::Receipts(space),
            Ok(ServerFrame::PullDenied { space, .. }) => {
                self.unanswered.remove(&Request::Tails(space));
                self.unanswered.remove(&Request::Receipts(space));
                self.unanswered.remove(&Request::Snapshots(space));
                Request::Pull(space)
            }
            _ => return,
        };
        self.unanswered.remove(&request);
    }

    /// The connection ended, or could not be opened. One on which something moved has not failed: a relay lets go of
    /// who is told more than it can read, the author of a large upload, too, and the next connection goes on from there.
    pub fn broke(&mut self) {
        self.unanswered.clear();
        if !std::mem::take(&mut self.has_moved) {
            self.failures += 1;
        }
    }

    /// Whether nothing is under way.
    pub fn is_answered(&self) -> bool {
        self.unanswered.is_empty()
    }

    /// How often the connection could not be opened, or ended before anything had moved.
    pub fn failures(&self) -> u32 {
        self.failures
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::DeviceId;

    #[test]
    fn a_connection_that_ends_after_something_was_stored_has_not_failed() {
        let ack = ServerFrame::Ack { space: SpaceId([1; 16]), device: DeviceId([2; 32]), seq: 7 }
            .encode()
            .expect("a frame");
        let mut traffic = Traffic::default();
        traffic.received(&ServerFrame::Pong.encode().expect("a frame"));
        traffic.broke();
        assert_eq!(traffic.failures(), 1, "nothing had moved");
        traffic.received(&ack);
        traffic.broke();
        assert_eq!(traffic.failures(), 1);
        traffic.broke();
        assert_eq!(traffic.failures(), 2, "the next one brought nothing");
    }
}
