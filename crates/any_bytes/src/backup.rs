//! Backups: as they are, with any head under a good hash, with any content under a good passphrase.

use crate::file::{around, sealed_around};
use crate::{fixed, way_in};
use std::sync::LazyLock;
use wire::FileError;
use wire::backup::{Cost, Stored, open, seal};

const KIND: u8 = 0;
/// Opens every backup here.
pub(crate) const PASSPHRASE: &str = "correct horse battery staple";
/// What a run of millions can afford.
pub(crate) const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };
const HEAD_BYTES: usize = 12 + 16 + 24;

/// Way 0: a backup. Way 1: what stands between its beginning and its hash. Way 2: the content, sealed here.
///
/// A backup that asks for too much is refused; what opens holds pairs that can be written and opened again.
pub fn backup(bytes: &[u8]) -> bool {
    match way_in(bytes, 3) {
        Some((0, bytes)) => !asks_for_much(bytes.get(18..)) && opens(bytes, false),
        Some((1, middle)) => !asks_for_much(Some(middle)) && opens(&around(KIND, middle), false),
        Some((_, content)) => opens(&sealed(content), true),
        None => false,
    }
}

/// It asks for more than a run can afford and not for so much that it is refused.
fn asks_for_much(middle: Option<&[u8]>) -> bool {
    let number = |at: usize| {
        let bytes = middle?.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    let (Some(memory), Some(passes), Some(lanes)) = (number(0), number(4), number(8)) else { return false };
    let is_refused = memory > 256 << 10 || passes > 16 || lanes > 8;
    !is_refused && (memory > 64 || passes > 2)
}

fn opens(bytes: &[u8], is_sealed_here: bool) -> bool {
    let content = match open(bytes, PASSPHRASE) {
        Ok(content) => content,
        Err(FileError::Key) if is_sealed_here => panic!("the code differs from the protocol"),
        Err(FileError::Memory) => panic!("a cheap backup wants no memory to speak of"),
        Err(_) => return false,
    };
    let Ok(stored) = Stored::from_bytes(&content) else { return false };
    let made_at_ms = stored.made_at_ms;
    let pairs: Vec<_> = stored.into_pairs().collect();
    let again = Stored::new(made_at_ms, pairs.clone()).to_bytes().expect("written");
    let again = seal(again, PASSPHRASE, CHEAP, &mut fixed::rng(2)).expect("as large as before");
    let reopened = open(&again, PASSPHRASE).unwrap_or_else(|error| panic!("{error}"));
    let reopened = Stored::from_bytes(&reopened).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(reopened.made_at_ms, made_at_ms);
    assert!(reopened.into_pairs().eq(pairs));
    true
}

/// The head of a cheap backup and the key that its passphrase gives.
static HEAD: LazyLock<([u8; HEAD_BYTES], [u8; 32])> = LazyLock::new(|| {
    let mut head = [0; HEAD_BYTES];
    for (at, number) in [CHEAP.memory_kib, CHEAP.passes, CHEAP.lanes].into_iter().enumerate() {
        head[at * 4..at * 4 + 4].copy_from_slice(&number.to_le_bytes());
    }
    head[12..].fill(5);
    let params =
        argon2::Params::new(CHEAP.memory_kib, CHEAP.passes, CHEAP.lanes, Some(32)).expect("in range");
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = [0; 32];
    argon2.hash_password_into(PASSPHRASE.as_bytes(), &head[12..28], &mut key).expect("computed");
    (head, key)
});

fn sealed(content: &[u8]) -> Vec<u8> {
    let (head, key) = &*HEAD;
    sealed_around(KIND, head, key, [5; 24], content)
}
