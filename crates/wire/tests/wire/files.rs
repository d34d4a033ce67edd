//! Files: opened by whom they are for, and everything that can be wrong with one told apart.

use crate::envelope;
use crate::team::*;
use proptest::prelude::*;
use wire::backup::{Cost, Stored};
use wire::file::FileKind;
use wire::sync_file::Readers;
use wire::*;

pub const PASSPHRASE: &str = "correct horse battery staple";
/// What tests can afford.
pub const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

pub fn stored() -> Stored {
    let pair = |key: &[u8], value: &[u8]| (key.to_vec(), value.to_vec());
    Stored::new(NOW, [pair(b"m/format", &[0, 0, 0, 1]), pair(b"k", &[7; 32])])
}

pub fn content() -> Vec<u8> {
    stored().to_bytes().unwrap()
}

pub fn contents(log: &AccessLog, envelope: &[u8]) -> SyncContents {
    SyncContents {
        made_at_ms: NOW,
        at_relay: true,
        records: log.records().iter().map(|record| record.bytes().to_vec()).collect(),
        envelopes: vec![envelope.to_vec()],
        ..SyncContents::default()
    }
}

pub fn sealed(contents: &SyncContents, team: &mut Team, space: SpaceId, key: &SpaceKey) -> Vec<u8> {
    let open = team.log.state().invites.iter().filter(|(_, invite)| invite.uses_left > 0);
    let invites = open.map(|(id, invite)| (*id, invite.exchange_key)).collect();
    let readers = Readers { space: (space, Epoch(0), key), invites };
    contents.seal(team.log.team(), &readers, &mut team.rng).unwrap()
}

/// A team with an open invite, and a file of it.
fn scene() -> (Team, InviteLink, SpaceId, SpaceKey, SyncContents, Vec<u8>) {
    let mut team = Team::found();
    let (space, key) = team.space(SpaceClass::Org);
    let link = team.link();
    let person = PersonId::random(&mut team.rng);
    team.founder_says(member_invite(&link, Role::Salesperson, person, None)).unwrap();
    let draft = Draft { space, team: team.log.team(), ..envelope::draft() };
    let device = team.founder.device.clone();
    let sealed_envelope =
        Envelope::seal(draft, &envelope::body(50), &key, &device, &mut team.rng).unwrap().into_bytes();
    let contents = contents(&team.log, &sealed_envelope);
    let file = sealed(&contents, &mut team, space, &key);
    (team, link, space, key, contents, file)
}

#[test]
fn members_and_who_is_invited_open_a_sync_file_and_nobody_else() {
    let (team, link, space, key, contents, bytes) = scene();
    let file = SyncFile::parse(&bytes).unwrap();
    assert_eq!(file.team(), team.log.team());
    let with =
        |wanted: SpaceId, key| move |space, epoch| (space == wanted && epoch == Epoch(0)).then_some(key);
    assert_eq!(file.open_as_member(with(space, &key)), Ok(contents.clone()));
    assert_eq!(file.open_as_invite(link.invite, &link.keys()), Ok(contents));
    let other = SpaceKey::generate(&mut rng(9));
    assert_eq!(file.open_as_member(with(space, &other)), Err(FileError::Key));
    assert_eq!(file.open_as_member(|_, _| None), Err(FileError::Key));
    let stranger = InviteLink::generate("", team.log.team(), &mut rng(9));
    assert_eq!(file.open_as_invite(link.invite, &stranger.keys()), Err(FileError::Key));
    assert_eq!(file.open_as_invite(stranger.invite, &link.keys()), Err(FileError::Key));
}

#[test]
fn outside_a_sync_file_shows_the_team_and_its_doors_and_nothing_of_the_log() {
    let (team, _, _, _, contents, bytes) = scene();
    let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    assert!(holds(&team.log.team().0));
    assert!(!holds(&team.founder.person.0) && !holds(&team.founder.device.id().0));
    assert!(!holds(&contents.envelopes[0][..198]));
}

#[test]
fn only_a_file_with_snapshots_asks_for_a_program_that_knows_them() {
    let (mut team, _, space, key, contents, bytes) = scene();
    assert_eq!(bytes[9], 1);
    let contents = SyncContents {
        snapshots: vec![vec![1; 300]],
        countersignatures: vec![vec![2; 177]],
        parts: vec![vec![3; 4_000]],
        ..contents
    };
    let bytes = sealed(&contents, &mut team, space, &key);
    assert_eq!(bytes[9], 2);
    let file = SyncFile::parse(&bytes).unwrap();
    assert_eq!(file.open_as_member(|_, _| Some(&key)), Ok(contents));
}

