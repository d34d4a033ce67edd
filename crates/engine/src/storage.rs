//! What lies where in the store. Every key begins with one letter; a cold start reads a few prefixes and no
//! document.

use crate::host::Key;
use domain::RecordId;
use wire::{DeviceId, DocumentTag, EnvelopeId, PartId, SpaceId};

/// Format of everything below; a build that meets a higher number touches nothing and says so.
pub const FORMAT: u32 = 1;

/// One document's id, also its tag on the wire: random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct DocumentId(pub [u8; 16]);

impl DocumentId {
    /// What the wire calls it.
    pub fn tag(self) -> DocumentTag {
        DocumentTag(self.0)
    }
}

/// `m…`: single values of the replica.
pub const META: &[u8] = b"m";
/// The format number.
pub const META_FORMAT: &[u8] = b"m/format";
/// Who I am: keys and team. Secret.
pub const META_IDENTITY: &[u8] = b"m/identity";
/// The relay has had the team's log.
pub const META_AT_RELAY: &[u8] = b"m/at-relay";
/// The counter of the last receipts: it never goes back, whatever the clock does.
pub const META_RECEIPTS: &[u8] = b"m/receipts";
/// A join whose outcome is not known: keys that may have been admitted. Secret.
pub const META_JOINING: &[u8] = b"m/joining";
/// What is under way now, so that a start after a crash knows.
pub const META_UNDER_WAY: &[u8] = b"m/under-way";
/// Batches that arrived in part.
pub const META_PARTIAL: &[u8] = b"m/partial";
/// What asks for this device's admission, until it is in the access log. Secret.
pub const META_ADMISSION: &[u8] = b"m/admission";
/// The invite link by which this device joined: with it, it asks again where a relay has forgotten it. Secret.
pub const META_LINK: &[u8] = b"m/link";
/// Without a relay this device orders the access log, in the place of the founder's device.
pub const META_ORDERS_LOG: &[u8] = b"m/orders-log";
/// Access records that wait for the relay.
pub const META_PENDING: &[u8] = b"m/pending";
/// Documents whose rows came with a snapshot and were not compared with them.
pub const META_UNPROVEN: &[u8] = b"m/unproven";
/// Snapshots that are not taken, because putting one of their documents into what was here crashed twice.
pub const META_REFUSED: &[u8] = b"m/refused";
/// `k<space><epoch>`: space keys. Secret.
pub const SPACE_KEYS: &[u8] = b"k";
/// `a<index>`: access records.
pub const ACCESS: &[u8] = b"a";
/// `d<document><number>`: a document's chunks, in order.
pub const DOCUMENTS: &[u8] = b"d";
/// `p<document><space><number>`: a document's part of the projection, base and deltas in order. The space stands
/// in the key, so that a damaged part still says where its document belongs.
pub const PROJECTION: &[u8] = b"p";
/// `e<space><device><seq>`: every envelope's original bytes.
pub const ENVELOPES: &[u8] = b"e";
/// `o<space><seq>`: own envelopes that no relay has acknowledged.
pub const OUTBOX: &[u8] = b"o";
/// `c<space><device>`: where each device's chain ends here.
pub const CHAINS: &[u8] = b"c";
/// `s<space>`: how far the relay's log of a space has been pulled.
pub const CURSORS: &[u8] = b"s";
/// `r<space><device>`: the newest receipts of others.
pub const RECEIPTS: &[u8] = b"r";
/// `q<envelope>`: quarantine.
pub const QUARANTINE: &[u8] = b"q";
/// `b<number>`: key boxes this device made, to give a relay that has none.
pub const BOXES: &[u8] = b"b";
/// `u<number>`: what recent commands changed, for undo and for repeated command ids.
pub const DONE: &[u8] = b"u";
/// `n<space>`: the snapshot that this device began a space with; `n<space><device>`: who countersigned it.
pub const SNAPSHOTS: &[u8] = b"n";
/// `v<space><part>`: its sealed parts, as they came.
pub const SNAPSHOT_PARTS: &[u8] = b"v";

/// What a cold start reads, in this order.
pub const BOOT: [&[u8]; 12] = [
    META, SPACE_KEYS, ACCESS, PROJECTION, OUTBOX, CHAINS, CURSORS, RECEIPTS, QUARANTINE, DONE, BOXES,
    SNAPSHOTS,
];

