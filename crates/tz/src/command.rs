//! One file per group of commands. What changes something works without the network: `sync` brings it to the others.

mod export;
mod file;
mod import;
mod list;
mod record;
mod sample;
mod show;
mod stats;
mod sync;
mod team;
mod today;

use crate::arguments::{Action, Arguments};
use crate::fault::Fault;
use crate::folder_store::FolderStore;
use crate::peer::{Patience, Peer};
use crate::screen::Screen;
use crate::system_clock::SystemClock;
use crate::web_socket_link::Network;
use std::time::Duration;

/// Carry out what the command line asks for.
pub async fn run(arguments: &Arguments, screen: &Screen) -> Result<(), Fault> {
    let folder = arguments.dir.as_deref().ok_or(Fault::NoFolder)?;
    let begins =
        matches!(arguments.action, Action::Init { .. } | Action::Join { .. } | Action::Restore { .. });
    if !begins && !FolderStore::exists(folder) {
        return Err(Fault::NoReplica(folder.to_owned()));
    }
    let network = if uses_network(&arguments.action) { Network::Used } else { Network::Unused };
    let clock = SystemClock::new(arguments.today);
    let mut peer = Peer::start(folder, clock, network, screen).await?;
    let patience = Patience::new(arguments.timeout, false);
    let result = carry_out(&mut peer, &arguments.action, screen, patience).await;
    // What is under way still reaches the disk when the command itself has failed.
    let finished = peer.finish().await;
    result.and(finished)
}

fn uses_network(action: &Action) -> bool {
    match action {
        Action::Init { relay, .. } => !relay.is_empty(),
        Action::Join { file, .. } => file.is_none(),
        Action::Invite { by_file, .. } | Action::DeviceLink { by_file, .. } => !by_file,
        Action::Sync { .. } | Action::Restore { .. } => true,
        _ => false,
    }
}

async fn carry_out(
    peer: &mut Peer<'_>,
    action: &Action,
    screen: &Screen,
    patience: Patience,
) -> Result<(), Fault> {
    match action {
        Action::Init { team, name, relay } => team::init(peer, screen, team, name, relay, patience).await,
        Action::Join { link, file } => team::join(peer, screen, link, file.as_deref(), patience).await,
        Action::Invite { name, role, line, page, by_file } => {
            let invited = team::Invited { name, role, line: line.as_deref() };
            let way = team::Way { page: page.as_deref(), by_file: *by_file };
            team::invite(peer, screen, &invited, way, patience).await
        }
        Action::DeviceLink { page, by_file } => {
            let way = team::Way { page: page.as_deref(), by_file: *by_file };
            team::device_link(peer, screen, way, patience).await
        }
        Action::Backup { to, passphrase_file } => {
            file::backup(peer, screen, to, passphrase_file.as_deref()).await
        }
        Action::Restore { file, passphrase_file } => {
            file::restore(peer, screen, file, passphrase_file.as_deref(), patience).await
        }
        Action::SyncFile { to, all } => file::sync_file(peer, screen, to, *all).await,
        Action::Receive { file } => file::receive(peer, screen, file).await,
        Action::Relay { url } => team::relay(peer, screen, url).await,
        Action::Sync { wait, stay } => {
            let patience = Patience { keeps_trying: *wait, ..patience };
            sync::sync(peer, screen, patience, Duration::from_secs(*stay)).await
        }
        Action::Add { kind, fields } => record::add(peer, screen, kind, fields).await,
        Action::Set { id, fields } => record::set(peer, screen, id, fields).await,
        Action::Delete { id } => record::delete(peer, screen, id).await,
        Action::BringBack { id } => record::bring_back(peer, screen, id).await,
        Action::Log { customer, channel, outcome, text, next, next_action, contact } => {
            let contact = contact.as_deref();
            let touch = record::Touch { customer, channel, outcome, text, next: *next, next_action, contact };
            record::log(peer, screen, &touch).await
        }
        Action::Undo { batch } => record::undo(peer, screen, batch).await,
        Action::List { kind, filter, deleted } => {
            list::list(peer, screen, kind, filter.as_deref(), *deleted).await
        }
        Action::Search { text, count } => list::search(peer, screen, text, *count).await,
        Action::Stats => stats::stats(peer, screen).await,
        Action::Show { id } => show::show(peer, screen, id).await,
        Action::History { id } => show::history(peer, screen, id).await,
        Action::Today => today::today(peer, screen).await,
        Action::Import { preset, folder, report, dry_run } => {
            let wish = import::Wish { preset, folder, report: report.as_deref(), dry_run: *dry_run };
            import::import(peer, screen, &wish).await
        }
        Action::Sample { size, seed, share } => sample::sample(peer, screen, *size, *seed, *share).await,
        Action::Export { format, out } => export::export(peer, screen, *format, out).await,
    }
}

/// 32 hexadecimal digits.
fn hex(bytes: [u8; 16]) -> String {
    domain::RecordId(bytes).to_string()
}
