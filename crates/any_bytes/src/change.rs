//! Changes of others, as they stand in an envelope that opened.

use crate::{parts, way_in};
use domain::RecordId;
use domain::customer::Customer;
use domain::record::Value;
use engine::document::{Checker, Document, RecordWrite};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const OWN: [u8; 24] = [0x11; 24];
const OTHERS: [u8; 24] = [0x22; 24];
const THIRD: [u8; 24] = [0x33; 24];
const CUSTOMER: RecordId = RecordId([7; 16]);

/// What the document holds before: a customer and an edit of it, by this device.
static BEFORE: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut document = Document::begin(&OWN).expect("the first change is ours");
    let first = write(&mut document, &[("name", "成都锦华服饰"), ("phone", "138-0000-0000")]);
    vec![first, write(&mut document, &[("region", "德阳")])]
});

/// Way 0: whole changes. Way 1: what stands in their chunks. Way 2: the same, compressed. Each has its length, two
/// bytes, in front.
///
/// What passes the checker is applied; what is then stored, or folded into one, opens again as the same; and somebody
/// can go on from there.
pub fn change(bytes: &[u8]) -> bool {
    let Some((way, bytes)) = way_in(bytes, 3) else { return false };
    let changes: Vec<Vec<u8>> = parts(bytes)
        .map(|part| match way {
            0 => part.to_vec(),
            1 => chunk(part),
            _ => compressed(part),
        })
        .collect();
    let mut document = Document::load(&BEFORE, &OWN).expect("it was written here");
    let Ok(accepted) = Checker::new(&document).check(&changes, &OTHERS[..16]) else { return false };
    document.apply(&accepted).unwrap_or_else(|error| panic!("the checker let it pass: {error}"));
    for id in document.touched_records(&accepted) {
        let kind = document.record(id).and_then(|record| domain::kind(&record.kind));
        let _ = document.history(id, kind.unwrap_or(Customer::SPEC));
    }
    let mut stored = BEFORE.clone();
    stored.push(accepted.iter().flat_map(|change| change.raw_bytes()).copied().collect());
    let mut opened = opens_as(&document, &stored);
    opens_as(&document, &[document.save()]);

    let next = write(&mut document, &[("name", "重庆山城建材")]);
    let follows = Checker::new(&opened).check(&[next], &OWN[..16]);
    opened.apply(&follows.expect("an honest change follows")).expect("an honest change");
    assert_eq!(opened.records(), document.records());
    !accepted.is_empty()
}

fn opens_as(document: &Document, chunks: &[Vec<u8>]) -> Document {
    let opened =
        Document::load(chunks, &THIRD).unwrap_or_else(|damaged| panic!("what was applied: {damaged}"));
    assert_eq!(opened.heads(), document.heads());
    assert_eq!(opened.records(), document.records());
    opened
}

fn write(document: &mut Document, fields: &[(&str, &str)]) -> Vec<u8> {
    let field = |(name, text): &(&str, &str)| {
        let (index, _) = Customer::SPEC.field(name).expect("a field of customers");
        (index, Some(Value::Text((*text).to_owned())))
    };
    let fields = fields.iter().map(field).collect();
    let write = RecordWrite { id: CUSTOMER, kind: Customer::SPEC, fields, live: true };
    let written = document.write(1_772_676_000, "customer", &[write]).expect("written");
    written.expect("something differs").1
}

/// Honest changes of somebody else: the second builds on the first.
pub(crate) fn honest() -> Vec<Vec<u8>> {
    let mut document = Document::load(&BEFORE, &OTHERS).expect("it was written here");
    let first = write(&mut document, &[("industry", "服装"), ("note", "老客户，每年三月谈价格。")]);
    vec![first, write(&mut document, &[("phone", "139-1111-1111"), ("industry", "")])]
}

/// What stands in a change's chunk.
pub(crate) fn content(change: &[u8]) -> Vec<u8> {
    let change = automerge::Change::from_bytes(change.to_vec()).expect("a change");
    let raw = change.raw_bytes();
    let length_bytes = raw[9..].iter().position(|byte| byte & 0x80 == 0).expect("a length") + 1;
    raw[9 + length_bytes..].to_vec()
}

/// Automerge's chunk around the content of a change.
fn chunk(content: &[u8]) -> Vec<u8> {
    framed(1, content, content)
}

fn compressed(content: &[u8]) -> Vec<u8> {
    framed(2, content, &miniz_oxide::deflate::compress_to_vec(content, 6))
}

/// Magic, checksum of what is meant, type, length, what stands there.
fn framed(kind: u8, meant: &[u8], written: &[u8]) -> Vec<u8> {
    let hash = Sha256::new_with_prefix([1]).chain_update(length(meant)).chain_update(meant).finalize();
    [&[0x85, 0x6f, 0x4a, 0x83], &hash[..4], &[kind], &length(written), written].concat()
}

fn length(bytes: &[u8]) -> Vec<u8> {
    let mut length = Vec::new();
    engine::packed::put_varint(&mut length, bytes.len() as u64);
    length
}
