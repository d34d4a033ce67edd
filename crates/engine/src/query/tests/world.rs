//! A team to ask about: what is written goes into the projection and into a plain list.

use crate::document::RecordState;
use crate::projection::Projection;
use crate::query::{Asking, answer};
use crate::storage::{DocumentId, person_of};
use chrono::NaiveDate;
use contract::{Query, View};
use domain::contact::Contact;
use domain::customer::{Customer, CustomerId};
use domain::follow_up::{Channel, FollowUp, Outcome};
use domain::member::{Member, MemberId, Role};
use domain::record::{FieldIndex, Fields, Record, Value};
use domain::{Now, RecordId, Timestamp};
use litemap::LiteMap;
use std::collections::BTreeMap;
use wire::access::{AccessState, Device};
use wire::{DeviceId, ExchangePublic, PersonId, SpaceId, TeamId};

/// A record as the naive twin sees it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub kind: &'static str,
    pub live: bool,
    pub fields: Fields,
}

pub struct World {
    pub projection: Projection,
    pub entries: BTreeMap<RecordId, Entry>,
    pub access: AccessState,
    pub now: Now,
    pub me: MemberId,
    pub role: Role,
}

pub fn id(n: u16) -> RecordId {
    let mut bytes = [0x5a; 16];
    // The first bytes are what ids are hashed by.
    bytes[..2].copy_from_slice(&n.wrapping_mul(40_503).to_le_bytes());
    bytes[14..].copy_from_slice(&n.to_be_bytes());
    RecordId(bytes)
}

pub fn member_id(n: u16) -> MemberId {
    MemberId(id(n))
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Noon of a day in China.
pub fn noon(date: NaiveDate) -> Timestamp {
    Timestamp(date.signed_duration_since(NaiveDate::default()).num_days() * 86_400_000 + 4 * 3_600_000)
}

impl World {
    /// Wednesday, 2026-03-11, in China; the asking salesperson is member 1.
    pub fn new() -> Self {
        let today = day("2026-03-11");
        let mut projection = Projection::default();
        projection.ensure_document(DocumentId([1; 16]), SpaceId([1; 16]), "customer");
        projection.ensure_document(DocumentId([2; 16]), SpaceId([1; 16]), "follow_up");
        projection.finish_loading();
        Self {
            projection,
            entries: BTreeMap::new(),
            access: AccessState {
                team: TeamId([0; 32]),
                founder: PersonId([0; 16]),
                recovery: [0; 32],
                persons: BTreeMap::new(),
                devices: BTreeMap::new(),
                spaces: BTreeMap::new(),
                invites: BTreeMap::new(),
            },
            now: Now { at: noon(today), today, utc_offset_minutes: 480 },
            me: member_id(1),
            role: Role::Salesperson,
        }
    }

    pub fn put(&mut self, id: RecordId, kind: &'static str, live: bool, fields: Fields) {
        self.put_contested(id, kind, live, fields, LiteMap::default());
    }

    pub fn put_contested(
        &mut self,
        id: RecordId,
        kind: &'static str,
        live: bool,
        fields: Fields,
        two_edits: LiteMap<FieldIndex, Vec<Option<Value>>>,
    ) {
        let document = u32::from(kind == FollowUp::SPEC.name);
        self.entries.insert(id, Entry { kind, live, fields: fields.clone() });
        let state = RecordState { id, kind: kind.to_owned(), live, fields, as_imported: false, two_edits };
        self.projection.upsert(document, &state);
    }

    pub fn write<R: Record>(&mut self, id: RecordId, record: &R) {
        self.put(id, R::SPEC.name, true, record.to_fields());
    }

    pub fn delete(&mut self, id: RecordId) {
        let entry = self.entries[&id].clone();
        self.put(id, entry.kind, false, entry.fields);
    }

    pub fn member(&mut self, n: u16, name: &str, role: Role, line: Option<u16>) -> MemberId {
        let (name, line) = (name.to_owned(), line.map(member_id));
        self.write(id(n), &Member { name, role: Some(role), line, ..Member::default() });
        member_id(n)
    }

    pub fn customer(&mut self, n: u16, name: &str, owner: u16, next_date: &str) -> CustomerId {
        let next_date = (!next_date.is_empty()).then(|| day(next_date));
        let owner = Some(member_id(owner));
        self.write(id(n), &Customer { name: name.to_owned(), owner, next_date, ..Customer::default() });
        CustomerId(id(n))
    }

    pub fn contact(&mut self, n: u16, name: &str, customer: u16, main: bool) {
        let (name, customer) = (name.to_owned(), Some(CustomerId(id(customer))));
        self.write(id(n), &Contact { name, customer, main, ..Contact::default() });
    }

    pub fn follow_up(&mut self, n: u16, customer: u16, author: u16, at: Timestamp) {
        let follow_up = FollowUp {
            customer: Some(CustomerId(id(customer))),
            at: Some(at),
            author: Some(member_id(author)),
            channel: Some(Channel::Phone),
            outcome: Some(Outcome::CallAgain),
            text: format!("touch {n}"),
            ..FollowUp::default()
        };
        self.write(id(n), &follow_up);
    }

    pub fn joins(&mut self, member: MemberId) {
        let device = DeviceId([member.0.0[15]; 32]);
        let person = person_of(member);
        self.access
            .devices
            .insert(device, Device { person, exchange_key: ExchangePublic([0; 32]), since: 0 });
    }

    pub fn asks(&mut self, query: &Query) -> View {
        let (now, me, role) = (self.now, self.me, self.role);
        let mut asking = Asking { projection: &mut self.projection, now, me, role, access: &self.access };
        answer(&mut asking, query).expect("a query for the projection")
    }
}
