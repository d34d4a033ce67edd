//! A member with valid keys and a patched program. Whatever they send is set aside with its reason on every honest
//! device, changes nothing, and keeps nobody's later work from arriving.

mod scene;
mod snapshots;

use automerge::ExpandedChange;
use automerge::legacy::{ElementId, Key, ObjectId, OpId, OpType};
use contract::view::QuarantineReason;
use domain::RecordId;
use domain::customer::Customer;
use domain::follow_up::FollowUp;
use domain::member::{Member, Role};
use domain::record::SpaceClass;
use engine::storage::DocumentId;
use scene::{HONEST, Scene, everything};
use tongzhou_tests::hostile::Hostile;
use wire::frame::Refusal;
use wire::{AccessHead, DeviceId, EnvelopeId};

#[test]
fn what_an_honest_program_would_send_is_applied() {
    let mut scene = Scene::new();
    let envelope = scene.envelope("成都");
    scene.puts(&envelope);
    for name in HONEST {
        let customer = scene.customer;
        assert_eq!(scene.team.member(name).reads(customer.0, "region"), "成都");
    }
    scene.work_goes_on();
}

#[test]
fn the_body_names_an_actor_of_somebody_else() {
    let mut scene = Scene::new();
    let victim = scene.team.device("陈静").replica().identity.device.id();
    let (document, change) = scene.change("成都");
    let mut body = scene.hostile.body(document, vec![change]);
    body.actor = Hostile::actor_of(victim);
    let draft = scene.hostile.draft(scene.space(SpaceClass::Book), document);
    let envelope = scene.hostile.seal(draft, &body);
    scene.puts(&envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::WrongActor);
}

#[test]
fn the_change_is_by_an_actor_of_somebody_else() {
    let mut scene = Scene::new();
    let victim = scene.team.device("陈静").replica().identity.device.id();
    let document = scene.document_of(scene.customer.0);
    let actor = Hostile::actor_of(victim);
    let change = scene.hostile.change(document, scene.customer.0, Customer::SPEC, "region", "x", &actor);
    let envelope = scene.holding(document, change);
    scene.puts(&envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::WrongActor);
}

#[test]
fn operations_are_numbered_as_if_much_had_happened_before() {
    let mut scene = Scene::new();
    let (document, change) = scene.change("成都");
    let change = Hostile::with_start_op(change, 1_000_000);
    let envelope = scene.holding(document, change);
    scene.puts(&envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::WrongStartOp);
}

#[test]
fn the_change_replaces_what_never_stood_there() {
    let mut scene = Scene::new();
    let (document, change) = scene.change("成都");
    let envelope = scene.holding(document, Hostile::replacing_something_else(change));
    scene.puts(&envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::Unreadable);
}

/// Automerge would take them all, and end the program over some when it reads them back.
#[test]
fn the_change_does_what_documents_do_not_hold() {
    let forgeries: [fn(&mut ExpandedChange); 6] = [
        // It takes the place of another field's value.
        |change| {
            let other = change.operations.iter().find(|op| !op.pred.is_empty()).expect("one").pred.clone();
            change.operations.iter_mut().for_each(|op| op.pred = other.clone());
        },
        // It takes away what is not there.
        |change| {
            for op in change.operations.iter_mut().filter(|op| op.pred.is_empty()) {
                op.action = OpType::Delete;
            }
        },
        |change| change.operations.iter_mut().for_each(|op| op.action = OpType::Increment(1)),
        // It writes into a map that is not there.
        |change| {
            for op in &mut change.operations {
                let ObjectId::Id(OpId(counter, actor)) = &op.obj else { continue };
                op.obj = ObjectId::Id(OpId(counter + 1, actor.clone()));
            }
        },
        |change| change.operations.iter_mut().for_each(|op| op.key = Key::Seq(ElementId::Head)),
        // An author's name behind it.
        |change| change.extra_bytes = vec![0, 1, 7],
    ];
    for forge in forgeries {
        let mut scene = Scene::new();
        let (document, change) = scene.change("成都");
        let envelope = scene.holding(document, Hostile::forged(change, forge));
        scene.puts(&envelope);
        scene.ends_set_aside(&envelope, QuarantineReason::Unreadable);
    }
}

#[test]
fn what_comes_in_one_page_with_a_change_that_does_not_fit_is_applied() {
    let mut scene = Scene::new();
    let customer = scene.customer;
    let (document, change) = scene.change("成都");
    let envelope = scene.holding(document, Hostile::replacing_something_else(change));
    scene.team.partition(&["阿明"]);
    scene.puts(&envelope);
    scene.team.member("陈静").writes(customer.0, "note", "下周再谈");
    scene.team.sync();
    scene.team.heal();
    scene.team.sync();
    assert_eq!(scene.team.member("阿明").reads(customer.0, "note"), "下周再谈");
    scene.before = HONEST.iter().flat_map(|name| everything(scene.team.device(name))).collect();
    scene.ends_set_aside(&envelope, QuarantineReason::Unreadable);
}

