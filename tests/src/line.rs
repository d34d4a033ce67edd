//! The connection of one device: frames in order both ways, until it breaks.

use engine::host::LinkEvent;
use std::collections::VecDeque;

/// See the module.
#[derive(Default)]
pub struct Line {
    /// Number of the connection at the relay, while there is one.
    pub connection: Option<u64>,
    /// On its way to the relay.
    pub to_relay: VecDeque<Vec<u8>>,
    /// On its way to the device.
    pub to_device: VecDeque<LinkEvent>,
    /// No frame arrives while this is set; the connection stays open.
    pub is_held: bool,
    /// It died and nobody was told: whatever is sent either way is gone. A new connection is a new line.
    pub is_dead: bool,
}

impl Line {
    /// Drop everything, without an event.
    pub fn close(&mut self) -> Option<u64> {
        self.to_relay.clear();
        self.to_device.clear();
        self.is_dead = false;
        self.connection.take()
    }

    /// Queue a frame for the relay; dropped when there is no connection.
    pub fn send(&mut self, frame: Vec<u8>) {
        if self.connection.is_some() && !self.is_dead {
            self.to_relay.push_back(frame);
        }
    }

    /// Queue an event for the device.
    pub fn bring(&mut self, event: LinkEvent) {
        if !self.is_dead {
            self.to_device.push_back(event);
        }
    }

    /// From now on everything is swallowed, also what is under way.
    pub fn die(&mut self) {
        self.to_relay.clear();
        self.to_device.clear();
        self.is_dead = true;
    }
}
