use crate::team::*;
use wire::access::{InvitePurpose, Kind, RecordError};
use wire::*;

#[test]
fn a_team_is_founded_invites_and_admits_and_its_log_reads_back_the_same() {
    let mut team = Team::found();
    let assistant = team.join(Role::Assistant, Some(team.founder.person));
    let (org, _) = team.space(SpaceClass::Org);
    assert_eq!(AccessHead::from(team.log.team()), team.log.records()[0].head());

    let stored: Vec<Vec<u8>> = team.log.records().iter().map(|record| record.bytes().to_vec()).collect();
    let read = AccessLog::verify_chain(stored).unwrap();
    assert_eq!((read.head(), read.len(), read.state()), (team.log.head(), 4, team.log.state()));
    assert_eq!(read.state().readers(org).len(), 2);
    assert_eq!(read.state().person_of(assistant.device.id()), Some(assistant.person));
    assert_eq!(read.state().persons[&assistant.person].line, Some(team.founder.person));
}

#[test]
fn nobody_invites_above_their_own_role_and_doers_invite_nobody() {
    for inviter in Role::ALL {
        for invited in Role::ALL {
            let allowed = inviter >= Role::Assistant && invited <= inviter;
            assert_eq!(inviter.may_invite(invited), allowed, "{inviter:?} → {invited:?}");
        }
    }
    let mut team = Team::found();
    let salesperson = team.join(Role::Salesperson, None);
    let assistant = team.join(Role::Assistant, None);
    let (link, person) = (team.link(), PersonId::random(&mut team.rng));
    for (device, role, expected) in [
        (&salesperson.device, Role::Viewer, Err(AccessError::NoRight)),
        (&assistant.device, Role::Supervisor, Err(AccessError::NoRight)),
        (&assistant.device, Role::Salesperson, Ok(())),
    ] {
        assert_eq!(team.says(device, member_invite(&link, role, person, None)), expected);
    }
}

#[test]
fn a_link_alone_makes_no_manager() {
    let mut team = Team::found();
    for role in [Role::Executive, Role::Manager] {
        let (link, person) = (team.link(), PersonId::random(&mut team.rng));
        let refused = team.founder_says(member_invite(&link, role, person, None));
        assert_eq!(refused, Err(AccessError::RoleNeedsApproval));
    }
}

#[test]
fn an_invite_works_once() {
    let mut team = Team::found();
    let (first, second) = (Member::new(&mut team.rng), Member::new(&mut team.rng));
    let link = team.link();
    team.founder_says(member_invite(&link, Role::Salesperson, first.person, None)).unwrap();
    let second = Member { person: first.person, ..second };
    let admit = team.admit(&link, &first);
    team.append(admit).unwrap();
    let again = team.admit(&link, &second);
    assert_eq!(team.append(again), Err(AccessError::InviteUsed));
}

#[test]
fn an_expired_invite_admits_nobody_but_a_stored_admission_stays_valid() {
    let mut team = Team::found();
    let member = Member::new(&mut team.rng);
    let link = team.link();
    team.founder_says(member_invite(&link, Role::Salesperson, member.person, None)).unwrap();
    let admit = team.admit(&link, &member);
    assert_eq!(team.log.clone().append(admit.clone(), NOW + 8 * DAY), Err(AccessError::InviteExpired));
    team.log.replay(admit).unwrap();
}

#[test]
fn an_admission_needs_the_links_key_and_names_the_invited_person() {
    let mut team = Team::found();
    let member = Member::new(&mut team.rng);
    let (link, other_link) = (team.link(), team.link());
    team.founder_says(member_invite(&link, Role::Salesperson, member.person, None)).unwrap();

    let mut forged = other_link.clone();
    forged.invite = link.invite;
    let admit = team.admit(&forged, &member);
    assert_eq!(team.append(admit), Err(AccessError::Signers));

    let stranger = Member::new(&mut team.rng);
    let admit = team.admit(&link, &stranger);
    assert_eq!(team.append(admit), Err(AccessError::UnknownInvite));
    let add = team.device_add(&link, member.person, &member.device);
    assert_eq!(team.append(add), Err(AccessError::UnknownInvite));
}

