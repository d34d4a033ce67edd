//! What the access log is made of: records, receipts, and the log that many records make.

use crate::fixed::{self, NOW_MS};
use crate::way_in;
use wire::access::{Admit, DeviceAdd, Genesis, Invite, InvitePurpose, Kind, SpaceCreate};
use wire::{
    AccessHead, AccessLog, DeviceKeys, Epoch, InviteId, InviteKeys, PersonId, Receipt, Record, Role,
    SpaceClass, SpaceId,
};

const AUTHOR: u8 = 1;
const MOST_STEPS: usize = 40;

/// Way 0: a record. Way 1: a record's statement, signed here. Way 2: what stands behind a good statement. Way 3: a
/// receipt's statement, signed here. Way 4: what a handful of people do, five bytes each, from an empty team on.
///
/// A record has one encoding: whoever carries it can not make another one of it. A log takes a record or stays as it
/// was, and reads back the same from its bytes.
pub fn access(bytes: &[u8]) -> bool {
    match way_in(bytes, 5) {
        Some((0, bytes)) => is_taken(bytes.to_vec()).is_some(),
        Some((1, statement)) => {
            let Some(record) = is_taken([statement, &signatures(statement)].concat()) else { return false };
            let (prev, time_ms) = (record.prev(), record.time_ms());
            let again = Record::by_device(prev, time_ms, record.kind().clone(), &fixed::device(AUTHOR));
            assert!(again.as_ref() == Ok(&record), "another encoding of {record:?}");
            true
        }
        Some((2, tail)) => {
            let statement = statement();
            let Some(record) = is_taken([statement.as_slice(), tail].concat()) else { return false };
            assert_eq!(record.bytes(), [statement.as_slice(), &signatures(&statement)].concat(), "{tail:?}");
            true
        }
        Some((3, statement)) => {
            let statement = [&[1], statement].concat();
            let signature = fixed::signature(AUTHOR, "tongzhou v1 receipt signature", &statement);
            let Ok(receipt) = Receipt::verify(&[statement.as_slice(), &signature].concat()) else {
                return false;
            };
            let again = receipt.sign(&fixed::device(AUTHOR)).expect("it was signed by this device");
            assert_eq!(Receipt::verify(&again), Ok(receipt));
            true
        }
        Some((_, steps)) => Story::begin().goes_on(steps),
        None => false,
    }
}

fn is_taken(bytes: Vec<u8>) -> Option<Record> {
    let record = Record::verify(bytes.clone()).ok()?;
    assert_eq!(record.bytes(), bytes);
    if let Ok(log) = AccessLog::verify_chain([bytes]) {
        assert_eq!((log.head(), log.len()), (record.head(), 1));
        assert_eq!(AccessHead::from(log.team()), log.head());
    }
    Some(record)
}

/// The signatures of a record that one device has signed.
pub(crate) fn signatures(statement: &[u8]) -> Vec<u8> {
    let signature = fixed::signature(AUTHOR, "tongzhou v1 access record signature", statement);
    [[1].as_slice(), &fixed::device(AUTHOR).id().0, &signature].concat()
}

/// A space of the author's own, after nothing.
pub(crate) fn statement() -> Vec<u8> {
    // Version, kind, prev, time, length of the payload; then space, class and commitment.
    let payload = [[2; 16].as_slice(), &[0], &[3; 32]].concat();
    [[1, 4].as_slice(), &[0; 32], &[5, payload.len() as u8], &payload].concat()
}

/// A log and what is done to it.
struct Story {
    log: AccessLog,
    taken: usize,
}

impl Story {
    fn begin() -> Self {
        let founder = fixed::device(0);
        let genesis = Genesis {
            nonce: [7; 32],
            person: fixed::person(0),
            person_key: fixed::person_keys(0).exchange_public(),
            role: Role::Executive,
            device: founder.id(),
            device_key: founder.exchange_public(),
            recovery: [0; 32],
        };
        let log = AccessLog::genesis(genesis, NOW_MS, &founder).expect("a founder may found");
        Self { log, taken: 0 }
    }

    fn goes_on(mut self, steps: &[u8]) -> bool {
        let (steps, _) = steps.as_chunks::<5>();
        for step in steps.iter().take(MOST_STEPS) {
            self.takes(*step);
        }
        let bytes: Vec<_> = self.log.records().iter().map(|record| record.bytes().to_vec()).collect();
        let read = AccessLog::verify_chain(bytes).expect("what was appended can be read");
        assert_eq!((read.head(), read.state()), (self.log.head(), self.log.state()));
        self.rights_agree();
        self.taken > 0
    }

