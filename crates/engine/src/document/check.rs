//! What a remote change must satisfy before Automerge sees it.

use super::Document;
use super::operations::{Id, Operations};
use crate::packed::take_varint;
use automerge::{ActorId, Change, ChangeHash, ObjId as ExId, ObjType, ROOT, ReadDoc};
use flate2::bufread::DeflateDecoder;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::ops::RangeInclusive;

/// The most bytes a compressed change may unfold to.
const CHANGE_LIMIT: usize = 8 << 20;

/// Why a change was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeFault {
    /// The bytes are no change, or damaged, or no change that a program of ours makes.
    Unreadable,
    /// It unfolds to more than 8 MiB, or to more operations than any command makes.
    TooLarge,
    /// Its actor belongs to another device.
    WrongActor,
    /// Its operation or sequence numbers do not follow from what it builds on.
    WrongStartOp,
    /// Something it builds on is not here yet.
    DependencyMissing,
}

/// Checks the changes of several envelopes for one document, in order: each may build on the ones before it.
pub struct Checker<'a> {
    document: &'a Document,
    accepted: HashMap<ChangeHash, Node>,
    /// Per actor the last sequence number and the highest operation, here or accepted. Filled when an actor is first
    /// met.
    last: HashMap<Vec<u8>, (u64, u64)>,
    known_actors: bool,
}

impl<'a> Checker<'a> {
    /// For changes to be applied to `document`.
    pub fn new(document: &'a Document) -> Self {
        Self { document, accepted: HashMap::new(), last: HashMap::new(), known_actors: false }
    }

    /// Check one envelope's changes: all are accepted or none. Changes that are here already are left out.
    ///
    /// `actor_prefix` is what every actor of the sending device begins with. The rule for numbers is
    /// `start_op = 1 + the highest operation of its dependencies`, and an actor's changes count from 1 without a
    /// gap, their operations upwards: no two have the same name. What operations are put into must be a map that is there, and what they take the place of must have been
    /// put there.
    pub fn check(&mut self, packed: &[Vec<u8>], actor_prefix: &[u8]) -> Result<Vec<Change>, ChangeFault> {
        let mut changes = Vec::with_capacity(packed.len());
        let before = self.last.clone();
        for bytes in packed {
            match self.check_one(bytes, actor_prefix) {
                Ok(Some(change)) => changes.push(change),
                Ok(None) => {}
                Err(fault) => {
                    for change in &changes {
                        self.accepted.remove(&change.hash());
                    }
                    self.last = before;
                    return Err(fault);
                }
            }
        }
        Ok(changes)
    }

    fn check_one(&mut self, bytes: &[u8], actor_prefix: &[u8]) -> Result<Option<Change>, ChangeFault> {
        let content = content_of(bytes)?;
        let operations = Operations::read(&content)?;
        let change = parse_change(bytes)?;
        let actor = change.actor_id().to_bytes();
        if !actor.starts_with(actor_prefix) {
            return Err(ChangeFault::WrongActor);
        }
        if self.max_op(&change.hash()).is_some() {
            return Ok(None);
        }
        let mut highest = 0;
        for dependency in change.deps() {
            highest = highest.max(self.max_op(dependency).ok_or(ChangeFault::DependencyMissing)?);
        }
        let (last_seq, last_op) = self.last(actor);
        if change.start_op().get() != highest + 1 || change.seq() != 1 + last_seq || highest < last_op {
            return Err(ChangeFault::WrongStartOp);
        }
        if change.max_op() > u64::from(u32::MAX) {
            return Err(ChangeFault::TooLarge);
        }
        let node = self.place(&operations, &change)?;
        self.last.insert(actor.to_vec(), (change.seq(), change.max_op()));
        self.accepted.insert(change.hash(), node);
        Ok(Some(change))
    }

    /// Find what the operations are put into and what they take the place of.
    fn place(&self, operations: &Operations<'_>, change: &Change) -> Result<Node, ChangeFault> {
        let name = |(counter, actor): Id| (counter, operations.actors[actor].to_vec());
        let mut node = Node {
            actor: change.actor_id().to_bytes().to_vec(),
            counters: change.start_op().get()..=change.max_op(),
            dependencies: change.deps().to_vec(),
            put: HashSet::new(),
            maps: HashSet::new(),
        };
        let mut base: Option<Vec<ChangeHash>> = None;
        let mut maps: HashMap<Option<Id>, Option<ExId>> = HashMap::from([(None, Some(ROOT))]);
        for (counter, operation) in (change.start_op().get()..).zip(&operations.operations) {
            let map = maps.entry(operation.object).or_insert_with(|| {
                let (object, kind) = self.document.automerge.import(&shown(&name(operation.object?))).ok()?;
                (kind == ObjType::Map).then_some(object)
            });
            let object = operation.object.map(name);
            let is_new = |object: &OpId| {
                node.maps.contains(object) || self.made(object).any(|node| node.maps.contains(object))
            };
            if map.is_none() && !object.as_ref().is_some_and(is_new) {
                return Err(ChangeFault::Unreadable);
            }
            let mut there: Option<Vec<OpId>> = None;
            let mut before: Option<Id> = None;
            for replaced in &operation.replaced {
                // In order, the same one never twice.
                let follows = before.is_none_or(|(counter, actor)| {
                    (counter, operations.actors[actor]) < (replaced.0, operations.actors[replaced.1])
                });
                before = Some(*replaced);
                let place = (object.clone(), operation.key.to_owned(), name(*replaced));
                let is_there = node.put.contains(&place)
                    || self.made(&place.2).any(|node| node.put.contains(&place))
                    || there
                        .get_or_insert_with(|| {
                            let base = base.get_or_insert_with(|| self.base(&node.dependencies));
                            self.values(map.as_ref(), operation.key, base)
                        })
                        .contains(&place.2);
                if !follows || !is_there {
                    return Err(ChangeFault::Unreadable);
                }
            }
            let own = (counter, operations.actors[0].to_vec());
            if operation.makes_map {
                node.maps.insert(own.clone());
            }
            node.put.insert((object, operation.key.to_owned(), own));
        }
        Ok(node)
    }