#[test]
fn only_a_persons_own_device_invites_another_device() {
    let mut team = Team::found();
    let member = team.join(Role::Salesperson, None);
    let link = team.link();
    let purpose = InvitePurpose::Device { person: member.person };
    assert_eq!(team.founder_says(invite(&link, purpose.clone())), Err(AccessError::NoRight));
    team.says(&member.device, invite(&link, purpose)).unwrap();

    let phone = DeviceKeys::generate(&mut team.rng);
    let add = team.device_add(&link, member.person, &phone);
    team.append(add).unwrap();
    assert_eq!(team.log.state().devices_of(member.person).count(), 2);
    let third = DeviceKeys::generate(&mut team.rng);
    let again = team.device_add(&link, member.person, &third);
    assert_eq!(team.append(again), Err(AccessError::InviteUsed));
}

#[test]
fn the_rights_table_says_who_reads_and_who_writes() {
    let mut team = Team::found();
    let boss = team.founder.person;
    let supervisor = team.join(Role::Supervisor, Some(boss));
    let seller = team.join(Role::Salesperson, Some(supervisor.person));
    let other = team.join(Role::Salesperson, Some(boss));
    let viewer = team.join(Role::Viewer, None);
    let (a, b) = (seller.person.min(other.person), seller.person.max(other.person));

    let device = &seller.device.clone();
    // boss, supervisor, seller, other, viewer: r reads, w writes, - neither.
    let table = [
        (team.space(SpaceClass::Org).0, ["rw", "rw", "rw", "rw", "r"]),
        (team.space(SpaceClass::Official).0, ["rw", "rw", "r", "r", "r"]),
        (team.space(SpaceClass::Team { team: [1; 16] }).0, ["rw", "rw", "rw", "rw", "r"]),
        (team.space(SpaceClass::Book { book: [1; 16] }).0, ["rw", "rw", "rw", "rw", "r"]),
        (team.space(SpaceClass::Management).0, ["rw", "rw", "-", "-", "-"]),
        (team.space(SpaceClass::File { member: seller.person }).0, ["rw", "rw", "r", "-", "-"]),
        (team.space_by(device, SpaceClass::Pair { a, b }).unwrap().0, ["-", "-", "rw", "rw", "-"]),
        (
            team.space_by(device, SpaceClass::Me { member: seller.person }).unwrap().0,
            ["-", "-", "rw", "-", "-"],
        ),
    ];
    let people = [boss, supervisor.person, seller.person, other.person, viewer.person];
    let state = team.log.state();
    for (space, expected) in table {
        for (person, expected) in people.iter().zip(expected) {
            let found = (state.can_read(*person, space), state.can_write(*person, space));
            let expected = (expected.contains('r'), expected.contains('w'));
            assert_eq!(found, expected, "{:?} {person:?}", state.spaces[&space].class);
        }
    }
}

#[test]
fn spaces_are_created_once_and_by_those_who_may() {
    let mut team = Team::found();
    let seller = team.join(Role::Salesperson, Some(team.founder.person));
    let founder = team.founder.person;
    for class in [
        SpaceClass::Org,
        SpaceClass::Official,
        SpaceClass::Management,
        SpaceClass::Team { team: [1; 16] },
        SpaceClass::Book { book: [1; 16] },
        SpaceClass::File { member: seller.person },
        SpaceClass::Me { member: founder },
    ] {
        let refused = team.space_by(&seller.device, class).map(|_| ());
        assert_eq!(refused, Err(AccessError::NoRight), "{class:?}");
    }
    team.space(SpaceClass::Org);
    let device = team.founder.device.clone();
    assert_eq!(team.space_by(&device, SpaceClass::Org).map(|_| ()), Err(AccessError::Taken));
    let (a, b) = (founder.max(seller.person), founder.min(seller.person));
    let backwards = team.space_by(&device, SpaceClass::Pair { a, b }).map(|_| ());
    assert_eq!(backwards, Err(AccessError::Inconsistent));
}

