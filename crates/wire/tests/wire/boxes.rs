use crate::team::*;
use wire::access::InvitePurpose;
use wire::key_box::BoxError;
use wire::*;

#[test]
fn a_joiner_opens_the_space_keys_with_the_link_and_keeps_them_with_their_own_key() {
    let mut team = Team::found();
    let (org, key) = team.space(SpaceClass::Org);
    let member = Member::new(&mut team.rng);
    let link = team.link();
    team.founder_says(member_invite(&link, Role::Salesperson, member.person, None)).unwrap();
    let for_link = Recipient::Invite(link.invite);
    let boxed = KeyBox::seal(team.log.state(), org, Epoch(0), &key, for_link, &mut team.rng).unwrap();
    assert_eq!(boxed.open_as_invite(team.log.state(), &link.keys()), Ok(key.clone()));

    let admit = team.admit(&link, &member);
    team.append(admit).unwrap();
    let for_member = Recipient::Person(member.person);
    let boxed = KeyBox::seal(team.log.state(), org, Epoch(0), &key, for_member, &mut team.rng).unwrap();
    assert_eq!(boxed.open_as_person(team.log.state(), &member.keys), Ok(key));
    let others = boxed.open_as_person(team.log.state(), &team.founder.keys);
    assert!(matches!(others, Err(BoxError::NotForUs(_))));
}

#[test]
fn a_box_with_another_key_than_the_log_commits_to_is_refused() {
    let mut team = Team::found();
    let (org, _) = team.space(SpaceClass::Org);
    let wrong = SpaceKey::generate(&mut team.rng);
    let me = Recipient::Person(team.founder.person);
    let boxed = KeyBox::seal(team.log.state(), org, Epoch(0), &wrong, me, &mut team.rng).unwrap();
    assert_eq!(boxed.open_as_person(team.log.state(), &team.founder.keys), Err(BoxError::WrongKey));
}

#[test]
fn a_box_does_not_open_for_another_space_or_recipient() {
    let mut team = Team::found();
    let (org, key) = team.space(SpaceClass::Org);
    let (official, _) = team.space(SpaceClass::Official);
    let me = Recipient::Person(team.founder.person);
    let boxed = KeyBox::seal(team.log.state(), org, Epoch(0), &key, me, &mut team.rng).unwrap();
    let moved = KeyBox { space: official, ..boxed };
    let opened = moved.open_as_person(team.log.state(), &team.founder.keys);
    assert!(matches!(opened, Err(BoxError::NotForUs(_))));
}

#[test]
fn a_second_device_gets_the_persons_key_by_the_link() {
    let mut team = Team::found();
    let (link, person) = (team.link(), team.founder.person);
    team.founder_says(invite(&link, InvitePurpose::Device { person })).unwrap();
    let invite_key = link.keys().exchange_public();
    let seal = |keys: &PersonKeys, rng: &mut _| {
        PersonBox::seal(team.log.team(), person, keys, link.invite, &invite_key, rng).unwrap()
    };
    let mut rng = rng(9);
    let opened = seal(&team.founder.keys, &mut rng).open(team.log.state(), &link.keys()).unwrap();
    assert_eq!(opened.exchange_public(), team.founder.keys.exchange_public());
    let strange = PersonKeys::generate(&mut rng);
    let opened = seal(&strange, &mut rng).open(team.log.state(), &link.keys());
    assert_eq!(opened.map(|_| ()), Err(BoxError::WrongKey));
}

#[test]
fn secrets_are_not_shown() {
    let mut rng = rng(3);
    let device = DeviceKeys::generate(&mut rng);
    let person = PersonKeys::generate(&mut rng);
    let key = SpaceKey::generate(&mut rng);
    let link = InviteLink::generate("", TeamId([1; 32]), &mut rng);
    let shown = format!("{device:?} {person:?} {key:?} {link:?}");
    for secret in [device.to_bytes(), person.to_bytes(), key.to_bytes()] {
        let hex: String = secret.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        assert!(!shown.contains(&hex), "{shown}");
    }
    assert!(!shown.contains(&link.code()[70..80]));
    assert_eq!(DeviceKeys::from_bytes(&device.to_bytes()).unwrap().id(), device.id());
    assert!(DeviceKeys::from_bytes(&device.to_bytes()[1..]).is_err());
}
