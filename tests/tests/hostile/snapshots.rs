//! Snapshots that a patched program makes: what honest devices vouch for, and what becomes of who takes one.

use crate::scene::Scene;
use domain::customer::Customer;
use domain::member::Role;
use domain::record::{SpaceClass, Value};
use engine::projection::{Part, Row};
use engine::storage;
use engine::sync::snapshots::Policy;
use engine::sync::snapshots::content::Content;
use tongzhou_tests::check;
use wire::{ClientFrame, DocumentTag, Epoch, PartId, PartPlace, Snapshot, SnapshotDocument, SpaceId};

const FORGED: &str = "伪造";

/// A team in which nobody but the patched program makes snapshots, and everybody countersigns.
fn scene() -> Scene {
    let mut scene = Scene::new();
    scene.team.snapshots = Policy { every: 1_000, rest_ms: 1_000 };
    for name in crate::scene::HONEST {
        let at = scene.team.place(name);
        scene.team.crash(at);
        scene.team.switch_on(at);
    }
    scene.team.sync();
    scene
}

/// What an honest program would state of the book, with the documents' contents.
fn honest(scene: &Scene, space: SpaceId) -> (Snapshot, Vec<Content>) {
    let device = scene.team.device("陈静");
    let replica = device.replica();
    let scan = |prefix: Vec<u8>| device.disk.now.scan(&prefix).into_iter().map(|(_, bytes)| bytes).collect();
    let entries = replica.projection.documents().iter().filter(|entry| entry.space == space);
    let (documents, contents) = entries
        .map(|entry| {
            let document = DocumentTag(entry.id.0);
            let stated = SnapshotDocument { document, heads: entry.heads.clone(), parts: Vec::new() };
            let chunks = scan(storage::document(entry.id));
            (stated, Content { chunks, rows: scan(storage::projection(entry.id)) })
        })
        .unzip();
    let snapshot = Snapshot {
        team: replica.identity.team,
        space,
        device: scene.hostile.device.id(),
        access_head: replica.access.head(),
        epoch: Epoch(0),
        cursor: wire::Cursor::START,
        chains: replica.sync.chains_of(space).collect(),
        documents,
    };
    (snapshot, contents)
}

/// Seal, sign and put it; gives whether anybody has countersigned it a while later.
fn is_countersigned(scene: &mut Scene, mut snapshot: Snapshot, contents: Vec<Content>) -> bool {
    let space = snapshot.space;
    let key = scene.team.device("陈静").replica().keys[&(space, Epoch(0))].clone();
    let mut parts = Vec::new();
    for (stated, content) in snapshot.documents.iter_mut().zip(contents) {
        let place = PartPlace { team: snapshot.team, space, epoch: Epoch(0), document: stated.document };
        let part = place.seal(&key, &content.pack(), scene.hostile.rng()).expect("sealed");
        stated.parts = vec![PartId::of(&part)];
        parts.push(part);
    }
    let signed = snapshot.sign(&scene.hostile.device).expect("signed");
    let frames = vec![ClientFrame::PutParts { space, parts }, ClientFrame::PutSnapshot { snapshot: signed }];
    scene.hostile.says(&mut scene.team, frames);
    scene.team.let_pass(30_000);
    assert_eq!(scene.team.relay.kept(snapshot.team, space).0, 1, "the relay has it");
    scene.team.relay.countersigned(snapshot.team, space) > 0
}

fn book(scene: &Scene) -> SpaceId {
    scene.space(SpaceClass::Book)
}

#[test]
fn one_that_is_as_an_honest_program_makes_it_is_countersigned() {
    let mut scene = scene();
    let (snapshot, contents) = honest(&scene, book(&scene));
    assert!(is_countersigned(&mut scene, snapshot, contents));
}

#[test]
fn one_that_leaves_a_document_out_is_not() {
    let mut scene = scene();
    let (mut snapshot, mut contents) = honest(&scene, book(&scene));
    snapshot.documents.pop();
    contents.pop();
    assert!(!is_countersigned(&mut scene, snapshot, contents));
}

