//! The projection by behaviour: what was stored comes back, damage is refused, order of arrival makes no difference,
//! and indexes say what a look through all rows says.

use super::*;
use crate::query::tests::random::Random;
use chrono::{Duration, NaiveDate};
use domain::contact::Contact;
use domain::customer::{Customer, CustomerClass, CustomerId};
use domain::follow_up::{Channel, FollowUp};
use domain::member::{Member, MemberId};
use domain::search::sort_key;
use litemap::LiteMap;
use std::collections::{BTreeMap, BTreeSet};

const SPACE: SpaceId = SpaceId([8; 16]);
const KINDS: [&KindSpec; 4] = [Member::SPEC, Customer::SPEC, Contact::SPEC, FollowUp::SPEC];

fn id(n: u64) -> RecordId {
    let mut bytes = [0x33; 16];
    bytes[..8].copy_from_slice(&n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes());
    RecordId(bytes)
}

fn document_id(n: u8) -> DocumentId {
    DocumentId([n; 16])
}

fn state<R: Record>(id: RecordId, live: bool, record: &R) -> RecordState {
    let kind = R::SPEC.name.to_owned();
    let as_imported = live && id.0[15].is_multiple_of(3);
    RecordState { id, kind, live, fields: record.to_fields(), as_imported, two_edits: LiteMap::default() }
}

fn named(id: RecordId, name: &str) -> RecordState {
    state(id, true, &Customer { name: name.into(), ..Customer::default() })
}

/// A record as some document may hold it. Its number decides its kind, and so does the document: one record in
/// fifty is claimed by several documents, as different kinds.
fn any_state(random: &mut Random, document: u8) -> RecordState {
    let n = random.below(300);
    let kind = if n.is_multiple_of(50) { n / 50 + u64::from(document) } else { n } % KINDS.len() as u64;
    let live = !random.once_in(5);
    let name = (*random.of(&["锦华", "安宁", "Acme", "张三", ""])).to_owned();
    let customer = random.maybe(&[CustomerId(id(1)), CustomerId(id(5)), CustomerId(id(9))]);
    let date = NaiveDate::default() + Duration::days(random.between(-30_000, 30_000));
    let mut state = match kind {
        0 => state(id(n), live, &Member { name, ..Member::default() }),
        1 => {
            let helpers = (0..random.below(3)).map(|n| MemberId(id(n * 4))).collect();
            let class = random.maybe(CustomerClass::ALL);
            let customer = Customer { name, class, helpers, next_date: Some(date), ..Customer::default() };
            state(id(n), live, &customer)
        }
        2 => state(id(n), live, &Contact { name, customer, main: random.once_in(2), ..Contact::default() }),
        _ => {
            let at = random.maybe(&[-1_i64, 0, 1_700_000_000_000, 1_700_000_000_001]).map(Timestamp);
            let author = random.maybe(&[MemberId(id(0)), MemberId(id(4))]);
            let channel = random.maybe(Channel::ALL);
            state(id(n), live, &FollowUp { customer, at, author, channel, ..FollowUp::default() })
        }
    };
    if random.once_in(10) {
        state.two_edits.insert(0, vec![None, Some(Value::Text("lost".into()))]);
    }
    state
}

/// A projection after so many random changes in three documents.
fn any_projection(random: &mut Random, changes: usize) -> Projection {
    let mut projection = Projection::default();
    projection.finish_loading();
    change(&mut projection, random, changes);
    projection
}

fn change(projection: &mut Projection, random: &mut Random, changes: usize) -> Vec<RowKey> {
    let mut changed = BTreeSet::new();
    for _ in 0..changes {
        let n = 1 + random.below(3) as u8;
        let document = projection.ensure_document(document_id(n), SPACE, "customer");
        let state = any_state(random, n);
        changed.extend(projection.upsert(document, &state));
    }
    changed.into_iter().collect()
}

/// Shard, heads and records of a document.
type PicturedDocument = (String, Vec<[u8; 32]>, BTreeSet<RecordId>);

/// Everything that can be asked of a projection, in an order that does not depend on how it came about.
#[derive(Debug, PartialEq)]
struct Picture {
    rows: BTreeMap<RecordId, String>,
    documents: BTreeMap<DocumentId, PicturedDocument>,
    kinds: Vec<BTreeSet<RecordId>>,
    by_name: Vec<Vec<RecordId>>,
    children: BTreeMap<RecordId, BTreeSet<RecordId>>,
    touches: BTreeSet<(Timestamp, RecordId, Option<RecordId>)>,
    last_touch: BTreeMap<RecordId, Timestamp>,
    last_activity: BTreeMap<RecordId, Timestamp>,
    found: BTreeSet<RecordId>,
    customers: BTreeMap<RecordId, (Option<RecordId>, Option<NaiveDate>)>,
}