#[test]
fn the_header_names_another_author() {
    let mut scene = Scene::new();
    let victim = scene.team.device("陈静").replica().identity.device.id();
    let envelope = Hostile::in_the_name_of(victim, scene.envelope("成都"));
    let book = scene.space(SpaceClass::Book);
    scene.puts_in_vain(book, &envelope, |reason| matches!(reason, Refusal::Signature));
    scene.ends_set_aside(&envelope, QuarantineReason::BadSignature);
}

#[test]
fn an_envelope_of_somebody_else_is_replayed() {
    let mut scene = Scene::new();
    let book = scene.space(SpaceClass::Book);
    let replica = scene.team.device("陈静").replica();
    let device: DeviceId = replica.identity.device.id();
    let kept = scene.team.device("陈静").disk.now.scan(&engine::storage::envelope(book, device, 1));
    let envelope = kept.first().expect("an envelope").1.clone();
    scene.smuggles(book, &envelope);
    for name in HONEST {
        assert!(scene.team.device(name).replica().sync.quarantined().is_empty(), "it is known: at {name}");
    }
    scene.nothing_changed();
    scene.work_goes_on();
}

#[test]
fn an_envelope_is_moved_to_another_space() {
    let mut scene = Scene::new();
    let envelope = scene.envelope("成都");
    let org = scene.space(SpaceClass::Org);
    scene.smuggles(org, &envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::WrongPlace);
}

#[test]
fn the_header_names_another_document_than_the_body() {
    let mut scene = Scene::new();
    let (document, change) = scene.change("成都");
    let body = scene.hostile.body(document, vec![change]);
    let draft = scene.hostile.draft(scene.space(SpaceClass::Book), DocumentId([9; 16]));
    let envelope = scene.hostile.seal(draft, &body);
    scene.puts(&envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::WrongPlace);
}

#[test]
fn an_envelope_is_larger_than_allowed() {
    let mut scene = Scene::new();
    let mut envelope = scene.envelope("成都");
    envelope.resize(wire::MAX_ENVELOPE_BYTES + 1, 0);
    let book = scene.space(SpaceClass::Book);
    scene.puts_in_vain(book, &envelope, |reason| matches!(reason, Refusal::TooLarge));
    scene.ends_set_aside(&envelope, QuarantineReason::TooLarge);
}

#[test]
fn a_change_unfolds_to_more_than_allowed() {
    let mut scene = Scene::new();
    let document = scene.document_of(scene.customer.0);
    let envelope = scene.holding(document, Hostile::bomb());
    scene.puts(&envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::TooLarge);
}

#[test]
fn a_change_is_rubbish() {
    let mut scene = Scene::new();
    let document = scene.document_of(scene.customer.0);
    let envelope = scene.holding(document, vec![7; 300]);
    scene.puts(&envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::Unreadable);
}

#[test]
fn an_envelope_is_sealed_with_another_key() {
    let mut scene = Scene::new();
    let (document, change) = scene.change("成都");
    let body = scene.hostile.body(document, vec![change]);
    let draft = scene.hostile.draft(scene.space(SpaceClass::Book), document);
    let key = scene.hostile.other_key();
    let envelope = scene.hostile.seal_with(draft, &body, &key);
    scene.puts(&envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::Unreadable);
}

#[test]
fn a_salesperson_writes_into_the_official_space() {
    let mut scene = Scene::new();
    let official = scene.space(SpaceClass::Official);
    let me = scene.team.device("陈静").replica().me();
    let document = scene.document_of(me.0);
    let actor = Hostile::actor_of(scene.hostile.device.id());
    let change = scene.hostile.change(document, me.0, Member::SPEC, "name", "小李", &actor);
    let body = scene.hostile.body(document, vec![change]);
    let envelope = scene.hostile.seal(scene.hostile.draft(official, document), &body);
    scene.puts_in_vain(official, &envelope, |reason| matches!(reason, Refusal::Right(_)));
    scene.ends_set_aside(&envelope, QuarantineReason::NoRight);
}