    /// The accepted change that an operation is of.
    fn made(&self, (counter, actor): &OpId) -> impl Iterator<Item = &Node> {
        self.accepted.values().filter(move |node| node.counters.contains(counter) && node.actor == *actor)
    }

    /// The changes in the document that others build on, over accepted ones perhaps. Each is looked at once, however many
    /// ways lead there.
    fn base(&self, dependencies: &[ChangeHash]) -> Vec<ChangeHash> {
        let mut open = dependencies.to_vec();
        let mut seen: HashSet<ChangeHash> = open.iter().copied().collect();
        let mut base = Vec::new();
        while let Some(hash) = open.pop() {
            match self.accepted.get(&hash) {
                Some(node) => open.extend(node.dependencies.iter().filter(|hash| seen.insert(**hash))),
                None => base.push(hash),
            }
        }
        base
    }

    /// The values that stood under a key of a map when these changes were the newest.
    fn values(&self, map: Option<&ExId>, key: &str, heads: &[ChangeHash]) -> Vec<OpId> {
        let Some(map) = map else { return Vec::new() };
        let values = self.document.automerge.get_all_at(map, key, heads).unwrap_or_default();
        let ids = values.into_iter().filter_map(|(_, id)| match id {
            ExId::Id(counter, actor, _) => Some((counter, actor.to_bytes().to_vec())),
            ExId::Root => None,
        });
        ids.collect()
    }

    /// The highest operation of a change that is here or accepted.
    fn max_op(&self, hash: &ChangeHash) -> Option<u64> {
        match self.accepted.get(hash) {
            Some(node) => Some(*node.counters.end()),
            None => self.document.automerge.get_change_meta_by_hash(hash).map(|meta| meta.max_op),
        }
    }

    /// The last sequence number of an actor and its highest operation; 0 when it never wrote.
    fn last(&mut self, actor: &[u8]) -> (u64, u64) {
        if !self.known_actors {
            self.known_actors = true;
            for meta in self.document.automerge.get_changes_meta(&[]) {
                let last = self.last.entry(meta.actor.to_bytes().to_vec()).or_default();
                *last = (last.0.max(meta.seq), last.1.max(meta.max_op));
            }
        }
        self.last.get(actor).copied().unwrap_or_default()
    }
}

/// What later changes need of an accepted one.
struct Node {
    actor: Vec<u8>,
    /// Of its operations, the last one being its highest.
    counters: RangeInclusive<u64>,
    dependencies: Vec<ChangeHash>,
    /// What it put where: map, key, operation.
    put: HashSet<(Option<OpId>, String, OpId)>,
    /// The maps it made.
    maps: HashSet<OpId>,
}

/// An operation: its counter and the actor.
type OpId = (u64, Vec<u8>);

/// As Automerge writes it.
fn shown((counter, actor): &OpId) -> String {
    format!("{counter}@{}", ActorId::from(actor.as_slice()))
}

/// The content of one change chunk, unfolded when it does not unfold beyond the limit.
fn content_of(bytes: &[u8]) -> Result<Cow<'_, [u8]>, ChangeFault> {
    const CHANGE: u8 = 1;
    const COMPRESSED_CHANGE: u8 = 2;
    // Chunk: magic (4), checksum (4), type (1), length (LEB128), content.
    let (&kind, mut rest) = bytes.get(8..).and_then(<[u8]>::split_first).ok_or(ChangeFault::Unreadable)?;
    let length = take_varint(&mut rest).ok_or(ChangeFault::Unreadable)?;
    if length != rest.len() as u64 {
        return Err(ChangeFault::Unreadable);
    }
    let content = match kind {
        CHANGE => Cow::Borrowed(rest),
        COMPRESSED_CHANGE => {
            let mut content = Vec::new();
            let mut unfolded = DeflateDecoder::new(rest).take(CHANGE_LIMIT as u64 + 1);
            unfolded.read_to_end(&mut content).map_err(|_| ChangeFault::Unreadable)?;
            Cow::Owned(content)
        }
        // Whole documents and bundles of changes are for nobody to send.
        _ => return Err(ChangeFault::Unreadable),
    };
    if content.len() > CHANGE_LIMIT { Err(ChangeFault::TooLarge) } else { Ok(content) }
}

/// Parse one change chunk. Automerge compares the checksum only when it opens a document: later, from the disk.
fn parse_change(bytes: &[u8]) -> Result<Change, ChangeFault> {
    let change = Change::from_bytes(bytes.to_vec()).map_err(|_| ChangeFault::Unreadable)?;
    if bytes.get(4..8) == Some(&change.hash().0[..4]) { Ok(change) } else { Err(ChangeFault::Unreadable) }
}