    fn takes(&mut self, step: [u8; 5]) {
        let [who, what, first, second, third] = step;
        let prev = if third & 0x80 == 0 { self.log.head() } else { AccessHead([third; 32]) };
        let now_ms = if third & 0x40 == 0 { NOW_MS } else { NOW_MS * 2 };
        let record = match what % 5 {
            0 => Record::by_device(prev, NOW_MS, invite(first, second, third), &member(who)),
            1 => by_link(prev, first, who, Kind::Admit(admit(first, second, third))),
            2 => by_link(prev, first, who, Kind::DeviceAdd(device_add(first, second, third))),
            3 => Record::by_device(prev, NOW_MS, space_create(first, second, third), &member(who)),
            // Of a branch that parted at an earlier record.
            _ => {
                let records = self.log.records();
                let prev = records[usize::from(second) % records.len()].head();
                let lost =
                    Record::by_device(prev, NOW_MS, space_create(first, second, third), &member(first));
                let graft = Kind::Graft(Box::new(lost.expect("small enough")));
                Record::by_device(self.log.head(), NOW_MS, graft, &member(who))
            }
        };
        let record = record.expect("small enough");
        let before = self.log.clone();
        match self.log.append(record.clone(), now_ms) {
            Ok(()) => {
                self.taken += 1;
                assert_eq!((self.log.head(), self.log.len()), (record.head(), before.len() + 1));
            }
            Err(_) => {
                assert_eq!((self.log.head(), self.log.len()), (before.head(), before.len()));
                assert_eq!(self.log.state(), before.state(), "{record:?} was half taken");
            }
        }
    }

    fn rights_agree(&self) {
        let (log, state) = (&self.log, self.log.state());
        for (device, entry) in &state.devices {
            assert!(state.persons.contains_key(&entry.person), "a device of nobody");
            for (space, created) in &state.spaces {
                let now = log.device_may_write_at(log.head(), *device, *space).is_ok();
                assert_eq!(now, state.can_write(entry.person, *space));
                assert!(!now || state.can_read(entry.person, *space), "writes what they cannot read");
                let at_the_beginning = log.device_may_write_at(log.team().into(), *device, *space);
                assert!(at_the_beginning.is_err(), "the space was not there yet");
                assert_eq!(state.space_of(created.class), Some(*space), "two spaces of one class");
            }
        }
    }
}

fn member(n: u8) -> DeviceKeys {
    fixed::device(n % 6)
}

fn person(n: u8) -> PersonId {
    fixed::person(n % 4)
}

fn link(n: u8) -> (InviteId, InviteKeys) {
    (InviteId([n % 4; 16]), InviteKeys::from_secret(&[n % 4; 32]))
}

fn by_link(
    prev: AccessHead,
    invite: u8,
    device: u8,
    kind: Kind,
) -> Result<Record, wire::access::RecordError> {
    Record::by_invite(prev, NOW_MS, kind, &link(invite).1, &member(device))
}

fn invite(first: u8, second: u8, third: u8) -> Kind {
    let (invite, keys) = link(first);
    let purpose = if third & 1 == 0 {
        let line = (third & 2 != 0).then(|| person(second >> 2));
        InvitePurpose::Member { role: Role::ALL[usize::from(third >> 2) % 6], person: person(second), line }
    } else {
        InvitePurpose::Device { person: person(second) }
    };
    Kind::Invite(Invite {
        invite,
        signing_key: keys.signing_public(),
        exchange_key: keys.exchange_public(),
        purpose,
        expires_at_ms: NOW_MS + 1,
        uses: if first & 0x40 == 0 { 1 } else { first },
    })
}

fn admit(first: u8, second: u8, third: u8) -> Admit {
    let device = member(third);
    Admit {
        invite: link(first).0,
        person: person(second),
        person_key: fixed::person_keys(second % 4).exchange_public(),
        device: device.id(),
        device_key: device.exchange_public(),
    }
}

fn device_add(first: u8, second: u8, third: u8) -> DeviceAdd {
    let device = member(third);
    DeviceAdd {
        invite: link(first).0,
        person: person(second),
        device: device.id(),
        device_key: device.exchange_public(),
    }
}

fn space_create(first: u8, second: u8, third: u8) -> Kind {
    let space = SpaceId([first % 8; 16]);
    let class = match second % 8 {
        0 => SpaceClass::Org,
        1 => SpaceClass::Official,
        2 => SpaceClass::Team { team: [third % 2; 16] },
        3 => SpaceClass::Book { book: [third % 2; 16] },
        4 => SpaceClass::Pair { a: person(third), b: person(third >> 2) },
        5 => SpaceClass::File { member: person(third) },
        6 => SpaceClass::Management,
        _ => SpaceClass::Me { member: person(third) },
    };
    Kind::SpaceCreate(SpaceCreate {
        space,
        class,
        key_commitment: fixed::space_key().commitment(space, Epoch(0)),
    })
}
