//! Snapshots in sync files: what a device has only as a snapshot, it can pass on only as one.

use super::take::Taking;
use crate::replica::Replica;
use crate::sync::connection::Out;
use std::collections::BTreeSet;
use wire::{PartId, SpaceId, SyncContents};

impl Replica {
    /// Put the snapshot that a space began with into a file; `stored` are the parts that lie on disk.
    pub fn base_for_file(&self, space: SpaceId, stored: Vec<Vec<u8>>, contents: &mut SyncContents) {
        let Some(base) = self.sync.snapshots.base(space) else { return };
        contents.snapshots.push(base.bytes.clone());
        contents.countersignatures.extend(base.by.iter().map(|(_, bytes)| bytes.clone()));
        contents.parts.extend(stored.into_iter().filter(|part| base.snapshot.names(PartId::of(part))));
    }

    /// Begin to take over what snapshots of a file have that this device lacks, as one that a relay told of is taken.
    /// Gives their spaces.
    pub fn take_from_file(
        &mut self,
        snapshots: Vec<Vec<u8>>,
        countersignatures: Vec<Vec<u8>>,
        parts: Vec<Vec<u8>>,
        out: &mut Out,
    ) -> BTreeSet<SpaceId> {
        let mut told = Vec::new();
        self.hear_of(None, snapshots, countersignatures, &mut told);
        let mut parts: Vec<(PartId, Vec<u8>)> =
            parts.into_iter().map(|part| (PartId::of(&part), part)).collect();
        let mut spaces = BTreeSet::new();
        for stated in told {
            if !self.is_usable(&stated) {
                continue;
            }
            let space = stated.snapshot.space;
            let have = parts.extract_if(.., |(id, _)| stated.snapshot.names(*id)).collect();
            let taking = Taking::begin(stated, have);
            let of = self.sync.snapshots.of_mut(space);
            if of.taking.is_none() && taking.has_all_parts() {
                of.taking = Some(taking);
                out.take_over.push(space);
                spaces.insert(space);
            }
        }
        spaces
    }

    /// Whether a snapshot whose parts are all here is being taken over in this space.
    pub fn takes_over(&self, space: SpaceId) -> bool {
        let taking = self.sync.snapshots.of(space).and_then(|of| of.taking.as_ref());
        taking.is_some_and(Taking::has_all_parts)
    }
}
