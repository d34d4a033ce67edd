//! A relay that says what it likes.

use crate::device::Device;
use crate::{parts, store};
use contract::Query;
use engine::Input;
use engine::host::LinkEvent;

/// Frames one after the other, each with its length, two bytes, in front; an empty one is a line that breaks.
///
/// The device takes no harm: it comes to rest, shows the same of what it has itself, and starts again.
pub fn relay(bytes: &[u8]) -> bool {
    let disk = store::stored();
    let mut device = Device::start(disk.clone(), 4);
    let before = own(&mut device);
    device.give(Input::Link(LinkEvent::Up));
    for frame in parts(bytes) {
        match frame {
            [] => {
                device.give(Input::Link(LinkEvent::Down));
                device.waits(60_000);
                device.give(Input::Link(LinkEvent::Up));
            }
            frame => device.hears(frame.to_vec()),
        }
    }
    device.waits(60_000);
    assert_eq!(own(&mut device), before);
    let has_logged_in = device.sent() > 1;
    assert_eq!(own(&mut Device::start(disk, 5)), before);
    has_logged_in
}

/// What a relay has no say in: the access log may grow, by records that members have signed, and never become another.
fn own(device: &mut Device) -> (Vec<u8>, String) {
    let customers = device.sees(Query::Search { text: "成都".into(), kind: None, count: 20 });
    let replica = device.engine.replica().expect("in a team");
    (
        replica.access.records()[0].bytes().to_vec(),
        format!("{customers:?} {:?}", replica.identity.device.id()),
    )
}