#[test]
fn a_backup_opens_with_its_passphrase_alone() {
    let bytes = backup::seal(content(), PASSPHRASE, CHEAP, &mut rng(3)).unwrap();
    let opened = backup::open(&bytes, PASSPHRASE).unwrap();
    assert_eq!(*opened, content());
    let opened = Stored::from_bytes(&opened).unwrap();
    assert_eq!(opened.into_pairs().collect::<Vec<_>>(), stored().into_pairs().collect::<Vec<_>>());
    assert_eq!(Stored::from_bytes(&content()[..9]).err(), Some(FileError::Content));
    for wrong in ["", "Correct horse battery staple", "correct horse battery staple "] {
        assert_eq!(backup::open(&bytes, wrong).err(), Some(FileError::Key));
    }
    let again = backup::seal(content(), PASSPHRASE, CHEAP, &mut rng(4)).unwrap();
    assert_ne!(bytes[18..], again[18..], "another salt, another key");
}

#[test]
fn a_backup_that_asks_for_too_much_is_refused_before_anything_is_allocated() {
    let bytes = backup::seal(content(), PASSPHRASE, CHEAP, &mut rng(3)).unwrap();
    for (at, value) in
        [(18, u32::MAX), (18, (256 << 10) + 1), (22, 17), (22, u32::MAX), (26, 9), (26, 0), (18, 0)]
    {
        let mut asks = bytes[..bytes.len() - 32].to_vec();
        asks[at..at + 4].copy_from_slice(&value.to_le_bytes());
        let check = blake3::hash(&asks);
        asks.extend_from_slice(check.as_bytes());
        assert_eq!(backup::open(&asks, PASSPHRASE).err(), Some(FileError::Content), "{value} at {at}");
    }
}

#[test]
fn each_fault_has_its_name() {
    let (.., file) = scene();
    let stored = backup::seal(content(), PASSPHRASE, CHEAP, &mut rng(3)).unwrap();
    let read = |bytes: &[u8]| SyncFile::parse(bytes).err();
    assert_eq!(read(&stored), Some(FileError::IsA(FileKind::Backup)));
    assert_eq!(backup::open(&file, PASSPHRASE).err(), Some(FileError::IsA(FileKind::SyncFile)));
    assert_eq!(read(&[]), Some(FileError::NotOurs));
    assert_eq!(read(b"%PDF-1.7 something else"), Some(FileError::NotOurs));
    let with = |at: usize, value: u8| {
        let mut bytes = file.clone();
        bytes[at] = value;
        bytes
    };
    assert_eq!(read(&with(9, 3)), Some(FileError::NewerVersion(3)));
    assert_eq!(read(&with(9, 0)), Some(FileError::Changed));
    let mut backup = stored;
    backup[9] = 2;
    assert_eq!(backup::open(&backup, PASSPHRASE).err(), Some(FileError::NewerVersion(2)));
    assert_eq!(read(&[file.as_slice(), &[0]].concat()), Some(FileError::Changed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_cut_file_is_called_cut_and_a_changed_one_never_opens(
        cut in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bit in 0..8u8,
    ) {
        let (.., file) = scene();
        let cut = cut.index(file.len());
        let expected = if cut < 8 { FileError::NotOurs } else { FileError::CutOff };
        prop_assert_eq!(SyncFile::parse(&file[..cut]).err(), Some(expected));
        let mut changed = file.clone();
        changed[at.index(file.len())] ^= 1 << bit;
        prop_assert!(SyncFile::parse(&changed).is_err());
    }

    /// Who changes a file and mends its hash still has not the key.
    #[test]
    fn a_mended_file_does_not_open(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let (_, _, _, key, contents, file) = scene();
        let mut changed = file[..file.len() - 32].to_vec();
        let at = 18 + at.index(changed.len() - 18);
        changed[at] ^= 1 << bit;
        let check = blake3::hash(&changed);
        changed.extend_from_slice(check.as_bytes());
        if let Ok(parsed) = SyncFile::parse(&changed)
            && let Ok(opened) = parsed.open_as_member(|_, _| Some(&key))
        {
            prop_assert_eq!(opened, contents, "bit {} of byte {}", bit, at);
            prop_assert!(false, "the whole head is the associated data");
        }
    }
}
