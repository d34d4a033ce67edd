//! Documents by behaviour.

use super::*;
use domain::customer::Customer;
use domain::record::Record;
use sha2::Digest;

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
    let done = to.apply(&checked).expect("applies");
    to.touched_records(&done)
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
fn who_wrote_is_known_before_anything_is_decoded() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let first = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])]);
    let mut ben = Document::load(std::slice::from_ref(&first), BEN).expect("loads");
    let second = change(&mut ben, &[write(1, true, &[(Customer::phone, text("1"))])]);
    let saved = ben.save();
    for chunks in
        [vec![saved.clone()], vec![first.clone(), second.clone()], vec![anna.save(), second.clone()]]
    {
        assert!(is_by(&chunks, &|actor| [ANNA, BEN].contains(&actor)));
        assert!(!is_by(&chunks, &|actor| actor == ANNA) && !is_by(&chunks, &|actor| actor == BEN));
    }
    assert!(is_by(&[anna.save()], &|actor| actor == ANNA));
    assert!(is_by(&[], &|_| false));
    let both = [saved.as_slice(), second.as_slice()].concat();
    assert!(!is_by(&[both], &|_| true), "a saved document stands alone");
    for end in 9..saved.len() {
        assert!(!is_by(&[saved[..end].to_vec()], &|_| true), "{end}");
    }
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

#[test]
fn a_change_with_inflated_operation_numbers_is_refused() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let honest = change(&mut anna, &[write(1, true, &[])]);
    let mut expanded = Change::from_bytes(honest).expect("a change").decode();
    expanded.start_op = std::num::NonZeroU64::new(expanded.start_op.get() + 1_000_000).expect("not zero");
    expanded.hash = None;
    let forged: Change = expanded.into();
    let ben = Document::begin(BEN).expect("begins");
    assert_eq!(
        Checker::new(&ben).check(&[forged.raw_bytes().to_vec()], &ANNA[..16]).err(),
        Some(ChangeFault::WrongStartOp)
    );
}

/// An actor's second change that does not build on its first: its operations would have the names of the first one's.
#[test]
fn a_change_beside_its_own_actors_last_one_is_refused() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let first = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])]);
    let mut expanded = Change::from_bytes(first.clone()).expect("a change").decode();
    expanded.seq = 2;
    expanded.hash = None;
    let beside = Change::from(expanded).raw_bytes().to_vec();

    let ben = Document::begin(BEN).expect("begins");
    let both = Checker::new(&ben).check(&[first.clone(), beside.clone()], &ANNA[..16]);
    assert_eq!(both.err(), Some(ChangeFault::WrongStartOp), "in one envelope");
    let mut ben = Document::begin(BEN).expect("begins");
    exchange(&mut ben, &[first], ANNA);
    let later = Checker::new(&ben).check(&[beside], &ANNA[..16]);
    assert_eq!(later.err(), Some(ChangeFault::WrongStartOp), "in a later one");
}

/// Automerge panics on it.
#[test]
fn a_change_that_names_somebody_who_never_wrote_is_refused() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let first = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])]);
    let mut ben = Document::begin(BEN).expect("begins");
    exchange(&mut ben, std::slice::from_ref(&first), ANNA);
    let edit = change(&mut ben, &[write(1, true, &[(Customer::name, text("锦华服饰"))])]);
    let named = Change::from_bytes(edit.clone()).expect("a change");
    assert!(
        named.other_actor_ids().iter().any(|other| other.to_bytes() == ANNA),
        "it replaces what Anna wrote"
    );
    assert!(Checker::new(&anna).check(std::slice::from_ref(&edit), &BEN[..16]).is_ok());
    // The same, but of an actor of whom nothing is here.
    let mut stranger = named.decode();
    let nobody = automerge::ActorId::from(b"device-of-nobody".as_slice());
    for operation in &mut stranger.operations {
        operation.pred = operation
            .pred
            .iter()
            .map(|id| match id {
                automerge::legacy::OpId(counter, _) => automerge::legacy::OpId(*counter, nobody.clone()),
            })
            .collect();
    }
    stranger.hash = None;
    let forged = Change::from(stranger).raw_bytes().to_vec();
    let fault = Checker::new(&anna).check(std::slice::from_ref(&forged), &BEN[..16]).err();
    assert_eq!(fault, Some(ChangeFault::Unreadable));
    // A disk that gives such a change back has one that was changed.
    assert!(Document::load(&[anna.save(), edit], ANNA).is_ok());
    assert!(Document::load(&[anna.save(), forged], ANNA).is_err());
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
    let ben = Document::begin(BEN).expect("begins");
    assert_eq!(Checker::new(&ben).check(&[bytes], &ANNA[..16]).err(), Some(ChangeFault::TooLarge));
}

#[test]
fn a_chunk_holds_several_changes() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let saved = anna.save();
    let one = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])]);
    // Long enough to be compressed.
    let other = change(&mut anna, &[write(1, true, &[(Customer::name, text(&"锦华服饰".repeat(200)))])]);
    let third = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华制衣"))])]);
    let chunk = [one, other, third].concat();
    let opened = Document::load(&[saved.clone(), chunk.clone()], BEN).expect("opens");
    assert_eq!(opened.heads(), anna.heads());
    assert!(Document::load(&[saved, chunk[..chunk.len() - 1].to_vec()], BEN).is_err(), "cut off");
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

