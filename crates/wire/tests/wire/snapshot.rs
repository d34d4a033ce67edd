//! Snapshots: what they say is signed, who stands by them, and what their parts keep to themselves.

use crate::team::*;
use std::collections::BTreeMap;
use wire::receipt::ChainEnd;
use wire::snapshot::{PART_CONTENT_BYTES, PartError, may_be_replaced};
use wire::statement::StatementError;
use wire::*;

pub fn snapshot(team: TeamId, space: SpaceId, device: DeviceId) -> Snapshot {
    Snapshot {
        team,
        space,
        device,
        access_head: AccessHead([5; 32]),
        epoch: Epoch(0),
        cursor: Cursor { position: 7, log_hash: [6; 32] },
        chains: BTreeMap::from([(device, ChainEnd { seq: 3, id: EnvelopeId([4; 32]) })]),
        documents: vec![SnapshotDocument {
            document: DocumentTag([8; 16]),
            heads: vec![[9; 32]],
            parts: vec![PartId([1; 32]), PartId([2; 32])],
        }],
    }
}

fn place(space: SpaceId) -> PartPlace {
    PartPlace { team: TeamId([1; 32]), space, epoch: Epoch(0), document: DocumentTag([8; 16]) }
}

#[test]
fn a_snapshot_reads_back_and_no_byte_of_it_can_be_changed() {
    let mut team = Team::found();
    let (org, _) = team.space(SpaceClass::Org);
    let said = snapshot(team.log.team(), org, team.founder.device.id());
    let bytes = said.sign(&team.founder.device).unwrap();
    assert_eq!(Snapshot::verify(&bytes), Ok(said.clone()));
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(Snapshot::verify(&changed).is_err(), "byte {at}");
    }
    let other = DeviceKeys::generate(&mut team.rng);
    assert_eq!(said.sign(&other), Err(StatementError::Signature));
    assert_eq!(Snapshot::verify(&[2, 0, 0]), Err(StatementError::NewerVersion));
}

#[test]
fn a_countersignature_is_no_snapshot_and_reads_back() {
    let mut team = Team::found();
    let device = DeviceKeys::generate(&mut team.rng);
    let said = Countersignature {
        team: team.log.team(),
        space: SpaceId([3; 16]),
        snapshot: SnapshotId([4; 32]),
        device: device.id(),
    };
    let bytes = said.sign(&device).unwrap();
    assert_eq!(Countersignature::verify(&bytes), Ok(said));
    assert!(Snapshot::verify(&bytes).is_err());
}

fn everybody(_: PersonId) -> bool {
    true
}

/// One person's word is enough only while nobody else's is needed.
#[test]
fn two_people_stand_by_a_snapshot_where_there_are_two() {
    let mut team = Team::found();
    let (org, _) = team.space(SpaceClass::Org);
    let founder = team.founder.device.id();
    let said = snapshot(team.log.team(), org, founder);
    assert!(said.is_vouched_for(team.log.state(), [], &everybody), "the founder is alone");
    let member = team.join(Role::Salesperson, Some(team.founder.person));
    let state = team.log.state();
    assert!(!said.is_vouched_for(state, [], &everybody));
    assert!(
        said.is_vouched_for(state, [], &|person| person != member.person),
        "nobody else's word is needed"
    );
    assert!(!said.is_vouched_for(state, [founder], &everybody), "nobody countersigns for themselves");
    assert!(!said.is_vouched_for(state, [DeviceId([9; 32])], &everybody), "a stranger does not count");
    assert!(said.is_vouched_for(state, [member.device.id()], &everybody));
    let strangers = snapshot(team.log.team(), org, DeviceId([9; 32]));
    assert!(!strangers.is_vouched_for(state, [member.device.id()], &everybody));
}

#[test]
fn where_authorship_is_proof_nothing_takes_the_place_of_envelopes() {
    let mut team = Team::found();
    let (org, _) = team.space(SpaceClass::Org);
    let (official, _) = team.space(SpaceClass::Official);
    assert!(may_be_replaced(team.log.state(), org));
    assert!(!may_be_replaced(team.log.state(), official));
    let said = snapshot(team.log.team(), official, team.founder.device.id());
    assert!(!said.is_vouched_for(team.log.state(), [], &everybody));
}

#[test]
fn a_part_opens_where_it_belongs_only() {
    let mut team = Team::found();
    let (org, key) = team.space(SpaceClass::Org);
    let (other, other_key) = team.space(SpaceClass::Official);
    for length in [0, 1, 59, 60, 61, 5_000, PART_CONTENT_BYTES] {
        let content = vec![7; length];
        let part = place(org).seal(&key, &content, &mut team.rng).unwrap();
        assert!(part.len() <= MAX_PART_BYTES);
        assert_eq!(place(org).open(&key, &part), Ok(content));
        assert_eq!(place(other).open(&key, &part), Err(PartError::Key));
        assert_eq!(place(org).open(&other_key, &part), Err(PartError::Key));
    }
    let one = place(org).seal(&key, &[1; 900], &mut team.rng).unwrap();
    let another = place(org).seal(&key, &[1; 905], &mut team.rng).unwrap();
    assert_eq!(one.len(), another.len(), "lengths are padded");
    let too_long = vec![0; PART_CONTENT_BYTES + 1];
    assert_eq!(place(org).seal(&key, &too_long, &mut team.rng), Err(PartError::TooLarge));
    assert_eq!(place(org).open(&key, &vec![0; MAX_PART_BYTES + 1]), Err(PartError::TooLarge));
}
