//! Documents by behaviour.

use super::*;
use automerge::ExpandedChange;
use automerge::legacy::{ObjectId, OpId, OpType};
use domain::customer::Customer;
use domain::record::Record;

const ANNA: &[u8] = b"device-of-anna--aaaaaaaa";
const BEN: &[u8] = b"device-of-ben---bbbbbbbb";

fn id(n: u8) -> RecordId {
    RecordId([n; 16])
}

fn write(n: u8, live: bool, fields: &[(FieldIndex, Option<Value>)]) -> RecordWrite {
    RecordWrite { id: id(n), kind: Customer::SPEC, fields: fields.to_vec(), live }
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

fn change(document: &mut Document, writes: &[RecordWrite]) -> Vec<u8> {
    document.write(1_700_000_000, "customer", writes).expect("writes").expect("a change").1
}

fn exchange(to: &mut Document, changes: &[Vec<u8>], from: &[u8]) -> BTreeSet<RecordId> {
    let checked = Checker::new(to).check(changes, &from[..16]).expect("checked");
    to.apply(&checked).expect("applies");
    to.touched_records(&checked)
}

#[test]
fn the_genesis_bytes_never_change() {
    assert_eq!(make_genesis(), GENESIS, "the first change of every stored document is fixed for ever");
}

/// How the checked-in genesis was made.
fn make_genesis() -> Vec<u8> {
    let mut document = Automerge::new().with_actor(ActorId::from([0u8; 16].as_slice()));
    let mut transaction = document.transaction();
    transaction.put(ROOT, "v", 1).expect("put");
    transaction.put_object(ROOT, RECORDS, ObjType::Map).expect("put");
    transaction.commit_with(CommitOptions::default().with_time(0));
    document.save()
}

#[test]
fn a_written_record_reads_back_after_reload() {
    let mut document = Document::begin(ANNA).expect("begins");
    let customer = Customer { name: "锦华".into(), helpers: vec![], ..Customer::default() };
    let fields: Vec<_> = customer.to_fields().0.into_iter().map(|(i, v)| (i, Some(v))).collect();
    let bytes = change(&mut document, &[write(1, true, &fields)]);
    let again = Document::load(&[bytes], BEN).expect("loads");
    let state = again.record(id(1)).expect("is there");
    assert!(state.live);
    assert_eq!(Customer::from_fields(&state.fields), customer);
    assert_eq!(again.shard().as_deref(), Some("customer"));
    assert_eq!(Document::load(&[again.save()], BEN).expect("loads").heads(), document.heads());
}

#[test]
fn different_fields_merge_and_the_same_field_keeps_both_values() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let first = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])]);
    let mut ben = Document::load(std::slice::from_ref(&first), BEN).expect("loads");
    let by_anna = change(
        &mut anna,
        &[write(1, true, &[(Customer::phone, text("1")), (Customer::region, text("成都"))])],
    );
    let by_ben = change(&mut ben, &[write(1, true, &[(Customer::phone, text("2"))])]);
    assert_eq!(exchange(&mut anna, &[by_ben], BEN), BTreeSet::from([id(1)]));
    exchange(&mut ben, &[by_anna], ANNA);
    let (a, b) = (anna.record(id(1)).expect("a"), ben.record(id(1)).expect("b"));
    assert_eq!(a, b);
    assert_eq!(a.fields.get(Customer::region), text("成都").as_ref());
    assert_eq!(a.two_edits[&Customer::phone].len(), 1);
    let settle = change(&mut anna, &[write(1, true, &[(Customer::phone, text("3"))])]);
    exchange(&mut ben, &[settle], ANNA);
    assert!(ben.record(id(1)).expect("b").two_edits.is_empty());
}

#[test]
fn an_edit_beside_a_delete_brings_the_record_back() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let first = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])]);
    let mut ben = Document::load(std::slice::from_ref(&first), BEN).expect("loads");
    let deleted = change(&mut anna, &[write(1, false, &[])]);
    assert!(!anna.record(id(1)).expect("a").live);
    let edited = ben
        .write(1_700_000_001, "customer", &[write(1, true, &[(Customer::phone, text("2"))])])
        .expect("writes")
        .expect("a change")
        .1;
    exchange(&mut anna, &[edited], BEN);
    exchange(&mut ben, &[deleted], ANNA);
    assert!(anna.record(id(1)).expect("a").live);
    assert_eq!(anna.record(id(1)), ben.record(id(1)));
}

#[test]
fn helpers_merge_member_by_member() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let set = |ids: &[u8]| Some(Value::Ids(ids.iter().map(|n| id(*n)).collect()));
    let first = change(&mut anna, &[write(1, true, &[(Customer::helpers, set(&[7]))])]);
    let mut ben = Document::load(std::slice::from_ref(&first), BEN).expect("loads");
    let by_anna = change(&mut anna, &[write(1, true, &[(Customer::helpers, set(&[7, 8]))])]);
    let by_ben = change(&mut ben, &[write(1, true, &[(Customer::helpers, set(&[9]))])]);
    exchange(&mut anna, &[by_ben], BEN);
    exchange(&mut ben, &[by_anna], ANNA);
    assert_eq!(anna.record(id(1)).expect("a").fields.get(Customer::helpers), set(&[8, 9]).as_ref());
    assert_eq!(anna.record(id(1)), ben.record(id(1)));
}

