//! Sealing own changes again that never left this device: their place in the chain was taken, or the log names the device
//! only now.

use super::connection::Out;
use crate::host::StoreOp;
use crate::replica::Replica;
use crate::saving::OnDurable;
use crate::storage::{self, DocumentId};
use std::collections::BTreeSet;
use wire::{Body, Envelope, SpaceId};

impl Replica {
    /// Own changes that wait to be sent, from this place in the chain on: taken out, to be sealed again behind what others
    /// know.
    pub fn take_back(&mut self, space: SpaceId, from: u64, ops: &mut Vec<StoreOp>) -> Vec<Body> {
        let device = self.identity.device.id();
        let waiting: Vec<u64> = self.sync.unacknowledged(space).filter(|seq| *seq >= from).collect();
        let mut bodies = Vec::new();
        for seq in waiting {
            let bytes =
                self.sync.outbox.remove(&(space, seq)).map(|waiting| waiting.bytes).unwrap_or_default();
            let opened = Envelope::verify(bytes).ok().and_then(|own| {
                let key = self.keys.get(&(space, own.header().epoch))?;
                own.open(key).ok()
            });
            bodies.extend(opened);
            ops.push(StoreOp::Delete { key: storage::outbox(space, seq) });
            ops.push(StoreOp::Delete { key: storage::envelope(space, device, seq) });
        }
        bodies
    }

    /// Seal what was taken out at the end of this device's chain. Gives the step whose durability releases it.
    pub fn seal_again(&mut self, space: SpaceId, bodies: Vec<Body>, ops: &mut Vec<StoreOp>) -> u64 {
        let step = self.sync.begin_step();
        for body in bodies {
            if let Some(own) = self.seal_body(space, DocumentId(body.document), &body) {
                ops.extend(self.sync.keep_own(&own, self.identity.device.id()));
            }
        }
        step
    }

    /// Nothing of this device's chains has left. Each begins anew, with the head that names the device.
    pub fn seal_all_again(&mut self, out: &mut Out) {
        let me = self.identity.device.id();
        let spaces: BTreeSet<SpaceId> = domain::few::set(self.sync.outbox.keys().map(|(space, _)| *space));
        for space in spaces {
            let bodies = self.take_back(space, 1, &mut out.ops);
            out.ops.extend(self.sync.forget_chain(space, me));
            let step = self.seal_again(space, bodies, &mut out.ops);
            out.on_durable.push(OnDurable::Release(step));
        }
    }
}