#[test]
fn a_device_writes_only_at_heads_that_know_it_and_the_space() {
    let mut team = Team::found();
    let before_org = team.log.head();
    let (org, _) = team.space(SpaceClass::Org);
    let after_org = team.log.head();
    let seller = team.join(Role::Salesperson, None);
    let viewer = team.join(Role::Viewer, None);
    let now = team.log.head();
    let log = &team.log;
    assert_eq!(log.device_may_write_at(now, seller.device.id(), org), Ok(()));
    assert_eq!(log.device_may_write_at(after_org, team.founder.device.id(), org), Ok(()));
    assert_eq!(log.device_may_write_at(before_org, team.founder.device.id(), org), Err(Why::UnknownSpace));
    assert_eq!(log.device_may_write_at(after_org, seller.device.id(), org), Err(Why::UnknownDevice));
    assert_eq!(log.device_may_write_at(now, viewer.device.id(), org), Err(Why::NoRight));
    assert_eq!(log.device_may_write_at(AccessHead([9; 32]), seller.device.id(), org), Err(Why::UnknownHead));
}

#[test]
fn a_record_for_another_head_conflicts_and_leaves_the_log_alone() {
    let mut team = Team::found();
    let (link, person) = (team.link(), PersonId::random(&mut team.rng));
    let kind = member_invite(&link, Role::Viewer, person, None);
    let record = Record::by_device(team.log.head(), NOW, kind, &team.founder.device).unwrap();
    team.space(SpaceClass::Org);
    let (head, state) = (team.log.head(), team.log.state().clone());
    assert_eq!(team.append(record), Err(AccessError::WrongHead));
    assert_eq!((team.log.head(), team.log.state()), (head, &state));
}

#[test]
fn a_kind_of_a_newer_version_says_so() {
    let team = Team::found();
    let mut bytes = team.log.records()[0].bytes().to_vec();
    bytes[0] = 2;
    assert_eq!(Record::verify(bytes), Err(RecordError::NewerVersion(2)));

    // A kind of which only the number is unknown, with an intact signature.
    let later = crate::vectors::record_of_kind(12, &team.founder.device);
    assert_eq!(Record::verify(later), Err(RecordError::NewerVersion(12)));
}

#[test]
fn any_changed_bit_of_a_record_is_noticed() {
    let team = Team::found();
    let record = &team.log.records()[0];
    for at in 0..record.bytes().len() * 8 {
        let mut bytes = record.bytes().to_vec();
        bytes[at / 8] ^= 1 << (at % 8);
        assert!(Record::verify(bytes).is_err(), "bit {at}");
    }
    assert!(matches!(record.kind(), Kind::Genesis(_)));
}

/// A team with an open invite whose log went on in two ways: the first knows who joined by it and their own space, the
/// second another space.
fn parted() -> (Team, AccessLog, Member, SpaceId, InviteLink) {
    let mut team = Team::found();
    let member = Member::new(&mut team.rng);
    let link = team.link();
    team.founder_says(member_invite(&link, Role::Salesperson, member.person, None)).unwrap();
    let before = team.log.clone();
    let admit = team.admit(&link, &member);
    team.append(admit).unwrap();
    let class = SpaceClass::Me { member: member.person };
    let (space, _) = team.space_by(&member.device, class).unwrap();
    let lost = std::mem::replace(&mut team.log, before);
    team.space(SpaceClass::Org);
    (team, lost, member, space, link)
}

fn graft(team: &mut Team, lost: &Record) -> Result<(), AccessError> {
    team.founder_says(Kind::Graft(Box::new(lost.clone())))
}

#[test]
fn what_a_lost_branch_said_is_carried_over_record_by_record() {
    let (mut team, lost, member, space, _) = parted();
    let missing: Vec<Record> = team.log.lacks(&lost).cloned().collect();
    assert_eq!(missing.len(), 2);
    assert_eq!(graft(&mut team, &missing[1]), Err(AccessError::WrongHead), "in its order");
    for record in &missing {
        graft(&mut team, record).unwrap();
        assert_eq!(graft(&mut team, record), Err(AccessError::Taken), "once");
    }
    assert_eq!(team.log.lacks(&lost).count(), 0);
    assert_eq!(team.log.state().person_of(member.device.id()), Some(member.person));
    // What was sealed on that branch is as good as before.
    assert_eq!(team.log.device_may_write_at(lost.head(), member.device.id(), space), Ok(()));
    assert_eq!(team.log.index_of(missing[0].head()), Some(3));

    let stored: Vec<Vec<u8>> = team.log.records().iter().map(|record| record.bytes().to_vec()).collect();
    let read = AccessLog::verify_chain(stored).unwrap();
    assert_eq!((read.head(), read.state()), (team.log.head(), team.log.state()));
    assert_eq!(read.lacks(&lost).count(), 0);
}