/// Two devices bring in the same record apart; `edits` are what each does before they meet.
fn imported_apart(edits: [&[(FieldIndex, Option<Value>)]; 2]) -> [Document; 2] {
    let brought = [
        (Customer::name, text("锦华")),
        (Customer::phone, text("028-1")),
        (Customer::import, Some(Value::Id(id(9)))),
    ];
    let mut documents = [ANNA, BEN].map(|actor| Document::begin(actor).expect("begins"));
    let mut made = [Vec::new(), Vec::new()];
    // Ben's numbers of operations are further on: Automerge prefers what he makes.
    made[1].push(change(&mut documents[1], &[write(7, true, &[(Customer::name, text("别家"))])]));
    for ((document, made), edits) in documents.iter_mut().zip(&mut made).zip(edits) {
        made.push(change(document, &[write(1, true, &brought)]));
        if !edits.is_empty() {
            made.push(change(document, &[write(1, true, edits)]));
        }
    }
    exchange(&mut documents[0], &made[1], BEN);
    exchange(&mut documents[1], &made[0], ANNA);
    documents
}

#[test]
fn what_was_imported_on_two_devices_hides_nobodys_edit() {
    let phone = [(Customer::phone, text("028-2"))];
    for edits in [[phone.as_slice(), &[]], [&[], phone.as_slice()]] {
        for document in imported_apart(edits) {
            let state = document.record(id(1)).expect("is there");
            assert_eq!(state.fields.get(Customer::phone), text("028-2").as_ref());
            assert!(state.two_edits.is_empty() && !state.as_imported && state.live);
        }
    }
    let [anna, ben] = imported_apart([&[], &[]]).map(|document| document.record(id(1)).expect("is there"));
    assert!(anna == ben && anna.as_imported && anna.two_edits.is_empty());
}

#[test]
fn two_edits_of_what_was_imported_apart_are_both_there_until_somebody_chooses() {
    let (mine, theirs) = ([(Customer::phone, text("028-2"))], [(Customer::phone, text("028-3"))]);
    let [mut anna, mut ben] = imported_apart([&mine, &theirs]);
    let state = anna.record(id(1)).expect("is there");
    assert_eq!(Some(&state), ben.record(id(1)).as_ref());
    let values = [state.fields.get(Customer::phone).cloned(), state.two_edits[&Customer::phone][0].clone()];
    assert_eq!(BTreeSet::from(values), BTreeSet::from([text("028-2"), text("028-3")]));
    let chosen = change(&mut anna, &[write(1, true, &mine)]);
    exchange(&mut ben, &[chosen], ANNA);
    for document in [&anna, &ben] {
        let state = document.record(id(1)).expect("is there");
        assert_eq!(state.fields.get(Customer::phone), text("028-2").as_ref());
        assert!(state.two_edits.is_empty());
    }
}

#[test]
fn what_was_imported_on_two_devices_is_deleted_once_and_an_edit_beside_that_brings_it_back() {
    let [mut anna, mut ben] = imported_apart([&[], &[]]);
    let edited = change(&mut ben, &[write(1, true, &[(Customer::phone, text("028-3"))])]);
    let deleted = change(&mut anna, &[write(1, false, &[])]);
    assert!(!anna.record(id(1)).expect("is there").live);
    exchange(&mut anna, &[edited], BEN);
    exchange(&mut ben, &[deleted], ANNA);
    for document in [&anna, &ben] {
        let state = document.record(id(1)).expect("is there");
        assert!(state.live && state.two_edits.is_empty());
        assert_eq!(state.fields.get(Customer::phone), text("028-3").as_ref());
    }
}

/// Behind the others whose operations it names, one that none of them is of: Automerge takes it, forgets that name, and
/// does not open again what it saved.
#[test]
fn a_change_that_does_not_read_back_as_it_was_given_is_taken_back_out() {
    let mut anna = Document::begin(ANNA).expect("begins");
    let first = change(&mut anna, &[write(1, true, &[(Customer::name, text("锦华"))])]);
    let mut ben = Document::begin(BEN).expect("begins");
    exchange(&mut ben, std::slice::from_ref(&first), ANNA);
    let edit = change(&mut ben, &[write(1, true, &[(Customer::name, text("锦华服饰"))])]);
    let genesis = anna.automerge.get_changes(&[])[0].actor_id().clone();
    let forged = naming(Change::from_bytes(edit.clone()).expect("a change").raw_bytes(), genesis.to_bytes());

    let heads = anna.heads();
    let changes = Checker::new(&anna).check(&[forged], &BEN[..16]).expect("its numbers fit");
    assert_eq!(anna.apply(&changes).err(), Some(ChangeFault::Unreadable));
    assert_eq!(anna.heads(), heads);
    assert!(Document::load(&[anna.save()], ANNA).is_ok());
    exchange(&mut anna, &[edit], BEN);
    assert_eq!(anna.heads(), ben.heads(), "it goes on");
}

/// The same change with one more actor's name. It has one dependency, no message, and small numbers.
fn naming(change: &[u8], actor: &[u8]) -> Vec<u8> {
    const BEFORE_CONTENT: usize = 10;
    let content = &change[BEFORE_CONTENT + usize::from(change[9] >= 0x80)..];
    // Dependency; actor; seq, first operation; time; message; then how many others, and those.
    let mut at = 1 + 32 + 1 + ANNA.len() + 2;
    at += content[at..].iter().position(|byte| *byte < 0x80).expect("an end") + 1;
    assert_eq!(content[at..at + 2], [0, 1], "no message, one other");
    let behind = at + 2 + 1 + usize::from(content[at + 2]);
    let name = [&[actor.len() as u8], actor].concat();
    let forged = [&content[..=at], &[2], &content[at + 2..behind], &name, &content[behind..]].concat();
    let mut counted = vec![1];
    crate::packed::put_varint(&mut counted, forged.len() as u64);
    counted.extend(forged);
    let checksum = sha2::Sha256::digest(&counted);
    [&change[..4], &checksum[..4], &counted].concat()
}