/// The book is theirs to write, but a member is nothing there: not a new one, and not one whose id exists.
#[test]
fn a_kind_is_written_into_a_space_of_lesser_rights() {
    let mut scene = Scene::new();
    let me = scene.team.device("陈静").replica().me();
    for id in [me.0, RecordId([9; 16])] {
        let document = DocumentId(id.0);
        let actor = Hostile::actor_of(scene.hostile.device.id());
        let change = scene.hostile.change(document, id, Member::SPEC, "name", "小李", &actor);
        let envelope = scene.holding(document, change);
        scene.puts(&envelope);
    }
    scene.nothing_changed();
    for name in HONEST {
        assert!(scene.team.member(name).row(RecordId([9; 16])).is_none());
    }
    scene.work_goes_on();
}

/// A record of the book with the id of one in the official space must not take its place, whichever document has
/// the smaller id.
#[test]
fn a_record_takes_the_id_of_another_kinds_record() {
    for document in [DocumentId([0; 16]), DocumentId([255; 16])] {
        let mut scene = Scene::new();
        let me = scene.team.device("陈静").replica().me();
        let actor = Hostile::actor_of(scene.hostile.device.id());
        let change = scene.hostile.change(document, me.0, FollowUp::SPEC, "text", "x", &actor);
        let envelope = scene.holding(document, change);
        scene.puts(&envelope);
        for name in HONEST {
            let row = scene.team.member(name).row(me.0).expect("a row");
            assert_eq!((row.kind.name, row.title()), ("member", "陈静"), "at {name}");
        }
        let joiner = scene.team.member("陈静").invites("小王", Role::Salesperson);
        scene.team.joins("小王", &joiner).expect("joined");
        let row = scene.team.member("小王").row(me.0).expect("a row");
        assert_eq!((row.kind.name, row.title()), ("member", "陈静"), "whoever comes later sees the same");
    }
}

#[test]
fn the_chain_has_a_gap() {
    let mut scene = Scene::new();
    let _left_out = scene.envelope("成都");
    let envelope = scene.envelope("绵阳");
    let book = scene.space(SpaceClass::Book);
    scene.puts_in_vain(book, &envelope, |reason| matches!(reason, Refusal::Gap { .. }));
    scene.ends_set_aside(&envelope, QuarantineReason::BrokenChain);
}

#[test]
fn what_came_after_a_gap_is_applied_when_the_gap_is_filled() {
    let mut scene = Scene::new();
    let first = scene.envelope("成都");
    let second = scene.envelope("绵阳市");
    let book = scene.space(SpaceClass::Book);
    scene.smuggles(book, &second);
    scene.smuggles(book, &first);
    for name in HONEST {
        assert!(scene.team.device(name).replica().sync.quarantined().is_empty(), "at {name}");
    }
    scene.work_goes_on();
}

#[test]
fn the_chain_goes_two_ways() {
    let mut scene = Scene::new();
    let (document, change) = scene.change("成都");
    let book = scene.space(SpaceClass::Book);
    let draft = scene.hostile.draft(book, document);
    let body = scene.hostile.body(document, vec![change.clone()]);
    let one = scene.hostile.seal(draft, &body);
    let other = scene.hostile.seal(draft, &body);
    scene.puts(&one);
    scene.before = HONEST.iter().flat_map(|name| everything(scene.team.device(name))).collect();
    scene.puts_in_vain(book, &other, |reason| matches!(reason, Refusal::Fork { .. }));
    scene.ends_set_aside(&other, QuarantineReason::BrokenChain);
}

#[test]
fn the_stated_access_record_does_not_exist() {
    let mut scene = Scene::new();
    let (document, change) = scene.change("成都");
    let book = scene.space(SpaceClass::Book);
    let mut draft = scene.hostile.draft(book, document);
    draft.access_head = AccessHead([9; 32]);
    let body = scene.hostile.body(document, vec![change]);
    let envelope = scene.hostile.seal(draft, &body);
    scene.puts_in_vain(book, &envelope, |reason| matches!(reason, Refusal::Right(_)));
    scene.ends_set_aside(&envelope, QuarantineReason::AccessUnknown);
}

#[test]
fn a_stranger_writes() {
    let mut scene = Scene::new();
    let envelope = {
        let mut rng = tongzhou_tests::Dice::new(9);
        let keys = wire::DeviceKeys::from_bytes(&rng.bytes::<64>()).expect("keys");
        scene.hostile.device = keys;
        let (document, _) = scene.change("成都");
        let body = scene.hostile.body(document, Vec::new());
        let mut draft = scene.hostile.draft(scene.space(SpaceClass::Book), document);
        (draft.seq, draft.prev) = (1, EnvelopeId::ZERO);
        scene.hostile.seal(draft, &body)
    };
    let book = scene.space(SpaceClass::Book);
    scene.smuggles(book, &envelope);
    scene.ends_set_aside(&envelope, QuarantineReason::NoRight);
}