impl Picture {
    fn of(projection: &mut Projection) -> Self {
        KINDS.into_iter().for_each(|kind| projection.order_names(kind));
        projection.index_activity();
        projection.index_lists();
        let found = projection.search().search("an", usize::MAX);
        let projection = &*projection;
        let ids = || (0..300).map(id);
        let describe = |row: &Row| {
            let document = projection.document(row.document).id;
            format!(
                "{} {} {} {:?} {:?} {document:?}",
                row.kind.name,
                row.live,
                row.as_imported,
                row.packed.fields(),
                row.two_edits
            )
        };
        let touches: Vec<_> = projection.touches_since(Timestamp(i64::MIN)).collect();
        assert!(touches.windows(2).all(|pair| pair[0].at >= pair[1].at), "newest first");
        let touches =
            touches.iter().map(|touch| (touch.at, projection.row(touch.key).id, touch.author)).collect();
        Self {
            rows: projection.rows.iter().map(|row| (row.id, describe(row))).collect(),
            documents: projection
                .documents()
                .iter()
                .map(|entry| {
                    let rows = entry.rows.iter().map(|key| projection.row(*key).id).collect();
                    (entry.id, (entry.shard.clone(), entry.heads.clone(), rows))
                })
                .collect(),
            kinds: KINDS.map(|kind| projection.of_kind(kind.name).map(|row| row.id).collect()).to_vec(),
            by_name: KINDS.map(|kind| projection.by_name(kind).map(|(_, row)| row.id).collect()).to_vec(),
            children: ids()
                .map(|id| {
                    let contacts = projection.children::<Contact>(id);
                    (id, contacts.chain(projection.children::<FollowUp>(id)).map(|row| row.id).collect())
                })
                .collect(),
            touches,
            last_touch: ids().filter_map(|id| Some((id, projection.last_touch(id)?))).collect(),
            last_activity: ids().filter_map(|id| Some((id, projection.last_activity(id)?))).collect(),
            customers: projection
                .customers()
                .map(|facts| (facts.id, (facts.owner, facts.next_date)))
                .collect(),
            found: found.into_iter().map(|(key, _)| projection.row(key).id).collect(),
        }
    }
}

/// Write everything as bases, then change and write what changed as deltas: documents with their parts.
fn any_parts(random: &mut Random, projection: &mut Projection) -> Vec<(DocumentId, Vec<Vec<u8>>)> {
    let mut parts: Vec<(DocumentId, Vec<Vec<u8>>)> = Vec::new();
    for key in 0..projection.documents().len() as DocumentKey {
        projection.document_mut(key).heads = vec![[key as u8; 32]];
        let entry = projection.document(key);
        parts.push((entry.id, vec![Part::write(projection, key, &entry.rows)]));
    }
    let changed = change(projection, random, 60);
    for (key, (_, parts)) in (0..).zip(&mut parts) {
        projection.document_mut(key).heads = vec![[key as u8 + 100; 32], [key as u8 + 101; 32]];
        let of_document = changed.iter().copied().filter(|row| projection.row(*row).document == key);
        parts.push(Part::write(projection, key, &of_document.collect::<Vec<_>>()));
    }
    parts
}

fn load(parts: &[(DocumentId, Vec<Vec<u8>>)]) -> Projection {
    let mut projection = Projection::default();
    for (id, parts) in parts {
        for bytes in parts {
            let part = Part::open(bytes.clone()).expect("opens");
            part.load(&mut projection, *id).expect("loads");
        }
    }
    projection.finish_loading();
    projection
}

#[test]
fn parts_that_were_written_load_as_the_same_projection_in_any_order_of_documents() {
    for seed in 0..30 {
        let mut random = Random(seed);
        let mut projection = any_projection(&mut random, 400);
        let mut parts = any_parts(&mut random, &mut projection);
        parts.rotate_left(random.below(3) as usize);
        let mut loaded = load(&parts);
        assert_eq!(Picture::of(&mut loaded), Picture::of(&mut projection));
    }
}

