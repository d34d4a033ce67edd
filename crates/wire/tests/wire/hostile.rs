//! Bytes from anybody: an answer, never a panic.

use crate::team::{Team, rng};
use crate::{envelope, files, receipt};
use proptest::prelude::*;
use wire::*;

fn everything_answers(bytes: &[u8]) {
    let _ = Envelope::verify(bytes);
    let _ = Record::verify(bytes);
    let _ = AccessLog::verify_chain([bytes.to_vec()]);
    let _ = Receipt::verify(bytes);
    let _ = ClientFrame::decode(bytes);
    let _ = ServerFrame::decode(bytes);
    let _ = backup::open(bytes, files::PASSPHRASE);
    let _ = backup::Stored::from_bytes(bytes);
    if let Ok(file) = SyncFile::parse(bytes) {
        let _ = file.open_as_member(|_, _| None);
    }
    let _ = InviteLink::parse(&String::from_utf8_lossy(bytes));
    let _ = DeviceKeys::from_bytes(bytes);
    let _ = PersonKeys::from_bytes(bytes);
    let _ = SpaceKey::from_bytes(bytes);
    let keys = PersonKeys::generate(&mut rng(1));
    let _ = sealed_box::open_box(keys.exchange_secret(), b"", bytes);
    let _ = whisper::open(TeamId::ZERO, SpaceId::ZERO, Epoch(0), &SpaceKey::generate(&mut rng(2)), bytes);
}

/// One valid example of everything that is parsed.
fn valid() -> Vec<Vec<u8>> {
    let mut team = Team::found();
    let (space, key) = team.space(SpaceClass::Org);
    let device = &team.founder.device;
    let draft = Draft { space, team: team.log.team(), ..envelope::draft() };
    let envelope =
        Envelope::seal(draft, &envelope::body(50), &key, device, &mut team.rng).unwrap().into_bytes();
    let receipt = receipt::receipt(device.id()).sign(device).unwrap();
    let code = team.link().code().into_bytes();
    let put = ClientFrame::Put { envelopes: vec![envelope.clone()] }.encode().unwrap();
    let page = ServerFrame::Page {
        space,
        from: Cursor::START,
        envelopes: vec![envelope.clone(), envelope.clone()],
        next: Cursor::START,
        more: false,
    };
    let record = team.log.records()[1].bytes().to_vec();
    let stored = backup::seal(files::content(), files::PASSPHRASE, files::CHEAP, &mut team.rng).unwrap();
    let contents = files::contents(&team.log, &envelope);
    let file = files::sealed(&contents, &mut team, space, &key);
    vec![envelope, record, receipt, code, put, page.encode().unwrap(), stored, file]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn random_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        everything_answers(&bytes);
        // Past the version byte.
        everything_answers(&[&[1], bytes.as_slice()].concat());
    }

    #[test]
    fn changed_cut_and_grown_bytes_are_answered(
        which in 0..8usize, at in any::<prop::sample::Index>(), bit in 0..8u8,
        cut in any::<prop::sample::Index>(), more in proptest::collection::vec(any::<u8>(), 0..9),
    ) {
        let mut bytes = valid().swap_remove(which);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        everything_answers(&bytes);
        everything_answers(&bytes[..cut.index(bytes.len())]);
        bytes.extend(more);
        everything_answers(&bytes);
    }

    /// A body sealed by a member with a faulty program is an error, too.
    #[test]
    fn announced_lengths_are_not_believed(bytes in proptest::collection::vec(200..=255u8, 1..40)) {
        everything_answers(&[&[1, 6], bytes.as_slice()].concat());
        everything_answers(&[&[1, 10], bytes.as_slice()].concat());
    }
}