#[test]
fn a_change_by_somebody_elses_actor_is_refused() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let bytes = change(&mut anna, &[write(1, true, &[])]);
    let ben = Document::begin(BEN).expect("begins");
    assert_eq!(Checker::new(&ben).check(&[bytes], &BEN[..16]).err(), Some(ChangeFault::WrongActor));
}

#[test]
fn a_change_whose_base_is_missing_waits() {
    let mut anna = Document::begin(ANNA).expect("begins");
    change(&mut anna, &[write(1, true, &[])]);
    let second = change(&mut anna, &[write(2, true, &[])]);
    let ben = Document::begin(BEN).expect("begins");
    assert_eq!(Checker::new(&ben).check(&[second], &ANNA[..16]).err(), Some(ChangeFault::DependencyMissing));
}

/// A change of Anna's that no honest program makes.
fn forged(honest: &[u8], forge: impl FnOnce(&mut ExpandedChange)) -> Vec<u8> {
    let mut expanded = Change::from_bytes(honest.to_vec()).expect("a change").decode();
    forge(&mut expanded);
    expanded.hash = None;
    Change::from(expanded).raw_bytes().to_vec()
}

/// What Ben says to Anna's first change.
fn fault(bytes: &[u8]) -> Option<ChangeFault> {
    let ben = Document::begin(BEN).expect("begins");
    Checker::new(&ben).check(&[bytes.to_vec()], &ANNA[..16]).err()
}

fn first_change() -> Vec<u8> {
    let mut anna = Document::begin(ANNA).expect("begins");
    change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])])
}

#[test]
fn a_change_with_inflated_operation_numbers_is_refused() {
    let inflated = forged(&first_change(), |change| {
        change.start_op = std::num::NonZeroU64::new(change.start_op.get() + 1_000_000).expect("not zero");
    });
    assert_eq!(fault(&inflated), Some(ChangeFault::WrongStartOp));
}

#[test]
fn a_change_made_anew_is_the_same_and_taken() {
    let honest = first_change();
    assert_eq!(fault(&honest), None);
    assert_eq!(fault(&forged(&honest, |_| {})), None);
}

#[test]
fn a_change_into_a_map_that_is_not_there_is_refused() {
    for counter in [3, 4, 5, 1_000] {
        let lost = forged(&first_change(), |change| {
            let last = change.operations.last_mut().expect("an operation");
            last.obj = ObjectId::Id(OpId(counter, change.actor_id.clone()));
        });
        // The first operation names the shard, the second one makes the record.
        assert_eq!(fault(&lost), (counter != 4).then_some(ChangeFault::Unreadable), "{counter}");
    }
}

#[test]
fn a_change_that_takes_the_place_of_what_was_never_there_is_refused() {
    let replaces = forged(&first_change(), |change| {
        let last = change.operations.last_mut().expect("an operation");
        last.pred = vec![OpId(4, change.actor_id.clone())].into();
    });
    assert_eq!(fault(&replaces), Some(ChangeFault::Unreadable));
}

#[test]
fn a_change_with_what_documents_do_not_hold_is_refused() {
    let honest = first_change();
    let with_action = |action: OpType| {
        forged(&honest, |change| change.operations.last_mut().expect("an operation").action = action)
    };
    for action in [
        OpType::Make(ObjType::List),
        OpType::Make(ObjType::Text),
        OpType::Delete,
        OpType::Increment(1),
        OpType::Put(ScalarValue::F64(0.5)),
        OpType::Put(ScalarValue::counter(1)),
    ] {
        assert_eq!(fault(&with_action(action.clone())), Some(ChangeFault::Unreadable), "{action:?}");
    }
    let inserts = forged(&honest, |change| change.operations[0].insert = true);
    assert_eq!(fault(&inserts), Some(ChangeFault::Unreadable));
    let message = forged(&honest, |change| change.message = Some("hidden".into()));
    assert_eq!(fault(&message), Some(ChangeFault::Unreadable));
    let extra = forged(&honest, |change| change.extra_bytes = vec![1]);
    assert_eq!(fault(&extra), Some(ChangeFault::Unreadable));
}

/// Its operations would have the numbers of those of the change before.
#[test]
fn a_change_beside_its_own_actors_last_one_is_refused() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let first = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])]);
    let beside = forged(&first, |change| {
        change.seq = 2;
        change.operations[0].action = OpType::Put(ScalarValue::Null);
    });
    let ben = Document::begin(BEN).expect("begins");
    let found = Checker::new(&ben).check(&[first.clone(), beside.clone()], &ANNA[..16]);
    assert_eq!(found.err(), Some(ChangeFault::WrongStartOp), "in one envelope");
    let mut ben = Document::begin(BEN).expect("begins");
    exchange(&mut ben, &[first], ANNA);
    assert_eq!(Checker::new(&ben).check(&[beside], &ANNA[..16]).err(), Some(ChangeFault::WrongStartOp));
}

