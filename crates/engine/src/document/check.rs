//! What a change must satisfy before Automerge sees it, whether from a peer or from the disk.

use super::announced::is_bounded;
use super::{DOCUMENT_CHUNK, Document, GENESIS};
use crate::packed::take_varint;
use automerge::{Change, ChangeHash};
use flate2::bufread::DeflateDecoder;
use std::collections::HashMap;
use std::io::Read;

/// The type byte of a compressed change.
const COMPRESSED_CHANGE: u8 = 2;

/// The most bytes a compressed change may unfold to.
const CHANGE_LIMIT: usize = 8 << 20;

/// Who wrote the first change of every document.
const GENESIS_ACTOR: [u8; 16] = [0; 16];

/// Why a change was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeFault {
    /// The bytes are no change, damaged, speak of what is not there, or of an actor who never wrote here.
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

/// Checks the changes of several envelopes, or of what a disk gave, for one document, in order: each may build on the ones
/// before it.
pub struct Checker<'a> {
    document: &'a Document,
    /// By hash.
    accepted: Nodes,
    /// Per actor its newest change, here or accepted. Filled when an actor is first met.
    newest: Nodes,
    known_actors: bool,
}

impl<'a> Checker<'a> {
    /// For changes to be applied to `document`.
    pub fn new(document: &'a Document) -> Self {
        Self { document, accepted: Nodes::new(), newest: Nodes::new(), known_actors: false }
    }

    /// Check one envelope's changes: all are accepted or none. Changes that are here already are left out.
    ///
    /// `actor_prefix` is what every actor of the sending device begins with. The rule for numbers is
    /// `start_op = 1 + the highest operation of its dependencies`, and an actor's changes count from 1 without a
    /// gap, their operations upwards: no two operations have one name. Nobody is named who never wrote here.
    pub fn check(&mut self, packed: &[Vec<u8>], actor_prefix: &[u8]) -> Result<Vec<Change>, ChangeFault> {
        let mut changes: Vec<Change> = Vec::with_capacity(packed.len());
        let mut before = Vec::with_capacity(packed.len());
        for bytes in packed {
            match self.check_one(bytes, actor_prefix) {
                Ok(Some((change, node))) => {
                    let actor = change.actor_id().to_bytes().to_vec();
                    before.push(self.newest.insert(actor, node).unwrap_or_default());
                    self.accepted.insert(change.hash().0.to_vec(), node);
                    changes.push(change);
                }
                Ok(None) => {}
                Err(fault) => {
                    for (change, before) in changes.iter().zip(before).rev() {
                        self.accepted.remove(change.hash().as_ref());
                        self.newest.insert(change.actor_id().to_bytes().to_vec(), before);
                    }
                    return Err(fault);
                }
            }
        }
        Ok(changes)
    }

    fn check_one(
        &mut self,
        bytes: &[u8],
        actor_prefix: &[u8],
    ) -> Result<Option<(Change, Node)>, ChangeFault> {
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
        let newest = self.newest(actor);
        if change.start_op().get() != highest + 1 || change.seq() != newest.seq + 1 || highest < newest.max_op
        {
            return Err(ChangeFault::WrongStartOp);
        }
        // Automerge panics on the name of somebody who never wrote here, and on an author's name behind any change but an
        // actor's first. Ours have nothing there.
        if !change.extra_bytes().is_empty()
            || change.other_actor_ids().iter().any(|other| self.newest(other.to_bytes()).seq == 0)
        {
            return Err(ChangeFault::Unreadable);
        }
        let node = Node { seq: change.seq(), max_op: change.max_op() };
        Ok(Some((change, node)))
    }

    /// The highest operation of a change that is here or accepted.
    fn max_op(&self, hash: &ChangeHash) -> Option<u64> {
        match self.accepted.get(hash.as_ref()) {
            Some(node) => Some(node.max_op),
            None => self.document.automerge.get_change_meta_by_hash(hash).map(|meta| meta.max_op),
        }
    }

    /// The newest change of an actor; one of zeros when it never wrote.
    fn newest(&mut self, actor: &[u8]) -> Node {
        if !self.known_actors {
            self.known_actors = true;
            for meta in self.document.automerge.get_changes_meta(&[]) {
                let newest = self.newest.entry(meta.actor.to_bytes().to_vec()).or_default();
                *newest = Node { seq: newest.seq.max(meta.seq), max_op: newest.max_op.max(meta.max_op) };
            }
        }
        self.newest.get(actor).copied().unwrap_or_default()
    }
}

/// Changes by their hash, or the newest of each actor: one type of map, because each more costs a kilobyte.
type Nodes = HashMap<Vec<u8>, Node>;

/// What later changes need of an accepted one.
#[derive(Clone, Copy, Default)]
struct Node {
    seq: u64,
    max_op: u64,
}

