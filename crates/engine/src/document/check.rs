//! What a remote change must satisfy before Automerge sees it.

use super::Document;
use automerge::{Change, ChangeHash};
use std::collections::HashMap;

/// The most bytes a compressed change may unfold to.
const CHANGE_LIMIT: usize = 8 << 20;

/// Why a change was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeFault {
    /// The bytes are no change, or damaged.
    Unreadable,
    /// It unfolds to more than 8 MiB.
    TooLarge,
    /// Its actor belongs to another device.
    WrongActor,
    /// Its operation or sequence numbers do not follow from what it builds on.
    WrongStartOp,
    /// Something it builds on is not here yet.
    DependencyMissing,
}

/// A change that may be applied, or was applied already.
pub enum Checked {
    /// Apply it.
    New(Box<Change>),
    /// It is here already.
    Known,
}

impl Document {
    /// Check changes in order: each may build on the ones before it.
    ///
    /// `actor_prefix` is what every actor of the sending device starts with. The rule for numbers is
    /// `start_op = 1 + the highest operation of its dependencies`, and an actor's changes count from 1 without a
    /// gap, each building on the one before.
    pub fn check(&self, packed: &[Vec<u8>], actor_prefix: &[u8]) -> Result<Vec<Change>, ChangeFault> {
        let mut fresh = Fresh::default();
        let mut accepted = Vec::with_capacity(packed.len());
        for bytes in packed {
            if let Checked::New(change) = self.check_one(bytes, actor_prefix, &fresh)? {
                fresh.add(&change);
                accepted.push(*change);
            }
        }
        Ok(accepted)
    }

    fn check_one(&self, bytes: &[u8], actor_prefix: &[u8], fresh: &Fresh) -> Result<Checked, ChangeFault> {
        let change = parse_change(bytes)?;
        if !change.actor_id().to_bytes().starts_with(actor_prefix) {
            return Err(ChangeFault::WrongActor);
        }
        if self.automerge.get_change_meta_by_hash(&change.hash()).is_some() {
            return Ok(Checked::Known);
        }
        let mut highest = 0;
        let mut previous = None;
        for dependency in change.deps() {
            let node = self.node(dependency, fresh).ok_or(ChangeFault::DependencyMissing)?;
            highest = highest.max(node.max_op);
            if node.actor == change.actor_id().to_bytes() {
                previous = Some(node.seq);
            }
        }
        let expected_seq = 1 + self.last_seq(change.actor_id().to_bytes(), fresh);
        let follows = change.start_op().get() == highest + 1
            && change.seq() == expected_seq
            && (expected_seq == 1 || previous.is_some_and(|seq| seq + 1 == expected_seq) || previous.is_none());
        if follows { Ok(Checked::New(Box::new(change))) } else { Err(ChangeFault::WrongStartOp) }
    }

    fn node(&self, hash: &ChangeHash, fresh: &Fresh) -> Option<Node> {
        fresh.nodes.get(hash).cloned().or_else(|| {
            self.automerge.get_change_meta_by_hash(hash).map(|meta| Node {
                actor: meta.actor.to_bytes().to_vec(),
                seq: meta.seq,
                max_op: meta.max_op,
            })
        })
    }

    /// The last sequence number of an actor here; 0 when it never wrote.
    fn last_seq(&self, actor: &[u8], fresh: &Fresh) -> u64 {
        fresh.last_seq.get(actor).copied().unwrap_or_else(|| {
            self.automerge
                .get_changes_meta(&[])
                .iter()
                .filter(|meta| meta.actor.to_bytes() == actor)
                .map(|meta| meta.seq)
                .max()
                .unwrap_or(0)
        })
    }
}

#[derive(Clone)]
struct Node {
    actor: Vec<u8>,
    seq: u64,
    max_op: u64,
}

/// Changes accepted earlier in the same run.
#[derive(Default)]
struct Fresh {
    nodes: HashMap<ChangeHash, Node>,
    last_seq: HashMap<Vec<u8>, u64>,
}

impl Fresh {
    fn add(&mut self, change: &Change) {
        let actor = change.actor_id().to_bytes().to_vec();
        self.last_seq.insert(actor.clone(), change.seq());
        self.nodes.insert(change.hash(), Node { actor, seq: change.seq(), max_op: change.max_op() });
    }
}

/// Parse one change chunk after making sure that it does not unfold beyond the limit.
fn parse_change(bytes: &[u8]) -> Result<Change, ChangeFault> {
    const COMPRESSED_CHANGE: u8 = 2;
    // Chunk: magic (4), checksum (4), type (1), length (LEB128), content.
    let (&kind, mut rest) = bytes.get(8..).and_then(<[u8]>::split_first).ok_or(ChangeFault::Unreadable)?;
    if kind == COMPRESSED_CHANGE {
        let length = crate::packed::take_varint(&mut rest).ok_or(ChangeFault::Unreadable)?;
        if length != rest.len() as u64 {
            return Err(ChangeFault::Unreadable);
        }
        miniz_oxide::inflate::decompress_to_vec_with_limit(rest, CHANGE_LIMIT).map_err(|error| {
            match error.status {
                miniz_oxide::inflate::TINFLStatus::HasMoreOutput => ChangeFault::TooLarge,
                _ => ChangeFault::Unreadable,
            }
        })?;
    }
    if bytes.len() > CHANGE_LIMIT {
        return Err(ChangeFault::TooLarge);
    }
    Change::from_bytes(bytes.to_vec()).map_err(|_| ChangeFault::Unreadable)
}