/// Each builds on the two before it: what they all build on must not be counted once per way there.
#[test]
fn changes_that_build_on_each_other_by_many_ways_are_checked_at_once() {
    const CHANGES: usize = 60;
    let mut document = Document::begin(ANNA).expect("begins");
    let mut chain: Vec<Vec<u8>> = Vec::new();
    for n in 0..CHANGES {
        let honest = change(&mut document, &[write(1, true, &[(Customer::name, text(&n.to_string()))])]);
        chain.push(honest);
    }
    let mut by_two: Vec<Change> = Vec::new();
    for bytes in &chain {
        let made = forged(bytes, |change| {
            change.deps = match by_two.as_slice() {
                [] => change.deps.clone(),
                [all @ ..] => all.iter().rev().take(2).map(Change::hash).collect(),
            };
            change.deps.sort();
        });
        by_two.push(Change::from_bytes(made).expect("a change"));
    }
    let bytes: Vec<_> = by_two.iter().map(|change| change.raw_bytes().to_vec()).collect();
    let ben = Document::begin(BEN).expect("begins");
    assert_eq!(Checker::new(&ben).check(&bytes, &ANNA[..16]).map(|all| all.len()), Ok(CHANGES));
}

/// Automerge looks at it only when it opens the document again.
#[test]
fn a_change_with_another_checksum_is_refused() {
    let mut bytes = first_change();
    bytes[4] ^= 1;
    assert_eq!(fault(&bytes), Some(ChangeFault::Unreadable));
}

#[test]
fn a_whole_document_is_no_change() {
    let mut anna = Document::begin(ANNA).expect("begins");
    change(&mut anna, &[write(1, true, &[])]);
    assert_eq!(fault(&anna.save()), Some(ChangeFault::Unreadable));
}

/// Some eighty bytes that say they are as many puts as would take years.
#[test]
fn a_change_that_announces_operations_without_end_is_refused_at_once() {
    const MANY: [u8; 8] = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20];
    let run = |value: &[u8]| [MANY.as_slice(), value].concat();
    let columns =
        [(21, run(&[1, b'k'])), (52, MANY.to_vec()), (66, run(&[1])), (86, run(&[0])), (112, run(&[0]))];
    // No dependency; actor; seq, first operation, time; no message, no other actor.
    let mut content = [&[0, 24], ANNA, &[1, 1, 0, 0, 0, columns.len() as u8]].concat();
    columns.iter().for_each(|(name, column)| content.extend([*name, column.len() as u8]));
    columns.iter().for_each(|(_, column)| content.extend(column));
    let bytes = [&[0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1, content.len() as u8], content.as_slice()].concat();
    assert_eq!(fault(&bytes), Some(ChangeFault::TooLarge));
}

#[test]
fn history_names_field_before_and_after() {
    let mut anna = Document::begin(ANNA).expect("begins");
    change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))]), write(2, true, &[])]);
    change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华服饰"))])]);
    change(&mut anna, &[write(1, false, &[])]);
    let history = anna.history(id(1), Customer::SPEC);
    assert_eq!(history.len(), 3);
    assert!(history[0].created);
    assert_eq!(history[1].fields, vec![("name", text("锦华"), text("锦华服饰"))]);
    assert_eq!(history[2].live, Some(false));
    assert_eq!(history[0].actor, ANNA);
}

#[test]
fn a_record_is_as_imported_until_somebody_writes_to_it() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let import = Some(Value::Id(id(9)));
    let brought = [(Customer::name, text("锦华")), (Customer::import, import)];
    // One after the other in one change, as a batch brings them; the third is somebody's own.
    let own = write(3, true, &[(Customer::name, text("锦华"))]);
    let first = change(&mut anna, &[write(1, true, &brought), write(2, true, &brought), own]);
    let is = |document: &Document, n| document.record(id(n)).expect("a record").as_imported;
    assert_eq!([1, 2, 3].map(|n| is(&anna, n)), [true, true, false]);

    let mut ben = Document::load(&[anna.save()], BEN).expect("loads");
    let by_anna = change(&mut anna, &[write(1, true, &[(Customer::phone, text("1"))])]);
    assert_eq!([1, 2].map(|n| is(&anna, n)), [false, true], "an edit of one leaves the other");
    let by_ben =
        change(&mut ben, &[write(2, false, &[]), write(1, true, &[(Customer::region, text("成都"))])]);
    exchange(&mut anna, &[by_ben], BEN);
    exchange(&mut ben, &[by_anna], ANNA);
    assert_eq!([1, 2].map(|n| is(&anna, n)), [false, false], "so does a delete");
    assert_eq!([1, 2].map(|n| is(&ben, n)), [false, false]);

    // Taken back and brought again.
    change(&mut ben, &[write(2, false, &[(Customer::import, None)])]);
    assert!(!is(&ben, 2));
    change(&mut ben, &[write(2, true, &brought)]);
    assert!(is(&ben, 2));
    assert!(is(&Document::load(&[first], ANNA).expect("loads"), 2));
}
