//! From the store to a running replica, without a document.

use super::Replica;
use crate::done::Done;
use crate::host::Key;
use crate::identity::Identity;
use crate::projection::{DocumentKey, Part, Projection};
use crate::storage;
use crate::sync::Sync;
use crate::sync::admission::Admission;
use crate::sync::batches::Batches;
use crate::sync::care::Care;
use crate::sync::join::Unfinished;
use crate::sync::snapshots::Snapshots;
use rand_chacha::ChaCha20Rng;
use std::collections::{HashMap, HashSet};
use wire::{AccessLog, Epoch, InviteLink, SpaceKey};

/// What the store held.
pub enum Booted {
    /// Nothing: onboarding. With a join that was begun and whose outcome is not known.
    NoTeam(Option<Box<Unfinished>>),
    /// A team. Documents listed as stale must be read again: their part of the projection is damaged or of an
    /// older build.
    InTeam(Box<Replica>, Vec<DocumentKey>),
}

/// Why the store cannot be used. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BootFault {
    /// A newer build wrote it.
    #[error("this device's data was written by a newer version ({0})")]
    NewerFormat(u32),
    /// The keys or the access log are damaged.
    #[error("this device's {0} cannot be read")]
    Damaged(&'static str),
}

/// The pairs read under one prefix.
type Pairs = Vec<(Key, Vec<u8>)>;

impl Booted {
    /// Read what [`storage::BOOT`] names, in its order.
    pub fn from_store(read: Vec<Pairs>, mut rng: ChaCha20Rng) -> Result<Self, BootFault> {
        let [
            meta,
            keys,
            access,
            parts,
            outbox,
            chains,
            cursors,
            receipts,
            quarantine,
            done,
            boxes,
            snapshots,
        ] = <[Pairs; storage::BOOT.len()]>::try_from(read).map_err(|_| BootFault::Damaged("store"))?;
        let find =
            |wanted: &[u8]| meta.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_slice());
        if let Some(format) = find(storage::META_FORMAT).and_then(|bytes| bytes.try_into().ok())
            && u32::from_be_bytes(format) > storage::FORMAT
        {
            return Err(BootFault::NewerFormat(u32::from_be_bytes(format)));
        }
        let Some(identity) = find(storage::META_IDENTITY) else {
            return Ok(Self::NoTeam(
                find(storage::META_JOINING).and_then(Unfinished::from_bytes).map(Box::new),
            ));
        };
        let identity = Identity::from_bytes(identity).ok_or(BootFault::Damaged("identity"))?;
        let access = AccessLog::verify_chain(access.into_iter().map(|(_, record)| record))
            .map_err(|_| BootFault::Damaged("access log"))?;
        let mut projection = Projection::default();
        let stale = load_projection(&mut projection, parts);
        let mut random = [0; 8];
        rand_core::Rng::fill_bytes(&mut rng, &mut random);
        let actor = identity.fresh_actor(random);
        let mut sync = Sync::load(&outbox, &chains, &cursors, &receipts, &quarantine, &boxes);
        sync.at_relay = find(storage::META_AT_RELAY).is_some();
        sync.orders_log = find(storage::META_ORDERS_LOG).is_some();
        sync.admission = match find(storage::META_ADMISSION) {
            Some(bytes) => Some(Admission::from_bytes(bytes).ok_or(BootFault::Damaged("admission"))?),
            None => None,
        };
        sync.joined_with = find(storage::META_LINK)
            .and_then(|code| std::str::from_utf8(code).ok())
            .and_then(|code| InviteLink::parse(code).ok());
        sync.snapshots =
            Snapshots::load(&snapshots, find(storage::META_UNPROVEN), find(storage::META_REFUSED));
        sync.receipt_counter = number(find(storage::META_RECEIPTS));
        sync.batches = Batches::load(find(storage::META_PARTIAL));
        projection.mark_partial(sync.batches.partial());
        let (care, mark) = Care::load(find(storage::META_UNDER_WAY));
        sync.care = care;
        sync.first_mark = mark;
        sync.connection.pending = find(storage::META_PENDING)
            .and_then(|bytes| postcard::from_bytes(bytes).ok())
            .unwrap_or_default();
        let replica = Replica {
            keys: read_keys(&keys),
            access,
            projection,
            loaded: HashMap::new(),
            closed: HashSet::new(),
            done: Done::load(&done),
            sync,
            actor,
            rng,
            identity,
        };
        Ok(Self::InTeam(Box::new(replica), stale))
    }
}

fn number(bytes: Option<&[u8]>) -> u64 {
    bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes)
}

fn read_keys(pairs: &Pairs) -> HashMap<(wire::SpaceId, Epoch), SpaceKey> {
    pairs
        .iter()
        .filter_map(|(key, value)| {
            let (space, epoch) = storage::read_space_key(key)?;
            let epoch = Epoch(u32::from_be_bytes(epoch.try_into().ok()?));
            Some(((space, epoch), SpaceKey::from_bytes(value).ok()?))
        })
        .collect()
}

fn load_projection(projection: &mut Projection, parts: Pairs) -> Vec<DocumentKey> {
    let mut stale = Vec::new();
    for (key, bytes) in parts {
        let Some((id, space, number)) = storage::read_projection_key(&key) else { continue };
        let part = Part::open(bytes);
        let document = projection.ensure_document(id, space, part.as_ref().map_or("", Part::shard));
        let loaded = part.and_then(|part| part.load(projection, id));
        if loaded.is_none() && !stale.contains(&document) {
            stale.push(document);
        }
        projection.document_mut(document).next = number + 1;
    }
    projection.finish_loading();
    stale
}
