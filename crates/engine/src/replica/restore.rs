//! A backup becomes a new device: the same person with everything the old device had, under fresh keys and with a
//! fresh actor. The old device's id signs nothing but the invite of the new one.

use super::{BootFault, Booted, Replica};
use crate::host::{Key, StoreOp};
use crate::projection::DocumentKey;
use crate::storage;
use crate::sync::admission::Admission;
use contract::FileFault;
use domain::Now;
use litemap::LiteMap;
use rand_chacha::ChaCha20Rng;
use wire::{DeviceKeys, InviteLink};

/// What belonged to the old device alone: what it had still to send is among its envelopes, too, and others' to give.
const LEFT_BEHIND: [&[u8]; 5] = [
    storage::OUTBOX,
    storage::META_UNDER_WAY,
    storage::META_RECEIPTS,
    storage::META_JOINING,
    storage::META_LINK,
];

/// A replica made from a backup.
pub struct Restored {
    pub replica: Box<Replica>,
    /// Documents to be read again: their part of the projection is of an older build.
    pub stale: Vec<DocumentKey>,
    /// What is to be written, all or nothing.
    pub ops: Vec<StoreOp>,
}

impl Replica {
    /// From the pairs of a backup.
    pub fn restored(
        now: Now,
        pairs: impl Iterator<Item = (Key, Vec<u8>)>,
        rng: ChaCha20Rng,
    ) -> Result<Restored, FileFault> {
        let mut pairs: LiteMap<Key, Vec<u8>> =
            pairs.filter(|(key, _)| !LEFT_BEHIND.iter().any(|prefix| key.starts_with(prefix))).collect();
        let read = storage::BOOT.iter().map(|prefix| under(&pairs, prefix)).collect();
        let (mut replica, stale) = match Booted::from_store(read, rng) {
            Ok(Booted::InTeam(replica, stale)) if replica.sync.admission.is_none() => (replica, stale),
            Ok(_) | Err(BootFault::Damaged(_)) => return Err(FileFault::Changed),
            Err(BootFault::NewerFormat(_)) => return Err(FileFault::NewerVersion),
        };
        let ordered_log = replica.orders_log();
        let fresh = DeviceKeys::generate(&mut replica.rng);
        let predecessor = std::mem::replace(&mut replica.identity.device, fresh);
        let random = replica.random();
        replica.actor = replica.identity.fresh_actor(random);
        let (relay, team) = (replica.identity.relay.clone(), replica.identity.team);
        let link = InviteLink::generate(relay, team, &mut replica.rng);
        replica.sync.admission = Some(Admission::new(link, Some(predecessor)));

        pairs.insert(storage::META_IDENTITY.to_vec(), replica.identity.to_bytes());
        let mut ops: Vec<StoreOp> =
            storage::all().into_iter().map(|prefix| StoreOp::DeletePrefix { prefix }).collect();
        ops.extend(pairs.into_iter().map(|(key, value)| StoreOp::Put { key, value }));
        if ordered_log {
            let index = replica.access.len();
            for record in replica.records_to_admit(&replica.access, now) {
                replica.access.append(record, now.at.0.unsigned_abs()).map_err(|_| FileFault::Changed)?;
            }
            replica.sync.admission = None;
            replica.sync.orders_log = true;
            ops.push(StoreOp::Put { key: storage::META_ORDERS_LOG.to_vec(), value: vec![1] });
            ops.extend(replica.access_ops(index));
        }
        ops.extend(replica.sync.admission.as_ref().map(Admission::op));
        Ok(Restored { replica, stale, ops })
    }
}

fn under(pairs: &LiteMap<Key, Vec<u8>>, prefix: &[u8]) -> Vec<(Key, Vec<u8>)> {
    let from = match pairs.find_index(prefix) {
        Ok(at) | Err(at) => at,
    };
    let from = (from..).map_while(|at| pairs.get_indexed(at));
    from.take_while(|(key, _)| key.starts_with(prefix))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}