/// Everything there is: what a backup holds.
pub fn all() -> Vec<Key> {
    BOOT.into_iter().chain([DOCUMENTS, ENVELOPES, SNAPSHOT_PARTS]).map(<[u8]>::to_vec).collect()
}

fn key(prefix: &[u8], parts: &[&[u8]]) -> Key {
    let mut key = prefix.to_vec();
    parts.iter().for_each(|part| key.extend_from_slice(part));
    key
}

pub fn space_key(space: SpaceId, epoch: u32) -> Key {
    key(SPACE_KEYS, &[&space.0, &epoch.to_be_bytes()])
}

pub fn access_record(index: u64) -> Key {
    key(ACCESS, &[&index.to_be_bytes()])
}

pub fn document(id: DocumentId) -> Key {
    key(DOCUMENTS, &[&id.0])
}

pub fn document_chunk(id: DocumentId, number: u64) -> Key {
    key(DOCUMENTS, &[&id.0, &number.to_be_bytes()])
}

pub fn projection(id: DocumentId) -> Key {
    key(PROJECTION, &[&id.0])
}

pub fn projection_part(id: DocumentId, space: SpaceId, number: u64) -> Key {
    key(PROJECTION, &[&id.0, &space.0, &number.to_be_bytes()])
}

pub fn envelope(space: SpaceId, device: DeviceId, seq: u64) -> Key {
    key(ENVELOPES, &[&space.0, &device.0, &seq.to_be_bytes()])
}

pub fn envelopes_of(space: SpaceId) -> Key {
    key(ENVELOPES, &[&space.0])
}

pub fn envelopes_by(space: SpaceId, device: DeviceId) -> Key {
    key(ENVELOPES, &[&space.0, &device.0])
}

pub fn outbox(space: SpaceId, seq: u64) -> Key {
    key(OUTBOX, &[&space.0, &seq.to_be_bytes()])
}

pub fn chain(space: SpaceId, device: DeviceId) -> Key {
    key(CHAINS, &[&space.0, &device.0])
}

pub fn cursor(space: SpaceId) -> Key {
    key(CURSORS, &[&space.0])
}

pub fn receipt(space: SpaceId, device: DeviceId) -> Key {
    key(RECEIPTS, &[&space.0, &device.0])
}

pub fn quarantine(id: EnvelopeId) -> Key {
    key(QUARANTINE, &[&id.0])
}

pub fn sealed_box(number: u64) -> Key {
    key(BOXES, &[&number.to_be_bytes()])
}

pub fn done(number: u64) -> Key {
    key(DONE, &[&number.to_be_bytes()])
}

pub fn snapshot(space: SpaceId) -> Key {
    key(SNAPSHOTS, &[&space.0])
}

pub fn countersignature(space: SpaceId, device: DeviceId) -> Key {
    key(SNAPSHOTS, &[&space.0, &device.0])
}

pub fn snapshot_part(space: SpaceId, part: PartId) -> Key {
    key(SNAPSHOT_PARTS, &[&space.0, &part.0])
}

pub fn snapshot_parts(space: SpaceId) -> Key {
    key(SNAPSHOT_PARTS, &[&space.0])
}

/// Splits a projection key into document, space and number.
pub fn read_projection_key(key: &[u8]) -> Option<(DocumentId, SpaceId, u64)> {
    let (id, rest) = key.get(1..)?.split_first_chunk::<16>()?;
    let (space, number) = rest.split_first_chunk::<16>()?;
    Some((DocumentId(*id), SpaceId(*space), u64::from_be_bytes(number.try_into().ok()?)))
}

/// Splits a key that begins with a space.
pub fn read_space_key(key: &[u8]) -> Option<(SpaceId, &[u8])> {
    let (space, rest) = key.get(1..)?.split_first_chunk::<16>()?;
    Some((SpaceId(*space), rest))
}

/// The member that a person is: the same 16 bytes.
pub fn member_of(person: wire::PersonId) -> domain::member::MemberId {
    domain::member::MemberId(RecordId(person.0))
}

/// The person that a member is.
pub fn person_of(member: domain::member::MemberId) -> wire::PersonId {
    wire::PersonId(member.0.0)
}