#[test]
fn one_whose_document_lacks_a_change_is_not() {
    let mut scene = scene();
    let (earlier, contents) = honest(&scene, book(&scene));
    let customer = scene.customer;
    scene.team.member("陈静").writes(customer.0, "region", "成都");
    scene.team.sync();
    let (now, _) = honest(&scene, book(&scene));
    let snapshot = Snapshot { documents: earlier.documents, ..now };
    assert!(!is_countersigned(&mut scene, snapshot, contents));
}

#[test]
fn one_that_says_less_of_a_chain_than_its_documents_hold_is_not() {
    let mut scene = scene();
    let (mut snapshot, contents) = honest(&scene, book(&scene));
    let device = *snapshot.chains.keys().next().expect("a chain");
    snapshot.chains.remove(&device);
    assert!(!is_countersigned(&mut scene, snapshot, contents));
}

#[test]
fn one_whose_chain_ends_with_another_envelope_is_not() {
    let mut scene = scene();
    let (mut snapshot, contents) = honest(&scene, book(&scene));
    let end = snapshot.chains.values_mut().next().expect("a chain");
    end.id = wire::EnvelopeId([7; 32]);
    assert!(!is_countersigned(&mut scene, snapshot, contents));
}

#[test]
fn what_rows_say_that_no_document_says_is_gone_in_a_moment() {
    let mut scene = scene();
    let space = book(&scene);
    let (snapshot, mut contents) = honest(&scene, space);
    let customer = scene.customer;
    let at = {
        let projection = &scene.team.device("陈静").replica().projection;
        let row = projection.find(customer.0).expect("a row");
        let entry = projection.document(row.document);
        let mut forged: Row = row.clone();
        let (region, _) = Customer::SPEC.field("region").expect("a field");
        forged.write(&[(region, Some(Value::Text(FORGED.into())))], true);
        let at = snapshot.documents.iter().position(|stated| stated.document.0 == entry.id.0);
        let at = at.expect("in the snapshot");
        let last = contents[at].rows.last_mut().expect("rows");
        *last = Part::write_rows(entry, [&forged].into_iter());
        at
    };
    assert!(!contents[at].rows.is_empty());
    assert!(is_countersigned(&mut scene, snapshot, contents), "the document is right");
    let link = scene.team.member("陈静").invites("小王", Role::Salesperson);
    scene.team.joins("小王", &link).expect("joined");
    assert!(
        !scene.team.device("小王").disk.now.scan(storage::SNAPSHOTS).is_empty(),
        "a snapshot was taken over"
    );
    scene.team.let_pass(60_000);
    assert_ne!(scene.team.member("小王").reads(customer.0, "region"), FORGED);
    agree(&scene);
}

#[test]
fn a_document_that_cannot_be_read_brings_everything_again() {
    let mut scene = scene();
    let (snapshot, mut contents) = honest(&scene, book(&scene));
    for content in &mut contents {
        content.chunks.iter_mut().for_each(|chunk| chunk.fill(7));
    }
    assert!(is_countersigned(&mut scene, snapshot, contents), "heads and chain ends are right");
    let link = scene.team.member("陈静").invites("小王", Role::Salesperson);
    scene.team.joins("小王", &link).expect("joined");
    scene.team.let_pass(120_000);
    assert!(scene.team.device("小王").disk.now.scan(storage::SNAPSHOTS).is_empty(), "it is not relied on");
    let customer = scene.customer;
    assert_eq!(scene.team.member("小王").reads(customer.0, "name"), "锦华服饰");
    scene.team.member("小王").writes(customer.0, "note", "好");
    scene.team.sync();
    agree(&scene);
}

fn agree(scene: &Scene) {
    let devices: Vec<_> =
        crate::scene::HONEST.iter().chain(&["小王"]).map(|name| scene.team.device(name)).collect();
    check::replicas_agree(&devices).expect("converged");
}