/// What names a change that was checked before.
pub fn change_hash(bytes: &[u8]) -> Option<[u8; 32]> {
    parse_change(bytes).ok().map(|change| change.hash().0)
}

/// Whether stored chunks hold nothing but what these actors wrote, behind the first change that every document has. What
/// they wrote is not decoded: a saved document begins with its actors.
pub fn is_by(chunks: &[Vec<u8>], is_one: &dyn Fn(&[u8]) -> bool) -> bool {
    let (saved, tail) = match chunks.split_first() {
        Some((first, tail)) if first.get(8) == Some(&DOCUMENT_CHUNK) => (first.as_slice(), tail),
        _ => (GENESIS, chunks),
    };
    let Ok(changes) = split_changes(tail) else { return false };
    for bytes in changes {
        if !is_change_by(&bytes, is_one).unwrap_or_default() {
            return false;
        }
    }
    is_saved_by(saved, is_one).unwrap_or_default()
}

/// A change's content begins with a count and the hashes of what it builds on; then comes its actor behind its length.
fn is_change_by(change: &[u8], is_one: &dyn Fn(&[u8]) -> bool) -> Option<bool> {
    /// Holds some hundred hashes.
    const BEGINNING: u64 = 8 << 10;
    let Content { kind, mut content, .. } = content_of(change).ok()?;
    let mut unfolded = Vec::new();
    if kind == COMPRESSED_CHANGE {
        DeflateDecoder::new(content).take(BEGINNING).read_to_end(&mut unfolded).ok()?;
        content = &unfolded;
    }
    let hashes = usize::try_from(take_varint(&mut content)?).ok()?;
    content = content.get(hashes.checked_mul(32)?..)?;
    let length = usize::try_from(take_varint(&mut content)?).ok()?;
    Some(is_one(content.get(..length)?))
}

/// A saved document's content begins with a count and its actors, each behind its length.
fn is_saved_by(saved: &[u8], is_one: &dyn Fn(&[u8]) -> bool) -> Option<bool> {
    let Content { mut content, rest, .. } = content_of(saved).ok()?;
    let mut is_by = rest.is_empty();
    for _ in 0..take_varint(&mut content)? {
        let length = usize::try_from(take_varint(&mut content)?).ok()?;
        let (actor, others) = content.split_at_checked(length)?;
        is_by &= actor == GENESIS_ACTOR || is_one(actor);
        content = others;
    }
    Some(is_by)
}

/// The changes that stand one after the other in stored chunks.
pub(super) fn split_changes(chunks: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, ChangeFault> {
    let mut changes = Vec::new();
    let chunks = chunks.concat();
    let mut chunk = chunks.as_slice();
    while !chunk.is_empty() {
        let length = chunk.len() - content_of(chunk)?.rest.len();
        let (change, rest) = chunk.split_at_checked(length).ok_or(ChangeFault::Unreadable)?;
        changes.push(change.to_vec());
        chunk = rest;
    }
    Ok(changes)
}

/// The content of the first change in some bytes, and what follows it.
struct Content<'a> {
    kind: u8,
    content: &'a [u8],
    rest: &'a [u8],
}

/// A change is: magic (4 bytes), checksum (4), type (1), length (LEB128), content.
fn content_of(bytes: &[u8]) -> Result<Content<'_>, ChangeFault> {
    let read = || {
        let (&kind, mut rest) = bytes.get(8..)?.split_first()?;
        let length = usize::try_from(take_varint(&mut rest)?).ok()?;
        let (content, rest) = rest.split_at_checked(length)?;
        Some(Content { kind, content, rest })
    };
    read().ok_or(ChangeFault::Unreadable)
}

/// Parse one change after making sure that it does not unfold beyond the limit, to bytes or to operations.
fn parse_change(bytes: &[u8]) -> Result<Change, ChangeFault> {
    let Content { kind, content, rest } = content_of(bytes)?;
    if !rest.is_empty() {
        return Err(ChangeFault::Unreadable);
    }
    let mut unfolded = Vec::new();
    if kind == COMPRESSED_CHANGE {
        let mut unfolding = DeflateDecoder::new(content).take(CHANGE_LIMIT as u64 + 1);
        unfolding.read_to_end(&mut unfolded).map_err(|_| ChangeFault::Unreadable)?;
    }
    if bytes.len().max(unfolded.len()) > CHANGE_LIMIT {
        return Err(ChangeFault::TooLarge);
    }
    let content = if kind == COMPRESSED_CHANGE { &unfolded } else { content };
    match is_bounded(content) {
        Some(true) => Change::from_bytes(bytes.to_vec()).map_err(|_| ChangeFault::Unreadable),
        Some(false) => Err(ChangeFault::TooLarge),
        None => Err(ChangeFault::Unreadable),
    }
}
