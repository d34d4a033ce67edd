//! What a device reads back from its disk, or from a backup: with damage of any kind.

use crate::device::{Device, text};
use contract::{Command, Query};
use domain::RecordId;
use domain::customer::CustomerId;
use domain::follow_up::{Channel, FollowUpId, Outcome};
use engine::Input;
use engine::host::{Key, MemoryStore};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const CUSTOMER: RecordId = RecordId([7; 16]);
const MOST_STEPS: usize = 12;
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// What a device of a small team has stored.
static STORED: LazyLock<Vec<(Key, Vec<u8>)>> = LazyLock::new(|| {
    let device = story();
    device.store.snapshot().into_iter().collect()
});

/// A disk with all that.
pub(crate) fn stored() -> MemoryStore {
    let store = MemoryStore::default();
    store.restore(STORED.iter().cloned().collect());
    store
}

/// A team is founded and does a day's work.
pub(crate) fn story() -> Device {
    let mut device = Device::start(MemoryStore::default(), 1);
    let relay = "wss://relay.example/ws".to_owned();
    let found = Command::FoundTeam { team: "成都一队".into(), name: "陈静".into(), relay };
    device.does(found).expect("founded");
    let name = vec![text("name", "成都锦华服饰"), text("phone", "138-0000-0000")];
    let create = Command::Create { kind: "customer".into(), id: CUSTOMER, fields: name };
    device.does(create).expect("created");
    let call = Command::LogFollowUp {
        id: FollowUpId(RecordId([8; 16])),
        customer: CustomerId(CUSTOMER),
        channel: Channel::Phone,
        outcome: Outcome::Interested,
        text: "要报价".into(),
        next_date: None,
        next_action: None,
        contact: None,
    };
    device.does(call).expect("logged");
    device.waits(1_000);
    let edit = Command::Edit { id: CUSTOMER, fields: vec![text("region", "德阳")] };
    device.does(edit).expect("edited");
    device.waits(60_000);
    device
}

/// Steps of damage: which pair, what is done to it, where (two bytes), how many bytes with, and those. What is done:
/// the value becomes those bytes; they are written over it; it ends there; the pair is gone; they become the key's end;
/// they are written over it and an Automerge chunk's checksum is put right.
///
/// The device starts, answers, works on, and starts again.
pub fn store(bytes: &[u8]) -> bool {
    let mut pairs = STORED.clone();
    let mut rest = bytes;
    for _ in 0..MOST_STEPS {
        let Some((step, after)) = rest.split_first_chunk::<5>() else { break };
        let [which, what, low, high, length] = *step;
        let (with, after) = after.split_at(usize::from(length).min(after.len()));
        rest = after;
        let count = pairs.len();
        damage(
            &mut pairs[usize::from(which) % count],
            what,
            usize::from(u16::from_le_bytes([low, high])),
            with,
        );
    }
    let pairs: BTreeMap<Key, Vec<u8>> = pairs.into_iter().filter(|(key, _)| !key.is_empty()).collect();
    let store = MemoryStore::default();
    store.restore(pairs);
    works(&mut Device::start(store.clone(), 2));
    works(&mut Device::start(store, 3))
}

fn damage((key, value): &mut (Key, Vec<u8>), what: u8, at: usize, with: &[u8]) {
    let at = at % (value.len() + 1);
    match what % 6 {
        0 => *value = with.to_vec(),
        1 => write_over(value, at, with),
        2 => value.truncate(at),
        3 => key.clear(),
        4 => {
            let kept = key.len().saturating_sub(with.len()).max(1);
            key.truncate(kept);
            key.extend_from_slice(with);
        }
        _ => {
            write_over(value, at, with);
            put_right(value);
        }
    }
}

fn write_over(value: &mut [u8], at: usize, with: &[u8]) {
    value[at..].iter_mut().zip(with).for_each(|(byte, new)| *byte = *new);
}

/// The checksum of the chunk that stands first: over type, length and content.
fn put_right(value: &mut [u8]) {
    let Some((&MAGIC, rest)) = value.split_first_chunk() else { return };
    let mut content = rest.get(5..).unwrap_or_default();
    let Some(length) = engine::packed::take_varint(&mut content) else { return };
    let Some(content) = usize::try_from(length).ok().and_then(|length| content.get(..length)) else { return };
    let mut counted = Vec::new();
    engine::packed::put_varint(&mut counted, length);
    let hash = Sha256::new_with_prefix([value[8]]).chain_update(counted).chain_update(content).finalize();
    value[4..8].copy_from_slice(&hash[..4]);
}

fn works(device: &mut Device) -> bool {
    let queries = [
        Query::Session,
        Query::Today,
        Query::Team,
        Query::Record { id: CUSTOMER },
        Query::History { id: CUSTOMER },
        Query::Settings,
        Query::Stats,
        Query::Search { text: "成都".into(), kind: None, count: 20 },
    ];
    for query in queries {
        device.sees(query);
    }
    let edited = device.does(Command::Edit { id: CUSTOMER, fields: vec![text("region", "绵阳")] });
    device.give(Input::Wake);
    device.waits(60_000);
    edited.is_ok()
}
