//! A replica's copy behind a passphrase, and back: what the file worker and `tz` do around the engine.
//!
//! The engine hands out and takes a copy as it is, and never learns a passphrase. The bytes are [`wire::backup`]'s.

use contract::file::SHORTEST_PASSPHRASE;
use contract::{File, FileFault, Passphrase};
use rand_core::CryptoRng;
use wire::FileError;
use wire::backup::Cost;

/// A backup of what `CopyReplica` was answered with.
pub fn seal(copy: File, passphrase: &Passphrase, rng: &mut impl CryptoRng) -> Result<File, FileFault> {
    if passphrase.0.chars().count() < SHORTEST_PASSPHRASE {
        return Err(FileFault::ShortPassphrase);
    }
    Ok(File(wire::backup::seal(copy.0, &passphrase.0, Cost::NEW, rng)?))
}

/// What `RestoreReplica` takes, from a backup.
pub fn open(backup: &File, passphrase: &Passphrase) -> Result<File, FileFault> {
    match wire::backup::open(&backup.0, &passphrase.0) {
        Ok(mut content) => Ok(File(std::mem::take(&mut content))),
        Err(FileError::Key) => Err(FileFault::WrongPassphrase),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    fn sealed(passphrase: &str) -> Result<File, FileFault> {
        let passphrase = Passphrase(passphrase.to_owned());
        seal(File(b"what is stored".to_vec()), &passphrase, &mut ChaCha20Rng::seed_from_u64(1))
    }

    #[test]
    fn what_was_sealed_opens_with_its_passphrase_alone() {
        let backup = sealed("锦江边的八个字口令").unwrap();
        let with = |passphrase: &str| open(&backup, &Passphrase(passphrase.to_owned()));
        assert_eq!(with("锦江边的八个字口令"), Ok(File(b"what is stored".to_vec())));
        assert_eq!(with("锦江边的八个字口"), Err(FileFault::WrongPassphrase));
        assert_eq!(open(&File(b"%PDF".to_vec()), &Passphrase(String::new())), Err(FileFault::NotOurs));
    }

    #[test]
    fn a_passphrase_that_protects_nothing_is_refused() {
        assert_eq!(sealed("1234567"), Err(FileFault::ShortPassphrase));
        assert_eq!(sealed(""), Err(FileFault::ShortPassphrase));
    }
}
