//! Frames, as client and relay receive them.

use std::fmt::Debug;
use wire::frame::{FrameError, relay_origin};
use wire::{ClientFrame, Envelope, ServerFrame};

/// A received frame. What is taken reads back the same after it is written, in no more bytes.
pub fn frame(bytes: &[u8]) -> bool {
    let client = ClientFrame::decode(bytes);
    let server = ServerFrame::decode(bytes);
    reads_back(bytes, &client, ClientFrame::encode, ClientFrame::decode);
    reads_back(bytes, &server, ServerFrame::encode, ServerFrame::decode);
    match &client {
        Ok(ClientFrame::Put { envelopes }) => {
            for envelope in envelopes {
                let _ = Envelope::place_of(envelope);
            }
        }
        Ok(ClientFrame::Login { origin, .. }) => {
            let _ = relay_origin(origin);
        }
        _ => {}
    }
    client.is_ok() || server.is_ok()
}

fn reads_back<T: PartialEq + Debug>(
    bytes: &[u8],
    frame: &Result<T, FrameError>,
    encode: fn(&T) -> Result<Vec<u8>, FrameError>,
    decode: fn(&[u8]) -> Result<T, FrameError>,
) {
    let Ok(frame) = frame else { return };
    let again = encode(frame).expect("what was read can be written");
    assert!(again.len() <= bytes.len(), "{frame:?} grew");
    assert_eq!(decode(&again).as_ref(), Ok(frame));
}
