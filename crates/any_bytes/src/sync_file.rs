//! Sync files: as they are, with any head under a good hash, with any content under a good key.

use crate::file::{around, sealed_around};
use crate::fixed::{self, NOW_MS, SPACE, TEAM};
use crate::way_in;
use std::sync::LazyLock;
use wire::sync_file::Readers;
use wire::{
    AccessLog, Countersignature, Envelope, Epoch, Receipt, SealedBox, Snapshot, SyncContents, SyncFile,
};

const KIND: u8 = 1;
const FILE_KEY: [u8; 32] = [8; 32];
const NONCE: [u8; 24] = [7; 24];

/// The doors of a file for whoever has the space's key, and all that stands before the ciphertext.
static HEAD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let key = fixed::derive("tongzhou v1 sync file key", &fixed::space_key());
    let associated = [TEAM.0.as_slice(), &SPACE.0, &0_u32.to_le_bytes()].concat();
    let sealed = fixed::sealed(&key, NONCE, &FILE_KEY, &associated);
    // One door: variant 0, space, epoch, nonce, length and bytes of what is sealed.
    let doors = [&[1, 0], SPACE.0.as_slice(), &[0], &NONCE, &[sealed.len() as u8], &sealed].concat();
    [TEAM.0.as_slice(), &NONCE, &(doors.len() as u32).to_le_bytes(), &doors].concat()
});

/// Way 0: a file. Way 1: what stands between a file's beginning and its hash. Way 2: the content, sealed here.
///
/// What opens can be written and opened again, and everything it brings is judged by itself.
pub fn sync_file(bytes: &[u8]) -> bool {
    match way_in(bytes, 3) {
        Some((0, bytes)) => opened(bytes).is_some(),
        Some((1, middle)) => opened(&around(KIND, middle)).is_some(),
        Some((_, content)) => {
            let file = sealed_around(KIND, &HEAD, &FILE_KEY, NONCE, content);
            assert!(SyncFile::parse(&file).is_ok(), "the code differs from the protocol");
            opened(&file).is_some()
        }
        None => false,
    }
}

fn opened(file: &[u8]) -> Option<()> {
    let key = fixed::space_key();
    let contents = SyncFile::parse(file).ok()?.open_as_member(|_, _| Some(&key)).ok()?;
    let readers = Readers { space: (SPACE, Epoch(0), &key), invites: Vec::new() };
    let again = contents.seal(TEAM, &readers, &mut fixed::rng(1)).expect("as large as before");
    let reopened = SyncFile::parse(&again).and_then(|file| file.open_as_member(|_, _| Some(&key)));
    assert!(reopened.as_ref() == Ok(&contents), "{contents:?}");
    judge(contents);
    Some(())
}

fn judge(contents: SyncContents) {
    if let Ok(mut log) = AccessLog::verify_chain(contents.records) {
        for record in contents.proposed {
            let Ok(record) = wire::Record::verify(record) else { continue };
            let _ = log.append(record, NOW_MS);
        }
        for sealed in contents.boxes.iter().take(4) {
            match sealed {
                SealedBox::Key(sealed) => {
                    let _ = sealed.open_as_person(log.state(), &fixed::person_keys(1));
                }
                SealedBox::Person(sealed) => {
                    let _ = sealed.open(log.state(), &wire::InviteKeys::from_secret(&[1; 32]));
                }
            }
        }
    }
    for receipt in contents.receipts {
        let _ = Receipt::verify(&receipt);
    }
    for envelope in contents.envelopes {
        let _ = Envelope::verify(envelope);
    }
    for snapshot in contents.snapshots {
        let _ = Snapshot::verify(&snapshot);
    }
    for countersignature in contents.countersignatures {
        let _ = Countersignature::verify(&countersignature);
    }
}