#[test]
fn what_is_here_already_stays_as_it_is_and_what_follows_on_the_lost_branch_can_come() {
    let (mut team, lost, member, space, _) = parted();
    let missing: Vec<Record> = team.log.lacks(&lost).cloned().collect();
    let Kind::Admit(said) = missing[0].kind() else { panic!("it is the admission") };
    let link = team.link();
    team.founder_says(member_invite(&link, Role::Salesperson, said.person, None)).unwrap();
    let again = team.admit(&link, &member);
    team.append(again).unwrap();
    let before = team.log.state().clone();
    graft(&mut team, &missing[0]).unwrap();
    assert_eq!(*team.log.state(), before);
    graft(&mut team, &missing[1]).unwrap();
    assert!(team.log.state().spaces.contains_key(&space));
}

#[test]
fn only_a_member_carries_over_and_only_what_could_have_been_said() {
    let (mut team, lost, member, ..) = parted();
    let missing: Vec<Record> = team.log.lacks(&lost).cloned().collect();
    // Who has not been let in here cannot do it for themselves.
    let own = Kind::Graft(Box::new(missing[0].clone()));
    assert_eq!(team.says(&member.device, own), Err(AccessError::Signers));

    let stranger = Team::found_as(9);
    let foreign = Kind::Graft(Box::new(stranger.log.records()[0].clone()));
    assert_eq!(team.founder_says(foreign), Err(AccessError::WrongHead));
}

#[test]
fn what_cannot_be_said_any_more_is_known_and_gives_nobody_anything() {
    let (mut team, lost, member, space, link) = parted();
    let missing: Vec<Record> = team.log.lacks(&lost).cloned().collect();
    // Somebody else has used the invite here.
    let Kind::Admit(said) = missing[0].kind().clone() else { panic!("it is the admission") };
    let other = Member { person: said.person, ..Member::new(&mut team.rng) };
    let admit = team.admit(&link, &other);
    team.append(admit).unwrap();
    let before = team.log.state().clone();
    for record in &missing {
        graft(&mut team, record).unwrap();
    }
    assert_eq!(*team.log.state(), before);
    assert_eq!(team.log.lacks(&lost).count(), 0);
    assert_eq!(team.log.device_may_write_at(lost.head(), member.device.id(), space), Err(Why::UnknownDevice));
}

#[test]
fn a_record_is_carried_from_branch_to_branch_four_times_and_no_more() {
    let (team, lost, ..) = parted();
    let mut record = team.log.lacks(&lost).next().cloned().unwrap();
    for times in 1..=5 {
        let kind = Kind::Graft(Box::new(record));
        record = Record::by_device(team.log.head(), NOW, kind, &team.founder.device).unwrap();
        let read = Record::verify(record.bytes());
        assert_eq!(
            read,
            if times <= 4 { Ok(record.clone()) } else { Err(RecordError::Malformed) },
            "{times}"
        );
    }
    // What was carried over on a branch that was lost again.
    let (mut team, lost, member, ..) = parted();
    let missing: Vec<Record> = team.log.lacks(&lost).cloned().collect();
    let before = team.log.clone();
    for record in &missing {
        graft(&mut team, record).unwrap();
    }
    let lost_again = std::mem::replace(&mut team.log, before);
    team.space(SpaceClass::Management);
    let missing: Vec<Record> = team.log.lacks(&lost_again).cloned().collect();
    for record in &missing {
        graft(&mut team, record).unwrap();
    }
    assert_eq!(team.log.lacks(&lost).count() + team.log.lacks(&lost_again).count(), 0);
    assert_eq!(team.log.state().person_of(member.device.id()), Some(member.person));
}
