//! `backup`, `restore`, `sync-file`, `receive`, and joining by file: what travels without a server.

use crate::fault::Fault;
use crate::peer::{Patience, Peer};
use crate::private_file;
use crate::screen::Screen;
use crate::words;
use contract::command::Made;
use contract::view::LinkState;
use contract::{Command, File, Outcome, Passphrase};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use serde_json::json;
use std::path::Path;

/// Write a backup.
pub async fn backup(
    peer: &mut Peer<'_>,
    screen: &Screen,
    to: &Path,
    passphrase_file: Option<&Path>,
) -> Result<(), Fault> {
    peer.team()?;
    // An older backup may be the only one of what somebody lost since.
    if to.exists() {
        return Err(Fault::FileThere(to.to_owned()));
    }
    let passphrase = passphrase(screen, passphrase_file, Ask::Twice)?;
    let Some(Made::File(copy)) = peer.command(Command::CopyReplica).await?.made else { return Ok(()) };
    let sealed = backup::seal(copy, &passphrase, &mut UnwrapErr(SysRng));
    write(screen, to, sealed.map_err(contract::Refusal::File)?)?;
    screen.note(words::BACKUP_SECRET.say(screen.language));
    Ok(())
}

/// Become a new device from a backup, and let the relay know, if there is one.
pub async fn restore(
    peer: &mut Peer<'_>,
    screen: &Screen,
    from: &Path,
    passphrase_file: Option<&Path>,
    patience: Patience,
) -> Result<(), Fault> {
    // Nobody types a passphrase for nothing.
    if peer.team().is_ok() {
        return Err(contract::Refusal::AlreadyInTeam.into());
    }
    let file = read(from)?;
    let passphrase = passphrase(screen, passphrase_file, Ask::Once)?;
    let copy = backup::open(&file, &passphrase).map_err(contract::Refusal::File)?;
    peer.command(Command::RestoreReplica { copy }).await?;
    super::team::say_who(peer, screen)?;
    if peer.team()?.sync.link == LinkState::None {
        return Ok(());
    }
    let synced = peer.sync(Patience { keeps_trying: true, ..patience }).await;
    synced.inspect_err(|_| screen.note(words::RESTORED_HERE.say(screen.language)))
}

/// Write what others may lack.
pub async fn sync_file(peer: &mut Peer<'_>, screen: &Screen, to: &Path, all: bool) -> Result<(), Fault> {
    match peer.command(Command::MakeSyncFile { all }).await?.made {
        Some(Made::File(file)) => write(screen, to, file),
        _ => Ok(()),
    }
}

/// Take in what a file brings.
pub async fn receive(peer: &mut Peer<'_>, screen: &Screen, from: &Path) -> Result<(), Fault> {
    let outcome = peer.command(Command::OpenSyncFile { file: read(from)? }).await?;
    say_received(peer, screen, &outcome)
}

/// Join with a link and a file.
pub async fn join(peer: &mut Peer<'_>, screen: &Screen, link: &str, from: &Path) -> Result<(), Fault> {
    let outcome = peer.command(Command::JoinByFile { link: link.to_owned(), file: read(from)? }).await?;
    super::team::say_who(peer, screen)?;
    if let Some(Made::Received { waits_for_admission: true, .. }) = outcome.made {
        screen.note(words::READS_ONLY.say(screen.language));
    }
    Ok(())
}

fn say_received(peer: &Peer<'_>, screen: &Screen, outcome: &Outcome) -> Result<(), Fault> {
    let Some(made @ Made::Received { envelopes, admitted, waits_for_admission, turned_away }) = &outcome.made
    else {
        return Ok(());
    };
    let quarantined = peer.team()?.quarantined;
    screen.answer(
        || language::file::received(screen.language, *envelopes, *admitted),
        || {
            json!({
                "envelopes": envelopes,
                "admitted": admitted,
                "waits_for_admission": waits_for_admission,
                "turned_away": turned_away.is_some(),
                "quarantined": quarantined,
            })
        },
    )?;
    // Where a command of `tz` is what to do next, it is named.
    let word = match made {
        Made::Received { waits_for_admission: true, .. } => Some(words::READS_ONLY),
        Made::Received { turned_away: None, admitted: 1.., .. } => Some(words::ANSWER_FILE),
        made => language::file::what_to_do(made),
    };
    if let Some(word) = word {
        screen.note(word.say(screen.language));
    }
    Ok(())
}

fn write(screen: &Screen, to: &Path, File(bytes): File) -> Result<(), Fault> {
    private_file::write(to, &bytes)
        .map_err(|error| Fault::Output { path: to.to_owned(), system: error.to_string() })?;
    screen.answer(
        || words::written(screen.language, to, bytes.len()),
        || json!({ "file": to.display().to_string(), "bytes": bytes.len() }),
    )
}

/// A file that may be one of ours; what is longer than any is not read.
fn read(from: &Path) -> Result<File, Fault> {
    let cannot_read =
        |error: std::io::Error| Fault::CannotRead { path: from.to_owned(), system: error.to_string() };
    let length = std::fs::metadata(from).map_err(cannot_read)?.len();
    if length > wire::MAX_FILE_BYTES as u64 {
        return Err(contract::Refusal::File(contract::FileFault::TooLarge).into());
    }
    std::fs::read(from).map(File).map_err(cannot_read)
}

/// How often a passphrase is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Once,
    /// A mistyped one would lock the backup for ever.
    Twice,
}

/// From the file, from `TZ_PASSPHRASE`, or typed without being shown.
fn passphrase(screen: &Screen, file: Option<&Path>, ask: Ask) -> Result<Passphrase, Fault> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Fault::CannotRead { path: file.to_owned(), system: error.to_string() })?;
        return Ok(Passphrase(text.trim_end_matches(['\r', '\n']).to_owned()));
    }
    if let Ok(passphrase) = std::env::var("TZ_PASSPHRASE") {
        return Ok(Passphrase(passphrase));
    }
    let prompt = |word: language::Word| {
        rpassword::prompt_password(word.say(screen.language)).map_err(|_| Fault::NoPassphrase)
    };
    let typed = prompt(words::PASSPHRASE)?;
    if ask == Ask::Twice && prompt(words::PASSPHRASE_AGAIN)? != typed {
        return Err(Fault::PassphrasesDiffer);
    }
    Ok(Passphrase(typed))
}