#[test]
fn indexes_say_what_a_look_through_all_rows_says_after_edits_and_deletes() {
    for seed in 0..10 {
        let mut random = Random(seed);
        let mut projection = any_projection(&mut random, 200);
        for _ in 0..20 {
            let picture = Picture::of(&mut projection);
            let (mut touches, mut by_customer, mut by_author) =
                (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
            for row in projection.rows.iter().filter(|row| row.live && row.is::<FollowUp>()) {
                let follow_up: FollowUp = row.read();
                let Some(at) = follow_up.at else { continue };
                touches.insert((at, row.id, follow_up.author.map(|id| id.0)));
                by_customer.entry(follow_up.customer.map(|id| id.0)).or_insert_with(Vec::new).push(at);
                by_author.entry(follow_up.author.map(|id| id.0)).or_insert_with(Vec::new).push(at);
            }
            assert_eq!(picture.touches, touches);
            assert_eq!(picture.last_touch, newest(by_customer));
            assert_eq!(picture.last_activity, newest(by_author));
            let customers = projection.live::<Customer>().map(|row| (row.id, row.read::<Customer>()));
            let customers = customers.map(|(id, customer)| (id, (None, customer.next_date)));
            assert_eq!(picture.customers, customers.collect());
            for (kind, order) in KINDS.into_iter().zip(&picture.by_name) {
                let rows = projection.rows.iter().filter(|row| row.kind.name == kind.name);
                let mut named: Vec<_> = rows.map(|row| (sort_key(row.title()), row.id)).collect();
                named.sort_unstable();
                assert_eq!(*order, named.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
            }
            change(&mut projection, &mut random, 15);
        }
    }
}

fn newest(moments: BTreeMap<Option<RecordId>, Vec<Timestamp>>) -> BTreeMap<RecordId, Timestamp> {
    let newest = moments.into_iter().map(|(id, moments)| Some((id?, moments.into_iter().max()?)));
    newest.flatten().collect()
}

#[test]
fn a_record_of_two_documents_belongs_to_the_smaller_id_whichever_came_first() {
    let (small, large) = (named(id(1), "of the smaller"), named(id(1), "of the larger"));
    let as_contact = state(id(1), true, &Contact { name: "a contact".into(), ..Contact::default() });
    for other in [&large, &as_contact] {
        let arrive = |order: [(u8, &RecordState); 2]| {
            let mut projection = Projection::default();
            projection.order_names(Customer::SPEC);
            projection.search();
            for (n, state) in order {
                let document = projection.ensure_document(document_id(n), SPACE, "customer");
                projection.upsert(document, state);
            }
            projection.finish_loading();
            assert_eq!(projection.find(id(1)).map(Row::title), Some("of the smaller"));
            assert_eq!(projection.live::<Customer>().count(), 1);
            assert_eq!(projection.live::<Contact>().count(), 0);
            Picture::of(&mut projection)
        };
        assert_eq!(arrive([(1, &small), (2, other)]), arrive([(2, other), (1, &small)]));
    }
}

#[test]
fn the_larger_document_changes_nothing_any_more() {
    let mut projection = Projection::default();
    let small = projection.ensure_document(document_id(1), SPACE, "customer");
    let large = projection.ensure_document(document_id(2), SPACE, "customer");
    assert!(projection.upsert(large, &named(id(1), "first")).is_some());
    assert!(projection.upsert(small, &named(id(1), "second")).is_some());
    let revision = projection.revision;
    assert_eq!(projection.upsert(large, &named(id(1), "third")), None);
    assert_eq!(projection.upsert(small, &named(id(1), "second")), None);
    assert_eq!(projection.revision, revision, "nothing that a screen shows differs");
    assert_eq!(projection.find(id(1)).map(Row::title), Some("second"));
    assert_eq!((projection.document(small).rows.len(), projection.document(large).rows.len()), (1, 0));
}

#[test]
fn a_record_of_an_unknown_kind_is_no_row() {
    let mut projection = Projection::default();
    let document = projection.ensure_document(document_id(1), SPACE, "goal");
    let newer = RecordState { kind: "of_a_newer_version".into(), ..named(id(1), "x") };
    assert_eq!(projection.upsert(document, &newer), None);
    assert!(projection.is_empty());
}

#[test]
fn a_part_of_another_schema_or_format_is_not_opened() {
    let mut projection = any_projection(&mut Random(1), 20);
    let (_, parts) = any_parts(&mut Random(2), &mut projection).swap_remove(0);
    for at in 0..9 {
        let mut bytes = parts[0].clone();
        bytes[at] ^= 1;
        assert!(Part::open(bytes).is_none());
    }
}

/// Whatever the bytes are, reading them and looking at what came of it ends without a panic.
fn endure(bytes: Vec<u8>) -> Option<()> {
    let mut projection = Projection::default();
    let part = Part::open(bytes)?;
    let loaded = part.load(&mut projection, document_id(1));
    projection.finish_loading();
    Picture::of(&mut projection);
    loaded.map(drop)
}

#[test]
fn a_part_that_was_cut_is_refused_or_shorter_and_never_a_panic() {
    let mut projection = any_projection(&mut Random(3), 60);
    let (_, parts) = any_parts(&mut Random(4), &mut projection).swap_remove(0);
    let refused = (0..parts[0].len()).filter(|cut| endure(parts[0][..*cut].to_vec()).is_none()).count();
    // It is only whole where a row ends.
    assert!(refused >= parts[0].len() - projection.document(0).rows.len() - 1);
}

#[test]
fn damaged_and_random_bytes_never_panic() {
    let mut random = Random(5);
    let mut projection = any_projection(&mut random, 100);
    let (_, parts) = any_parts(&mut random, &mut projection).swap_remove(0);
    for _ in 0..3_000 {
        let mut bytes = parts[0].clone();
        for _ in 0..1 + random.below(4) {
            let at = random.below(bytes.len() as u64) as usize;
            bytes[at] = *random.of(&[0, 0x7f, 0x80, 0xff, random.0 as u8]);
        }
        endure(bytes);
        // Behind an intact head anything may follow.
        let mut bytes = parts[0][..25].to_vec();
        bytes.extend((0..random.below(200)).map(|_| random.next() as u8));
        endure(bytes);
    }
}
