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
}

impl Line {
    /// Drop everything, without an event.
    pub fn close(&mut self) -> Option<u64> {
        self.to_relay.clear();
        self.to_device.clear();
        self.connection.take()
    }

    /// Queue a frame for the relay; dropped when there is no connection.
    pub fn send(&mut self, frame: Vec<u8>) {
        if self.connection.is_some() {
            self.to_relay.push_back(frame);
        }
    }
}
